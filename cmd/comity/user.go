package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"comity/internal/access"
	"comity/internal/access/door"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

// userCommand holds what is done with people who sign in.
type userCommand struct {
	Add     userAddCommand     `cmd:"" help:"Record a person, grant a role, and open an account; the first administrator is made so."`
	List    userListCommand    `cmd:"" help:"List the accounts, with roles and how far each has come."`
	Invite  userInviteCommand  `cmd:"" help:"Make an invitation, by which a person sets first credentials, or new ones in the place of all."`
	Role    userRoleCommand    `cmd:"" help:"Grant a person a role."`
	Link    userLinkCommand    `cmd:"" help:"Link a person's account at an OpenID provider."`
	Disable userDisableCommand `cmd:"" help:"Close an account: nobody signs in to it, its sessions and tokens end."`
	Enable  userEnableCommand  `cmd:"" help:"Open a closed account again."`
}

// actingFlags say in whose name an administrator works at the command line.
type actingFlags struct {
	nodeFlags
	Person string `help:"Your id in the book; without it the node itself, which records the first administrator only."`
	Origin string `help:"Address of the pages, for the link of an invitation." env:"COMITY_ORIGIN" placeholder:"URL"`
}

// within opens node and door, and closes them after f.
func (a *actingFlags) within(ctx context.Context, f func(*node, *door.Door) error) (err error) {
	n, err := a.openServing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	d, _, err := n.openDoor(ctx, a.Origin)
	if err != nil {
		return err
	}
	return f(n, d)
}

// who finds a person by id or by a name for signing in.
func who(ctx context.Context, d *door.Door, named string) (string, error) {
	if id, err := uuid.Parse(named); err == nil && id.String() == named {
		return named, nil
	}
	person, err := d.Find(ctx, named)
	if err == nil && person == "" {
		err = fmt.Errorf("nobody signs in as %q; comity user list names those who do", named)
	}
	return person, err
}

// userAddCommand adds a person.
type userAddCommand struct {
	actingFlags
	Name          string   `arg:"" optional:"" help:"The person's name; left out with --id."`
	ID            string   `help:"Id of a person whom the book has recorded already." placeholder:"UUID"`
	User          []string `help:"Names for signing in; without one the mail address." placeholder:"NAME"`
	Mail          string   `help:"The person's mail address."`
	Language      string   `help:"The person's language." enum:"ar,en,es,fr,ru,zh" default:"en"`
	Role          string   `help:"Role to grant: officer, administrator, auditor …"`
	Party         string   `help:"Code of the body in whose name: UNODC, say."`
	States        []string `help:"States of a field officer or an expert."`
	Password      bool     `help:"Ask for a first password on the terminal instead of making an invitation." xor:"password"`
	PasswordStdin bool     `help:"Read a first password from standard input." xor:"password"`
}

// Run records, grants and opens; it prints the person's id and an invitation.
func (c *userAddCommand) Run(ctx context.Context, io streams) error {
	names := c.User
	if len(names) == 0 && c.Mail != "" {
		names = []string{c.Mail}
	}
	switch {
	case (c.Name == "") == (c.ID == ""):
		return errors.New("add a person: give either the name of a new one, or --id of one whom the book has recorded")
	case len(names) == 0:
		return errors.New("add a person: give --mail or --user, by which they sign in")
	case c.Party == "":
		return errors.New("add a person: give --party, the body in whose name it is done, such as UNODC")
	case c.Person == "" && c.ID == "" && c.Role != string(access.Administrator):
		return errors.New("add a person: without --person the node itself acts, and it records the first administrator only; give --role administrator, or your id with --person")
	}
	word, err := c.password(io)
	if err != nil {
		return err
	}
	return c.within(ctx, func(n *node, d *door.Door) error {
		if err := d.Check(ctx, c.ID, names, word); err != nil {
			return fmt.Errorf("add a person: %w", err)
		}
		person, err := c.record(ctx, n)
		if err != nil {
			return err
		}
		if err := d.Add(ctx, person, names, word); err != nil {
			return fmt.Errorf("the person %s is recorded, and has no account yet: %w (then: comity user add --id %s)", person, err, person)
		}
		fmt.Fprintln(io.out, person)
		if word != "" {
			fmt.Fprintln(io.err, "With the first sign-in a second factor is set, within seven days.")
			return nil
		}
		return c.invite(ctx, d, person, io)
	})
}

func (c *userAddCommand) password(io streams) (string, error) {
	switch {
	case c.PasswordStdin:
		return readLine(io.in)
	case c.Password:
		return askTwice(io)
	}
	return "", nil
}

// record records a person and a role, as the command asks, in one call.
func (c *userAddCommand) record(ctx context.Context, n *node) (person string, err error) {
	var acts []book.Draft
	if person = c.ID; person == "" {
		if person, err = act.NewPersonID(); err != nil {
			return "", err
		}
		acts = append(acts, draft("person.recorded", "person/"+person, c.Party, "people", map[string]any{"name": c.Name, "mail": c.Mail, "language": c.Language}))
	}
	if c.Role != "" {
		d, err := grantDraft(person, c.Role, c.Party, "", c.States)
		if err != nil {
			return "", err
		}
		acts = append(acts, d)
	}
	if len(acts) == 0 {
		return person, nil
	}
	if _, err := n.book.Record(ctx, book.Call{Person: c.Person, Acts: acts}); err != nil {
		return "", fmt.Errorf("record the person: %w", err)
	}
	return person, nil
}

