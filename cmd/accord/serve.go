package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"accord/internal/app"
	"accord/internal/jobs"
	"accord/internal/mail"
	"accord/internal/server"
	"accord/internal/store"
)

// serveCmd is accord serve.
type serveCmd struct {
	Demo bool `help:"Serve a throw-away database with a believable company and six months of history."`
}

// shutdownTime is how long running requests may take to end.
const shutdownTime = 10 * time.Second

// Run serves until the context ends.
func (c serveCmd) Run(e *env) (err error) {
	if c.Demo {
		dir, mkErr := os.MkdirTemp("", "accord-demo-")
		if mkErr != nil {
			return mkErr
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		e.flags.DatabaseURL = "sqlite:" + filepath.Join(dir, "accord.db")
		e.flags.SMTPURL = "" // its people do not exist
	}
	s, err := e.flags.check()
	if err != nil {
		return err
	}
	log := e.logger(s)
	secret, err := s.secretKey()
	if err != nil {
		return err
	}
	db, err := store.Open(e.ctx, store.Config{URL: s.databaseURL, Clock: e.clock, Log: log, Volatile: c.Demo})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	versions, err := db.Migrate(e.ctx)
	if err != nil {
		return err
	}
	if len(versions) > 0 {
		log.Info("schema is up to date", "applied", versions)
	}
	return e.serve(s, db, secret, log, c.Demo)
}

// serve listens first, since the base URL may depend on the port.
func (e *env) serve(s settings, db *store.Store, secret []byte, log *slog.Logger, demo bool) error {
	listener, err := (&net.ListenConfig{}).Listen(e.ctx, "tcp", s.listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	defer listener.Close()
	base := s.publicURL(listener.Addr().String())
	mailer, err := s.mailer()
	if err != nil {
		return err
	}
	a := app.New(app.Config{Store: db, Clock: e.clock, Log: log, BaseURL: base, Secret: secret, MailFrom: s.mailFrom, Mailer: mailer})
	defer a.Wait()
	if demo {
		if err := e.makeDemo(a); err != nil {
			return fmt.Errorf("make the demo company: %w", err)
		}
	}
	srv, err := server.New(server.Config{
		App: a, Store: db, Clock: e.clock, Log: log, BaseURL: base, Secret: secret, TrustedProxies: s.proxies,
	})
	if err != nil {
		return err
	}
	runner, err := e.startJobs(a, mailer, log)
	if err != nil {
		return err
	}
	defer runner.Stop()
	if err := e.greet(a, base); err != nil {
		return err
	}
	return e.listen(srv, s, listener, log)
}

// greet prints where Accord is and, on an empty database, how to set it up.
func (e *env) greet(a *app.App, base string) error {
	fmt.Fprintf(e.stdout, "Accord serves on %s\n", base)
	link, err := a.SetupLink(e.ctx)
	if err == nil && link != "" {
		fmt.Fprintf(e.stdout, "Nobody has set it up yet. Open this link, once:\n  %s\n", link)
	}
	return err
}

// makeDemo fills the database with the demo company and prints its logins.
func (e *env) makeDemo(a *app.App) error {
	logins, err := a.Demo(e.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(e.stdout, "The demo company, forgotten when Accord stops. Sign in as")
	for _, l := range logins {
		fmt.Fprintf(e.stdout, "  %s / %s  (%s, %s)\n", l.Email, app.DemoPassword, l.Name, l.What)
	}
	return nil
}

// startJobs starts the background work; mail only where a server is named.
func (e *env) startJobs(a *app.App, sender app.Sender, log *slog.Logger) (*jobs.Runner, error) {
	list := backgroundJobs(a)
	if sender != nil {
		list = append(list, jobs.Job{
			Name: "deliver", Every: jobs.MinEvery,
			Run: func(ctx context.Context) error { return a.Deliver(ctx, sender) },
		})
	}
	return jobs.Start(e.ctx, log, list...)
}

// mailer is what sends mail; nil where no server is named.
func (s *settings) mailer() (app.Sender, error) {
	if s.smtpURL == "" {
		return nil, nil
	}
	return mail.NewSMTP(s.smtpURL, s.mailFrom)
}

// listen answers until the context ends, then lets running requests end.
func (e *env) listen(srv *server.Server, s settings, listener net.Listener, log *slog.Logger) error {
	web := srv.HTTP(s.listen)
	failed := make(chan error, 2)
	go func() { failed <- web.Serve(listener) }()
	var metrics *http.Server
	if s.metricsListen != "" {
		mux := http.NewServeMux()
		mux.Handle("GET /metrics", srv.Metrics())
		metrics = &http.Server{Addr: s.metricsListen, Handler: mux, ReadHeaderTimeout: shutdownTime}
		go func() { failed <- metrics.ListenAndServe() }()
	}
	var err error
	select {
	case <-e.ctx.Done():
		log.Info("stopping")
	case err = <-failed:
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(e.ctx), shutdownTime)
	defer cancel()
	if metrics != nil {
		_ = metrics.Shutdown(ctx)
	}
	if shutErr := web.Shutdown(ctx); err == nil {
		err = shutErr
	}
	return err
}

// publicURL is how people reach Accord: the setting, or the address listened
// on.
func (s *settings) publicURL(addr string) string {
	if s.baseURL != "" {
		return s.baseURL
	}
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err != nil || host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
