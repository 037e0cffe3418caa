package operations

import (
	"context"

	"comity/internal/act"
	"comity/internal/party"
	"comity/internal/treaty"
	"comity/internal/treaty/law"
	"comity/internal/ui"
)

type legalIn struct {
	When
	A       string `query:"a" required:"true" maxLength:"64" example:"FRA" doc:"The State that would ask."`
	B       string `query:"b" required:"true" maxLength:"64" example:"PER" doc:"The State that would be asked."`
	Offence string `query:"offence" required:"true" maxLength:"64" doc:"A code of the list offence."`
	Help    string `query:"help" required:"true" maxLength:"64" doc:"The help that is wanted: a code of the list legal-help."`
}

// Bases are the legal bases on which one State can ask another for help.
type Bases struct {
	A           string         `json:"a"`
	B           string         `json:"b"`
	Offence     string         `json:"offence"`
	Help        string         `json:"help"`
	Day         string         `json:"day"`
	Bases       []BasisRow     `json:"bases" nullable:"false" doc:"Universal treaties in force for both, those that name the offence first."`
	Agreements  []AgreementRow `json:"agreements" nullable:"false" doc:"Bilateral and regional treaties in force between the two."`
	Absent      []AbsentRow    `json:"absent" nullable:"false" doc:"Treaties that cover the offence and are no basis, with the reason."`
	Reciprocity string         `json:"reciprocity" enum:"besides,alone" doc:"A basis as far as the law of the requested State lets it: beside others, or alone."`
	NotLoaded   []LegalGap     `json:"not_loaded" nullable:"false" doc:"What the record lacks."`
	Notes       []string       `json:"notes" nullable:"false"`
}

// LegalGap is a key with its sentence in the language of the request.
type LegalGap struct {
	Key  string `json:"key"`
	Says string `json:"says"`
}

// BasisRow is a universal treaty on which the help can rest.
type BasisRow struct {
	Treaty      string            `json:"treaty"`
	Title       string            `json:"title"`
	Language    string            `json:"language"`
	Through     string            `json:"through,omitempty" doc:"The treaty whose articles on cooperation apply, where it is another."`
	ThroughBy   string            `json:"through_by,omitempty"`
	Conditional bool              `json:"conditional,omitempty" doc:"Only where the offence is serious crime in the treaty's sense."`
	Scope       string            `json:"scope,omitempty" doc:"A code of the list offence-condition."`
	ScopeIn     string            `json:"scope_in,omitempty"`
	BoundA      string            `json:"bound_a" doc:"Since when the first is bound."`
	BoundB      string            `json:"bound_b"`
	TakesA      string            `json:"takes_a,omitempty" enum:"yes,no" doc:"Whether it said that it takes the treaty as the legal basis."`
	TakesB      string            `json:"takes_b,omitempty" enum:"yes,no"`
	ListAsOf    string            `json:"list_as_of,omitempty"`
	Unconfirmed bool              `json:"unconfirmed,omitempty" doc:"Articles written without the text at hand."`
	Offences    []OffenceRow      `json:"offences" nullable:"false"`
	Articles    []LegalArticle    `json:"articles" nullable:"false"`
	Displaced   []DisplacementRow `json:"displaced" nullable:"false"`
	Declared    []DepositRow      `json:"declared" nullable:"false" doc:"By the requested State: authority, language, channel."`
	Statements  []StatementRow    `json:"statements" nullable:"false"`
	Doubts      []TreatyDoubt     `json:"doubts" nullable:"false"`
}

// LegalArticle is a provision that counts.
type LegalArticle struct {
	Cite string `json:"cite"`
	Key  string `json:"key" doc:"What it is about; it never changes."`
	Says string `json:"says"`
}

// DisplacementRow is paragraphs that give way to an agreement.
type DisplacementRow struct {
	Agreement string `json:"agreement"`
	From      string `json:"from"`
	To        string `json:"to"`
	By        string `json:"by"`
	InLieu    bool   `json:"in_lieu,omitempty" doc:"The two agreed to apply them in the agreement's stead."`
}

// StatementRow is a reservation or declaration of one of the two.
type StatementRow struct {
	DepositRow
	Bears   bool   `json:"bears" doc:"It touches the articles that count here."`
	Verdict string `json:"verdict,omitempty" doc:"What became of a reservation."`
}

// AbsentRow is a treaty that covers the offence and is no basis.
type AbsentRow struct {
	Treaty string `json:"treaty"`
	Why    string `json:"why"`
	Says   string `json:"says"`
	Cite   string `json:"cite,omitempty"`
	A      string `json:"state_a"`
	B      string `json:"state_b"`
}

type legalOut struct{ Body Bases }

