package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store"
)

// userCmd is accord user.
type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Add a person. A line of standard input is the password; empty input prints an invitation link."`
	Password userPasswordCmd `cmd:"" help:"Give a person a new password, a line of standard input."`
}

// inWorkspace is the flag of the commands that work in one company.
type inWorkspace struct {
	Workspace string `placeholder:"NAME" help:"Which company, by name or id; may be left out while there is one."`
}

type userAddCmd struct {
	inWorkspace
	Email    string `required:"" placeholder:"E" help:"Address."`
	Name     string `required:"" placeholder:"N" help:"Name."`
	Side     string `required:"" enum:"sales,marketing,neutral" placeholder:"S" help:"sales, marketing or neutral."`
	Role     string `default:"member" enum:"admin,member,observer" placeholder:"R" help:"admin, member or observer."`
	TimeZone string `default:"Europe/Berlin" placeholder:"ZONE" help:"Time zone, by its IANA name."`
	Locale   string `default:"en" placeholder:"L" help:"Language: en, en-US or de."`
	Company  string `default:"Our company" placeholder:"N" help:"Name of the company this makes, on an empty database."`
}

// Run adds the person, and on an empty database the company.
func (c userAddCmd) Run(e *env) error {
	return e.withApp(func(a *app.App, _ *store.Store, _ settings) error {
		password, err := e.readLine()
		if err != nil {
			return err
		}
		p := accord.Person{
			Email: c.Email, Name: c.Name, Side: accord.Side(c.Side), Role: accord.Role(c.Role), TimeZone: c.TimeZone, Locale: c.Locale,
		}
		link, err := c.add(e, a, p, password)
		if err != nil {
			return err
		}
		fmt.Fprintf(e.stderr, "%s is added.\n", p.Name)
		if link != "" {
			fmt.Fprintln(e.stderr, "They join by this link, once:")
			fmt.Fprintln(e.stdout, link)
		}
		return nil
	})
}

func (c userAddCmd) add(e *env, a *app.App, p accord.Person, password string) (link string, err error) {
	all, err := a.OperatorWorkspaces(e.ctx)
	if err != nil {
		return "", err
	}
	if len(all) == 0 && p.Role == accord.RoleAdmin {
		_, link, err = a.OperatorFound(e.ctx, app.Founder{
			Company: c.Company, Name: p.Name, Email: p.Email, Password: password, Side: p.Side, TimeZone: p.TimeZone, Locale: p.Locale,
		})
		return link, err
	}
	w, err := a.OperatorWorkspace(e.ctx, c.Workspace)
	if err != nil {
		return "", err
	}
	_, link, err = a.OperatorAddPerson(e.ctx, w, p, password)
	return link, err
}

type userPasswordCmd struct {
	inWorkspace
	Email string `required:"" placeholder:"E" help:"Address of the person."`
}

// Run sets the password and ends the person's sessions.
func (c userPasswordCmd) Run(e *env) error {
	return e.withApp(func(a *app.App, _ *store.Store, _ settings) error {
		w, err := a.OperatorWorkspace(e.ctx, c.Workspace)
		if err != nil {
			return err
		}
		password, err := e.readLine()
		if err != nil {
			return err
		}
		if err := a.OperatorPassword(e.ctx, w, c.Email, password); err != nil {
			return err
		}
		fmt.Fprintln(e.stderr, "The password is set; every session of theirs has ended.")
		return nil
	})
}

// maxLine bounds what is read as a password, in bytes.
const maxLine = 4096

// readLine reads one line of standard input, "" at its end.
func (e *env) readLine() (string, error) {
	line, err := bufio.NewReader(io.LimitReader(e.stdin, maxLine)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read standard input: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}
