// Command accord is Accord: web server, background worker and the tools to run
// them, in one binary. Each command has a file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// The exit codes of the contract.
const (
	exitDone = iota
	exitFailed
	exitUsage
)

// usageError is a wrong command line or a wrong setting.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(report(err, os.Stderr))
}

// report says in one line what went wrong and returns the exit code.
func report(err error, stderr io.Writer) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(stderr, "accord:", strings.TrimSpace(err.Error()))
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

// commands is the command line.
type commands struct {
	Settings flags `embed:""`

	Serve     serveCmd     `cmd:"" help:"Serve the web pages, the API and the background work."`
	Seed      seedCmd      `cmd:"" help:"Fill an empty database with test data of a size."`
	User      userCmd      `cmd:"" help:"Add people and set passwords."`
	Token     tokenCmd     `cmd:"" help:"Make API tokens."`
	Workspace workspaceCmd `cmd:"" help:"Add and list companies."`
	Migrate   migrateCmd   `cmd:"" help:"Bring the schema up to date, or show how far it is."`
	Backup    backupCmd    `cmd:"" help:"Copy the database into a file, while serving."`
	Restore   restoreCmd   `cmd:"" help:"Put a backup in the place of the database, and keep the old one."`
	Doctor    doctorCmd    `cmd:"" help:"Check database, mail, clock, base URL and disk, and say what to do."`
	Version   versionCmd   `cmd:"" help:"Show the versions of Accord, Go and SQLite."`
}

// env is what a command sees of the world.
type env struct {
	ctx            context.Context //nolint:containedctx // lives for one command
	flags          *flags
	clock          func() time.Time
	stdin          io.Reader
	stdout, stderr io.Writer
}

// run parses args and runs one command. It uses nothing of the process but its
// arguments, so that tests run it.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	return runAt(ctx, time.Now, args, getenv, stdin, stdout, stderr)
}

// runAt is run by another clock, for tests that cannot wait.
func runAt(ctx context.Context, clock func() time.Time, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) (err error) {
	var cli commands
	type helped struct{}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(helped); !ok {
				panic(r)
			}
			err = nil // --help has printed and is done
		}
	}()
	parser, err := kong.New(&cli,
		kong.Name("accord"),
		kong.Description("Accord is where Sales and Marketing keep their promises to each other."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { panic(helped{}) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Resolvers(environment(getenv)),
	)
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return usageError{fmt.Errorf("%w (see accord --help)", err)}
	}
	return parsed.Run(&env{ctx: ctx, flags: &cli.Settings, clock: clock, stdin: stdin, stdout: stdout, stderr: stderr})
}

// environment reads each setting from its variable; an empty one is not set.
func environment(getenv func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		name := flag.Tag.Get("setting")
		if name == "" {
			return nil, nil //nolint:nilnil // kong's way to say: not here
		}
		if v := getenv(name); v != "" {
			return v, nil
		}
		return nil, nil //nolint:nilnil // as above
	})
}
