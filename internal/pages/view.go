package pages

import (
	"strings"
	"time"

	"accord/internal/accord"
	"accord/web"
)

// Base is what every page shows around its own content; each view embeds it.
type Base struct {
	L         *web.Localizer
	Actor     accord.Actor // zero while nobody is signed in
	Workspace accord.Workspace
	Title     string
	Nav       string // the active entry of the sidebar: "dashboard", "meetings", …
	Theme     string // "", "light" or "dark"
	Focus     bool   // the narrow sidebar of a running meeting
	Counts    accord.ShellCounts
	Flash     *Flash
	Path      string // of this request, with its query
	Now       time.Time
	Today     accord.Date // for the reader
	CanEdit   bool        // members and admins; observers only look
	NoMail    bool        // no mail server is named, and mails wait for one
	Assets    *web.Assets
}

// NavEntry is one entry of the sidebar and the tabs.
type NavEntry struct {
	Key, Path, Icon, Label string
	Count                  int
	Late                   bool
	Current                bool
}

// MainNav gives the first part of the sidebar, which are a phone's tabs.
func (b Base) MainNav() []NavEntry {
	mine := b.Counts.Overdue + b.Counts.Waiting
	return b.entries(
		NavEntry{Key: "dashboard", Path: "/", Icon: "layout-dashboard"},
		NavEntry{Key: "meetings", Path: "/meetings", Icon: "calendar-days", Count: b.Counts.Live},
		NavEntry{Key: "action-items", Path: "/action-items", Icon: "list-checks", Count: mine, Late: b.Counts.Overdue > 0},
		NavEntry{Key: "decisions", Path: "/decisions", Icon: "gavel"},
	)
}

// TogetherNav gives the part between: what the two sides do besides meeting. On
// a phone it stands under More.
func (b Base) TogetherNav() []NavEntry {
	entries := []NavEntry{{Key: "projects", Path: "/projects", Icon: "rocket"}}
	if b.CanEdit { // observers see no sit-downs (X4)
		entries = append(entries, NavEntry{Key: "sit-downs", Path: "/sit-downs", Icon: "columns-2"})
	}
	if b.Actor.ReadsUpdates() {
		entries = append(entries, NavEntry{Key: "updates", Path: "/updates", Icon: "newspaper"})
	}
	entries = append(entries, NavEntry{Key: "alignment", Path: "/alignment", Icon: "waypoints"})
	return b.entries(entries...)
}

// WorkspaceNav gives the third part of the sidebar. Settings are the
// administrators'.
func (b Base) WorkspaceNav() []NavEntry {
	entries := []NavEntry{{Key: "people", Path: "/people", Icon: "users"}}
	if b.Actor.Admin() {
		entries = append(entries, NavEntry{Key: "settings", Path: "/settings", Icon: "settings"})
	}
	return b.entries(entries...)
}

func (b Base) entries(entries ...NavEntry) []NavEntry {
	for i := range entries {
		entries[i].Label = b.L.T("nav." + entries[i].Key)
		entries[i].Current = entries[i].Key == b.Nav
	}
	return entries
}

// SignedIn says whether somebody is signed in.
func (b Base) SignedIn() bool { return b.Actor.PersonID != "" }

// MailWaits says whether to tell the reader that mails wait for a mail server.
// A sample mails nothing anyway.
func (b Base) MailWaits() bool { return b.NoMail && b.Actor.Admin() && !b.Workspace.SampleData }

// MailKey is the key of a text that says something is mailed, or of the one that
// says so where mails wait for a mail server.
func (b Base) MailKey(key string) string {
	if b.NoMail {
		return key + "_waits"
	}
	return key
}

// SideName is the workspace's name of a side; neutral work is "joint".
func (b Base) SideName(side accord.Side) string {
	switch {
	case side == accord.Sales && b.Workspace.SalesName != "":
		return b.Workspace.SalesName
	case side == accord.Marketing && b.Workspace.MarketingName != "":
		return b.Workspace.MarketingName
	case side == "":
		side = accord.Neutral
	}
	return b.L.T("side." + string(side))
}

