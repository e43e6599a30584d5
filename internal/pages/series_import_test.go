package pages

import (
	"accord/internal/accord"
	"accord/internal/app"
)

// importViews are the states of the page: nothing read, a file refused, and
// series of every kind found.
func importViews(b Base) []framed {
	refused := BlankForm(b.L)
	refused.Failed(accord.BadField("file", "Choose a file."))
	s := testSeries()
	found := app.ImportedSeries{
		RuleText: "Every week", Phrases: mustSchedule(s).Phrases(b.L.Lang()), Next: mustSchedule(s).Next(testNow, 3),
		People:   []app.ImportedPerson{{Name: "Maya Chen", Email: "maya@northwind.test", PersonID: "p"}, {Email: "zoe@example.com"}, {Name: "Tom", Email: "tom@example.com"}},
		NotTaken: []accord.FieldError{{Location: "file", Format: "Attachments are not taken."}},
	}
	found.Title, found.ScheduleInput = s.Title, s.Input()
	found.Exdates, found.Changes = []string{"2026-12-08T10:00"}, []app.ChangedDate{{OriginalStart: "2026-12-15T10:00", Cancelled: true}}
	undated := app.ImportedSeries{NotTaken: []accord.FieldError{{Location: "rrule", Format: "This rule is without any date."}}}
	v := &seriesImportView{Base: b, Form: BlankForm(b.L)}
	for _, f := range []app.ImportedSeries{found, undated} {
		v.Found = append(v.Found, newImportedRow(b.L, f))
	}
	return []framed{&seriesImportView{Base: b, Form: BlankForm(b.L)}, &seriesImportView{Base: b, Form: refused}, v}
}
