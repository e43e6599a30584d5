package pages

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// helpView is the list of keyboard shortcuts as a page, for when script is off.
type helpView struct{ Base }

func (p *Pages) help(c echo.Context) error {
	return p.Page(c, http.StatusOK, "help", &helpView{Base: p.Base(c, "", "nav.help")})
}

// setTheme keeps this browser's choice of look for a year and goes back to the
// page it was made on.
func (p *Pages) setTheme(c echo.Context) error {
	form := NewForm(c)
	cookie := &http.Cookie{
		Name: themeCookie, Value: form.Get("theme"), Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: p.Secure, SameSite: http.SameSiteLaxMode,
	}
	if cookie.Value != "light" && cookie.Value != "dark" {
		cookie.Value, cookie.MaxAge = "", -1
	}
	c.SetCookie(cookie)
	return p.SeeOther(c, localPath(form.Get("back")))
}

// localPath keeps a path that stays on this server, and sends anything else to
// the start: never a place somebody else chose.
func localPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}
