package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"accord/internal/app"
)

func (p *Pages) feedRoutes() []Route {
	return []Route{
		{http.MethodGet, "/account/calendar", app.ActSeeFeeds, p.myCalendar},
		{http.MethodPost, "/account/replies", app.ActRespond, p.handInReply},
		{http.MethodPost, "/account/feeds", app.ActFeeds, p.makeFeed},
		{http.MethodPost, "/account/feeds/:id/renew", app.ActFeeds, p.renewFeed},
		{http.MethodPost, "/account/feeds/:id/revoke", app.ActFeeds, p.revokeFeed},
	}
}

// myCalendarView is where a person connects their calendar program.
type myCalendarView struct {
	Base
	Feeds   []app.FeedDetail
	Address string // of a feed just made, shown this once
	Reply   *Form  // the answer of a calendar program, handed in as a file
}

// Everything reports whether there is a feed of all of one's meetings.
func (v *myCalendarView) Everything() bool {
	for _, f := range v.Feeds {
		if f.SeriesID == "" {
			return true
		}
	}
	return false
}

// FeedName says what a feed shows.
func (v *myCalendarView) FeedName(f app.FeedDetail) string {
	switch {
	case f.SeriesID == "":
		return v.L.T("feed.everything")
	case f.Title == "":
		return v.L.T("feed.hidden_series")
	}
	return f.Title
}

func (p *Pages) myCalendar(c echo.Context) error {
	return p.showMyCalendar(c, http.StatusOK, myCalendarView{})
}

func (p *Pages) showMyCalendar(c echo.Context, status int, v myCalendarView) (err error) {
	v.Base = p.Base(c, "account", "feed.title")
	if v.Reply == nil {
		v.Reply = BlankForm(v.L)
	}
	if v.Feeds, err = p.app.Feeds(c.Request().Context(), Actor(c)); err != nil {
		return err
	}
	if v.Address != "" {
		c.Response().Header().Set("Cache-Control", "no-store")
	}
	return p.Page(c, status, "my_calendar", &v)
}

func (p *Pages) makeFeed(c echo.Context) error {
	address, _, err := p.app.CreateFeed(c.Request().Context(), Actor(c), NewForm(c).Get("series_id"))
	if err != nil {
		return err
	}
	return p.showMyCalendar(c, http.StatusOK, myCalendarView{Address: address}) // no 303: it is shown only now
}

func (p *Pages) renewFeed(c echo.Context) error {
	address, _, err := p.app.RenewFeed(c.Request().Context(), Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	return p.showMyCalendar(c, http.StatusOK, myCalendarView{Address: address})
}

func (p *Pages) revokeFeed(c echo.Context) error {
	return p.back(c, p.app.RevokeFeed(c.Request().Context(), Actor(c), c.Param("id")), "/account/calendar", "feed.revoked")
}
