package project

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/ui"
)

// simple is the field of a value without parts.
func (b *deedForm) simple(in *act.Input, name, words string, required bool) ui.Field {
	f := ui.Field{Name: name, Label: words, Help: b.help(name), Required: required, Min: in.Min, Max: in.Max, Value: b.x.Get(name)}
	last := in.Name[strings.LastIndexByte(in.Name, '.')+1:]
	switch {
	case in.Name == "topics":
		f.Kind, f.Options, f.Values, f.Max = "choices", b.topics(), b.x[name], 0
	case in.Name == "above":
		f.Kind, f.Values, f.Max = "choices", b.x[name], 0
		for _, g := range b.d.programmes {
			if ProgrammeSubject(g.Code) != b.d.subject {
				f.Options = append(f.Options, ui.Option{Value: string(ProgrammeSubject(g.Code)), Words: g.Code + " " + g.Title, Lang: g.Language})
			}
		}
	case in.Name == "serves":
		f.Kind, f.Values, f.Max = "choices", b.x[name], 0
		for _, i := range b.d.above {
			f.Options = append(f.Options, ui.Option{Value: string(i.Subject), Words: i.Owner() + " · " + i.Title, Lang: i.Language})
		}
	case last == "output" && b.d.kind != "framework", last == "result":
		f.Kind, f.Max = "code", 0
		for _, r := range b.d.framework.Results {
			if last == "result" || r.Level == "output" {
				f.Options = append(f.Options, ui.Option{Value: r.ID, Words: r.ID + " " + r.Text, Lang: b.d.framework.Language})
			}
		}
	case in.Name == "clearance":
		f.Kind, f.Max = "choice", 0
		for _, o := range b.node.Options(b.v, in.List) {
			if b.d.life.Passed[o.Value] == "" {
				f.Options = append(f.Options, o)
			}
		}
	case in.Name == "language" || in.Control == "language":
		f.Kind, f.Max, f.Options = "code", 0, b.node.Options(b.v, "language")
		if f.Value == "" && required {
			f.Value = b.v.Lang
		}
	case in.Control == "code" && in.Repeat && b.ticked(in):
		f.Kind, f.Max, f.Options, f.Values = "choices", 0, b.node.Options(b.v, in.List), b.x[name]
	case in.Control == "code" || last == "currency":
		f.Kind, f.Max, f.Options = "code", 0, b.node.Options(b.v, cmp.Or(in.List, "currency"))
		if in.List == "sdg" || in.List == "purpose" {
			for i := range f.Options {
				f.Options[i].Words = b.v.Named(f.Options[i].Value) + " " + f.Options[i].Words
			}
		}
	case in.Control == "party" || last == "place" && b.d.kind != "delivered":
		f.Value, f.Suggested, f.Max = b.partyWords(f.Value), "states", 100
		if in.Name == "office" && b.d.fresh && f.Value == "" {
			f.Value = b.partyWords(b.d.party) // most often their own
		}
		if last == "office" || last == "partners" || last == "participants" {
			f.Suggested = "all-parties"
		}
	case in.Control == "yes-no" && (required || last == "yes"):
		f.Kind, f.Options = "choice", []ui.Option{{Value: "true", Words: b.v.Text("word.yes")}, {Value: "false", Words: b.v.Text("word.no")}}
		if last == "yes" {
			f.Kind = "code"
		}
	case in.Control == "day", in.Control == "yes-no", in.Control == "lines", in.Control == "integer":
		f.Kind = in.Control
	case in.Control == "decimal" || last == "amount":
		f.Kind, f.Max = "code-line", 40
	}
	if last == "amount" {
		f.Help = ""
	}
	if b.last != nil && in.Name == name && !strings.Contains(name, ".") {
		f.Help = strings.TrimSpace(f.Help + " " + b.lastWords(last))
	}
	return f
}

func (b *deedForm) topics() (list []ui.Option) {
	if b.programme == nil {
		return nil
	}
	for _, t := range b.programme.Topics {
		list = append(list, ui.Option{Value: t.Code, Words: b.node.TopicTitle(b.v, t.Code)})
	}
	i18n.Sort(b.v.Localizer, list, func(o ui.Option) string { return o.Words })
	return list
}

// partyWords is what a code is called, or what was typed.
func (b *deedForm) partyWords(code string) string {
	if b.parties.ByCode(code) == nil {
		return code
	}
	return b.node.PartyName(b.v, code)
}

