package server

import (
	"fmt"
	"net/http"
)

// defined gives the company a charter of one definition, and its id.
func (c *company) defined(name string) string {
	c.t.Helper()
	status, got, _ := c.call("admin", "PUT", "/charter", fmt.Sprintf(`{"domains":[],"ground_rules":[],"pledge":"%s",
		"definitions":[{"term":"%s lead","text":"x","review_on":"2027-06-01"}]}`, name, name), "If-Match", `"0"`)
	list, _ := got["definitions"].([]any)
	if status != http.StatusOK || len(list) != 1 {
		c.t.Fatalf("PUT charter = %d %v", status, got)
	}
	definition, _ := list[0].(map[string]any)
	return id(definition)
}
