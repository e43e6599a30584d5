package pages

import (
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// intelViews gives the pages of leads and intelligence in their states.
func intelViews(b Base) map[string][]framed {
	due := testNow.AddDate(0, 0, 3)
	answered := testNow.AddDate(0, 0, -1)
	told := accord.IntelDetail{
		IntelItem:  accord.IntelItem{Number: 34, Text: "They wait for the cheaper one.", HeardFrom: "Alba Labs", ToldOn: "2026-11-20", DueOn: "2026-12-04", DueEndsAt: due},
		ToldByName: "Ana",
	}
	late, done := told, told
	late.DueOn, late.DueEndsAt = "2026-11-20", testNow.AddDate(0, 0, -3)
	done.Answer, done.Why, done.AnsweredAt, done.AnsweredByName = accord.IntelNotNow, "No budget", &answered, "Greta"
	done.ActionItemNumber, done.AgendaItemTitle = 12, "What do they wait for?"
	batch := accord.LeadBatchDetail{
		LeadBatch:    accord.LeadBatch{Number: 12, Source: "Trade fair", Count: 40, ServedOn: "2026-11-20", Note: "Cards", Accepted: 10, Rejected: 5, JudgedAt: &answered},
		ServedByName: "Greta", JudgedByName: "Ana", Rejections: []accord.LeadRejection{{ReasonID: "no_need", Count: 5}},
	}
	whole := batch
	whole.Accepted = 35
	flow := accord.FlowOf("2026-11-24", flowWeeks, []accord.LeadBatch{batch.LeadBatch}, []accord.IntelItem{late.IntelItem, done.IntelItem}, testNow)
	flow.Reasons = []accord.LeadRejection{{ReasonID: "no_need", Count: 5}, {ReasonID: "gone", Count: 1}}
	full := &intelView{
		Base: b, Form: BlankForm(b.L), Serve: BlankForm(b.L), State: accord.IntelligenceState{Told: true, Served: true, Unanswered: 2, Overdue: 1, OldestDaysLate: 4, LeadsWaiting: 25},
		Told: []accord.IntelDetail{late, told}, Answered: []accord.IntelDetail{done}, Batches: []accord.LeadBatchDetail{batch, whole}, Flow: flow, Reasons: accord.ShippedLeadReasons(),
	}
	full.draw()
	marketing := b
	marketing.Actor.Side = accord.Marketing
	other := *full
	other.Base, other.State = marketing, accord.IntelligenceState{Told: true, Unanswered: 1}
	other.Batches, other.Answered = nil, nil // nothing was ever served
	past := []accord.LeadVerdict{{Accepted: 1, JudgedAt: answered, Note: "first"}, {Accepted: 10, Rejected: 5, JudgedAt: answered.Add(time.Hour)}}
	judge := &leadBatchView{Base: b, B: batch, Past: past, Reasons: accord.ShippedLeadReasons()}
	judge.Form = judge.verdictForm()
	wrong := []accord.FieldError{{Location: "count", Format: "Give a whole number from %d to %d.", Args: []any{1, 10}}}
	return map[string][]framed{
		"intel": {
			full, &other, &intelView{Base: b, Form: BlankForm(b.L), Serve: BlankForm(b.L)}, &intelView{Base: marketing, Form: BlankForm(b.L), Serve: BlankForm(b.L)},
		},
		"intel_list": {
			&intelListView{Base: b, Show: showTold, Form: BlankForm(b.L, "from", "2026-10-05"), Filtered: true, Told: full.Told, Pager: Pager{L: b.L, Next: "/x"}},
			&intelListView{Base: b, Show: showLeads, Form: BlankForm(b.L), Batches: full.Batches, Sources: []Option{{Value: "Fair", Label: "Fair"}}, Pager: Pager{L: b.L}},
			&intelListView{Base: b, Show: showTold, Form: BlankForm(b.L)}, &intelListView{Base: b, Show: showLeads, Form: BlankForm(b.L)},
			&intelListView{Base: b, Show: showLeads, Form: BlankForm(b.L, "reason", "no_need"), Filtered: true},
		},
		"intel_item": {
			&intelItemView{Base: marketing, I: told, Form: BlankForm(b.L), Turn: BlankForm(b.L), Series: []Option{{Value: "s", Label: "Strategic team"}}},
			&intelItemView{Base: b, I: done, Form: BlankForm(b.L), Turn: BlankForm(b.L)},
		},
		"lead_batch":   {judge, &leadBatchView{Base: marketing, B: accord.LeadBatchDetail{LeadBatch: accord.LeadBatch{Number: 1, Source: "x", Count: 3, ServedOn: "2026-11-20"}}, Form: BlankForm(b.L)}},
		"lead_reasons": {&leadReasonsView{Base: b, Form: BlankForm(b.L, "reasons", "No need\nToo early"), May: true}, &leadReasonsView{Base: b, Form: BlankForm(b.L, "reasons", "No need")}},
		"intel_import": {
			&intelImportView{Base: b, Form: BlankForm(b.L), Action: "/x", Columns: "external_id"},
			&intelImportView{Base: b, Form: BlankForm(b.L, "csv", "a,b"), Action: "/x", Leads: true, Read: true, In: app.Import{New: 1, Known: 1, Refused: 1}, Shown: []app.ImportedRow{
				{Line: 3, State: app.RowRefused, Errors: wrong}, {Line: 2, State: app.RowNew, Lead: batch.LeadBatch}, {Line: 4, State: app.RowKnown, Lead: batch.LeadBatch},
			}},
		},
	}
}
