// Package web holds what the browser gets: templates, style sheets, the bundle
// and the words in English and German, all of it embedded in the binary.
package web

import "embed"

// files is everything under web that the binary carries. dist is built by
// npm run build and may be empty: then the plain style sheets are served.
//
//go:embed all:dist templates locales css
var files embed.FS

// Files gives the embedded templates, style sheets, locales and bundle.
func Files() embed.FS { return files }
