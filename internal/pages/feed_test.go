package pages

import (
	"accord/internal/accord"
	"accord/internal/app"
)

// myCalendarViews are the states of the page: nothing yet, and feeds of every
// kind with an address just made.
func myCalendarViews(b Base) []framed {
	wrong := BlankForm(b.L)
	wrong.Failed(accord.BadField("file", "Choose a file."))
	return []framed{
		&myCalendarView{Base: b, Reply: BlankForm(b.L)},
		&myCalendarView{
			Base: b, Reply: wrong, Address: "https://accord.test/calendar/secret.ics",
			Feeds: []app.FeedDetail{
				{Feed: accord.Feed{ID: "a", CreatedAt: testNow, LastUsedAt: &testNow}},
				{Feed: accord.Feed{ID: "b", SeriesID: "s", CreatedAt: testNow}, Title: "Pipeline review"},
				{Feed: accord.Feed{ID: "c", SeriesID: "x", CreatedAt: testNow}},
			},
		},
	}
}
