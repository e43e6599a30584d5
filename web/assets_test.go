package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestAssets_without_the_bundle_serve_the_plain_style_sheets(t *testing.T) {
	a := newAssets(fstest.MapFS{
		"dist/.gitkeep": {}, "css/tokens.css": {Data: []byte(":root{}")}, "css/base.css": {Data: []byte("body{}")},
	})
	if a.Bundled() {
		t.Error("Bundled without a bundle")
	}
	if got := a.StyleSheets(); len(got) != len(styleSheets) || !strings.HasSuffix(got[0], "/tokens.css") {
		t.Errorf("StyleSheets = %v", got)
	}
	rec := httptest.NewRecorder()
	a.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, a.URL("tokens.css"), nil))
	if rec.Code != http.StatusOK || rec.Body.String() != ":root{}" || !strings.Contains(rec.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("GET tokens.css = %d %q %v", rec.Code, rec.Body, rec.Header())
	}
}

func TestAssets_every_style_sheet_is_listed(t *testing.T) {
	entries, err := files.ReadDir("css")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".css"); ok {
			n++
			if !strings.Contains(strings.Join(styleSheets, " "), name) {
				t.Errorf("%s is not among the style sheets that are served", e.Name())
			}
		}
	}
	if n != len(styleSheets) {
		t.Errorf("%d style sheets are listed, %d are there", len(styleSheets), n)
	}
}

func TestAssets_answers(t *testing.T) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	_, _ = zip.Write([]byte("script"))
	_ = zip.Close()
	a := newAssets(fstest.MapFS{
		"dist/app.js": {Data: []byte("script")}, "dist/app.js.gz": {Data: packed.Bytes()}, "css/base.css": {Data: []byte("body{}")},
	})
	for _, tt := range []struct {
		path, accept string
		status       int
		body, cache  string
	}{
		{a.URL("app.js"), "", 200, "script", "immutable"},
		{a.URL("app.js"), "gzip, br", 200, "script", "immutable"},
		{"/static/old/app.js", "", 200, "script", "no-cache"},
		{a.URL("app.js.gz"), "", 404, "", ""},
		{"/static/" + a.version + "/../../embed.go", "", 404, "", ""},
		{"/static/", "", 404, "", ""},
	} {
		req := httptest.NewRequest(http.MethodGet, tt.path, nil)
		req.Header.Set("Accept-Encoding", tt.accept)
		rec := httptest.NewRecorder()
		a.ServeHTTP(rec, req)
		body := io.Reader(rec.Body)
		if rec.Header().Get("Content-Encoding") == "gzip" {
			body, _ = gzip.NewReader(rec.Body)
		}
		b, _ := io.ReadAll(body)
		if rec.Code != tt.status || tt.status == 200 && string(b) != tt.body || !strings.Contains(rec.Header().Get("Cache-Control"), tt.cache) {
			t.Errorf("GET %s (%s) = %d %q %v", tt.path, tt.accept, rec.Code, b, rec.Header())
		}
	}
}
