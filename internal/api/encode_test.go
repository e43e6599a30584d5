package api

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// An answer reads as encoding/json would write it.
func TestMarshal_AsEncodingJSON(t *testing.T) {
	type twice struct {
		accord.Decision
		ID    string          `json:"id"` // before the embedded one
		Raw   json.RawMessage `json:"raw"`
		Bytes []byte          `json:"bytes"`
		Left  string          `json:"left,omitempty"`
		Zero  time.Time       `json:"zero,omitzero"`
		Any   any             `json:"any"`
		Share float64         `json:"share"`
	}
	for _, sample := range []any{
		accord.MeetingDetail{},
		items[itemBody]{}.Body,
		dashboardBody{},
		Problem{},
		itemEvent{},
		app.TeamDetail{},
		accord.Series{},
		accord.Workspace{},
		accord.Minutes{},
		twice{},
		[]string{},
		map[string]any{},
		accord.Event{},
	} {
		rng := rand.New(rand.NewPCG(1, 2))
		for range 50 {
			value := reflect.New(reflect.TypeOf(sample)).Elem()
			fillRandom(rng, value, 0)
			v := value.Interface()
			var got, want bytes.Buffer
			enc := json.NewEncoder(&want)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(v); err != nil {
				t.Fatal(err)
			}
			if err := marshal(&got, v); err != nil {
				t.Fatal(err)
			}
			// A reference's own method escapes what HTML reads as syntax.
			text := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(want.String())
			if at := differAt(got.String(), text); at >= 0 {
				t.Fatalf("%T is written …%.80s want …%.80s", v, got.String()[at:], text[at:])
			}
		}
	}
}

// differAt is the first place where two texts differ, -1 for none.
func differAt(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return max(i-20, 0)
		}
	}
	if len(a) == len(b) {
		return -1
	}
	return min(len(a), len(b))
}

// Lists are never null, wherever they stand.
func TestMarshal_NilListsAreEmpty(t *testing.T) {
	for _, v := range []any{
		struct{ Items []string }{},
		struct{ Inner any }{struct{ Items []int }{}},
		map[string][]string{"Items": nil},
		[]struct{ Items []accord.ActionItem }{{}},
		&struct{ Items []*string }{},
	} {
		text, err := marshalText(v)
		if err != nil || !strings.Contains(text, "[]") || strings.Contains(text, "null") {
			t.Errorf("%#v is written %s, %v, want an empty list", v, text, err)
		}
	}
}

// What cannot be written is an error, and nothing is sent.
func TestMarshal_Fails(t *testing.T) {
	var b bytes.Buffer
	if err := marshal(&b, map[string]any{"when": time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)}); err == nil || b.Len() > 0 {
		t.Errorf("marshal of the year 12000 = %v with %q written, want an error and nothing", err, b.String())
	}
	if err := marshal(&b, map[string]any{"f": func() {}}); err == nil {
		t.Error("marshal of a function = nil, want an error")
	}
}

var awkward = []string{"", "plain", "<b>&</b>", "\"quoted\" \\ back", "Grüße — 日本", "line\nfeed\ttab\x01", "bad\xffbyte", "\u2028 sep"}

// fillRandom sets every exported field to something, lists never to nil.
func fillRandom(rng *rand.Rand, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(awkward[rng.IntN(len(awkward))])
		if v.Type() == reflect.TypeFor[accord.Date]() { // always a day, or none
			v.SetString([]string{"", "2027-01-12"}[rng.IntN(2)])
		}
	case reflect.Bool:
		v.SetBool(rng.IntN(2) == 0)
	case reflect.Int, reflect.Int64, reflect.Int32:
		v.SetInt(rng.Int64N(2000) - 1000)
	case reflect.Float64:
		v.SetFloat(rng.Float64() * 1e3)
	case reflect.Pointer:
		if rng.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fillRandom(rng, v.Elem(), depth+1)
		}
	case reflect.Interface:
		if depth < 4 {
			v.Set(reflect.ValueOf([]any{nil, 7, "text", 1.5e30, true, map[string]int{"b": 1, "a": 2}, []string{"x"}}[1+rng.IntN(6)]))
		}
	case reflect.Slice:
		if v.Type() == rawMessage {
			v.SetBytes([]byte(`{"a":1}`))
			return
		}
		n := rng.IntN(3)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fillRandom(rng, v.Index(i), depth+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range rng.IntN(3) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fillRandom(rng, key, depth+1)
			fillRandom(rng, value, depth+1)
			v.SetMapIndex(key, value)
		}
	case reflect.Uint8:
		v.SetUint(uint64(rng.IntN(256)))
	case reflect.Struct:
		if v.Type() == timeType {
			zone := []*time.Location{time.UTC, time.FixedZone("", 5400)}[rng.IntN(2)]
			v.Set(reflect.ValueOf(time.Unix(rng.Int64N(4e9), rng.Int64N(1e9)).In(zone)))
			return
		}
		for _, field := range v.Fields() {
			if field.CanSet() {
				fillRandom(rng, field, depth+1)
			}
		}
	default:
	}
}
