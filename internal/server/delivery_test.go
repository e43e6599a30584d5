package server

import (
	"errors"
	"strings"
	"testing"

	"accord/internal/accord"
)

// An admin sees what failed, allows an address again, and is told how to set up
// mail; nobody else does.
func TestDeliveries_ForAdmins(t *testing.T) {
	c := newCompany(t)
	c.posted("")
	for range 3 {
		c.made("admin", "/action-items", `{"title":"Call the clinics","for_side":"sales","owner_id":"`+c.member.PersonID+`","due_on":"2027-02-01"}`)
		c.refuse("bo@acme.test")
	}
	status, list, _ := c.call("admin", "GET", "/suppressed-addresses", "")
	if rows, _ := list["items"].([]any); status != 200 || len(rows) != 1 || rows[0].(map[string]any)["address"] != "bo@acme.test" {
		t.Fatalf("suppressed = %d %v, want Bo's", status, list)
	}
	status, list, _ = c.call("admin", "GET", "/deliveries?state=failed&limit=2", "")
	rows, _ := list["items"].([]any)
	if status != 200 || len(rows) != 2 || list["next_cursor"] == nil {
		t.Fatalf("failed = %d %v, want two and more", status, list)
	}
	status, rest, _ := c.call("admin", "GET", "/deliveries?state=failed&limit=2&cursor="+list["next_cursor"].(string), "")
	if more, _ := rest["items"].([]any); status != 200 || len(more) != 1 {
		t.Errorf("the rest = %d %v, want one", status, rest)
	}
	b := c.browser()
	b.cookies["accord_session"] = c.session(c.admin)
	page := b.want(200, "GET", "/settings/deliveries", "")
	for _, want := range []string{"Addresses nothing is sent to", "bo@acme.test", "ACCORD_SMTP_URL", "Allow again"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if page := b.want(200, "POST", "/settings/deliveries/test", ""); !strings.Contains(page, "No mail server is set up") {
		t.Error("the test mail does not say that no server is set up")
	}
	b.want(303, "POST", "/settings/deliveries/allow", fields("address", "bo@acme.test"))
	b.want(404, "POST", "/settings/deliveries/allow", fields("address", "bo@acme.test"))
	if status, _, _ := c.call("admin", "DELETE", "/suppressed-addresses/bo@acme.test", "", "If-Match", "*"); status != 404 {
		t.Errorf("DELETE of what is allowed = %d, want 404", status)
	}
	again := "/deliveries/" + id(rows[0].(map[string]any)) + "/send-again"
	if status, _, _ := c.call("admin", "POST", again, ""); status != 204 {
		t.Errorf("send again = %d, want 204", status)
	}
	if status, _, _ := c.call("admin", "POST", again, ""); status != 409 {
		t.Errorf("send again what waits = %d, want 409", status)
	}
	if status, tried, _ := c.call("admin", "POST", "/deliveries/test", ""); status != 200 || tried["result"] != "unset" {
		t.Errorf("test = %d %v, want unset", status, tried)
	}
	for _, path := range []string{"/deliveries", "/suppressed-addresses"} {
		if status, _, _ := c.call("member", "GET", path, ""); status != 403 {
			t.Errorf("GET %s as a member = %d, want 403", path, status)
		}
	}
}

// refuse delivers to a server that knows nobody of an address.
func (c *company) refuse(address string) {
	c.t.Helper()
	c.now = c.now.Add(2 * 60e9)
	b := &box{fail: func(m accord.Mail) error {
		if m.Address == address {
			return &accord.MailError{Permanent: true, NoAddress: true, Err: errors.New("550 5.1.1 no such user")}
		}
		return nil
	}}
	if err := c.app.Deliver(c.t.Context(), b); err != nil {
		c.t.Fatal(err)
	}
}
