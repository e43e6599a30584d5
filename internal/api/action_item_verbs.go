package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"accord/internal/accord"
	"accord/internal/app"
)

// registerItemVerbs adds what can be done to an action item. If-Match is
// optional for them.
func registerItemVerbs(a *API) {
	verb := func(name, summary string) huma.Operation {
		return op("POST", "/action-items/{id}/"+name, summary)
	}
	register(a, app.ActChangeItems, verb("accept", "Accept an action item"), a.acceptItem)
	register(a, app.ActChangeItems, verb("decline", "Decline an action item"), a.reasoned((*app.App).DeclineItem))
	register(a, app.ActChangeItems, verb("block", "Block an action item"), a.reasoned((*app.App).BlockItem))
	register(a, app.ActChangeItems, verb("unblock", "Unblock an action item"), a.plain((*app.App).UnblockItem))
	register(a, app.ActChangeItems, verb("done", "Say that an action item is done"), a.plain((*app.App).DoneItem))
	register(a, app.ActChangeItems, verb("confirm", "Confirm an action item"), a.plain((*app.App).ConfirmItem))
	register(a, app.ActChangeItems, verb("return", "Return an action item"), a.reasoned((*app.App).ReturnItem))
	register(a, app.ActChangeItems, verb("drop", "Drop an action item, ask for it, or agree to it"), a.reasoned((*app.App).DropItem))
	register(a, app.ActChangeItems, verb("keep", "Keep an action item"), a.reasoned((*app.App).KeepItem))
	register(a, app.ActChangeItems, verb("reschedule", "Give an action item a new date"), a.rescheduleItem)
	register(a, app.ActChangeItems, verb("hand-over", "Hand an action item over"), a.handOverItem)
	register(a, app.ActChangeItems, verb("undo", "Undo a change of an action item"), a.undoItem)
}

type reasonInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Reason string `json:"reason,omitempty"`
	}
}

// reasoned is a verb that takes a reason.
func (a *API) reasoned(do func(*app.App, context.Context, accord.Actor, string, accord.Match, string) (accord.ActionItem, error)) func(context.Context, accord.Actor, *reasonInput) (*one[itemBody], error) {
	return func(ctx context.Context, actor accord.Actor, in *reasonInput) (*one[itemBody], error) {
		return a.itemResult(do(a.app, ctx, actor, in.ID, match(ctx), in.Body.Reason))
	}
}

// plain is a verb that takes nothing.
func (a *API) plain(do func(*app.App, context.Context, accord.Actor, string, accord.Match) (accord.ActionItem, error)) func(context.Context, accord.Actor, *ByID) (*one[itemBody], error) {
	return func(ctx context.Context, actor accord.Actor, in *ByID) (*one[itemBody], error) {
		return a.itemResult(do(a.app, ctx, actor, in.ID, match(ctx)))
	}
}

type acceptInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		DueOn  accord.Date `json:"due_on,omitempty" doc:"Another day than the one asked for"`
		Reason string      `json:"reason,omitempty" doc:"Asked for where a promise was handed over and its day moves"`
	}
}

func (a *API) acceptItem(ctx context.Context, actor accord.Actor, in *acceptInput) (*one[itemBody], error) {
	if err := checkDueOn(in.Body.DueOn); err != nil {
		return nil, err
	}
	return a.itemResult(a.app.AcceptItem(ctx, actor, in.ID, match(ctx), in.Body.DueOn, in.Body.Reason))
}

type rescheduleInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		DueOn  accord.Date `json:"due_on"`
		Reason string      `json:"reason,omitempty"`
	}
}

func (a *API) rescheduleItem(ctx context.Context, actor accord.Actor, in *rescheduleInput) (*one[itemBody], error) {
	if err := checkDueOn(in.Body.DueOn); err != nil {
		return nil, err
	}
	return a.itemResult(a.app.RescheduleItem(ctx, actor, in.ID, match(ctx), in.Body.DueOn, in.Body.Reason))
}

type handOverInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		OwnerID accord.NullID `json:"owner_id"`
		Reason  string        `json:"reason,omitempty"`
	}
}

func (a *API) handOverItem(ctx context.Context, actor accord.Actor, in *handOverInput) (*one[itemBody], error) {
	return a.itemResult(a.app.HandOverItem(ctx, actor, in.ID, match(ctx), string(in.Body.OwnerID), in.Body.Reason))
}

type undoInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Seq int64 `json:"seq,omitempty" doc:"The event to take back; absent: the latest"`
	}
}

func (a *API) undoItem(ctx context.Context, actor accord.Actor, in *undoInput) (*one[itemBody], error) {
	return a.itemResult(a.app.UndoItem(ctx, actor, in.ID, in.Body.Seq))
}
