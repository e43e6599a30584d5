package pages

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"accord/web"
)

// Where no mail server is set up nothing is on its way: whatever the pages answer
// that says so has a text that says what waits, and is asked for by mailKey.
func TestMailKey_every_answer_that_says_mail_goes_has_one_that_waits(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	says := regexp.MustCompile(`by mail|on its way|(is|are|was|were) mailed`)
	keys := regexp.MustCompile(`(\w*\(?)"([a-z_]+\.[a-z_.]+)"`)
	l, found := web.NewLocalizer("en", nil), 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range keys.FindAllStringSubmatch(string(source), -1) {
			call, key := m[1], m[2]
			if !says.MatchString(l.T(key)) {
				continue
			}
			found++
			if call != "mailKey(" && call != "MailKey(" {
				t.Errorf("%s: %s says %q without mailKey", file, key, l.T(key))
			}
			if waits := l.T(key + "_waits"); waits == "["+key+"_waits]" {
				t.Errorf("%s: where mail waits, %s says %q", file, key, waits)
			}
		}
	}
	if found < 5 {
		t.Errorf("found %d answers that say mail goes: the search is broken", found)
	}
}
