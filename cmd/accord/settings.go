package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// flags are the settings as they are written: every one is a flag and a
// variable of the environment.
type flags struct {
	Listen         string `name:"listen" setting:"ACCORD_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to serve on (ACCORD_LISTEN)."`
	DatabaseURL    string `name:"database-url" setting:"ACCORD_DATABASE_URL" default:"sqlite:data/accord.db" placeholder:"URL" help:"sqlite:PATH or postgres://… (ACCORD_DATABASE_URL)."`
	BaseURL        string `name:"base-url" setting:"ACCORD_BASE_URL" placeholder:"URL" help:"How people reach Accord; links in mail begin with it (ACCORD_BASE_URL)."`
	SMTPURL        string `name:"smtp-url" setting:"ACCORD_SMTP_URL" placeholder:"URL" help:"smtp://user:pass@host:587 or smtps://…; none mails nothing (ACCORD_SMTP_URL)."`
	MailFrom       string `name:"mail-from" setting:"ACCORD_MAIL_FROM" placeholder:"ADDRESS" help:"Sender of mail (ACCORD_MAIL_FROM)."`
	Secret         string `name:"secret" setting:"ACCORD_SECRET" placeholder:"TEXT" help:"Signs links; with SQLite made and kept beside the file (ACCORD_SECRET)."`
	TrustedProxies string `name:"trusted-proxies" setting:"ACCORD_TRUSTED_PROXIES" placeholder:"CIDR,…" help:"Proxies whose X-Forwarded-For is believed (ACCORD_TRUSTED_PROXIES)."`
	LogLevel       string `name:"log-level" setting:"ACCORD_LOG_LEVEL" default:"info" placeholder:"LEVEL" help:"debug, info, warn or error (ACCORD_LOG_LEVEL)."`
	LogFormat      string `name:"log-format" setting:"ACCORD_LOG_FORMAT" default:"text" placeholder:"FORMAT" help:"text or json (ACCORD_LOG_FORMAT)."`
	MetricsListen  string `name:"metrics-listen" setting:"ACCORD_METRICS_LISTEN" placeholder:"HOST:PORT" help:"Address to serve /metrics on (ACCORD_METRICS_LISTEN)."`
}

// settings are the flags, checked.
type settings struct {
	listen, metricsListen string
	databaseURL           string
	sqlitePath            string // "" with PostgreSQL
	baseURL               string // "" takes it from the address
	smtpURL, mailFrom     string
	secret                string // "" makes one beside the SQLite file
	proxies               []netip.Prefix
	logLevel              slog.Level
	logFormat             string
}

// minSecret is the least length of ACCORD_SECRET, in bytes.
const minSecret = 32

// check reads every setting. A wrong one is named, with what is allowed; its
// value is not repeated, since it may be a secret.
func (f *flags) check() (settings, error) {
	s := settings{
		listen: f.Listen, metricsListen: f.MetricsListen, databaseURL: f.DatabaseURL, smtpURL: f.SMTPURL,
		mailFrom: f.MailFrom, secret: f.Secret, logFormat: f.LogFormat,
	}
	for _, check := range []func(*flags) error{s.checkAddresses, s.checkDatabase, s.checkBaseURL, s.checkMail, s.checkProxies, s.checkLog} {
		if err := check(f); err != nil {
			return s, usageError{err}
		}
	}
	return s, nil
}

func (s *settings) checkAddresses(*flags) error {
	for name, addr := range map[string]string{"ACCORD_LISTEN": s.listen, "ACCORD_METRICS_LISTEN": s.metricsListen} {
		if addr == "" && name == "ACCORD_METRICS_LISTEN" {
			continue
		}
		if _, port, err := net.SplitHostPort(addr); err != nil || !isPort(port) {
			return fmt.Errorf("%s must be HOST:PORT, such as 127.0.0.1:8080", name)
		}
	}
	return nil
}

func isPort(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}

func (s *settings) checkDatabase(f *flags) error {
	const allowed = "ACCORD_DATABASE_URL must be sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE"
	if path, ok := strings.CutPrefix(f.DatabaseURL, "sqlite:"); ok {
		path = strings.TrimPrefix(path, "//")
		if path == "" || path == ":memory:" {
			return errors.New(allowed)
		}
		s.sqlitePath, s.databaseURL = path, "sqlite:"+path
		return s.checkSecret()
	}
	u, err := url.Parse(f.DatabaseURL)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return errors.New(allowed)
	}
	return s.checkSecret()
}

