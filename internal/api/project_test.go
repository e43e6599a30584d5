package api

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

func TestProjects_life(t *testing.T) {
	h, s := itemsAPI(t)
	now := storetest.Start
	err := s.Tx(t.Context(), "w", func(ctx context.Context, tx *store.Store) error {
		if err := store.Insert(ctx, tx, accord.Team{ID: "t", Name: "Board", Version: 1, CreatedAt: now}); err != nil {
			return err
		}
		for _, id := range []string{"luis", "mia"} {
			if err := store.Insert(ctx, tx, accord.TeamMember{TeamID: "t", PersonID: id, Role: accord.TeamLeader, AddedAt: now}); err != nil {
				return err
			}
		}
		return tx.CreateMeeting(ctx, &accord.Meeting{
			ID: "m", TeamID: "t", Title: "Board", StartsAt: now, DurationMinutes: 60, TimeZone: "UTC", Status: accord.MeetingInProgress, StartedAt: &now,
			NotesVersion: 1, CreatedBy: "luis", CreatedAt: now, Version: 1,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	do := func(name, who, method, path, body, match string, code int, has ...string) {
		t.Helper()
		headers := []string{"Authorization", "Bearer " + who}
		if match != "" {
			headers = append(headers, "If-Match", match)
		}
		for key, id := range ids {
			path = strings.ReplaceAll(path, "{"+key+"}", id)
		}
		got, answer, header := call(t, h, method, path, body, headers...)
		b, _ := json.Marshal(answer)
		if got != code {
			t.Fatalf("%s: %s %s = %d %s, want %d", name, method, path, got, b, code)
		}
		for _, want := range has {
			if !strings.Contains(string(b), want) {
				t.Errorf("%s: %s lacks %s", name, b, want)
			}
		}
		if method == "POST" && path == "/projects" && got == 201 {
			ids[name], _ = answer["id"].(string)
		}
		if code < 300 && strings.HasPrefix(path, "/projects/") && !strings.HasPrefix(path, "/projects/momentum") && header.Get("ETag") == "" {
			t.Errorf("%s: no ETag", name)
		}
	}
	const ready = `"hypothesis":"They ask","expected_effect":"€ 1","sponsor_sales_id":"luis","sponsor_marketing_id":"mia","team_id":"t"`
	do("p", "luis", "POST", "/projects", `{"title":"North","team_id":"t"}`, "", 201, `"state":"idea"`, `"side":"sales"`, `"without_sponsor":[]`, `"horizon":""`)
	do("without a title", "luis", "POST", "/projects", `{"title":" "}`, "", 422, `"location":"title"`)
	do("an unknown field", "luis", "POST", "/projects", `{"title":"x","budget":1}`, "", 422)
	do("no such horizon", "luis", "POST", "/projects", `{"title":"x","horizon":"soon"}`, "", 422, `"location":"horizon"`)
	do("sponsor of the other side", "luis", "POST", "/projects", `{"title":"x","sponsor_sales_id":"mia"}`, "", 422, `"location":"sponsor_sales_id"`)
	do("without If-Match", "luis", "PATCH", "/projects/{p}", `{"title":"The north"}`, "", 428)
	do("stale", "luis", "PATCH", "/projects/{p}", `{"title":"The north"}`, `"7"`, 412, `"current":{`)
	do("changed", "luis", "PATCH", "/projects/{p}", `{"title":"The north","horizon":"year"}`, `"1"`, 200, `"title":"The north"`, `"horizon":"year"`)
	do("null clears", "luis", "PATCH", "/projects/{p}", `{"horizon":null}`, `*`, 200, `"horizon":""`)
	do("a state out of turn", "luis", "PATCH", "/projects/{p}", `{"state":"active"}`, `*`, 409)
	do("no such state", "luis", "PATCH", "/projects/{p}", `{"state":"begun"}`, `*`, 422, `"location":"state"`)
	do("chosen", "mia", "PATCH", "/projects/{p}", `{"state":"chosen"}`, `*`, 200, `"chosen_meeting_id":"m"`)
	do("active without what it takes", "mia", "PATCH", "/projects/{p}", `{"state":"active"}`, `*`, 422, `"location":"sponsor_sales_id"`, `"location":"hypothesis"`)
	do("another team, too late", "mia", "PATCH", "/projects/{p}", `{"team_id":null}`, `*`, 409)
	do("active", "mia", "PATCH", "/projects/{p}", `{`+strings.ReplaceAll(ready, `,"team_id":"t"`, "")+`,"state":"active"}`, `*`, 200, `"state":"active"`, `"stalled":false`)
	do("undone", "mia", "POST", "/projects/{p}/undo", ``, "", 200, `"state":"chosen"`, `"hypothesis":""`)
	do("undone by another", "luis", "POST", "/projects/{p}/undo", ``, "", 403, `"rule":"P8"`)
	do("active again", "mia", "PATCH", "/projects/{p}", `{`+strings.ReplaceAll(ready, `,"team_id":"t"`, "")+`,"state":"active"}`, `*`, 200, `"state":"active"`)
	do("an item for it", "luis", "POST", "/action-items", fmt.Sprintf(`{"title":"List","owner_id":"luis","for_side":"sales","due_on":"2027-02-01","project_id":%q,"horizon":"quarter"}`, ids["p"]), "", 201, `"team_id":"t"`)
	do("no longer stalled", "luis", "GET", "/projects/{p}", ``, "", 200, `"stalled":false`, `"promised":1`)
	for n := range 5 {
		name := fmt.Sprint("more", n)
		do(name, "luis", "POST", "/projects", `{"title":"More",`+ready+`}`, "", 201)
		do("chosen", "luis", "PATCH", "/projects/{"+name+"}", `{"state":"chosen"}`, `*`, 200)
		if n < 4 {
			do("active", "luis", "PATCH", "/projects/{"+name+"}", `{"state":"active"}`, `*`, 200)
		} else {
			do("the sixth", "luis", "PATCH", "/projects/{"+name+"}", `{"state":"active"}`, `*`, 409, "5 projects are under way")
		}
	}
	do("done without a word", "mia", "PATCH", "/projects/{p}", `{"state":"done"}`, `*`, 422, `"location":"learned"`)
	do("done", "mia", "PATCH", "/projects/{p}", `{"state":"done","learned":"Ask earlier"}`, `*`, 200, `"learned":"Ask earlier"`)
	do("again", "mia", "PATCH", "/projects/{p}", `{"state":"active"}`, `*`, 409)
	do("other words after the end", "mia", "PATCH", "/projects/{p}", `{"title":"South"}`, `*`, 409)
	do("room for the sixth", "luis", "PATCH", "/projects/{more4}", `{"state":"active"}`, `*`, 200)
	for query, want := range map[string]int{
		"?state=active": 5, "?state=done": 1, "?state=idea": 0, "?side=marketing": 0, "?side=sales": 6, "?team=t": 6, "?team=u": 0, "?q=north": 1, "?q=ask+earlier": 1, "?q=nowhere": 0,
	} {
		_, got, _ := call(t, h, "GET", "/projects"+query, "", "Authorization", "Bearer luis")
		if list, _ := got["items"].([]any); len(list) != want {
			t.Errorf("/projects%s lists %d, want %d", query, len(list), want)
		}
	}
	do("a state that is none", "luis", "GET", "/projects?state=begun", ``, "", 422)
	do("the first page", "luis", "GET", "/projects?limit=4", ``, "", 200, `"next_cursor":"`)
	do("momentum", "luis", "GET", "/projects/momentum?months=2", ``, "", 200, `"pace":"done"`, `"active":5`, `"stalled":0`)
	do("momentum of a century", "luis", "GET", "/projects/momentum?months=99", ``, "", 422)
	do("balance", "luis", "GET", "/teams/t/balance", ``, "", 200, `"balanced":false`, `"leaders":1`)
	do("absent", "luis", "GET", "/projects/none", ``, "", 404)
}