// Mark is a side with its sign: {{template "mark" ($.Mark .OwnerSide)}}.
type Mark struct {
	Side accord.Side
	Text string
}

// Mark gives the sign and name of a side.
func (b Base) Mark(side accord.Side) Mark { return Mark{Side: cmpSide(side), Text: b.SideName(side)} }

// MarkText gives the sign of a side with other words, such as a person's name.
func (b Base) MarkText(side accord.Side, text string) Mark {
	return Mark{Side: cmpSide(side), Text: text}
}

// Avatar is a person as initials: {{template "avatar" ($.Avatar .Name .Side)}}.
type Avatar struct {
	Name, Initials string
	Side           accord.Side
}

// Avatar gives the initials of a person in the shape of their side.
func (b Base) Avatar(name string, side accord.Side) Avatar {
	return Avatar{Name: name, Initials: initials(name), Side: cmpSide(side)}
}

func cmpSide(side accord.Side) accord.Side {
	if side == "" {
		return accord.Neutral
	}
	return side
}

// initials are the first letters of the first and the last word of a name.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "?"
	}
	first := []rune(words[0])[0]
	if len(words) == 1 {
		return strings.ToUpper(string(first))
	}
	return strings.ToUpper(string(first) + string([]rune(words[len(words)-1])[0]))
}

// Chip is an action item's status as icon and word.
type Chip struct {
	Kind string // "", "late", "done" or "soon"
	Icon string
	Text string
}

// StatusChip shows an action item's status; a running one past its day says by
// how much.
func (b Base) StatusChip(item accord.ActionItem) Chip {
	switch {
	case item.Status.Running() && item.DueEndsAt != nil && !b.Now.Before(*item.DueEndsAt):
		return b.LateChip(max(1, item.DueOn.DaysUntil(accord.DateOf(b.Now, accord.Zone(item.OwnerZone)))))
	case item.Status == accord.StatusDone && item.ConfirmedAt == nil:
		return Chip{Kind: "done", Icon: "check", Text: b.L.Word(item.Status)}
	case item.Status == accord.StatusConfirmed:
		return Chip{Kind: "done", Icon: "check-check", Text: b.L.Word(item.Status)}
	case item.Status == accord.StatusBlocked:
		return Chip{Kind: "soon", Icon: "octagon-pause", Text: b.L.Word(item.Status)}
	case item.Status == accord.StatusProposed:
		return Chip{Icon: "circle-dashed", Text: b.L.T("status.not_accepted")}
	case item.Status == accord.StatusDeclined || item.Status == accord.StatusDropped:
		return Chip{Icon: "circle-slash", Text: b.L.Word(item.Status)}
	}
	return Chip{Icon: "circle", Text: b.L.Word(item.Status)}
}

// LateChip says by how many days something is late.
func (b Base) LateChip(days int) Chip {
	return Chip{Kind: "late", Icon: "clock-alert", Text: b.L.N("status.days_late", days)}
}

// When is an instant in the reader's zone, and beside it in the series' zone
// where the clocks differ: {{template "when" ($.When .StartsAt .TimeZone)}}.
type When struct {
	ISO, Text, Elsewhere string
}

// When writes an instant for the reader; zone is the series' own, or "".
func (b Base) When(t time.Time, zone string) When {
	w := When{ISO: t.UTC().Format(time.RFC3339), Text: b.L.DateTime(t)}
	if zone == "" {
		return w
	}
	loc := accord.Zone(zone)
	if t.In(loc).Format(accord.LocalLayout) != t.In(b.L.Zone()).Format(accord.LocalLayout) {
		w.Elsewhere = b.L.T("time.in_city", "Time", b.L.ClockIn(t, loc), "City", b.L.City(zone))
	}
	return w
}

// Pager leads to the next page of a list; "" is none.
type Pager struct {
	Next, First string
	L           *web.Localizer
}

// Empty is what stands where a list has nothing: what will be here, why not
// yet, and one next step.
type Empty struct {
	Icon, Title, Text string
	Link, LinkText    string // "" for none
}
