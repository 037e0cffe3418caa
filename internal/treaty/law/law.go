// Package law answers on which legal basis two States can cooperate about an
// offence: the universal treaties in force for both that cover it, the articles,
// the reservations and declarations that bear on them, whom and in what language
// the requested State said it is asked, what a bilateral or regional treaty
// displaces, and plainly what is not known here. It is pure and holds no case
// data: who asks, about whom and why is nowhere named.
package law

import (
	"slices"

	"comity/internal/act"
	"comity/internal/programme"
	"comity/internal/treaty"
)

// Query is what is asked: A would ask B for help about an offence on a day.
type Query struct {
	A, B    string // codes of States
	Offence string // code of the list "offence"
	Help    string // code of the list "legal-help"
	Day     act.Day
}

// Sources are what answers are drawn from.
type Sources struct {
	Register   *treaty.Register
	Agreements []treaty.Agreement
	// Within says whether an offence lies in another, or is it.
	Within func(offence, whole string) bool
	// AsOf is, by treaty, the day of the newest list that was taken in.
	AsOf map[string]act.Day
}

// Answer is all that is known of the question.
type Answer struct {
	Query
	Bases []Basis
	// Agreements are bilateral and regional treaties in force between the two
	// on the kind of help.
	Agreements []Agreement
	// Absent are treaties that cover the offence and don't bind both.
	Absent []Absent
	// Reciprocity is a basis besides, as far as the requested State's law lets
	// it: Alone where there is no other.
	Alone bool
	// NotLoaded says what is missing from the record: keys of messages,
	// "law.not-loaded." before them.
	NotLoaded []string
}

// Basis is one universal treaty on which the help can rest.
type Basis struct {
	Instrument string
	// Through is the treaty whose articles on cooperation apply: the
	// instrument itself, or the parent of a protocol.
	Through   string
	ThroughBy act.Cite // the protocol's article that says so
	Offences  []Offence
	// Conditional: only where the offence is serious crime in the treaty's sense.
	Conditional bool
	Scope       string // code of the list "offence-condition"
	ScopeIn     act.Cite
	Articles    []Article
	Displaced   []Displacement
	Statements  []Statement
	Declared    []treaty.Deposit // by the requested State: authority, language, channel
	// Takes is what the two said of the treaty as legal basis: "yes", "no", "".
	TakesA, TakesB string
	A, B           treaty.Status
	AsOf           act.Day // of the list of participants, "" for none
	Unconfirmed    bool    // articles written without the text at hand
}

// Offence is an offence of a treaty that the one asked about is, or contains.
type Offence struct {
	Code      string
	Cite      act.Cite
	Optional  bool
	Condition string
}

// Article is a provision that counts, under the key of the message that says
// what for: "law.article." before it.
type Article struct {
	Key  string
	Cite act.Cite
}

// Displacement is paragraphs of a treaty that give way to an agreement, or that
// its parties agreed to apply in its stead.
type Displacement struct {
	Agreement string
	From, To  act.Cite // first and last paragraph
	By        act.Cite
	InLieu    bool
}

// Statement is a reservation or declaration of one of the two.
type Statement struct {
	treaty.Deposit
	Verdict treaty.Verdict
	// Bears: it touches the articles that count here.
	Bears bool
}

// Agreement is a bilateral or regional treaty between the two.
type Agreement struct {
	treaty.Agreement
	// Includes are the articles by which the offence counts as extraditable in it.
	Includes []act.Cite
}

// Why a treaty is no basis.
const (
	NotBoth     = "not-both"     // it does not bind both on the day
	NoRelation  = "no-relation"  // an objection keeps it from binding the two towards each other
	NotForThis  = "not-for-this" // it covers the offence, and not this help for it
	SaysNothing = "says-nothing" // it has no article on this help
	Amended     = "amended"      // another treaty has taken its place between the two
	NotLoaded   = "not-loaded"   // nobody's participation is on record
)

// Absent is a treaty that covers the offence and is no basis.
type Absent struct {
	Instrument string
	Why        string
	A, B       treaty.State
	Cite       act.Cite
}

