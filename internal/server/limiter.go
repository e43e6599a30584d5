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
	limiterSize     = 20_000 // windows kept at most; more are forgotten oldest first
)

// credentials are the paths whose POST tries a secret.
var credentials = []string{"/login", "/forgot", "/setup", "/password/", "/join/", "/account/password"}

// limiter counts the tries of credentials per address and per account, so that
// neither one machine nor many can guess a password. It lives in the process:
// after a restart counting starts again.
type limiter struct {
	clock   func() time.Time
	mu      sync.Mutex
	windows map[string]*window
}

type window struct {
	ends  time.Time
	tries int
}

func newLimiter(clock func() time.Time) *limiter {
	return &limiter{clock: clock, windows: map[string]*window{}}
}

// middleware refuses a credential's POST after too many tries.
func (l *limiter) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !triesCredentials(c.Request()) {
			return next(c)
		}
		ok := l.try("address "+c.RealIP(), triesPerAddress) //nolint:forbidigo // the extractor believes trusted proxies only
		if account := strings.ToLower(strings.TrimSpace(c.FormValue("email"))); account != "" && len(account) <= 320 {
			ok = l.try("account "+account, triesPerAccount) && ok
		}
		if !ok {
			c.Response().Header().Set("Retry-After", "900")
			return accord.Errorf(accord.CodeLimited, "Too many tries. Wait a quarter of an hour and try again.")
		}
		return next(c)
	}
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

// try counts one try and says whether it may be made.
func (l *limiter) try(key string, most int) bool {
	now := l.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.windows[key]
	if w == nil || !now.Before(w.ends) {
		if len(l.windows) >= limiterSize {
			l.forget(now)
		}
		w = &window{ends: now.Add(limitWindow)}
		l.windows[key] = w
	}
	w.tries++
	return w.tries <= most
}

// forget drops what has ended, and everything where that is not enough.
func (l *limiter) forget(now time.Time) {
	for key, w := range l.windows {
		if !now.Before(w.ends) {
			delete(l.windows, key)
		}
	}
	if len(l.windows) >= limiterSize {
		clear(l.windows)
	}
}

func ipNet(p netip.Prefix) *net.IPNet {
	p = p.Masked()
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}
