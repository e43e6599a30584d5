package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

var servedAt = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// start runs the program itself over the seeded database and prints how soon it
// answers, the memory it needs when idle and under load, and what a request
// costs it over the network.
func (b *bench) start(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, b.accord, "serve") //nolint:gosec // a flag of the bench
	cmd.Env = append(os.Environ(), "ACCORD_DATABASE_URL=sqlite:"+b.path, "ACCORD_LISTEN=127.0.0.1:0", "ACCORD_LOG_LEVEL=warn")
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", b.accord, err)
	}
	base, err := address(out)
	if err == nil {
		err = b.ask(ctx, base)
	}
	took := time.Since(begun)
	if err == nil {
		err = b.tellServer(ctx, cmd.Process.Pid, base, took)
	}
	cancel()
	_ = cmd.Wait() // it was told to end
	return err
}

// address reads where the server listens.
func address(out io.Reader) (string, error) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at := servedAt.FindString(lines.Text()); at != "" {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return at, nil
		}
	}
	return "", errors.Join(errors.New("the server told no address"), lines.Err())
}

// tellServer measures the running server: idle, then under load.
func (b *bench) tellServer(ctx context.Context, pid int, base string, took time.Duration) error {
	time.Sleep(time.Second) // idle
	idle, err := status(pid, "VmRSS")
	if err != nil {
		return err
	}
	const connections, each = 8, 500
	before, err := cpuOf(pid)
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	failed := make([]error, connections)
	for i := range connections {
		all.Go(func() {
			for range each {
				failed[i] = errors.Join(failed[i], b.ask(ctx, base))
			}
		})
	}
	all.Wait()
	after, err := cpuOf(pid)
	if err := errors.Join(append(failed, err)...); err != nil {
		return err
	}
	loaded, err := status(pid, "VmHWM")
	fmt.Fprintf(b.out, "\nstart to the first answer %.0f ms; memory idle %.0f MiB, at most %.0f under load; my open items over HTTP %.0f µs of CPU\n",
		float64(took.Microseconds())/1000, idle, loaded, float64((after-before).Microseconds())/(connections*each))
	return err
}

// ask reads my open items over the network.
func (b *bench) ask(ctx context.Context, base string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+b.readings()[0].ours, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+b.token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close() //nolint:errcheck // read whole
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", base, answer.Status)
	}
	return nil
}

// status reads a line of /proc/PID/status, in MiB.
func status(pid int, name string) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == name+":" {
			kib, err := strconv.ParseFloat(fields[1], 64)
			return kib / 1024, err
		}
	}
	return 0, fmt.Errorf("no %s", name)
}

// cpuOf is the CPU time a process has used.
func cpuOf(pid int) (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	const user, system, tick = 11, 12, 10 * time.Millisecond
	u, errU := strconv.Atoi(fields[user])
	s, errS := strconv.Atoi(fields[system])
	return time.Duration(u+s) * tick, errors.Join(errU, errS)
}
