package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// keyLife is how long an Idempotency-Key is remembered.
const keyLife = 24 * time.Hour

// Answer is what an operation of the API answered, kept for a repeat of its key.
type Answer struct {
	Status int
	ETag   string
	Body   []byte
}

// RequestKey names a request: the same key by the same person on the same
// operation means the same thing.
type RequestKey struct {
	Operation string // method and path
	Key       string
	BodyHash  string // SHA-256, hex
}

// Once runs do in one transaction that also keeps its answer, or gives the
// answer kept before (repeat). Whatever do calls joins the transaction through
// the context; where it returns an error nothing is kept and everything is
// taken back. Another body under the same key is CodeInvalid.
func (a *App) Once(ctx context.Context, actor accord.Actor, key RequestKey, do func(context.Context) (Answer, error)) (answer Answer, repeat bool, err error) {
	err = a.store.Joined(ctx, actor.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
		answer, repeat = Answer{}, false
		kept, err := tx.IdempotencyKey(ctx, actor.PersonID, key.Operation, key.Key)
		switch {
		case accord.CodeOf(err) == accord.CodeNotFound:
		case err != nil:
			return err
		case kept.CreatedAt.Add(keyLife).After(a.now()):
			repeat = true
			if kept.BodyHash != key.BodyHash {
				return keyMisused()
			}
			answer = Answer{Status: kept.Status, ETag: kept.Header, Body: kept.Body}
			return nil
		}
		if answer, err = do(ctx); err != nil {
			return err
		}
		return tx.KeepIdempotencyKey(ctx, accord.IdempotencyKey{
			WorkspaceID: actor.WorkspaceID, PersonID: actor.PersonID, Operation: key.Operation, Key: key.Key,
			BodyHash: key.BodyHash, Status: answer.Status, Header: answer.ETag, Body: answer.Body, CreatedAt: a.now(),
		})
	})
	return answer, repeat, err
}

func keyMisused() error {
	return accord.BadField("Idempotency-Key", "This key was used with another body.")
}
