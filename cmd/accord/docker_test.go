package main_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// settings are all the environment variables that Accord reads. README.md, the Dockerfile and docker-compose.yml may
// name no other.
var settings = []string{
	"ACCORD_BASE_URL",
	"ACCORD_DATABASE_URL",
	"ACCORD_LISTEN",
	"ACCORD_LOG_FORMAT",
	"ACCORD_LOG_LEVEL",
	"ACCORD_MAIL_FROM",
	"ACCORD_METRICS_LISTEN",
	"ACCORD_SECRET",
	"ACCORD_SMTP_URL",
	"ACCORD_TRUSTED_PROXIES",
}

var (
	settingName = regexp.MustCompile(`\bACCORD_[A-Z_]+\b`)
	envLine     = regexp.MustCompile(`(?m)^(?:ENV)?\s+(ACCORD_[A-Z_]+)=(\S+)`)
)

// TestDocker_settingsExist: a setting with a wrong name would be ignored in silence inside the container.
func TestDocker_settingsExist(t *testing.T) {
	for _, name := range []string{"Dockerfile", "docker-compose.yml"} {
		for _, s := range settingName.FindAllString(readFile(t, name), -1) {
			if !slices.Contains(settings, s) {
				t.Errorf("%s sets %s, which is not a setting of Accord", name, s)
			}
		}
	}
}

// TestDocker_portsAgree: what the process listens on, what the image exposes, what its health check asks and what
// compose publishes are one port, reachable from outside the container.
func TestDocker_portsAgree(t *testing.T) {
	dockerfile := readFile(t, "Dockerfile")
	listen := imageEnv(dockerfile)["ACCORD_LISTEN"]
	host, port, _ := strings.Cut(listen, ":")
	if host != "0.0.0.0" {
		t.Errorf("ACCORD_LISTEN = %q, want it to listen on 0.0.0.0: nothing else is reachable in a container", listen)
	}
	if want := "\nEXPOSE " + port + "\n"; !strings.Contains(dockerfile, want) {
		t.Errorf("Dockerfile has no line %q", strings.TrimSpace(want))
	}
	if want := "/dev/tcp/127.0.0.1/" + port; !strings.Contains(dockerfile, want) {
		t.Errorf("the health check does not ask %s", want)
	}
	for _, service := range []string{"accord", "accord-postgres"} {
		ports := composeList(t, service, "ports")
		if len(ports) != 1 || !strings.HasSuffix(ports[0], ":"+port) {
			t.Errorf("%s publishes %q, want one port ending in :%s", service, ports, port)
		}
	}
}

// TestDocker_dataIsKept: the database's folder is a volume in the image and a named one in compose.
func TestDocker_dataIsKept(t *testing.T) {
	dockerfile := readFile(t, "Dockerfile")
	url := imageEnv(dockerfile)["ACCORD_DATABASE_URL"]
	path, isSQLite := strings.CutPrefix(url, "sqlite:")
	if !isSQLite {
		t.Fatalf("ACCORD_DATABASE_URL = %q, want sqlite:PATH", url)
	}
	folder := path[:strings.LastIndex(path, "/")]
	if want := "\nVOLUME " + folder + "\n"; !strings.Contains(dockerfile, want) {
		t.Errorf("Dockerfile has no line %q, where %s lies", strings.TrimSpace(want), path)
	}
	declared := readFile(t, "docker-compose.yml")
	for _, service := range []string{"accord", "accord-postgres"} {
		volumes := composeList(t, service, "volumes")
		if len(volumes) != 1 || !strings.HasSuffix(volumes[0], ":"+folder) {
			t.Errorf("%s mounts %q, want one volume at %s", service, volumes, folder)
			continue
		}
		name, _, _ := strings.Cut(volumes[0], ":")
		if !strings.Contains(declared, "\n  "+name+":\n") {
			t.Errorf("the volume %s of %s is not declared", name, service)
		}
	}
}

// TestDocker_profiles: a plain start needs no PostgreSQL, and the profile brings both halves.
func TestDocker_profiles(t *testing.T) {
	for service, want := range map[string]bool{"accord": false, "accord-postgres": true, "postgres": true} {
		if got := strings.Contains(composeService(t, service), "profiles: [postgres]"); got != want {
			t.Errorf("%s belongs to the profile postgres = %t, want %t", service, got, want)
		}
	}
	if url := composeService(t, "accord-postgres"); !strings.Contains(url, "@postgres:5432/accord") {
		t.Error("accord-postgres does not name the service postgres in its ACCORD_DATABASE_URL")
	}
}

// TestDocker_runsWithoutRoot: the last stage changes to a user before the program starts.
func TestDocker_runsWithoutRoot(t *testing.T) {
	dockerfile := readFile(t, "Dockerfile")
	last := dockerfile[strings.LastIndex(dockerfile, "\nFROM "):]
	user := strings.Index(last, "\nUSER accord\n")
	if start := strings.Index(last, "\nENTRYPOINT "); user < 0 || start < user {
		t.Error("the last stage does not change to the user accord before its entry point")
	}
}

// imageEnv returns the settings of the Dockerfile's ENV lines.
func imageEnv(dockerfile string) map[string]string {
	env := map[string]string{}
	for _, m := range envLine.FindAllStringSubmatch(dockerfile, -1) {
		env[m[1]] = m[2]
	}
	return env
}

// composeService returns the text of one service of docker-compose.yml: the lines below its name, indented deeper.
func composeService(t *testing.T, name string) string {
	t.Helper()
	_, rest, found := strings.Cut(readFile(t, "docker-compose.yml"), "\n  "+name+":\n")
	if !found {
		t.Fatalf("docker-compose.yml has no service %s", name)
	}
	var body strings.Builder
	for line := range strings.Lines(rest) {
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "    ") {
			break
		}
		body.WriteString(line)
	}
	return body.String()
}

// composeList returns the entries of a list such as ports, without quotes.
func composeList(t *testing.T, service, key string) []string {
	t.Helper()
	_, rest, _ := strings.Cut(composeService(t, service), "    "+key+":\n")
	var entries []string
	for line := range strings.Lines(rest) {
		entry, isEntry := strings.CutPrefix(line, "      - ")
		if !isEntry {
			break
		}
		entries = append(entries, strings.Trim(strings.TrimSpace(entry), `"`))
	}
	return entries
}
