package main

import (
	"testing"

	"comity/internal/act"
	"comity/internal/i18n"
)

// none stands where no catalogue has a label.
const none = "\x00none"

// TestEveryKindHasItsLabels holds that whatever the program declares can be
// shown in all six languages: kinds of act and their fields, the lines of a
// printed act, code lists, types of party. In English a label is what the declaration says.
func TestEveryKindHasItsLabels(t *testing.T) {
	p, err := loadProgram("")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	said := labels{t: t, lines: map[string]string{}}
	for _, lang := range i18n.Languages() {
		said.in = append(said.in, catalogue.Localizer(lang))
	}
	kinds := 0
	for _, m := range p.Modules {
		for i := range m.Kinds {
			k := &m.Kinds[i].Shape
			kinds++
			said.has(k.Key(), k.Title)
			said.inputs(k.Form().Inputs)
			said.trails(k)
			for _, of := range k.Subjects {
				said.subject(of)
			}
		}
	}
	if kinds < 18 || len(said.lines) < 15 {
		t.Fatalf("only %d kinds and %d lines of a printed act were looked at", kinds, len(said.lines))
	}
	for list := range p.Lists {
		if id := "code-list." + list; !catalogue.Has(id) {
			t.Errorf("the catalogues have no %s, the name of that list", id)
		}
	}
	for _, party := range p.Parties.All() {
		if id := "party.type-" + string(party.Type); !catalogue.Has(id) {
			t.Errorf("the catalogues have no %s", id)
		}
	}
}

// subject holds that a type of subject has its word in every language.
func (l *labels) subject(of string) {
	l.t.Helper()
	for _, in := range l.in {
		if said := in.Label("subject."+of, none); said == none || said == "" {
			l.t.Errorf("the catalogues have no label kind.%q in %s: write it in every language", "subject."+of, in.Lang)
		}
	}
}

type labels struct {
	t     *testing.T
	in    []*i18n.Localizer
	lines map[string]string // keys of the lines of an act's head
}

func (l *labels) has(key, english string) {
	l.t.Helper()
	for _, in := range l.in {
		switch said := in.Label(key, none); {
		case said == none || said == "":
			l.t.Errorf("the catalogues have no label kind.%q in %s: write it in every language", key, in.Lang)
		case in.Lang == i18n.English && said != english:
			l.t.Errorf("%q is declared as %q and called %q in the English catalogue", key, english, said)
		}
	}
}

func (l *labels) inputs(inputs []act.Input) {
	for _, in := range inputs {
		l.has(in.Key, in.Label)
		l.inputs(in.Inputs)
	}
}

// trails prints an act of the kind whose header says all that one can, erased
// and closed.
func (l *labels) trails(k *act.Shape) {
	a := &act.Act{Header: act.Header{ID: "x", Kind: k.Name, Version: k.Version, Subject: "x/x", Party: "x", Person: "x", Standing: act.Own,
		Source: &act.Source{Channel: "x", Reference: "x", Received: "2014-12-18", Document: "x"},
		Day:    "2014-12-18", Cites: []act.Cite{"x"}, Audience: "x", Corrects: "x"}}
	for _, a.Erased = range []bool{false, true} {
		lines, err := k.Trail(a)
		if err != nil {
			l.t.Fatal(err)
		}
		for _, line := range lines[1:] {
			if l.lines[line.Key] == "" {
				l.lines[line.Key] = line.Label
				l.has(line.Key, line.Label)
			}
		}
	}
}
