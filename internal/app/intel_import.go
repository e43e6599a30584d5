package app

import (
	"context"
	"errors"
	"strconv"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// What becomes of a row of a file.
const (
	RowNew     = "new"
	RowKnown   = "known" // its external id is here already: nothing changes
	RowRefused = "refused"
)

// ImportedRow is one row of a file of leads or of what the market says.
type ImportedRow struct {
	Line       int // in the file, from 1
	ExternalID string
	State      string              // [RowNew], [RowKnown] or [RowRefused]
	ID, Ref    string              // where it is here
	Lead       accord.LeadBatch    // of a file of leads
	Intel      accord.IntelItem    // of a file of what the market says
	Errors     []accord.FieldError // why it is refused; Location is the column
}

// Import is what a file brings, or brought.
type Import struct {
	Saved               bool
	New, Known, Refused int
	Rows                []ImportedRow
}

// ImportLeads reads a file of batches and, with save, enters those that are new.
// A row that is refused keeps no other from being taken: mended, the same file
// can be sent again.
func (a *App) ImportLeads(ctx context.Context, actor accord.Actor, file []byte, save bool) (Import, error) {
	return a.importRows(ctx, actor, ActServeLeads, file, save, accord.LeadColumns, func(ctx context.Context, tx *store.Store, rows []accord.CSVRow, now time.Time) ([]ImportedRow, error) {
		zone, err := workspaceZone(ctx, tx)
		if err != nil {
			return nil, err
		}
		there, err := tx.LeadBatchesByExternalID(ctx, externalIDs(rows))
		if err != nil {
			return nil, err
		}
		return eachRow(rows, imported[accord.LeadBatch]{
			there: there,
			read: func(row accord.CSVRow) (accord.LeadBatch, []accord.FieldError, error) {
				draft, wrong := row.Lead()
				b, err := accord.ServeLeads(draft, actor, accord.DateOf(now, zone), now)
				return b, wrong, err
			},
			save: func(b *accord.LeadBatch) error { return serve(ctx, tx, b, actor, now) },
			put: func(out *ImportedRow, b accord.LeadBatch) {
				if out.Lead, out.ID = b, b.ID; b.ID != "" {
					out.Ref = b.Ref()
				}
			},
		}, save)
	})
}

// ImportIntel reads a file of what the market says and, with save, enters what is
// new, as [App.ImportLeads] does with batches.
func (a *App) ImportIntel(ctx context.Context, actor accord.Actor, file []byte, save bool) (Import, error) {
	return a.importRows(ctx, actor, ActTellIntel, file, save, accord.IntelColumns, func(ctx context.Context, tx *store.Store, rows []accord.CSVRow, now time.Time) ([]ImportedRow, error) {
		days, zone, err := a.workCalendar(ctx, tx)
		if err != nil {
			return nil, err
		}
		there, err := tx.IntelByExternalID(ctx, externalIDs(rows))
		if err != nil {
			return nil, err
		}
		return eachRow(rows, imported[accord.IntelItem]{
			there: there,
			read: func(row accord.CSVRow) (accord.IntelItem, []accord.FieldError, error) {
				draft, wrong := row.Intel()
				i, err := accord.TellIntel(draft, actor, days, zone, now)
				return i, wrong, err
			},
			save: func(i *accord.IntelItem) error { return tell(ctx, tx, i, actor, now) },
			put: func(out *ImportedRow, i accord.IntelItem) {
				if out.Intel, out.ID = i, i.ID; i.ID != "" {
					out.Ref = i.Ref()
				}
			},
		}, save)
	})
}

// importRows reads a file and has take look at its rows: to save them in one
// transaction, or to say what that would do.
func (a *App) importRows(ctx context.Context, actor accord.Actor, act Action, file []byte, save bool, columns []string,
	take func(context.Context, *store.Store, []accord.CSVRow, time.Time) ([]ImportedRow, error),
) (in Import, err error) {
	if err := Allow(actor, act); err != nil {
		return in, err
	}
	rows, err := accord.ReadCSV(file, columns)
	if err != nil {
		return in, err
	}
	if len(rows) == 0 {
		return in, accord.BadField("file", "The file has a heading and no rows.")
	}
	if save {
		err = a.change(ctx, actor, act, func(ctx context.Context, tx *store.Store, now time.Time) error {
			in.Rows, err = take(ctx, tx, rows, now)
			return err
		})
	} else if ctx, err = a.read(ctx, actor, act); err == nil {
		in.Rows, err = take(ctx, a.store, rows, a.now())
	}
	in.count(save)
	return in, err
}

func (in *Import) count(saved bool) {
	in.Saved = saved
	for _, r := range in.Rows {
		switch r.State {
		case RowNew:
			in.New++
		case RowKnown:
			in.Known++
		default:
			in.Refused++
		}
	}
}

// imported says how rows become things of one kind.
type imported[T any] struct {
	there map[string]T // what is here already, by external id
	read  func(accord.CSVRow) (T, []accord.FieldError, error)
	save  func(*T) error
	put   func(*ImportedRow, T) // says of a row what it is here
}

// take looks at one row and, with save, enters what is new.
func (in imported[T]) take(row accord.CSVRow, out *ImportedRow, save bool) error {
	v, wrong, err := in.read(row)
	if refused, err := out.refuse(wrong, err); refused || err != nil {
		return err
	}
	if old, ok := in.there[out.ExternalID]; ok {
		out.State = RowKnown
		in.put(out, old)
		return nil
	}
	if save {
		if err := in.save(&v); err != nil {
			return err
		}
	}
	in.put(out, v)
	return nil
}

// fromElsewhere finds what is here already of an external id, "" for none.
func fromElsewhere[T any](ctx context.Context, externalID string, find func(context.Context, []string) (map[string]T, error)) (old T, known bool, err error) {
	if externalID == "" {
		return old, false, nil
	}
	there, err := find(ctx, []string{externalID})
	old, known = there[externalID]
	return old, known, err
}

// eachRow looks at every row; an id that is in the file twice is refused the
// second time.
func eachRow[T any](rows []accord.CSVRow, in imported[T], save bool) ([]ImportedRow, error) {
	list := make([]ImportedRow, len(rows))
	lines := map[string]int{}
	for n, row := range rows {
		out := &list[n]
		*out = ImportedRow{Line: row.Line, ExternalID: row.Cells["external_id"], State: RowNew}
		if line, twice := lines[out.ExternalID]; twice && out.ExternalID != "" {
			out.State = RowRefused
			out.Errors = []accord.FieldError{{Location: "external_id", Format: "Line %s has the same id.", Args: []any{strconv.Itoa(line)}}}
			continue
		}
		lines[out.ExternalID] = row.Line
		if err := in.take(row, out, save); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// refuse takes over what is wrong with a row; an error that is about no field,
// as that the actor is of the other side, is the whole file's.
func (r *ImportedRow) refuse(wrong []accord.FieldError, err error) (refused bool, _ error) {
	e, ok := errors.AsType[*accord.Error](err)
	if err != nil && (!ok || e.Code != accord.CodeInvalid) {
		return false, err
	}
	known := map[string]bool{}
	for _, f := range wrong {
		known[f.Location] = true
	}
	r.Errors = wrong
	if ok {
		for _, f := range e.Fields {
			if !known[f.Location] { // one thing said of a cell is enough
				r.Errors = append(r.Errors, f)
			}
		}
	}
	if len(r.Errors) > 0 {
		r.State = RowRefused
	}
	return len(r.Errors) > 0, nil
}

func externalIDs(rows []accord.CSVRow) []string {
	ids := make([]string, 0, len(rows))
	for _, r := range rows {
		if id := r.Cells["external_id"]; id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}
