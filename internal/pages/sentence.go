package pages

import (
	"strings"
	"time"

	"accord/internal/accord"
)

// sentences writes an answer for the reader.
func (b Base) sentences(answer []accord.Sentence) string {
	texts := make([]string, 0, len(answer))
	for _, s := range answer {
		values := map[string]any{}
		for name, value := range s.Args {
			switch given := value.(type) {
			case int:
				value = b.L.Int(given)
				if name == "Goal" {
					value = b.L.Percent(float64(given) / 100)
				}
			case float64:
				value = b.L.Decimal(given, 1)
			case accord.Side:
				value = b.SideName(given)
			case accord.Date:
				value = b.L.Day(given)
			case accord.DaySpan:
				value = b.L.T("aligned.no_day")
				if given > 0 {
					value = b.L.N("aligned.days", int(given))
				}
			case time.Time:
				value = b.L.DateTime(given)
			}
			values[name] = value
		}
		if s.Side != "" {
			values["Side"] = b.SideName(s.Side)
		}
		if s.Count > 0 {
			texts = append(texts, b.L.N(s.Key, s.Count, values))
		} else {
			texts = append(texts, b.L.T(s.Key, values))
		}
	}
	return strings.Join(texts, " ")
}
