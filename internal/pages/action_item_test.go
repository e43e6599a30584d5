package pages

import (
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store"
)

// sampleRow is an item of the reader, two days late and moved once.
func sampleRow(edit ...func(*accord.ItemRow)) accord.ItemRow {
	due := accord.Date("2026-11-22")
	end := due.End(time.UTC)
	r := accord.ItemRow{
		ActionItem: accord.ActionItem{
			ID: "1", Number: 128, Title: "Send the list", Details: "All of it.\nReally.", OwnerID: "p", OwnerSide: accord.Sales, OwnerZone: "UTC",
			AskerID: "q", ForSide: accord.Marketing, Status: accord.StatusOpen, AskedDueOn: "2026-11-19", OriginalDueOn: "2026-11-20", DueOn: due,
			DueEndsAt: &end, OriginalDueEndsAt: &end, Slips: 1, Carried: 2, AcceptedAt: &testNow, CreatedAt: testNow,
		},
		OwnerName: "Maya Chen", AskerName: "Luis Ortega", TeamName: "Strategic team", LatestNote: "Half done",
	}
	for _, e := range edit {
		e(&r)
	}
	return r
}

// actionItemPages are the views of the pages about action items.
func actionItemPages(locale string) map[string][]framed {
	b := testBase(locale)
	return map[string][]framed{
		"action_items": actionItemsViews(b), "action_item": actionItemViews(b),
		"action_item_new": {&newActionItemView{Base: b, Form: BlankForm(b.L)}},
	}
}

func actionItemsViews(b Base) []framed {
	r := sampleRow()
	free := sampleRow(func(r *accord.ItemRow) { r.OwnerID, r.OwnerName, r.DueOn, r.Status = "", "", "", accord.StatusProposed })
	mine := app.MyItems{
		Waiting: store.Waiting{
			Accept: []accord.ItemRow{free, r}, Confirm: []accord.ItemRow{r}, Drop: []accord.ItemRow{r}, Orphans: []accord.ItemRow{free},
			Projects: []accord.ProjectRow{{Project: accord.Project{ID: "p", Title: "North", State: accord.ProjectActive, SponsorSalesID: "luis"}}},
		},
		Overdue: []accord.ItemRow{r}, ThisWeek: []accord.ItemRow{r}, Later: []accord.ItemRow{free}, Unconfirmed: []accord.ItemRow{r}, More: true,
	}
	return []framed{
		&actionItemsView{Base: b, Filters: BlankForm(b.L), Mine: mine},
		&actionItemsView{Base: b, Filters: BlankForm(b.L)},
		&actionItemsView{Base: b, Filters: BlankForm(b.L, "series", "s", "overdue", "true"), All: true, Filtered: true},
		&actionItemsView{Base: b, Filters: BlankForm(b.L), All: true},
		&actionItemsView{Base: b, Filters: BlankForm(b.L), All: true, Rows: []accord.ItemRow{r, free}, Pager: Pager{L: b.L, Next: "/x"}},
	}
}

func actionItemViews(b Base) []framed {
	may := map[string]bool{}
	for _, verb := range itemVerbNames {
		may[verb] = true
	}
	names := map[string]string{"p": "Maya Chen", "q": "Luis Ortega"}
	detail := app.ItemDetail{
		ItemRow: sampleRow(), Names: names, May: may, Mails: map[string][]string{"note": {"Luis"}, "done": {"Luis", "Mia"}},
		Meeting: &accord.Meeting{ID: "m", Title: "Strategic team", StartsAt: testNow},
		Notes:   []accord.ItemNote{{AuthorID: "p", Text: "Half done", CreatedAt: testNow}},
	}
	for _, kind := range []string{
		"created", "edited", "accepted", "declined", "blocked", "unblocked", "done", "confirmed", "self_confirmed", "returned", "drop_asked",
		"drop_refused", "dropped", "kept", "rescheduled", "handed_over", "orphaned", "carried", "noted", "undone",
	} {
		h := app.ItemHappening{Event: accord.Event{Kind: "action_item." + kind, ActorID: "p", At: testNow}}
		h.Reason, h.Undone = "because", kind == "blocked"
		detail.History = append(detail.History, h)
	}
	bad := BlankForm(b.L)
	bad.Fail("reason", "Say why.")
	asked := detail
	asked.Status, asked.OriginalDueOn = accord.StatusProposed, ""
	dropping := detail
	dropping.DropAskedBy, dropping.DropReason = "q", "Not needed"
	done := detail
	done.Status, done.DoneAt, done.ConfirmsItselfAt = accord.StatusDone, &testNow, testNow
	confirmed := detail
	confirmed.Status, confirmed.ConfirmedAt, confirmed.ConfirmedBy = accord.StatusConfirmed, &testNow, "q"
	silent := confirmed
	silent.SelfConfirmed = true
	return []framed{
		&actionItemView{Base: b, ItemDetail: detail, Form: bad, Open: "return"},
		&actionItemView{Base: b, ItemDetail: asked, Form: BlankForm(b.L), Open: "accept"},
		&actionItemView{Base: b, ItemDetail: dropping, Form: BlankForm(b.L)},
		&actionItemView{Base: b, ItemDetail: done, Form: BlankForm(b.L)},
		&actionItemView{Base: b, ItemDetail: confirmed, Form: BlankForm(b.L)},
		&actionItemView{Base: b, ItemDetail: silent, Form: BlankForm(b.L)},
	}
}
