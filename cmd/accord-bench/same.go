package main

import (
	"encoding/json"
	"fmt"
	"slices"
)

// differing are what two answers of the same data need not share: an instant
// read twice, and a place in a list only its maker can read.
var differing = []string{"as_of", "next_cursor"}

// sameAnswer reports the first place where two JSON answers differ. A reference
// that reads less than Accord would be no measure.
func sameAnswer(ours, theirs []byte) error {
	var a, z any
	if err := json.Unmarshal(ours, &a); err != nil {
		return err
	}
	if err := json.Unmarshal(theirs, &z); err != nil {
		return err
	}
	return sameValue("", a, z)
}

func sameValue(path string, a, z any) error {
	switch a := a.(type) {
	case map[string]any:
		return sameObject(path, a, z)
	case []any:
		list, ok := z.([]any)
		if !ok || len(list) != len(a) {
			return fmt.Errorf("%s has %d entries, by hand %d", path, len(a), len(list))
		}
		for i := range a {
			if err := sameValue(fmt.Sprintf("%s[%d]", path, i), a[i], list[i]); err != nil {
				return err
			}
		}
	default:
		if a != z {
			return fmt.Errorf("%s is %v, by hand %v", path, a, z)
		}
	}
	return nil
}

func sameObject(path string, a map[string]any, z any) error {
	object, ok := z.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is an object, by hand %v", path, z)
	}
	for key, value := range a {
		other, there := object[key]
		if !there {
			return fmt.Errorf("%s.%s is missing by hand", path, key)
		}
		if slices.Contains(differing, key) {
			continue
		}
		if err := sameValue(path+"."+key, value, other); err != nil {
			return err
		}
	}
	for key := range object {
		if _, there := a[key]; !there {
			return fmt.Errorf("%s.%s is there by hand only", path, key)
		}
	}
	return nil
}
