package main

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"comity/internal/access/door"
	"comity/internal/access/seclog"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/web"
)

// demoCommand serves a node of invented data on this computer.
type demoCommand struct {
	Folder string `help:"Folder of the demonstration, kept until it is removed; without it a new one is made in the place for temporary files, and removed at the end." type:"path" placeholder:"FOLDER"`
	Listen string `help:"Address to listen on." default:"127.0.0.1:8080"`
	Quiet  bool   `help:"Log errors only."`
	// Unlimited lets tests press buttons faster than people do.
	Unlimited bool `help:"No limits on how often an address may ask: for tests." hidden:""`
}

// example is a resolution of our own making, and says so.
//
//go:embed demo/example.txt
var example []byte

// cast are the invented people of the demonstration. Their passwords are no
// secret: the node listens on this computer alone.
var cast = []struct {
	user, name string
	roles      []string
	party      string   // in whose name, "" for UNODC
	states     []string // for which the roles are, nil for roles without
}{
	{"officer", "Ines Okafor (invented)", []string{"officer"}, "", nil},
	{"reviewer", "Bao Lindqvist (invented)", []string{"reviewer", "approving"}, "", nil},
	{"administrator", "Tomas Haddad (invented)", []string{"administrator"}, "", nil},
	{"auditor", "Mira Castellanos (invented)", []string{"auditor"}, "", nil},
	{"certifier", "Rosa Adeyemi (invented)", []string{"certifying"}, "", nil},
	{"approver", "Jun Petrov (invented)", []string{"approving"}, "", nil},
	{"colleague", "Li Ansah (invented)", []string{"officer"}, "", nil},
	{"mission", "Chloé Marchetti (invented)", nil, "", nil},
	{"ministry", "Dina Selim (invented)", nil, "", nil},
	{"authority", "Priya Fonseca (invented)", nil, "", nil},
	{"donor", "Astrid Holm (invented)", []string{"donor"}, "NOR", nil},
	{"field-officer", "Amara Novak (invented)", []string{"field-officer"}, "", []string{"XAA", "XAB"}},
	{"expert", "Joaquín Tembo (invented)", []string{"expert"}, "", []string{"XAA"}},
	{"partner", "Noor Bergström (invented)", []string{"partner"}, "INTERPOL", nil},
}

// demoPassword is the password of an invented person.
func demoPassword(user string) string { return user + "-of-the-demonstration" }

// Run makes the demonstration's node where it is not there yet, serves it, and
// says where and as whom to sign in.
func (c *demoCommand) Run(ctx context.Context, io streams) (err error) {
	folder := c.Folder
	if folder == "" {
		if folder, err = os.MkdirTemp("", "comity-demo-"); err != nil {
			return fmt.Errorf("make a folder for the demonstration: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	}
	f := serveFlags{nodeFlags: nodeFlags{invented: true, Data: filepath.Join(folder, "comity-data"), Keys: filepath.Join(folder, "comity-keys"), Schema: "comity"}, Listen: c.Listen, passwordAlone: true, Unlimited: c.Unlimited, LogLevel: "warn", MailAuthority: "mail.demonstration.invalid"}
	if c.Quiet {
		f.LogLevel = "error"
	}
	log, err := f.logger(io)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(f.Data, "book.sqlite")); errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintln(io.err, "Making a programme of invented data …")
		quiet := io
		quiet.out = discard{}
		if err := (&bookNewCommand{nodeFlags: f.nodeFlags, Name: "demonstration.invalid"}).Run(ctx, quiet); err != nil {
			return err
		}
		if err := f.populate(ctx, log); err != nil {
			return err
		}
	}
	r, err := f.start(ctx, log, func(_ *node, o *web.Options) {
		o.Demonstration = true
		for _, p := range cast {
			o.Hints = append(o.Hints, web.Hint{Name: p.user, Password: demoPassword(p.user), Says: "sign-in.demo-" + p.user})
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "\nComity runs at %s\n\nInvented people who can sign in, with their passwords:\n", r.address)
	for _, p := range cast {
		fmt.Fprintf(io.out, "  %-14s %s\n", p.user, demoPassword(p.user))
	}
	fmt.Fprintf(io.out, "\nEverything here is invented. Press Ctrl+C to stop.\n")
	return r.wait(ctx)
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

// populate records the invented people and what they did.
func (f *serveFlags) populate(ctx context.Context, log *slog.Logger) error {
	n, err := f.open(ctx, func(o *book.Options) { o.Log = log })
	if err != nil {
		return err
	}
	defer n.close()
	if _, err := n.carry(ctx); err != nil { // first, so that the story is what was recorded last
		return err
	}
	security, err := seclog.Open(ctx, n.store, nil, nil)
	if err != nil {
		return err
	}
	d, err := door.Open(ctx, n.store, door.Options{Log: security, Keys: n.keys, Origin: "http://localhost", Name: "demonstration", PasswordAlone: true})
	if err != nil {
		return err
	}
	people, err := f.people(ctx, n)
	if err != nil {
		return err
	}
	for _, p := range cast {
		if err := d.Add(ctx, people[p.user], []string{p.user}, demoPassword(p.user)); err != nil {
			return fmt.Errorf("let %s in: %w", p.user, err)
		}
	}
	return demonstrate(ctx, n, n.blobs, people)
}

// people records the cast: the node the administrator, the administrator the
// others.
func (f *serveFlags) people(ctx context.Context, n *node) (ids map[string]string, err error) {
	ids = map[string]string{}
	today := act.DayOf(time.Now())
	record := func(by string, drafts ...book.Draft) error {
		_, err := n.book.Record(ctx, book.Call{Person: by, Acts: drafts})
		return err
	}
	draft := func(kind string, subject act.Subject, audience, body string) book.Draft {
		return book.Draft{Kind: kind, Subject: subject, Party: "UNODC", Standing: act.Own, Day: today, Audience: audience, Body: []byte(body)}
	}
	enter := func(by, user, name, party string, roles, states []string) error {
		id := cmp.Or(ids[user], "")
		if id == "" {
			if id, err = act.NewPersonID(); err != nil {
				return err
			}
			ids[user] = id
		}
		of := ""
		if len(states) > 0 {
			of = `,"states":["` + strings.Join(states, `","`) + `"]`
		}
		drafts := []book.Draft{draft("person.recorded", act.Subject("person/"+id), "people", fmt.Sprintf(`{"name":%q,"language":"en"}`, name))}
		for _, role := range roles {
			grant, err := act.NewPersonID()
			if err != nil {
				return err
			}
			drafts = append(drafts, draft("role.granted", act.Subject("role/"+grant), "secretariat", fmt.Sprintf(`{"person":"person/%s","role":%q,"party":%q,"from":%q%s}`, id, role, cmp.Or(party, "UNODC"), today, of)))
		}
		return record(by, drafts...)
	}
	for _, p := range cast {
		if p.user == "administrator" {
			if err := enter("", p.user, p.name, p.party, p.roles, p.states); err != nil {
				return nil, err
			}
		}
	}
	for _, p := range cast {
		if p.user != "administrator" {
			if err := enter(ids["administrator"], p.user, p.name, p.party, p.roles, p.states); err != nil {
				return nil, err
			}
		}
	}
	return ids, nil
}
