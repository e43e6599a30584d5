package server

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// wordless are the columns nobody's words stand in: keys, kinds, days, what
// Accord wrote itself, as it does minutes, and the names of the company, its sides and its people.
var wordless = regexp.MustCompile(`_(id|by|on|start|zone|color|uid|local|side|calendar|for)$|^(id|key|kind|hash|salt|sealed|operation|header|body_hash|password_hash|` +
	`status|state|scope|template|rrule|exdates|rdates|working_days|locale|currency|quorum|waived_sides|lease_owner|lane|recipient|address|email|outcome|` +
	`month_end|holiday_policy|horizon|side|role|team_role|response|question|answer|became|date|deadline|theme|gap|as_of|subject_type|search_text|` +
	`update_time|sales_missing|marketing_missing)$|^(people|workspaces|counters|diagnostic_statements)\.name$|^workspaces\.(sales|marketing)_name$|` +
	`^(sessions|action_item_spans|rota_turns|minutes_versions)\.|^goose`)

// P9: whoever is erased stands in no column of any table any more, by name or by
// address, whatever they took part in and wherever somebody wrote of them.
func TestErase_P9_everywhere(t *testing.T) {
	eachHideout(t, func(t *testing.T, h *hideout) {
		const name, address = `Quagga O'Härä & "Söhne"`, "quagga@acme.test"
		person := h.partakes(name, address)
		said := "Ask " + name + " (Quagga@Acme.test)."
		if empty := storetest.Say(t, h.url, said, wordless); len(empty) > 0 {
			t.Fatalf("no row to write words into: %s", empty)
		}
		h.made("admin", "/meetings/"+h.own["meeting"]+"/close", `{"override":true}`) // minutes and mails of all that
		if status, got, _ := h.call("admin", "PATCH", "/people/"+person, `{"active":false}`, "If-Match", "*"); status != http.StatusOK {
			t.Fatalf("PATCH = %d %v", status, got)
		}
		corrected, _ := json.Marshal(map[string]string{"reason": said, "notes": "Nothing " + said})
		h.made("admin", "/meetings/"+h.own["meeting"]+"/minutes", string(corrected))
		names, _ := json.Marshal(name)
		quoted := strings.Trim(string(names), `"`)
		left := func(rows string) int { // where they stand, -1 for nowhere
			return max(strings.Index(rows, "Quagga"), strings.Index(strings.ReplaceAll(rows, hiddenWords, ""), "quagga"), strings.Index(rows, quoted))
		}
		before := storetest.Dump(t, h.url)
		for _, table := range []string{"people", "minutes_versions", "deliveries", "suppressed_addresses", "idempotency_keys", "sit_down_priorities"} {
			if left(before[table]) < 0 {
				t.Errorf("nothing in %s to erase", table)
			}
		}
		if err := h.app.Erase(t.Context(), h.admin, person); err != nil {
			t.Fatal(err)
		}
		after := storetest.Dump(t, h.url)
		delete(after, "pg_stats") // samples that are renewed by themselves
		for _, table := range slices.Sorted(maps.Keys(after)) {
			for row := range strings.SplitSeq(after[table], "\n") {
				if at := left(row); at >= 0 {
					t.Errorf("P9: %s still has %.300q", table, row[max(0, at-150):])
					break
				}
			}
		}
		if !strings.Contains(after["minutes_versions"], "Former person 1") || !strings.Contains(after["rep_lines"], "acme worries Ask Former person 1 (Former person 1).") {
			t.Error("the company's record is gone")
		}
		if strings.Contains(after["sit_down_priorities"], hiddenWords) {
			t.Error("P9: a priority nobody was shown is left")
		}
	})
}

// partakes adds somebody who takes part in whatever there is.
func (h *hideout) partakes(name, address string) (personID string) {
	h.t.Helper()
	body, _ := json.Marshal(map[string]string{"name": name, "email": address, "side": "sales"})
	status, got, _ := h.call("admin", "POST", "/people", string(body), "Idempotency-Key", "added")
	if status != http.StatusCreated {
		h.t.Fatalf("POST /people = %d %v", status, got)
	}
	personID = id(got)
	must := func(err error) {
		h.t.Helper()
		if err != nil {
			h.t.Fatal(err)
		}
	}
	actor, err := h.app.SessionActor(h.t.Context(), h.workspace, personID)
	must(err)
	h.tokens[name], _, err = h.app.CreateToken(h.t.Context(), actor, name, "write")
	must(err)
	put := func(as, path, body string) {
		h.t.Helper()
		if status, got, _ := h.call(as, "PUT", path, body); status != http.StatusOK {
			h.t.Fatalf("PUT %s = %d %v", path, status, got)
		}
	}
	put("admin", "/teams/"+h.own["team"]+"/members/"+personID, `{"role":"leader"}`)
	hidden := "/sit-downs/" + id(h.made(name, "/sit-downs", fmt.Sprintf(`{"marketing_id":"%s"}`, h.member.PersonID)))
	put(name, hidden+"/priorities", fmt.Sprintf(`{"priorities":[{"title":"%s","horizon":"now"}]}`, hiddenWords))
	put(name, hidden+"/answers", fmt.Sprintf(`{"answers":[{"question":"leads","score":2,"words":"%s"}]}`, hiddenWords))
	put("admin", "/lead-reasons", `{"reasons":["Too small"]}`)
	put("admin", "/meetings/"+h.own["meeting"]+"/words/thanks/sales", `{"text":"Thanks"}`)
	h.made("admin", "/lead-batches/"+h.own["lead-batch"]+"/verdict", `{"accepted":39,"note":"Fine"}`)
	h.made("admin", "/action-items/"+h.own["action-item"]+"/notes", `{"text":"Half done"}`)
	h.made(name, "/series", fmt.Sprintf(`{"title":"Monthly","template":"strategic_team","team_id":"%s","rrule":"FREQ=MONTHLY;BYDAY=2TU",
		"starts_at_local":"2027-01-12T14:00","time_zone":"Europe/Berlin","duration_minutes":60}`, h.own["team"]))
	_, err = h.app.SaveMeetingNotes(h.t.Context(), h.admin, h.own["meeting"], "Notes", 0, accord.KeepAsk)
	must(err)
	must(h.app.RespondToSeries(h.t.Context(), h.admin, h.own["series"], "", "yes"))
	within := store.Within(h.t.Context(), h.workspace)
	must(h.store.Tx(within, h.workspace, func(ctx context.Context, tx *store.Store) error {
		return tx.Suppress(ctx, address, "550 5.1.1 <"+address+">")
	}))
	return personID
}