// checkSecret leaves PostgreSQL's missing one to the commands that sign.
func (s *settings) checkSecret() error {
	if s.secret != "" && len(s.secret) < minSecret {
		return fmt.Errorf("ACCORD_SECRET must have at least %d characters, such as the output of openssl rand -hex 32", minSecret)
	}
	return nil
}

func (s *settings) checkBaseURL(f *flags) error {
	if f.BaseURL == "" {
		return nil
	}
	u, err := url.Parse(f.BaseURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("ACCORD_BASE_URL must be http://HOST or https://HOST, without a path, such as https://accord.example.com")
	}
	s.baseURL = u.Scheme + "://" + u.Host
	return nil
}

func (s *settings) checkMail(*flags) error {
	if s.mailFrom != "" {
		if _, err := mail.ParseAddress(s.mailFrom); err != nil {
			return errors.New("ACCORD_MAIL_FROM must be an address, such as accord@example.com or Accord <accord@example.com>")
		}
	}
	if s.smtpURL == "" {
		return nil
	}
	u, err := url.Parse(s.smtpURL)
	if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" {
		return errors.New("ACCORD_SMTP_URL must be smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465")
	}
	if s.mailFrom == "" {
		return errors.New("ACCORD_MAIL_FROM must be set with ACCORD_SMTP_URL, such as accord@example.com")
	}
	return nil
}

func (s *settings) checkProxies(f *flags) error {
	for part := range strings.SplitSeq(f.TrustedProxies, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if err != nil {
			addr, addrErr := netip.ParseAddr(part)
			if addrErr != nil {
				return errors.New("ACCORD_TRUSTED_PROXIES must be a list of CIDR ranges, such as 10.0.0.0/8,192.168.1.5/32")
			}
			p = netip.PrefixFrom(addr, addr.BitLen())
		}
		s.proxies = append(s.proxies, p.Masked())
	}
	return nil
}

func (s *settings) checkLog(f *flags) error {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	level, ok := levels[f.LogLevel]
	if !ok {
		return errors.New("ACCORD_LOG_LEVEL must be debug, info, warn or error")
	}
	if f.LogFormat != "text" && f.LogFormat != "json" {
		return errors.New("ACCORD_LOG_FORMAT must be text or json")
	}
	s.logLevel = level
	return nil
}

// secretKey is the key that signs links. With SQLite it is made once and kept
// beside the file; with PostgreSQL, where several processes share it, it must
// be given.
func (s *settings) secretKey() ([]byte, error) {
	if s.secret != "" {
		return []byte(s.secret), nil
	}
	if s.sqlitePath == "" {
		return nil, usagef("ACCORD_SECRET must be set with PostgreSQL, such as to the output of openssl rand -hex 32")
	}
	file := filepath.Join(filepath.Dir(s.sqlitePath), "accord.secret")
	key, err := os.ReadFile(file) //nolint:gosec // beside the database the operator names
	if errors.Is(err, fs.ErrNotExist) {
		return makeSecret(file)
	}
	if err != nil {
		return nil, fmt.Errorf("read secret: %w", err)
	}
	if key = []byte(strings.TrimSpace(string(key))); len(key) < minSecret {
		return nil, fmt.Errorf("%s is too short: remove it, and a new one is made", file)
	}
	return key, nil
}

// makeSecret writes a new key for its owner alone. If another process was
// faster, its key counts.
func makeSecret(file string) ([]byte, error) {
	raw := make([]byte, minSecret)
	_, _ = rand.Read(raw) // never fails
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return nil, fmt.Errorf("make secret: %w", err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // as above
	if errors.Is(err, fs.ErrExist) {
		return os.ReadFile(file) //nolint:gosec // as above
	}
	if err != nil {
		return nil, fmt.Errorf("make secret: %w", err)
	}
	key := hex.EncodeToString(raw)
	_, err = f.WriteString(key + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("make secret: %w", err)
	}
	return []byte(key), nil
}
