package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// UpdatePatch is a change of one side's part of a weekly update; what is not set
// stays.
type UpdatePatch struct {
	Side              accord.Side  // whose part; "" is the actor's own
	Part              accord.Match // the version of that part, where the writer has one
	Wins, Tools, Asks UpdateLines
	News              accord.Opt[string]
	// The quarter's revenue is Sales' to sign for, whoever types it.
	RevenueToDate, RevenueGoal accord.Opt[float64]
	// Whole says that lines and news may be those of both sides, as an update is
	// read as a whole: what is the other side's then stays theirs.
	Whole bool
}

// UpdateLine is one line somebody writes.
type UpdateLine struct {
	Text   string
	Detail accord.Opt[string] // left alone it stays what it was of a line with this text
}

// UpdateLines are all of a kind, in their order.
type UpdateLines struct{ accord.Opt[[]UpdateLine] }

// BeginUpdate begins the update of the current week, "" or by name; a conflict
// where somebody has.
func (a *App) BeginUpdate(ctx context.Context, actor accord.Actor, week accord.Week, p UpdatePatch) (accord.UpdateDetail, error) {
	return a.atUpdate(ctx, actor, week, func(ctx context.Context, t *updateTx) error {
		if t.d.Version > 0 {
			return accord.Errorf(accord.CodeConflict, "The update of week %s has begun already; change it.", t.d.ID)
		}
		return t.change(ctx, p)
	})
}

// ChangeUpdate writes a side's part. Both sides may write at once: each has a
// part of its own. What changes takes the side's signature back.
func (a *App) ChangeUpdate(ctx context.Context, actor accord.Actor, week accord.Week, match accord.Match, p UpdatePatch) (accord.UpdateDetail, error) {
	return a.atUpdate(ctx, actor, week, func(ctx context.Context, t *updateTx) error {
		if err := match.Check(t.d.Version, t.d); err != nil {
			return err
		}
		return t.change(ctx, p)
	})
}

// updateTx is a change of one update within a transaction.
type updateTx struct {
	*updateDesk
	tx     *store.Store
	by     accord.Actor
	d      accord.UpdateDetail
	undoes *int64 // the event a change takes back
}

// atUpdate runs a change of the open update of a week, "" for the current one,
// and gives the update as it is then.
func (a *App) atUpdate(ctx context.Context, actor accord.Actor, week accord.Week, fn func(ctx context.Context, t *updateTx) error) (out accord.UpdateDetail, err error) {
	err = a.change(ctx, actor, ActWriteUpdates, func(ctx context.Context, tx *store.Store, now time.Time) error {
		desk, err := a.updates(ctx, tx, actor, now)
		if err != nil {
			return err
		}
		if week == "" {
			week = desk.settings.Current(now)
		}
		t := &updateTx{updateDesk: desk, tx: tx, by: actor}
		if t.d, err = desk.seen(ctx, actor, week); err != nil {
			return err
		}
		if !desk.workspace.SeesDrafts(actor) {
			return accord.Errorf(accord.CodeDenied, "The leads of both sides and their deputies write the update.").By("X4")
		}
		if err := t.d.Open(); err != nil {
			return err
		}
		if err := fn(ctx, t); err != nil {
			return err
		}
		out, err = desk.one(ctx, week)
		return err
	})
	return out, err
}

// side is whose part is meant, checked.
func (t *updateTx) side(given accord.Side) (accord.Side, error) {
	side := given
	if side == "" {
		if side = t.workspace.UpdateSide(t.by.PersonID); side == "" {
			side = t.by.Side
		}
	}
	switch {
	case side.Other() == accord.Neutral:
		return "", accord.BadField("side", "Say whose part it is: sales or marketing.")
	case !t.workspace.WritesUpdate(t.by, side):
		return "", accord.Errorf(accord.CodeDenied, "Each side's part is written by its lead, their deputy or an admin.").By("X4")
	}
	return side, nil
}

// change writes what is given into the part of a side.
func (t *updateTx) change(ctx context.Context, p UpdatePatch) error {
	side, err := t.side(p.Side)
	if err != nil {
		return err
	}
	part := *t.d.Part(side)
	if err := p.Part.Check(part.Version, part); err != nil {
		return err
	}
	lines := t.newLines(part, p)
	part.News = t.newNews(part, p)
	u := t.d.WeeklyUpdate
	u.RevenueToDate, u.RevenueGoal = amount(p.RevenueToDate, u.RevenueToDate), amount(p.RevenueGoal, u.RevenueGoal)
	var v accord.Validation
	v.Add("", accord.CheckUpdatePart(part.WeeklyUpdatePart, lines))
	v.Add("", u.Check())
	if err := v.Err(); err != nil {
		return err
	}
	written := part.News != t.d.Part(side).News || !sameLines(lines, part.Lines())
	counted := !sameAmount(u.RevenueToDate, t.d.RevenueToDate) || !sameAmount(u.RevenueGoal, t.d.RevenueGoal)
	if !written && !counted && t.d.Version > 0 {
		return nil
	}
	t.d.RevenueToDate, t.d.RevenueGoal = u.RevenueToDate, u.RevenueGoal
	if err := t.begin(ctx); err != nil {
		return err
	}
	return t.write(ctx, side, part, lines, written, counted)
}

