package pages

import (
	"slices"
	"sync"
	"time"

	"accord/internal/accord"
	"accord/web"
)

// zoneNames are the time zones offered: one for each offset and rule people
// live by. Any other IANA name that is stored stays selectable.
var zoneNames = []string{
	"Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Phoenix", "America/Denver", "America/Chicago",
	"America/Mexico_City", "America/New_York", "America/Toronto", "America/Bogota", "America/Lima", "America/Halifax",
	"America/Santiago", "America/St_Johns", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Atlantic/Azores", "Atlantic/Reykjavik",
	"Europe/London", "Europe/Dublin", "Europe/Lisbon", "Africa/Casablanca", "Africa/Lagos", "Europe/Berlin", "Europe/Vienna", "Europe/Zurich",
	"Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Amsterdam", "Europe/Brussels", "Europe/Copenhagen", "Europe/Stockholm",
	"Europe/Oslo", "Europe/Warsaw", "Europe/Prague", "Europe/Budapest", "Europe/Athens", "Europe/Helsinki", "Europe/Bucharest", "Europe/Kyiv",
	"Africa/Cairo", "Africa/Johannesburg", "Africa/Nairobi", "Europe/Istanbul", "Asia/Jerusalem", "Asia/Riyadh", "Asia/Tehran", "Asia/Dubai",
	"Asia/Kabul", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok", "Asia/Jakarta",
	"Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Manila", "Australia/Perth", "Asia/Seoul", "Asia/Tokyo", "Australia/Adelaide",
	"Australia/Brisbane", "Australia/Sydney", "Pacific/Noumea", "Pacific/Auckland", "Pacific/Apia", "UTC",
}

// zoneOptions are made once: finding a zone reads its file.
var zoneOptions = sync.OnceValue(func() []Option {
	options := make([]Option, 0, len(zoneNames))
	for _, name := range zoneNames {
		if _, err := time.LoadLocation(name); err == nil {
			options = append(options, Option{Value: name, Label: name})
		}
	}
	return options
})

// ZoneOptions are the time zones to choose from, those already chosen among
// them.
func ZoneOptions(chosen ...string) []Option {
	options := slices.Clone(zoneOptions())
	for _, name := range chosen {
		known := slices.ContainsFunc(options, func(o Option) bool { return o.Value == name })
		if name != "" && !known {
			options = append([]Option{{Value: name, Label: name}}, options...)
		}
	}
	return options
}

// LocaleOptions are the locales to choose from, each in its own words.
func LocaleOptions(l *web.Localizer) []Option {
	options := make([]Option, 0, len(web.Locales))
	for _, locale := range web.Locales {
		options = append(options, Option{Value: locale, Label: l.T("locale." + locale)})
	}
	return options
}

// SideOptions are the sides a person or a piece of work can have, by the
// workspace's names.
func (b Base) SideOptions() []Option {
	options := make([]Option, 0, 3)
	for _, side := range accord.Sides() {
		options = append(options, Option{Value: string(side), Label: b.SideName(side)})
	}
	return options
}

// WeekdayOptions are the days of the week by ISO number, from the reader's
// first.
func (b Base) WeekdayOptions() []Option {
	options := make([]Option, 0, 7)
	for _, d := range b.L.Weekdays() {
		number := (int(d) + 6) % 7
		options = append(options, Option{Value: string(rune('1' + number)), Label: b.L.WeekdayShort(d)})
	}
	return options
}
