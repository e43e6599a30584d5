package pages

import (
	"context"
	"html/template"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
)

// galleryView shows every component at once; it is no page of the product.
type galleryView struct {
	Base
	Form    *Form
	Options []Option
	Items   []accord.ActionItem
	Pager   Pager
}

func gallery(b Base) *galleryView {
	form := BlankForm(b.L, "name", "Pipeline review", "side", "marketing", "kind", "sales")
	v := &accord.Validation{}
	v.Check(false, "due", "Give a day as YYYY-MM-DD, between 1900 and 2200.")
	form.Failed(v.Err())
	ended := testNow.Add(-34 * 24 * time.Hour)
	b.Counts = accord.ShellCounts{Overdue: 2}
	b.Flash = &Flash{Text: "A-7 is done.", Undo: "/undo/1"}
	return &galleryView{
		Base: b, Form: form,
		Options: []Option{{Value: "", Label: "Nobody yet"}, {Value: "sales", Label: "Sales"}, {Value: "marketing", Label: "Marketing"}},
		Items: []accord.ActionItem{
			{Number: 7, Title: "Rewrite the trial-to-paid email series", OwnerSide: accord.Marketing, Status: accord.StatusOpen, DueOn: "2026-10-21", DueEndsAt: &ended},
			{Number: 8, Title: "Give Marketing the list of lost renewals", OwnerSide: accord.Sales, Status: accord.StatusDone},
			{Number: 9, Title: "Case study", OwnerSide: accord.Sales, Status: accord.StatusProposed},
			{Number: 10, Title: "Blocked thing", OwnerSide: accord.Sales, Status: accord.StatusBlocked},
		},
		Pager: Pager{Next: "/?cursor=x", L: b.L},
	}
}

// TestGallery draws every component together. With ACCORD_GALLERY=DIR it also
// takes pictures of them there, in both themes, for a desk and a phone.
func TestGallery(t *testing.T) {
	p := testPages(t)
	help, err := p.render.pages["help"]()
	if err != nil {
		t.Fatal(err)
	}
	set, err := help.Clone()
	if err != nil {
		t.Fatal(err)
	}
	if set, err = set.ParseFiles("testdata/gallery.html"); err != nil {
		t.Fatal(err)
	}
	p.render.pages["gallery"] = func() (*template.Template, error) { return set, nil }
	for _, theme := range []string{"light", "dark"} {
		b := testBase("en")
		b.Theme, b.Assets = theme, p.Assets
		html, err := p.render.Page("gallery", gallery(b))
		if err != nil {
			t.Fatal(err)
		}
		checkHTML(t, "gallery", string(html))
		if dir := os.Getenv("ACCORD_GALLERY"); dir != "" {
			shoot(t, p, html, filepath.Join(dir, theme))
		}
	}
}

// shoot serves the page and takes a picture for a desk and one for a phone.
func shoot(t *testing.T, p *Pages, html []byte, name string) {
	t.Helper()
	e := echo.New()
	e.GET("/static/*", echo.WrapHandler(p.Assets))
	e.GET("/", func(c echo.Context) error { return c.HTMLBlob(http.StatusOK, html) })
	s := httptest.NewServer(e)
	defer s.Close()
	for size, window := range map[string]string{"desk": "1440,1500", "phone": "500,2600"} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		out, err := exec.CommandContext(ctx, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--hide-scrollbars", "--window-size="+window, "--screenshot="+name+"-"+size+".png", s.URL+"/").CombinedOutput()
		cancel()
		if err != nil {
			t.Fatalf("chromium: %v\n%s", err, out)
		}
	}
}