// write saves a part, its lines, and the update around them.
func (t *updateTx) write(ctx context.Context, side accord.Side, part accord.UpdatePartDetail, lines []accord.WeeklyUpdateLine, written, counted bool) error {
	if written {
		if err := t.tx.SetUpdateLines(ctx, t.d.Week(), side, lines); err != nil {
			return err
		}
	}
	part.Wins, part.Tools, part.Asks = nil, nil, nil
	*t.d.Part(side) = part
	for _, l := range lines {
		t.d.AddLine(l)
	}
	unsigned := []accord.Side{}
	for _, p := range t.d.Parts() {
		if p.Side == side && written || p.Side == accord.Sales && counted {
			if p.Signed() {
				unsigned = append(unsigned, p.Side)
			}
			p.WeeklyUpdatePart = p.Unsigned()
			if err := t.tx.SaveUpdatePart(ctx, &p.WeeklyUpdatePart); err != nil {
				return err
			}
		}
	}
	return t.save(ctx, "changed", facts{"side": side, "revenue": counted, "unsigned": unsigned})
}

// begin makes the update's row where this is the first change of it.
func (t *updateTx) begin(ctx context.Context) error {
	if t.d.Version > 0 {
		return nil
	}
	t.d.Version = 1
	return t.tx.CreateWeeklyUpdate(ctx, &t.d.WeeklyUpdate)
}

// save writes the update around its parts with the event that tells of it. The
// event carries no words: not everybody sees the draft.
func (t *updateTx) save(ctx context.Context, kind string, data facts) error {
	switch begun := t.d.Begun(); {
	case begun && t.d.BegunAt == nil:
		t.d.BegunAt = &t.now
	case !begun:
		t.d.BegunAt = nil
	}
	if err := t.tx.SaveWeeklyUpdate(ctx, &t.d.WeeklyUpdate); err != nil {
		return err
	}
	data["begun"] = t.d.BegunAt != nil
	return t.record(ctx, kind, data)
}

func (t *updateTx) record(ctx context.Context, kind string, data facts) error {
	pairs := []any{}
	for name, value := range data {
		pairs = append(pairs, name, value)
	}
	_, err := t.tx.Record(ctx, accord.Event{
		At: t.now, ActorID: t.by.PersonID, Kind: "weekly_update." + kind, SubjectType: "weekly_update", SubjectID: t.d.ID, Undoes: t.undoes,
		Data: jsonObject(pairs...),
	})
	return err
}

// newLines are the lines of a part after a change.
func (t *updateTx) newLines(part accord.UpdatePartDetail, p UpdatePatch) []accord.WeeklyUpdateLine {
	other := t.d.Part(part.Side.Other())
	if p.Whole {
		last := part.Side == accord.Sales // whose lines are read first
		p.Wins, p.Tools = p.Wins.without(part.Wins, other.Wins, last), p.Tools.without(part.Tools, other.Tools, last)
		p.Asks = p.Asks.without(part.Asks, other.Asks, last)
	}
	asks := p.Asks.lines(accord.LineAsk, part.Asks)
	if p.Asks.Set {
		asks = accord.KeepAsks(part.Asks, asks)
	}
	return slices.Concat(p.Wins.lines(accord.LineWin, part.Wins), p.Tools.lines(accord.LineTool, part.Tools), asks)
}

// newNews are the news of a part after a change.
func (t *updateTx) newNews(part accord.UpdatePartDetail, p UpdatePatch) string {
	news := strings.TrimSpace(p.News.Or(part.News))
	if p.Whole && p.News.Set {
		news = t.d.OwnNews(part.Side, news)
	}
	return news
}

// without leaves the other side's lines out where all of them came back, each
// beside what the writer's own side has in the same words; last says that theirs
// come after those.
func (l UpdateLines) without(mine, theirs []accord.WeeklyUpdateLine, last bool) UpdateLines {
	spare, drop := map[string]int{}, map[string]int{}
	for _, given := range l.Value {
		spare[strings.TrimSpace(given.Text)]++
	}
	for _, line := range mine {
		spare[line.Text]--
	}
	for _, line := range theirs {
		drop[line.Text]++
		if spare[line.Text] < drop[line.Text] {
			return l
		}
	}
	keep := slices.Clone(l.Value)
	if last {
		slices.Reverse(keep)
	}
	keep = slices.DeleteFunc(keep, func(given UpdateLine) bool {
		text := strings.TrimSpace(given.Text)
		drop[text]--
		return drop[text] >= 0
	})
	if last {
		slices.Reverse(keep)
	}
	l.Value = keep
	return l
}

// lines are those of a kind after the change.
func (l UpdateLines) lines(kind accord.UpdateLineKind, mine []accord.WeeklyUpdateLine) []accord.WeeklyUpdateLine {
	if !l.Set {
		return mine
	}
	out := []accord.WeeklyUpdateLine{}
	for _, given := range l.Value {
		line := accord.WeeklyUpdateLine{Kind: kind, Text: strings.TrimSpace(given.Text)}
		same := func(o accord.WeeklyUpdateLine) bool { return o.Text == line.Text }
		if i := slices.IndexFunc(mine, same); i >= 0 {
			line.Detail = mine[i].Detail
		}
		line.Detail = strings.TrimSpace(given.Detail.Or(line.Detail))
		out = append(out, line)
	}
	return out
}

// sameLines reports whether two parts say the same.
func sameLines(a, b []accord.WeeklyUpdateLine) bool {
	return slices.EqualFunc(a, b, func(x, y accord.WeeklyUpdateLine) bool {
		return x.Kind == y.Kind && x.Text == y.Text && x.Detail == y.Detail
	})
}

// amount is an amount after the change, to the cent.
func amount(given accord.Opt[float64], was *float64) *float64 {
	if !given.Set {
		return was
	}
	if given.Null {
		return nil
	}
	cents := accord.Cents(given.Value)
	return &cents
}

func sameAmount(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }
