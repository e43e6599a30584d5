package accord

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// From which likeness on two priorities are suggested to be the same, or to
// support each other.
const (
	likeSame     = 0.6
	likeSupports = 0.4
)

// SuggestPairs pairs the two lists by the likeness of their words, the most
// alike first; what is like nothing stays alone. People set them right by hand.
func SuggestPairs(sales, marketing []SitDownPriority) []SitDownPair {
	type candidate struct {
		pair SitDownPair
		like float64
		away int // sum of the ranks: of two equally alike the more important first
	}
	var all []candidate
	for _, s := range sales {
		for _, m := range marketing {
			like := Likeness(s.Title, m.Title)
			kind := PairSupports
			switch {
			case like < likeSupports:
				continue
			case Opposed(s.Title, m.Title):
				kind = PairConflicts
			case like >= likeSame:
				kind = PairSame
			}
			pair := SitDownPair{SitDownID: s.SitDownID, SalesPriorityID: s.ID, MarketingPriorityID: m.ID, Kind: kind, Suggested: true}
			all = append(all, candidate{pair, like, s.Rank + m.Rank})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.like, a.like), cmp.Compare(a.away, b.away))
	})
	pairs, taken := []SitDownPair{}, map[string]bool{}
	for _, c := range all {
		if taken[c.pair.SalesPriorityID] || taken[c.pair.MarketingPriorityID] {
			continue
		}
		taken[c.pair.SalesPriorityID], taken[c.pair.MarketingPriorityID] = true, true
		pairs = append(pairs, c.pair)
	}
	return pairs
}

// Likeness says how much two short texts share, from 0 to 1: the words they have
// in common against all of them. Case, umlauts, accents, endings and the little
// words of English and German make no difference; nor does the order.
func Likeness(a, b string) float64 {
	left, right := telling(a), telling(b)
	if all := wordsOf(a); len(all) > 0 && slices.Equal(all, wordsOf(b)) {
		return 1 // also where there are nothing but little words
	}
	if len(left) == 0 || len(right) == 0 {
		return 0
	}
	total := float64(len(left) + len(right))
	var common float64
	for _, w := range left {
		best, at := 0.0, -1
		for i, x := range right {
			if like := wordLikeness(w, x); like > best {
				best, at = like, i
			}
		}
		if at >= 0 {
			common += best
			right = slices.Delete(right, at, at+1)
		}
	}
	return 2 * common / total
}

// Opposed reports whether the texts pull in opposite directions: one has a word,
// the other its opposite.
func Opposed(a, b string) bool {
	left, right := wordsOf(a), wordsOf(b)
	has := func(words, of []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(of, w) })
	}
	for _, o := range opposites {
		if has(left, o[0]) && has(right, o[1]) || has(left, o[1]) && has(right, o[0]) {
			return true
		}
	}
	return false
}

// wordLikeness compares two folded words: the same one, one that begins alike
// ("lead", "leads"; "große", "größere"), or nothing in common.
func wordLikeness(a, b string) float64 {
	if a == b {
		return 1
	}
	common := 0
	for common < min(len(a), len(b)) && a[common] == b[common] {
		common++
	}
	const alike, shortest = 0.7, 4
	if common < shortest || float64(common) < alike*float64(max(len(a), len(b))) {
		return 0
	}
	return 0.9
}

// telling are the words of a text that say what it is about.
func telling(s string) []string {
	return slices.DeleteFunc(wordsOf(s), func(w string) bool { return stopWords[w] })
}

// wordsOf are the folded words of a text.
func wordsOf(s string) []string {
	return strings.FieldsFunc(foldWords(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// foldWords writes a text in small letters without marks; "ü", "ue" and "u" read
// alike, as do "ß" and "ss".
func foldWords(s string) string { return spelt.Replace(plainLetters.Replace(strings.ToLower(s))) }

var plainLetters = strings.NewReplacer(
	"ä", "a", "à", "a", "á", "a", "â", "a", "ã", "a", "å", "a", "æ", "a", "ç", "c", "è", "e", "é", "e", "ê", "e", "ë", "e",
	"ì", "i", "í", "i", "î", "i", "ï", "i", "ñ", "n", "ö", "o", "ò", "o", "ó", "o", "ô", "o", "õ", "o", "ø", "o", "œ", "o",
	"ü", "u", "ù", "u", "ú", "u", "û", "u", "ý", "y", "ÿ", "y", "ß", "ss", "\u0308", "", "\u0301", "", "\u0300", "", "\u0302", "", "'", "", "’", "",
)

var spelt = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

// setOf folds words as texts are folded.
func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range wordsOf(words) {
		set[w] = true
	}
	return set
}

// stopWords say nothing about what a priority is about.
var stopWords = setOf(`a an the and or but of for to in on at by with from as is are be been do does has have we our us you your they their it its
this that these those all any every each some no not one two three into than then so up out over per via get make
der die das den dem des ein eine einen einem einer eines und oder aber von vom für zu zum zur in im ins am an auf aus bei mit nach über unter um
als ist sind sein wird werden hat haben wir unser unsere unseren uns sie ihr ihre es dies diese dieser dieses jeder jede jedes jeden alle allen
kein keine nicht noch nur auch sich pro bis durch gegen ohne wie eins zwei drei`)

// opposites are words of which one side may want this and the other that.
var opposites = [][2][]string{
	{wordsOf("more increase raise grow higher expand"), wordsOf("fewer less reduce lower cut shrink")},
	{wordsOf("mehr erhöhen steigern anheben ausbauen höhere höher"), wordsOf("weniger senken reduzieren kürzen verringern niedrigere niedriger")},
	{wordsOf("faster sooner shorter quick"), wordsOf("slower later longer")},
	{wordsOf("schneller früher kürzer kürzere"), wordsOf("langsamer später länger längere")},
	{wordsOf("start launch keep open"), wordsOf("stop end drop close")},
	{wordsOf("starten beginnen behalten öffnen"), wordsOf("stoppen beenden streichen schließen")},
}
