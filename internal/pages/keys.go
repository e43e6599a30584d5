package pages

// Key is one keyboard shortcut as the help shows it.
type Key struct {
	Keys []string
	Text string
}

// Keys lists the keyboard shortcuts; the script has the same ones, and each is
// also a visible control.
func (b Base) Keys() []Key {
	control := "Ctrl"
	if b.L.Lang() == "de" {
		control = "Strg"
	}
	t := b.L.T
	return []Key{
		{[]string{control, "K"}, t("keys.palette")},
		{[]string{"/"}, t("keys.search")},
		{[]string{"?"}, t("keys.help")},
		{[]string{"c"}, t("keys.new")},
		{[]string{"j", "k"}, t("keys.next")},
		{[]string{"x"}, t("keys.done")},
		{[]string{"e"}, t("keys.open")},
		{[]string{"u"}, t("keys.undo")},
		{[]string{"g", "d"}, t("keys.go_dashboard")},
		{[]string{"g", "m"}, t("keys.go_meetings")},
		{[]string{"g", "a"}, t("keys.go_action_items")},
		{[]string{"g", "e"}, t("keys.go_decisions")},
		{[]string{"g", "p"}, t("keys.go_people")},
		{[]string{"n", "b"}, t("keys.meeting_next")},
		{[]string{"d"}, t("keys.meeting_decide")},
		{[]string{"a"}, t("keys.meeting_action")},
		{[]string{"p"}, t("keys.meeting_park")},
		{[]string{"Alt", "↑", "↓"}, t("keys.move")},
	}
}
