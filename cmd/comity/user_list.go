package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"comity/internal/access/door"
)

// userListCommand lists accounts.
type userListCommand struct {
	actingFlags
	JSON bool `help:"Print one object of JSON a line."`
}

// listedUser is an account as --json prints it.
type listedUser struct {
	Person string   `json:"person"`
	Name   string   `json:"name"`
	Names  []string `json:"names"`
	Roles  string   `json:"roles,omitempty"`
	State  string   `json:"state"`
	Last   string   `json:"last,omitempty"`
}

// Run prints a line for each account.
func (c *userListCommand) Run(ctx context.Context, io streams) error {
	return c.within(ctx, func(n *node, d *door.Door) error {
		list, err := d.Accounts(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
		for _, a := range list {
			u := listedUser{Person: a.Person, Name: a.Name, Names: a.Names, State: stateOf(&a)}
			if u.Roles, err = rolesOf(ctx, n, a.Person); err != nil {
				return err
			}
			if !a.LastBegan.IsZero() {
				u.Last = a.LastBegan.Format(time.RFC3339)
			}
			if c.JSON {
				err = json.NewEncoder(io.out).Encode(u)
			} else {
				_, err = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", u.Person, cleanLines(u.Name), strings.Join(u.Names, ", "), u.Roles, u.State)
			}
			if err != nil {
				return err
			}
		}
		return w.Flush()
	})
}

func stateOf(a *door.Listed) string {
	switch {
	case !a.Closed.IsZero():
		return "closed"
	case a.Ready:
		return "ready"
	case !a.Invited.IsZero():
		return "invited until " + a.Invited.Format(time.DateOnly)
	}
	return "cannot sign in: invite them"
}

// readLine reads a password from a pipe: one line.
func readLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.New("read the password: standard input holds none; write one line")
	}
	return line, nil
}

// askTwice asks for a password on the terminal, without echo.
func askTwice(s streams) (string, error) {
	f, ok := s.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", errors.New("ask for the password: there is no terminal; use --password-stdin, or make an invitation")
	}
	var typed [2]string
	for i, ask := range []string{"Password: ", "Once more: "} {
		fmt.Fprint(s.err, ask)
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(s.err)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		typed[i] = string(b)
	}
	if typed[0] != typed[1] {
		return "", errors.New("the two are not the same; begin again")
	}
	return typed[0], nil
}
