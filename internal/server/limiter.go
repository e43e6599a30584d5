package server

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
)

// How often credentials may be tried within a window.
const (
	limitWindow     = 15 * time.Minute
	triesPerAddress = 60
	triesPerAccount = 10
	limiterSize     = 20_000 // windows kept at most of either kind; the oldest are forgotten first
)

// credentials are the paths whose POST tries a secret.
var credentials = []string{"/login", "/forgot", "/setup", "/password/", "/join/", "/account/password"}

// limiter counts the tries of credentials per address and per account, so that
// neither one machine nor many can guess a password. It lives in the process:
// after a restart counting starts again.
type limiter struct {
	addresses, accounts *tries
	feeds               *tries // addresses of feeds that lead nowhere, per machine
	links               *tries // links from mails that lead nowhere, per machine
}

func newLimiter(clock func() time.Time) *limiter {
	return &limiter{addresses: newTries(clock, triesPerAddress), accounts: newTries(clock, triesPerAccount), feeds: newTries(clock, triesPerAddress), links: newTries(clock, triesPerAddress)}
}

// middleware refuses a credential's POST after too many tries. Who is refused
// for the address is not counted for an account: one machine cannot fill the
// accounts, nor can many lock somebody's login by asking for new passwords.
func (l *limiter) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method == http.MethodPost && mailLink(r.URL.Path) {
			return l.deadLinks(next, c)
		}
		if !triesCredentials(r) {
			return next(c)
		}
		ok := l.addresses.may(network(c.RealIP())) //nolint:forbidigo // the extractor believes trusted proxies only
		if account := strings.ToLower(strings.TrimSpace(c.FormValue("email"))); ok && account != "" && len(account) <= 320 {
			ok = l.accounts.may(r.URL.Path + " " + account)
		}
		if !ok {
			return tooMany(c)
		}
		return next(c)
	}
}

// mailLink says whether the path is that of a link in a mail.
func mailLink(path string) bool {
	return strings.HasPrefix(path, "/p/") || strings.HasPrefix(path, "/u/")
}

// deadLinks counts the links from mails that lead nowhere: a company behind one
// address answers as often as it likes, and so do mail providers that end a kind
// of mail for their users.
func (l *limiter) deadLinks(next echo.HandlerFunc, c echo.Context) error {
	machine := network(c.RealIP()) //nolint:forbidigo // the extractor believes trusted proxies only
	if l.links.spent(machine) {
		return tooMany(c)
	}
	err := next(c)
	if accord.CodeOf(err) == accord.CodeNotFound || c.Response().Status == http.StatusNotFound {
		l.links.may(machine)
	}
	return err
}

func tooMany(c echo.Context) error {
	c.Response().Header().Set("Retry-After", "900")
	return accord.Errorf(accord.CodeLimited, "Too many tries. Wait a quarter of an hour and try again.")
}

// network is what counts as one machine: an IPv6 customer has at least a /64.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Unmap().Is4() {
		return address
	}
	p, _ := a.Prefix(64) // 64 bits are within every IPv6 address
	return p.String()
}

func triesCredentials(r *http.Request) bool {
	if r.Method != http.MethodPost {
		return false
	}
	for _, p := range credentials {
		if r.URL.Path == p || strings.HasSuffix(p, "/") && strings.HasPrefix(r.URL.Path, p) {
			return true
		}
	}
	return false
}

// tries counts by key within windows of the same length, so that they end in
// the order in which they began.
type tries struct {
	clock func() time.Time
	most  int
	mu    sync.Mutex
	byKey map[string]*window
	order []*window
}

type window struct {
	key   string
	ends  time.Time
	tries int
}

func newTries(clock func() time.Time, most int) *tries {
	return &tries{clock: clock, most: most, byKey: map[string]*window{}}
}

// spent says whether the key has no try left.
func (t *tries) spent(key string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := t.byKey[key]
	return w != nil && w.tries >= t.most && t.clock().Before(w.ends)
}

// may counts one try and says whether it may be made.
func (t *tries) may(key string) bool {
	now := t.clock()
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.order) > 0 && (!now.Before(t.order[0].ends) || len(t.order) > limiterSize) {
		delete(t.byKey, t.order[0].key)
		t.order = t.order[1:]
	}
	w := t.byKey[key]
	if w == nil {
		w = &window{key: key, ends: now.Add(limitWindow)}
		t.byKey[key], t.order = w, append(t.order, w)
	}
	w.tries++
	return w.tries <= t.most
}

func ipNet(p netip.Prefix) *net.IPNet {
	p = p.Masked()
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}
