package pages

import (
	"strings"

	"accord/internal/accord"
)

// sentences writes an answer for the reader.
func (b Base) sentences(answer []accord.Sentence) string {
	texts := make([]string, 0, len(answer))
	for _, s := range answer {
		values := map[string]any{}
		for name, value := range s.Args {
			n, ok := value.(int)
			switch {
			case ok && name == "Goal":
				value = b.L.Percent(float64(n) / 100)
			case ok:
				value = b.L.Int(n)
			}
			if side, ok := value.(accord.Side); ok {
				value = b.SideName(side)
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