// Find answers a question.
func Find(s Sources, q Query) Answer {
	a := Answer{Query: q}
	for _, g := range s.Agreements {
		if g.From <= q.Day && (g.Until == "" || q.Day < g.Until) && slices.Contains(g.Parties, q.A) && slices.Contains(g.Parties, q.B) && slices.Contains(g.Help, q.Help) {
			a.Agreements = append(a.Agreements, Agreement{Agreement: g})
		}
	}
	var conditional []Basis
	for _, code := range s.Register.Instruments() {
		i, _ := s.Register.Instrument(code)
		if i.Law == nil {
			continue
		}
		offences, serious := covered(i, q.Offence, s.Within)
		if len(offences) == 0 {
			continue
		}
		b, absent := s.basis(i, offences, q, a.Agreements)
		switch {
		case b != nil && serious:
			b.Conditional = true
			conditional = append(conditional, *b)
		case b != nil:
			a.Bases = append(a.Bases, *b)
		case !serious:
			a.Absent = append(a.Absent, absent)
		}
	}
	a.Bases = append(a.Bases, conditional...)
	for k := range a.Agreements {
		for _, b := range a.Bases {
			for _, x := range b.Articles {
				if x.Key == "deemed" && !b.Conditional {
					a.Agreements[k].Includes = append(a.Agreements[k].Includes, x.Cite)
				}
			}
		}
	}
	a.Alone = len(a.Bases) == 0 && len(a.Agreements) == 0
	a.NotLoaded = s.missing(q)
	return a
}

// missing says what the record lacks.
func (s *Sources) missing(q Query) (keys []string) {
	pair := false
	for _, g := range s.Agreements {
		pair = pair || slices.Contains(g.Parties, q.A) && slices.Contains(g.Parties, q.B)
	}
	switch {
	case len(s.Agreements) == 0:
		keys = append(keys, "agreements")
	case !pair:
		keys = append(keys, "agreements-of-pair")
	}
	return append(keys, "national-law")
}

// covered are the offences of a treaty that the one asked about is or contains.
// serious: it is covered as serious crime only.
func covered(i programme.Instrument, offence string, within func(a, b string) bool) (out []Offence, serious bool) {
	var any *programme.Offence
	for k := range i.Law.Offences {
		o := &i.Law.Offences[k]
		if o.Code == "serious-crime" && o.Code != offence {
			any = o
			continue
		}
		if o.Code == offence || within(o.Code, offence) {
			out = append(out, Offence{o.Code, o.Cite(i.Code), o.Optional, o.Condition})
		}
	}
	if len(out) == 0 && any != nil {
		return []Offence{{Code: any.Code, Cite: any.Cite(i.Code)}}, true
	}
	return out, false
}