// partyCode is the code of what somebody typed: a code, or a name in any language.
func (p *pages) partyCode(typed string, day act.Day) string {
	typed = strings.Join(strings.Fields(typed), " ")
	if typed == "" || p.parties.ByCode(typed) != nil {
		return typed
	}
	if q := p.parties.ByCode(strings.ToUpper(typed)); q != nil {
		return q.Code
	}
	if q, err := p.parties.ByName(typed, day); err == nil {
		return q.Code
	}
	return typed
}

// suggestions are the lists of parties that the form's fields name.
func (b *deedForm) suggestions() {
	list := func(id string, types ...party.Type) {
		if !slices.ContainsFunc(b.f.Fields, func(f ui.Field) bool { return f.Suggested == id }) {
			return
		}
		s := ui.Suggestions{ID: id}
		for _, q := range b.parties.All(types...) {
			s.Options = append(s.Options, ui.Option{Value: b.node.PartyName(b.v, q.Code)})
		}
		i18n.Sort(b.v.Localizer, s.Options, func(o ui.Option) string { return o.Value })
		b.f.Suggestions = append(b.f.Suggestions, s)
	}
	list("states", party.State)
	list("all-parties")
}

// file asks for a file. One that came before with the form is kept, until it is
// unticked or another is chosen.
func (b *deedForm) file(name, words string, required bool) {
	if b.node.Blobs == nil {
		return
	}
	b.f.Upload = true
	f := ui.Field{Name: name, Label: words, Help: b.help(name), Kind: "file", Required: required, Accept: module.FileEndings()}
	if kept := b.x.Get(name + ".name"); kept != "" && b.x.Get(name+".blob") != "" {
		for _, part := range fileParts {
			b.add(ui.Field{Name: name + part, Kind: "hidden", Value: b.x.Get(name + part)})
		}
		b.add(ui.Field{Name: name + ".keep", Label: b.v.Text("file.kept", map[string]string{"Name": kept}), Kind: "yes-no", Value: "true"})
		f.Required = false
	}
	b.add(f)
}

var fileParts = []string{".blob", ".name", ".type", ".size", ".for"}

// filled is how many rows of a repetition hold anything: rows stand one after the
// other, see tidy.
func filled(x url.Values, name string) int {
	n := 0
	for key, given := range x {
		rest, is := strings.CutPrefix(key, name+".")
		if !is || !slices.ContainsFunc(given, func(s string) bool { return s != "" }) {
			continue
		}
		at, _, _ := strings.Cut(rest, ".")
		if i, err := strconv.Atoi(at); err == nil {
			n = max(n, i+1)
		}
	}
	return n
}

// tidy puts the rows of repetitions one after the other without those left blank, and
// gives values repeated under one name a place each, as the form's fields have them.
func tidy(x url.Values, inputs []act.Input, ticked func(*act.Input) bool) url.Values {
	out := url.Values{}
	for key, given := range x {
		out[key] = given
	}
	for i := range inputs {
		in := &inputs[i]
		if !in.Repeat || ticked(in) {
			continue
		}
		rows := map[int]url.Values{}
		for key, given := range x {
			rest, is := strings.CutPrefix(key, in.Name+".")
			if !is {
				continue
			}
			at, part, _ := strings.Cut(rest, ".")
			n, err := strconv.Atoi(at)
			if err != nil || n < 0 || n > 1000 {
				continue
			}
			delete(out, key)
			if rows[n] == nil {
				rows[n] = url.Values{}
			}
			rows[n][part] = given
		}
		for k, s := range x[in.Name] { // as a body has them
			rows[10_000+k] = url.Values{"": {s}}
		}
		delete(out, in.Name)
		n := 0
		for _, at := range slices.Sorted(maps.Keys(rows)) {
			if !said(rows[at]) {
				continue
			}
			for part, given := range rows[at] {
				key := in.Name + "." + itoa(n)
				if part != "" {
					key += "." + part
				}
				out[key] = given
			}
			n++
		}
	}
	return out
}

// said says whether a row says anything: a currency, or a file that is not kept, does
// not.
func said(row url.Values) bool {
	for part, given := range row {
		if !strings.HasSuffix(part, "currency") && !strings.HasSuffix(part, "keep") && slices.ContainsFunc(given, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			return true
		}
	}
	return false
}
