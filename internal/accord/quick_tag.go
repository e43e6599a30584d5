package accord

import (
	"slices"
	"strings"
)

// TakeProject finds the first #word that means exactly one of the projects, by
// how words of its title begin: "#north", "#north-labs". It gives the line
// without it. What is ambiguous stays, so that nothing typed is lost.
func TakeProject(line string, projects []Project) (rest string, id NullID) {
	rest = takeTag(line, func(tag string) bool {
		fits := slices.DeleteFunc(slices.Clone(projects), func(p Project) bool { return !titleHas(p.Title, tag) })
		if len(fits) == 1 {
			id = NullID(fits[0].ID)
		}
		return len(fits) == 1
	})
	return rest, id
}

// horizonWords are the horizons as people type them.
var horizonWords = map[string]Horizon{
	"now": HorizonNow, "jetzt": HorizonNow, "quarter": HorizonQuarter, "quartal": HorizonQuarter,
	"year": HorizonYear, "jahr": HorizonYear, "beyond": HorizonBeyond, "langfristig": HorizonBeyond,
}

// TakeHorizon finds the first #word that is a horizon, "#year" or "#quartal",
// and gives the line without it.
func TakeHorizon(line string) (rest string, h Horizon) {
	rest = takeTag(line, func(tag string) bool {
		h = horizonWords[tag]
		return h != ""
	})
	return rest, h
}

// takeTag takes the first #word out of the line that is taken for something; a
// line without one stays as it is.
func takeTag(line string, taken func(tag string) bool) string {
	if !strings.Contains(line, "#") {
		return line
	}
	words := strings.Fields(line)
	for i, w := range words {
		tag, ok := strings.CutPrefix(w, "#")
		if tag = strings.TrimRight(foldName(tag), ",.;:!?"); ok && len(tag) > 1 && taken(tag) {
			return strings.Join(slices.Delete(words, i, i+1), " ")
		}
	}
	return line
}

// titleHas reports whether words of the title begin as each part of the tag does.
func titleHas(title, tag string) bool {
	words := strings.Fields(foldName(title))
	for part := range strings.SplitSeq(tag, "-") {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(strings.TrimLeft(w, `"'„“(`), part) }) {
			return false
		}
	}
	return true
}
