package app

import (
	"cmp"
	"context"
	"strings"

	"accord/internal/accord"
	"accord/internal/ical"
)

// importYears is how far ahead the days of a calendar file are taken.
const importYears = 5

// DaysOffImport is what a calendar file would bring.
type DaysOffImport struct {
	Days     []accord.DayOff     // to come, in order, one a date
	NotTaken []accord.FieldError // what of the file was left out, and why
	DaysOffChange
}

// ReadDaysOff reads the all-day events of a calendar file that lie in the next
// years and computes what they would do as days off. It saves nothing. A file
// that cannot be read is refused on the field "file".
func (a *App) ReadDaysOff(ctx context.Context, actor accord.Actor, file []byte) (in DaysOffImport, err error) {
	if in, err = a.readDays(ctx, actor, file); err != nil {
		return in, err
	}
	in.DaysOffChange, err = a.PreviewDaysOff(ctx, actor, DaysOffEdit{Put: in.Days})
	return in, err
}

// ImportDaysOff saves them. Meetings on one of these days stay, unless they
// shall follow their series.
func (a *App) ImportDaysOff(ctx context.Context, actor accord.Actor, file []byte, follow bool) (in DaysOffImport, err error) {
	if in, err = a.readDays(ctx, actor, file); err != nil {
		return in, err
	}
	in.DaysOffChange, err = a.ChangeDaysOff(ctx, actor, DaysOffEdit{Put: in.Days, Follow: follow})
	return in, err
}

func (a *App) readDays(ctx context.Context, actor accord.Actor, file []byte) (in DaysOffImport, err error) {
	ctx, err = a.read(ctx, actor, ActChangeWorkspace)
	if err != nil {
		return in, err
	}
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return in, err
	}
	today := accord.DateOf(a.now(), accord.Zone(w.TimeZone))
	days, err := ical.ReadDays(file, today, accord.DateOf(today.Time().AddDate(importYears, 0, 0), accord.Zone("UTC")))
	if err != nil {
		return in, err
	}
	in = DaysOffImport{Days: []accord.DayOff{}, NotTaken: days.NotTaken}
	unnamed := "Day off"
	if strings.HasPrefix(actor.Locale, "de") {
		unnamed = "Freier Tag"
	}
	for _, d := range days.List {
		if n := len(in.Days); n > 0 && in.Days[n-1].Date == d.Date {
			continue // of two entries on a day the first stays
		}
		in.Days = append(in.Days, accord.DayOff{Date: d.Date, Name: cmp.Or(strings.TrimSpace(accord.Plain(d.Name)), unnamed)})
	}
	if len(in.Days) == 0 {
		return in, accord.BadField("file", "The calendar file has no day of the next %d years.", importYears)
	}
	return in, nil
}
