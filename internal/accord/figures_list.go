package accord

import (
	"net/url"
	"slices"
)

// FigureList is the query of the list behind a figure: items and meetings have
// lists of their own. The same parameters serve the API and the pages.
type FigureList struct {
	Meetings bool // the list of meetings, else of action items
	Query    url.Values
}

// meetingFigures are the figures made of meetings; all others are made of
// action items, whose list takes the figure by its name.
var meetingFigures = map[FigureKey]bool{
	CadenceKept: true, AgendaCoverage: true, Readiness: true, Attendance: true, Quorum: true,
}

// ListOf says where what a figure counted is listed; side is Neutral for all.
func ListOf(key FigureKey, side Side, p Period, past bool, seriesID, teamID string) FigureList {
	list := FigureList{Meetings: meetingFigures[key], Query: url.Values{}}
	set := func(name, value string) {
		if value != "" {
			list.Query.Set(name, value)
		}
	}
	set("series", seriesID)
	set("team", teamID)
	switch {
	case list.Meetings:
		set("figure", string(key))
		set("from", p.Start().UTC().Format(rfc3339UTC))
		set("to", p.To.End(p.Zone).UTC().Format(rfc3339UTC))
		if past {
			set("as_of", p.AsOf.UTC().Format(rfc3339UTC))
		}
		return list
	case !past && key == OpenItems:
		set("status", string(StatusOpen)+","+string(StatusBlocked))
	case !past && (key == OverdueItems || key == OverdueAgeing):
		set("overdue", "true")
	default:
		set("figure", string(key))
		set("from", string(p.From))
		set("to", string(p.To))
		if past {
			set("as_of", p.AsOf.UTC().Format(rfc3339UTC))
		}
	}
	if side != Neutral {
		set("side", string(side))
	}
	return list
}

// To the microsecond, as instants are kept: a list looks at the figure's own.
const rfc3339UTC = "2006-01-02T15:04:05.999999Z07:00"

// ListsItems reports whether the key names a figure made of action items.
func (k FigureKey) ListsItems() bool { return k.Valid() && !meetingFigures[k] }

// ListsMeetings reports whether the key names a figure made of meetings.
func (k FigureKey) ListsMeetings() bool { return meetingFigures[k] }

// Valid reports whether there is such a figure.
func (k FigureKey) Valid() bool {
	return slices.Contains(FigureKeys(), k)
}
