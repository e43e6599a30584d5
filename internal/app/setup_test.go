package app

import (
	"sync"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// One set-up link makes one company, however many browsers send it at once.
func TestSetup_AtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a := New(Config{Store: s, Clock: func() time.Time { return storetest.Start }, BaseURL: "https://accord.example"})
		var made sync.Map
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				w := accord.Workspace{ID: store.NewWorkspaceID(), Name: "Marlow", SalesName: "Sales", MarketingName: "Marketing", TimeZone: "UTC", WorkingDays: "1", Version: 1, CreatedAt: a.now()}
				p := accord.Person{WorkspaceID: w.ID, ID: store.NewID(), Name: "Ana", Side: accord.Sales, Role: accord.RoleAdmin, TimeZone: "UTC", Locale: "en", Version: 1, CreatedAt: a.now()}
				made.Store(i, accord.CodeOf(a.saveFounded(t.Context(), w, p, "", true, a.now())))
			})
		}
		wg.Wait()
		codes := map[any]int{}
		made.Range(func(_, code any) bool { codes[code]++; return true })
		if codes[accord.Code("")] != 1 || codes[accord.CodeConflict] != 7 {
			t.Errorf("eight at once = %v, want one made and seven conflicts", codes)
		}
	})
}