// basis says how a treaty that covers the offence serves, or why it does not.
func (s *Sources) basis(i programme.Instrument, offences []Offence, q Query, agreements []Agreement) (*Basis, Absent) {
	g := s.Register
	no := Absent{Instrument: i.Code, A: g.StateOn(i.Code, q.A, q.Day), B: g.StateOn(i.Code, q.B, q.Day)}
	offences, excluded := helped(i, offences, q.Help)
	if len(offences) == 0 {
		no.Why, no.Cite = NotForThis, excluded
		return nil, no
	}
	through, by := i, act.Cite("")
	if i.Law.Parent != "" {
		if parent, ok := g.Instrument(i.Parent); ok && parent.Law != nil {
			through, by = parent, programme.Rule{Article: i.Law.Parent}.Cite(i.Code)
		}
	}
	c := cooperation(through.Law, q.Help)
	switch {
	case c == nil:
		no.Why = SaysNothing
		return nil, no
	case len(g.Parties(i.Code)) == 0:
		no.Why = NotLoaded
		return nil, no
	case no.A != treaty.Bound || no.B != treaty.Bound || through.Code != i.Code && (g.StateOn(through.Code, q.A, q.Day) != treaty.Bound || g.StateOn(through.Code, q.B, q.Day) != treaty.Bound):
		no.Why = NotBoth
		return nil, no
	case apart(g, i.Code, q.A, q.B, q.Day) || apart(g, i.Code, q.B, q.A, q.Day):
		no.Why, no.Cite = NoRelation, "VCLT#20.4(b)"
		return nil, no
	}
	if next := i.Law.Amended; next != "" && g.StateOn(next, q.A, q.Day) == treaty.Bound && g.StateOn(next, q.B, q.Day) == treaty.Bound {
		no.Why, no.Cite = Amended, programme.Rule{Article: i.Law.AmendedIn}.Cite(i.Code)
		return nil, no
	}
	b := &Basis{Instrument: i.Code, Through: through.Code, ThroughBy: by, Offences: offences, A: g.StatusOn(i.Code, q.A, q.Day), B: g.StatusOn(i.Code, q.B, q.Day), AsOf: s.AsOf[i.Code]}
	if i.Law.Scope != "" {
		b.Scope, b.ScopeIn = i.Law.Scope, programme.Rule{Article: i.Law.ScopeIn}.Cite(i.Code)
	}
	b.articles(c, through.Code)
	b.Unconfirmed = c.Unconfirmed || slices.ContainsFunc(i.Law.Offences, func(o programme.Offence) bool { return o.Unconfirmed })
	b.displace(c, through.Code, agreements)
	b.statements(g, i.Code, q, offences)
	if through.Code != i.Code {
		b.statements(g, through.Code, q, nil)
	}
	return b, no
}

// helped leaves out the offences for which a treaty opens no such help.
func helped(i programme.Instrument, offences []Offence, help string) (out []Offence, excluded act.Cite) {
	for _, o := range offences {
		k := slices.IndexFunc(i.Law.Offences, func(x programme.Offence) bool { return x.Code == o.Code })
		if slices.Contains(i.Law.Offences[k].Without, help) {
			excluded = o.Cite
			continue
		}
		out = append(out, o)
	}
	return out, excluded
}

func cooperation(l *programme.Law, help string) *programme.Cooperation {
	for k := range l.Cooperation {
		if l.Cooperation[k].Help == help {
			return &l.Cooperation[k]
		}
	}
	return nil
}

// apart says whether an objection of one keeps the treaty from binding it
// towards the other.
func apart(g *treaty.Register, code, objector, other string, day act.Day) bool {
	return slices.ContainsFunc(g.Standing(code, objector, treaty.Objection, day), func(d treaty.Deposit) bool { return d.NoRelation && d.Against == other })
}

// articles gathers what a treaty says of the help.
func (b *Basis) articles(c *programme.Cooperation, code string) {
	for _, x := range []struct{ key, at string }{
		{"help", c.Article}, {"deemed", c.Deemed}, {"basis", c.Basis}, {"informs", c.Informs}, {"untreatied", c.Untreatied}, {"prosecute", c.Prosecute},
		{"authority", c.Authority}, {"language", c.Language}, {"channel", c.Channel}, {"form", c.Form}, {"others", c.Others},
		{"no-political", c.NoPolitical}, {"no-fiscal", c.NoFiscal}, {"bank-secrecy", c.BankSecrecy},
	} {
		if x.at != "" {
			b.Articles = append(b.Articles, Article{x.key, programme.Rule{Article: x.at}.Cite(code)})
		}
	}
}

// displace: paragraphs that apply only where no other treaty on the help binds
// both give way to one that does, unless the two agreed to apply them.
func (b *Basis) displace(c *programme.Cooperation, code string, agreements []Agreement) {
	if len(c.Displaced) != 2 {
		return
	}
	at := func(article string) act.Cite { return programme.Rule{Article: article}.Cite(code) }
	for _, g := range agreements {
		b.Displaced = append(b.Displaced, Displacement{Agreement: g.Name, From: at(c.Displaced[0]), To: at(c.Displaced[1]), By: at(c.DisplacedBy),
			InLieu: slices.ContainsFunc(g.InLieu, func(x act.Cite) bool { return x.Symbol() == code })})
	}
}