// grantDraft is the act that grants a role from today.
func grantDraft(person, role, party, until string, states []string) (book.Draft, error) {
	id, err := act.NewPersonID()
	if err != nil {
		return book.Draft{}, err
	}
	body := map[string]any{"person": "person/" + person, "role": role, "party": party, "from": act.DayOf(time.Now())}
	if until != "" {
		body["until"] = until
	}
	if len(states) > 0 {
		body["states"] = states
	}
	return draft("role.granted", "role/"+id, party, "secretariat", body), nil
}

// draft is an act of today, own of the party; empty fields of its body are left
// out.
func draft(kind, subject, party, audience string, body map[string]any) book.Draft {
	for k, v := range body {
		if v == "" {
			delete(body, k)
		}
	}
	b, _ := json.Marshal(body) // of text and lists of text
	return book.Draft{Kind: kind, Subject: act.Subject(subject), Party: party, Standing: act.Own, Day: act.DayOf(time.Now()), Audience: audience, Body: b}
}

// invite prints an invitation, once. The code stands behind # in the link, which
// browsers do not send.
func (a *actingFlags) invite(ctx context.Context, d *door.Door, person string, io streams) error {
	code, until, err := d.Invite(ctx, person, a.Person, door.From{})
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "invitation: %s\n", code)
	if a.Origin != "" {
		fmt.Fprintf(io.out, "%s/invitation#%s\n", strings.TrimSuffix(a.Origin, "/"), code)
	}
	fmt.Fprintf(io.err, "It is shown this once and holds until %s UTC. Give it to that person alone.\n", until.Format("2006-01-02 15:04"))
	return nil
}

// userInviteCommand invites.
type userInviteCommand struct {
	actingFlags
	User string `arg:"" help:"The person, by id or by a name for signing in."`
}

// Run prints a new invitation; an earlier one is worth nothing then.
func (c *userInviteCommand) Run(ctx context.Context, io streams) error {
	return c.within(ctx, func(_ *node, d *door.Door) error {
		person, err := who(ctx, d, c.User)
		if err != nil {
			return err
		}
		return c.invite(ctx, d, person, io)
	})
}

// userRoleCommand grants a role.
type userRoleCommand struct {
	actingFlags
	User   string   `arg:"" help:"The person, by id or by a name for signing in."`
	Role   string   `arg:"" help:"The role: officer, field-officer, reviewer, certifying, approving, auditor, administrator, expert, donor, partner."`
	Party  string   `required:"" help:"Code of the body in whose name: UNODC, say."`
	States []string `help:"States of a field officer or an expert."`
	Until  string   `help:"First day on which it no longer holds, as in 2027-01-01."`
}

// Run records the grant.
func (c *userRoleCommand) Run(ctx context.Context, io streams) error {
	return c.within(ctx, func(n *node, d *door.Door) error {
		person, err := who(ctx, d, c.User)
		if err != nil {
			return err
		}
		grant, err := grantDraft(person, c.Role, c.Party, c.Until, c.States)
		if err != nil {
			return err
		}
		r, err := n.book.Record(ctx, book.Call{Person: c.Person, Acts: []book.Draft{grant}})
		if err != nil {
			return fmt.Errorf("grant the role: %w", err)
		}
		_, err = fmt.Fprintln(io.out, r.Acts[0].Subject)
		return err
	})
}

// userLinkCommand links an account elsewhere.
type userLinkCommand struct {
	actingFlags
	User    string `arg:"" help:"The person, by id or by a name for signing in."`
	Issuer  string `required:"" help:"The provider's issuer, an address." placeholder:"URL"`
	Subject string `required:"" help:"The person's subject at the provider: its claim sub, never the mail address."`
}

// Run links it.
func (c *userLinkCommand) Run(ctx context.Context) error {
	return c.within(ctx, func(_ *node, d *door.Door) error {
		person, err := who(ctx, d, c.User)
		if err != nil {
			return err
		}
		return d.Link(ctx, person, c.Issuer, c.Subject, c.Person, door.From{})
	})
}

// userDisableCommand closes an account.
type userDisableCommand struct {
	actingFlags
	User string `arg:"" help:"The person, by id or by a name for signing in."`
}

// Run closes it. Roles are acts and end by acts.
func (c *userDisableCommand) Run(ctx context.Context, io streams) error {
	return c.within(ctx, func(n *node, d *door.Door) error {
		person, err := who(ctx, d, c.User)
		if err != nil {
			return err
		}
		if err := d.Close(ctx, person, c.Person, door.From{}); err != nil {
			return err
		}
		roles, err := rolesOf(ctx, n, person)
		if err == nil && roles != "" {
			fmt.Fprintf(io.err, "The account is closed. The person still holds in the book: %s; end that with role.ended.\n", roles)
		}
		return err
	})
}

// userEnableCommand opens an account again.
type userEnableCommand struct {
	actingFlags
	User string `arg:"" help:"The person, by id or by a name for signing in."`
}

// Run opens it.
func (c *userEnableCommand) Run(ctx context.Context) error {
	return c.within(ctx, func(_ *node, d *door.Door) error {
		person, err := who(ctx, d, c.User)
		if err != nil {
			return err
		}
		return d.Reopen(ctx, person, c.Person, door.From{})
	})
}

// rolesOf are the roles that a person holds today, joined.
func rolesOf(ctx context.Context, n *node, person string) (string, error) {
	var roles []string
	err := n.book.Read(ctx, 0, func(v store.View) error {
		w, err := access.LoadWho(ctx, v, person)
		roles = nil
		for i := range w.Grants {
			if g := &w.Grants[i]; g.InForce(act.DayOf(time.Now())) {
				roles = append(roles, string(g.Role))
			}
		}
		return err
	})
	slices.Sort(roles)
	return strings.Join(roles, ", "), err
}
