package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/treaty/law"
)

// lawCommand holds what can be asked of the law of cooperation.
type lawCommand struct {
	Find lawFindCommand `cmd:"" help:"Find on which treaties one State can ask another for help about an offence."`
}

// lawFindCommand is the finder of legal bases.
type lawFindCommand struct {
	recordFlags
	A       string `arg:"" help:"The State that would ask: code or name."`
	B       string `arg:"" help:"The State that would be asked."`
	Offence string `required:"" help:"Code of the list offence, such as corruption or drug-trafficking."`
	Wanted  string `help:"Code of the list legal-help." default:"mutual-legal-assistance"`
	Day     string `help:"The day asked for (default: today)." placeholder:"DAY"`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Run finds and prints.
func (c *lawFindCommand) Run(ctx context.Context, io streams) error {
	day, err := dayOr(c.Day)
	if err != nil {
		return err
	}
	r, err := c.load(ctx)
	if err != nil {
		return err
	}
	q := law.Query{Offence: c.Offence, Help: c.Wanted, Day: day}
	if q.A, err = r.party(c.A, day); err != nil {
		return err
	}
	if q.B, err = r.party(c.B, day); err != nil {
		return err
	}
	for _, x := range []struct{ list, code string }{{"offence", q.Offence}, {"legal-help", q.Help}} {
		if !r.program.Lists.Has(x.list, x.code, day) {
			var codes []string
			for _, e := range r.program.Lists[x.list].On(day) {
				codes = append(codes, e.Code)
			}
			return fmt.Errorf("the list %s has no code %q; it has %s", x.list, x.code, strings.Join(codes, ", "))
		}
	}
	a := law.Find(law.Sources{Register: r.register, Agreements: r.agreements, AsOf: r.asOf,
		Within: func(o, whole string) bool { return r.program.Lists["offence"].Within(o, whole, day) }}, q)
	if c.JSON {
		e := json.NewEncoder(io.out)
		e.SetIndent("", "  ")
		return e.Encode(a)
	}
	r.tell(io.out, &a)
	return nil
}

// label is a code's English label.
func (r *record) label(list, code string, day act.Day) string {
	if l := r.program.Lists[list]; l != nil {
		if e, ok := l.Find(code, day); ok {
			label, _ := e.Label("en")
			return label
		}
	}
	return code
}

// tell prints an answer.
func (r *record) tell(w io.Writer, a *law.Answer) {
	fmt.Fprintf(w, "%s asks %s, %s, %s, %s\n", r.name(a.A), r.name(a.B), r.label("offence", a.Offence, a.Day), r.label("legal-help", a.Help, a.Day), a.Day)
	for i := range a.Bases {
		r.tellBasis(w, a, &a.Bases[i])
	}
	for i := range a.Agreements {
		g := &a.Agreements[i]
		fmt.Fprintf(w, "\n%s (%s), in force from %s\n", g.Title, g.Name, g.From)
		for _, x := range g.Includes {
			fmt.Fprintf(w, "  the offence counts as included in it: %s\n", x)
		}
	}
	fmt.Fprintln(w)
	if a.Alone {
		fmt.Fprintln(w, "No treaty on record is a basis. Reciprocity may be, as far as the law of the State that is asked lets it.")
	} else {
		fmt.Fprintln(w, "Besides: reciprocity, as far as the law of the State that is asked lets it.")
	}
	for _, x := range a.Absent {
		fmt.Fprintf(w, "No basis: %s, %s (%s: %s, %s: %s)\n", x.Instrument, r.say.Text("law.why."+x.Why, i18n.Args{"Cite": string(x.Cite)}),
			a.A, r.say.Text("treaty.state."+string(x.A)), a.B, r.say.Text("treaty.state."+string(x.B)))
	}
	for _, key := range a.NotLoaded {
		fmt.Fprintf(w, "Not loaded: %s\n", r.say.Text("law.not-loaded."+key))
	}
}

func (r *record) tellBasis(w io.Writer, a *law.Answer, b *law.Basis) {
	fmt.Fprintf(w, "\n%s: %s since %s, %s since %s; %s\n", b.Instrument, a.A, b.A.From, a.B, b.B.From, r.source(b.Instrument, a.Day))
	if b.Conditional {
		fmt.Fprintln(w, "  only where it is serious crime in the treaty's sense")
	}
	if b.Unconfirmed {
		fmt.Fprintln(w, "  articles from general knowledge: unconfirmed")
	}
	for _, o := range b.Offences {
		words := r.label("offence", o.Code, a.Day)
		if o.Optional {
			words += "; parties need only consider it"
		}
		if o.Condition != "" {
			words += "; " + r.label("offence-condition", o.Condition, a.Day)
		}
		fmt.Fprintf(w, "  %s: %s\n", o.Cite, words)
	}
	if b.Scope != "" {
		fmt.Fprintf(w, "  %s: %s\n", b.ScopeIn, r.label("offence-condition", b.Scope, a.Day))
	}
	if b.ThroughBy != "" {
		fmt.Fprintf(w, "  %s: the articles of %s apply\n", b.ThroughBy, b.Through)
	}
	for _, x := range b.Articles {
		fmt.Fprintf(w, "  %s: %s\n", x.Cite, r.say.Text("law.article."+x.Key))
	}
	for _, d := range b.Displaced {
		if d.InLieu {
			fmt.Fprintf(w, "  %s to %s: apply in the stead of %s, as the two agreed\n", d.From, d.To, d.Agreement)
		} else {
			fmt.Fprintf(w, "  %s to %s: give way to %s (%s)\n", d.From, d.To, d.Agreement, d.By)
		}
	}
	for _, x := range []struct{ party, takes string }{{a.A, b.TakesA}, {a.B, b.TakesB}} {
		switch x.takes {
		case "yes":
			fmt.Fprintf(w, "  %s takes the treaty as legal basis\n", x.party)
		case "no":
			fmt.Fprintf(w, "  %s does not take the treaty as legal basis\n", x.party)
		}
	}
	for _, d := range b.Declared {
		fmt.Fprintf(w, "  %s named on %s: %s\n", d.Party, d.Day, clean(strings.Join(append([]string{d.Authority, d.Channel}, d.Languages...), " ")))
	}
	for i := range b.Statements {
		s := &b.Statements[i]
		bears := "does not bear on this"
		if s.Bears {
			bears = "bears on this"
		}
		fmt.Fprintf(w, "  %s of %s, %s: %s %s\n", s.Action, s.Party, s.Day, bears, s.ID)
	}
}