func (o *operations) legal(ctx context.Context, in *legalIn) (*legalOut, error) {
	a, err := o.at(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	q := law.Query{A: in.A, B: in.B, Offence: in.Offence, Help: in.Help, Day: a.day}
	if err := o.check(q); err != nil {
		return nil, err
	}
	found := law.Find(law.Sources{Register: a.Register, Agreements: a.Agreements, AsOf: a.AsOf(),
		Within: func(x, whole string) bool { return o.node.Lists["offence"].Within(x, whole, a.day) }}, q)
	return &legalOut{bases(a.v, a.Register, &found)}, nil
}

// check says all that is wrong with a question.
func (o *operations) check(q law.Query) error {
	var faults act.Faults
	add := func(name, value, code, why, do string) {
		faults = append(faults, act.Invalid{Code: code, Where: "query." + name, What: value, Why: why, Do: do})
	}
	for _, x := range []struct{ name, value string }{{"a", q.A}, {"b", q.B}} {
		if s := o.node.Parties.ByCode(x.value); s == nil || s.Type != party.State {
			add(x.name, x.value, "api.state", "there is no State of this code", "take a code from the list of States")
		}
	}
	if q.A == q.B {
		add("b", q.B, "api.same-state", "the two are one State", "name two different States")
	}
	for _, x := range []struct{ name, list, value string }{{"offence", "offence", q.Offence}, {"help", "legal-help", q.Help}} {
		if !o.node.Lists.Has(x.list, x.value, q.Day) {
			add(x.name, x.value, "api.code", "the list has no such code", "take one from the list")
		}
	}
	return faults.Err()
}

func bases(v *ui.Visit, g *treaty.Register, f *law.Answer) Bases {
	out := Bases{A: f.A, B: f.B, Offence: f.Offence, Help: f.Help, Day: string(f.Day), Bases: []BasisRow{}, Agreements: []AgreementRow{}, Absent: []AbsentRow{}, Reciprocity: "besides",
		NotLoaded: []LegalGap{}, Notes: []string{v.Text("legal.no-case"), v.Text("about.depositary")}}
	if f.Alone {
		out.Reciprocity = "alone"
	}
	for k := range f.Bases {
		out.Bases = append(out.Bases, basisRow(v, g, &f.Bases[k]))
	}
	for k := range f.Agreements {
		out.Agreements = append(out.Agreements, agreementRow(&f.Agreements[k].Agreement))
	}
	for _, x := range f.Absent {
		out.Absent = append(out.Absent, AbsentRow{x.Instrument, x.Why, v.Text("law.why."+x.Why, map[string]string{"Cite": string(x.Cite)}), string(x.Cite), string(x.A), string(x.B)})
	}
	for _, key := range f.NotLoaded {
		out.NotLoaded = append(out.NotLoaded, LegalGap{key, v.Text("law.not-loaded." + key)})
	}
	return out
}

func basisRow(v *ui.Visit, g *treaty.Register, b *law.Basis) BasisRow {
	r := BasisRow{Treaty: b.Instrument, ThroughBy: string(b.ThroughBy), Conditional: b.Conditional, Scope: b.Scope, ScopeIn: string(b.ScopeIn), BoundA: string(b.A.From), BoundB: string(b.B.From),
		TakesA: b.TakesA, TakesB: b.TakesB, ListAsOf: string(b.AsOf), Unconfirmed: b.Unconfirmed, Offences: []OffenceRow{}, Articles: []LegalArticle{}, Displaced: []DisplacementRow{},
		Declared: []DepositRow{}, Statements: []StatementRow{}, Doubts: doubtRows(v, append(append([]treaty.Doubt{}, b.A.Doubts...), b.B.Doubts...))}
	i, _ := g.Instrument(b.Instrument)
	r.Title, r.Language = title(v, &i)
	if b.Through != b.Instrument {
		r.Through = b.Through
	}
	for _, x := range b.Offences {
		r.Offences = append(r.Offences, OffenceRow{Code: x.Code, Cite: string(x.Cite), Optional: x.Optional, Condition: x.Condition})
	}
	for _, x := range b.Articles {
		r.Articles = append(r.Articles, LegalArticle{string(x.Cite), x.Key, v.Text("law.article." + x.Key)})
	}
	for _, x := range b.Displaced {
		r.Displaced = append(r.Displaced, DisplacementRow{x.Agreement, string(x.From), string(x.To), string(x.By), x.InLieu})
	}
	for k := range b.Declared {
		r.Declared = append(r.Declared, depositRow(&b.Declared[k]))
	}
	for k := range b.Statements {
		s := &b.Statements[k]
		r.Statements = append(r.Statements, StatementRow{depositRow(&s.Deposit), s.Bears, string(s.Verdict.State)})
	}
	return r
}
