package app

import (
	"context"
	"fmt"
)

// behind does something behind the answer. It recovers, logs what went wrong
// and is waited for by [App.Wait].
func (a *App) behind(ctx context.Context, what string, do func() error) {
	a.running.Go(func() {
		err := recovered(do)
		if err != nil {
			a.log.ErrorContext(ctx, "app: "+what, "error", err)
		}
	})
}

func recovered(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return do()
}

// Wait returns when everything done behind answers has ended; at shutdown after
// the server stopped, before the store is closed.
func (a *App) Wait() { a.running.Wait() }

// Ready says that the database answers and has our schema.
func (a *App) Ready(ctx context.Context) error {
	if err := a.store.Ping(ctx); err != nil {
		return err
	}
	st, err := a.store.SchemaStatus(ctx)
	if err != nil {
		return err
	}
	if len(st.Pending) > 0 || st.Newer() {
		return fmt.Errorf("the schema is at %d, this program wants %d", st.Current, st.Latest)
	}
	return nil
}
