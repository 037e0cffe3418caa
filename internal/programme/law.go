package programme

import (
	"fmt"

	"comity/internal/act"
)

// Offence is conduct that a treaty has its parties make an offence.
type Offence struct {
	Rule
	Code string `toml:"code"` // of the list "offence"
	// Optional: parties need only consider making it one.
	Optional bool `toml:"optional"`
	// Condition under which the treaty covers it; a code of the list
	// "offence-condition", "" for none.
	Condition string `toml:"condition"`
	// Without are kinds of cooperation that the treaty does not open for it.
	Without []string `toml:"without"`
}

// Cooperation is what a treaty says of one kind of help.
type Cooperation struct {
	Rule
	Help string `toml:"help"` // code of the list "legal-help"
	// Deemed: the offences count as extraditable in treaties between the parties.
	Deemed string `toml:"deemed"`
	// Basis: the treaty may itself be the legal basis.
	Basis string `toml:"basis"`
	// Informs: a party says whether it takes the treaty as the legal basis.
	Informs string `toml:"informs"`
	// Without: parties that ask for no treaty recognize the offences between them.
	Untreatied string `toml:"untreatied"`
	// Prosecute: who does not extradite submits the case.
	Prosecute string `toml:"prosecute"`
	// Authority, Language: the article under which they are declared.
	Authority string `toml:"authority"`
	Language  string `toml:"language"`
	// Channel and Form: by which way, in which form requests are made.
	Channel string `toml:"channel"`
	Form    string `toml:"form"`
	// Displaced: the first and last paragraph that apply only where no other
	// treaty on the matter binds both; DisplacedBy says so.
	Displaced   []string `toml:"displaced"`
	DisplacedBy string   `toml:"displaced_by"`
	// Others: other treaties' obligations stay.
	Others string `toml:"others"`
	// NoPolitical, NoFiscal: no refusal on these grounds; BankSecrecy likewise.
	NoPolitical string `toml:"no_political"`
	NoFiscal    string `toml:"no_fiscal"`
	BankSecrecy string `toml:"bank_secrecy"`
}

// places are the articles that a kind of cooperation names besides its own.
func (c *Cooperation) places() []string {
	return append([]string{c.Article, c.Deemed, c.Basis, c.Informs, c.Untreatied, c.Prosecute, c.Authority, c.Language, c.Channel, c.Form,
		c.DisplacedBy, c.Others, c.NoPolitical, c.NoFiscal, c.BankSecrecy}, c.Displaced...)
}

// Law is what a treaty says of offences and of cooperation between its parties.
type Law struct {
	// Parent: the parent's articles on cooperation apply to these offences
	// under this article.
	Parent string `toml:"parent"`
	// Amended is the code of the treaty that takes this one's place between
	// those who are parties to both, and AmendedIn the article by which it does.
	Amended   string `toml:"amended"`
	AmendedIn string `toml:"amended_in"`
	// Scope names what narrows the whole treaty: a code of the list
	// "offence-condition".
	Scope       string        `toml:"scope"`
	ScopeIn     string        `toml:"scope_in"` // the article
	Offences    []Offence     `toml:"offence"`
	Cooperation []Cooperation `toml:"cooperation"`
}

func (l *Law) check(code string) (key string, err error) {
	place := func(key, at string) error {
		if at == "" {
			return nil
		}
		if _, err := act.ParseCite(string(Rule{Article: at}.Cite(code))); err != nil {
			return fmt.Errorf("%s: article %q is no place in a treaty; write 18.15", key, at)
		}
		return nil
	}
	for _, at := range []string{l.Parent, l.ScopeIn, l.AmendedIn} {
		if err := place("law", at); err != nil {
			return "law", err
		}
	}
	for i := range l.Offences {
		o := &l.Offences[i]
		if o.Code == "" || o.Article == "" {
			return "offence", fmt.Errorf("an offence needs code and article")
		}
		if err := place(o.Code, o.Article); err != nil {
			return "offence", err
		}
	}
	seen := map[string]bool{}
	for i := range l.Cooperation {
		c := &l.Cooperation[i]
		switch {
		case c.Help == "" || c.Article == "":
			return "cooperation", fmt.Errorf("cooperation needs help and article")
		case seen[c.Help]:
			return "cooperation", fmt.Errorf("help %q stands twice", c.Help)
		case len(c.Displaced) != 0 && (len(c.Displaced) != 2 || c.DisplacedBy == ""):
			return "cooperation", fmt.Errorf("help %s: displaced is the first and the last paragraph, and displaced_by says so", c.Help)
		}
		seen[c.Help] = true
		for _, at := range c.places() {
			if err := place(c.Help, at); err != nil {
				return "cooperation", err
			}
		}
	}
	return "", nil
}
