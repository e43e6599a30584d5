package accord

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// ItemChange is what an event says of one field of an action item: its value
// before and after, as JSON.
type ItemChange [2]json.RawMessage

// ItemChanges are the fields an event changed, by name. From an item's events
// in order its whole life can be told again, forwards and backwards (P8).
type ItemChanges map[string]ItemChange

// untold are the fields no event tells of: who it is, and what every save
// changes.
var untold = map[string]bool{"WorkspaceID": true, "ID": true, "Version": true, "UpdatedAt": true, "CreatedAt": true, "SearchText": true}

// ChangesOf gives what differs between two states of an item; the zero item is
// what a new one was before.
func ChangesOf(before, after ActionItem) ItemChanges {
	changes := ItemChanges{}
	b, a := reflect.ValueOf(before), reflect.ValueOf(after)
	for i := range b.NumField() {
		f := b.Type().Field(i)
		was, is := b.Field(i).Interface(), a.Field(i).Interface()
		if untold[f.Name] || reflect.DeepEqual(was, is) {
			continue
		}
		x, errX := json.Marshal(was)
		y, errY := json.Marshal(is)
		if errX == nil && errY == nil {
			changes[changeName(f)] = ItemChange{x, y}
		}
	}
	return changes
}

// Back gives the item as it was before the changes.
func (c ItemChanges) Back(a ActionItem) (ActionItem, error) { return c.apply(a, 0) }

// Forth gives the item as the changes left it.
func (c ItemChanges) Forth(a ActionItem) (ActionItem, error) { return c.apply(a, 1) }

func (c ItemChanges) apply(a ActionItem, side int) (ActionItem, error) {
	v := reflect.ValueOf(&a).Elem()
	for i := range v.NumField() {
		change, ok := c[changeName(v.Type().Field(i))]
		if !ok {
			continue
		}
		v.Field(i).SetZero() // null leaves a value alone
		if err := json.Unmarshal(change[side], v.Field(i).Addr().Interface()); err != nil {
			return a, fmt.Errorf("read change of %s: %w", v.Type().Field(i).Name, err)
		}
	}
	return a, nil
}

// changeName is the field's name in the API, or one like it for a field the
// API does not show.
func changeName(f reflect.StructField) string {
	if tag := f.Tag.Get("json"); tag != "-" {
		return tag
	}
	return strings.ToLower(f.Name)
}

// ItemEvent is the data of an event about an action item.
type ItemEvent struct {
	Number  int         `json:"number"`
	Title   string      `json:"title"`
	Reason  string      `json:"reason,omitempty"`
	Changes ItemChanges `json:"changes,omitempty"`
}

// ItemEventOf reads the data of an event about an action item.
func ItemEventOf(e Event) (ItemEvent, error) {
	var d ItemEvent
	if err := json.Unmarshal([]byte(e.Data), &d); err != nil {
		return d, fmt.Errorf("read event %d: %w", e.Seq, err)
	}
	return d, nil
}
