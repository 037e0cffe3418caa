package party

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/codelist/sheet"
)

// Load reads the parties of a programme from the folder parties of fsys, the
// programme's own folder, and the regions and groups from its code lists. It refuses
// the whole when one line is wrong; the error names file and line.
func Load(fsys fs.FS) (*Registry, error) {
	l := loader{fsys: fsys, groupCodes: map[string]bool{}, reg: &Registry{byCode: map[string]*Party{}, regions: map[string]string{}}}
	for _, step := range []func() error{l.lists, l.states, l.bodies, l.names, l.otherNames, l.membership, l.groups, l.successions} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("loading the parties: %w", err)
		}
	}
	slices.SortStableFunc(l.reg.successions, func(a, b Succession) int { return strings.Compare(string(a.Day), string(b.Day)) })
	l.reg.sorted = l.reg.codes()
	return l.reg, nil
}

type loader struct {
	fsys       fs.FS
	reg        *Registry
	groupCodes map[string]bool
}

// each reads a table and hands every row to do.
func (l *loader) each(file string, do func(sheet.Row) error, columns ...string) error {
	s, err := sheet.Read(l.fsys, file, columns...)
	if err != nil {
		return err
	}
	for _, row := range s.Rows {
		if err := do(row); err != nil {
			return err
		}
	}
	return nil
}

// lists reads the two code lists that parties are described by.
func (l *loader) lists() error {
	columns := append([]string{"code", "parent", "from", "until"}, languages[:]...)
	err := l.each("codelists/region.csv", func(r sheet.Row) error {
		l.reg.regions[r.Get("code")] = r.Get("parent")
		return nil
	}, columns...)
	if err != nil {
		return err
	}
	return l.each("codelists/group.csv", func(r sheet.Row) error {
		l.groupCodes[r.Get("code")] = true
		return nil
	}, columns...)
}

// add puts a party in, with its code checked.
func (l *loader) add(r sheet.Row, p *Party) error {
	switch {
	case !act.IsPartyCode(p.Code):
		return r.Errorf("code %q has other characters than letters, digits and . _ ~ -, or none, or more than 64", p.Code)
	case l.reg.byCode[p.Code] != nil:
		return r.Errorf("code %q is given twice", p.Code)
	case !types[p.Type]:
		return r.Errorf("%s: there is no type %q of party", p.Code, p.Type)
	}
	span, err := r.Span()
	if err != nil {
		return err
	}
	p.Exists = span
	l.reg.byCode[p.Code] = p
	return nil
}

func (l *loader) states() error {
	isos := map[string]string{}
	return l.each("parties/states.csv", func(r sheet.Row) error {
		p := &Party{Code: r.Get("code"), Type: Type(r.Get("type")), ISO2: r.Get("iso2"), ISO3: r.Get("iso3"),
			M49: r.Get("m49"), Region: r.Get("region"), Parent: r.Get("parent")}
		if p.Type != State && p.Type != FormerState {
			return r.Errorf("%s: the table of States holds the types state and former-state, not %q", p.Code, p.Type)
		}
		if p.Region != "" {
			if _, ok := l.reg.regions[p.Region]; !ok {
				return r.Errorf("%s: region %q is not in codelists/region.csv", p.Code, p.Region)
			}
		}
		if p.Type == State {
			for _, iso := range []string{p.ISO2, p.ISO3, p.M49} {
				if other := isos[iso]; iso != "" && other != "" {
					return r.Errorf("%s: code %s is that of %s", p.Code, iso, other)
				}
				isos[iso] = p.Code
			}
		}
		return l.add(r, p)
	}, "code", "type", "iso2", "iso3", "m49", "region", "from", "until", "parent")
}

func (l *loader) bodies() error {
	parents := map[string]sheet.Row{}
	err := l.each("parties/bodies.csv", func(r sheet.Row) error {
		p := &Party{Code: r.Get("code"), Type: Type(r.Get("type")), Parent: r.Get("parent"), Seat: r.Get("seat"), Note: r.Get("note")}
		if p.Parent != "" {
			parents[p.Code] = r
		}
		return l.add(r, p)
	}, "code", "type", "parent", "seat", "from", "until", "note")
	if err != nil {
		return err
	}
	for code, r := range parents {
		seen := map[string]bool{}
		for at := code; at != ""; at = l.reg.byCode[at].Parent {
			if l.reg.byCode[at] == nil {
				return r.Errorf("%s: its parent %q is no party", code, at)
			}
			if seen[at] {
				return r.Errorf("%s: it is its own parent, by way of %s", code, at)
			}
			seen[at] = true
		}
	}
	return nil
}

// party finds the party that a row is about.
func (l *loader) party(r sheet.Row, column string) (*Party, error) {
	if p := l.reg.byCode[r.Get(column)]; p != nil {
		return p, nil
	}
	return nil, r.Errorf("%q is no party; name it in states.csv or bodies.csv first", r.Get(column))
}

func (l *loader) names() error {
	columns := append([]string{"code", "form"}, languages[:]...)
	for _, file := range []string{"parties/state-names.csv", "parties/body-names.csv"} {
		err := l.each(file, func(r sheet.Row) error {
			p, err := l.party(r, "code")
			if err != nil {
				return err
			}
			var n Names
			for i, lang := range languages {
				n[i] = r.Get(lang)
			}
			into := &p.Short
			switch r.Get("form") {
			case "short":
			case "formal":
				into = &p.Formal
			default:
				return r.Errorf("%s: a name's form is short or formal, not %q", p.Code, r.Get("form"))
			}
			if *into != (Names{}) {
				return r.Errorf("%s: its %s name is given twice", p.Code, r.Get("form"))
			}
			if n.Get("en") == "" {
				return r.Errorf("%s: the English name is missing", p.Code)
			}
			*into = n
			return nil
		}, columns...)
		if err != nil {
			return err
		}
	}
	for _, code := range l.reg.codes() {
		p := l.reg.byCode[code]
		if p.Short == (Names{}) {
			return fmt.Errorf("parties: %s has no short name in state-names.csv or body-names.csv", code)
		}
		if p.Formal == (Names{}) {
			p.Formal = p.Short
		}
	}
	return nil
}

func (l *loader) otherNames() error {
	return l.each("parties/other-names.csv", func(r sheet.Row) error {
		p, err := l.party(r, "code")
		if err != nil {
			return err
		}
		span, err := r.Span()
		if err != nil {
			return err
		}
		o := OtherName{Name: r.Get("name"), Lang: r.Get("lang"), Kind: NameKind(r.Get("kind")), Span: span, Note: r.Get("note")}
		switch {
		case fold(o.Name) == "":
			return r.Errorf("%s: the name %q has no word to know it by", p.Code, o.Name)
		case !slices.Contains(languages[:], o.Lang):
			return r.Errorf("%s: language %q is none of the six", p.Code, o.Lang)
		case o.Kind == Variant && span != (sheet.Span{}):
			return r.Errorf("%s: a variant has no days", p.Code)
		case (o.Kind == Former || o.Kind == FormerFormal) && span.Until == "":
			return r.Errorf("%s: a former name has a day until which it stood", p.Code)
		case o.Kind != Former && o.Kind != FormerFormal && o.Kind != Variant:
			return r.Errorf("%s: kind %q is none of former, former-formal, variant", p.Code, o.Kind)
		}
		p.Others = append(p.Others, o)
		return nil
	}, "code", "kind", "lang", "name", "from", "until", "note")
}
