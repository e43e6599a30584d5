package pages

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// Flash is a message shown once, on the page after a POST.
type Flash struct {
	Text string `json:"t"`
	Undo string `json:"u,omitempty"` // where a POST takes it back; "" for nothing to undo
	Bad  bool   `json:"b,omitempty"` // says that something did not work
}

// The cookies the pages set besides the session's.
const (
	flashCookie = "accord_flash"
	themeCookie = "accord_theme"
)

// Flash keeps a message for the next page; undo is the path whose POST takes
// the act back, or "".
func (p *Pages) Flash(c echo.Context, text, undo string) {
	p.putFlash(c, Flash{Text: text, Undo: undo})
}

// FlashBad keeps a message about something that did not work.
func (p *Pages) FlashBad(c echo.Context, text string) { p.putFlash(c, Flash{Text: text, Bad: true}) }

// TookBack says by the message that an act was taken back, or why it could not
// be; another error is given back.
func (p *Pages) TookBack(c echo.Context, key string, err error) error {
	form := BlankForm(Localizer(c))
	switch {
	case form.Failed(err):
		p.FlashBad(c, form.Summary)
	case err != nil:
		return err
	default:
		p.Flash(c, form.L.T(key), "")
	}
	return nil
}

func (p *Pages) putFlash(c echo.Context, f Flash) {
	b, err := json.Marshal(f)
	if err != nil {
		return
	}
	value := base64.RawURLEncoding.EncodeToString(b)
	p.cookie(c, value+"."+p.sign(value), 60)
}

// takeFlash reads the waiting message and clears it. One whose signature is
// wrong is dropped: its text would otherwise be anybody's.
func (p *Pages) takeFlash(c echo.Context) *Flash {
	cookie, err := c.Cookie(flashCookie)
	if err != nil {
		return nil
	}
	p.cookie(c, "", -1)
	value, signature, _ := strings.Cut(cookie.Value, ".")
	if !hmac.Equal([]byte(signature), []byte(p.sign(value))) {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return nil
	}
	var f Flash
	if json.Unmarshal(b, &f) != nil {
		return nil
	}
	return &f
}

func (p *Pages) sign(value string) string {
	mac := hmac.New(sha256.New, p.Secret)
	mac.Write([]byte("flash:" + value))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

func (p *Pages) cookie(c echo.Context, value string, maxAge int) {
	c.SetCookie(&http.Cookie{
		Name: flashCookie, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: p.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// theme is the look this browser chose: "light", "dark", or "" for the system's.
func theme(c echo.Context) string {
	cookie, err := c.Cookie(themeCookie)
	if err != nil || cookie.Value != "light" && cookie.Value != "dark" {
		return ""
	}
	return cookie.Value
}
