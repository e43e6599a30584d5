package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// styleSheets are the layers in the order the cascade needs them.
var styleSheets = []string{
	"tokens", "base", "layout", "components", "forms", "overlay", "meeting", "prepare", "charts", "dashboard", "print",
}

// Assets serves the style sheets, scripts, icons and the typeface. Their URLs
// carry a version made from the content, so a browser may keep them for ever.
type Assets struct {
	version string
	bundled bool
	files   map[string][]byte
}

// NewAssets reads the bundle, or the plain style sheets where there is none.
func NewAssets() *Assets { return newAssets(files) }

func newAssets(from fs.FS) *Assets {
	a := &Assets{files: map[string][]byte{}}
	sum := sha256.New()
	for _, dir := range []string{"dist", "css"} {
		entries, _ := fs.ReadDir(from, dir)
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".") {
				continue
			}
			b, err := fs.ReadFile(from, dir+"/"+e.Name())
			if err != nil {
				continue
			}
			a.files[e.Name()] = b
			sum.Write(b)
		}
	}
	_, a.bundled = a.files["app.js"]
	a.version = hex.EncodeToString(sum.Sum(nil))[:12]
	return a
}

// Bundled says whether the front end was built into this binary. Without it
// pages are styled and work, but have no icons, typeface or script.
func (a *Assets) Bundled() bool { return a.bundled }

// URL gives the address of an asset, "/static/VERSION/app.js".
func (a *Assets) URL(name string) string { return "/static/" + a.version + "/" + name }

// StyleSheets gives the addresses of the style sheets, in order.
func (a *Assets) StyleSheets() []string {
	if a.bundled {
		return []string{a.URL("app.css")}
	}
	urls := make([]string, 0, len(styleSheets))
	for _, name := range styleSheets {
		urls = append(urls, a.URL(name+".css"))
	}
	return urls
}

// ServeHTTP answers GET /static/VERSION/NAME. An old version gets the present
// content, but is told not to keep it.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	version, name := path.Split(strings.TrimPrefix(r.URL.Path, "/static/"))
	body, ok := a.files[name]
	if !ok || strings.HasSuffix(name, ".gz") {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	if strings.Trim(version, "/") == a.version {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Content-Type", contentType(name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept-Encoding")
	if packed, ok := a.files[name+".gz"]; ok && acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = packed
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
}

// contentType names the type of an asset; the system's table may lack some.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".woff2":
		return "font/woff2"
	case ".svg":
		return "image/svg+xml"
	case ".js":
		return "text/javascript; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func acceptsGzip(r *http.Request) bool {
	encodings := strings.Split(r.Header.Get("Accept-Encoding"), ",")
	return slices.ContainsFunc(encodings, func(e string) bool {
		return strings.HasPrefix(strings.TrimSpace(e), "gzip") && !strings.Contains(e, "q=0")
	})
}
