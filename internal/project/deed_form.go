package project

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/project/result"
	"comity/internal/ui"
)

// deedForm makes the form of a step from what its kind declares.
type deedForm struct {
	*pages
	v *ui.Visit
	d *deed
	x url.Values // what stands in the fields
	// more is the group that is given further rows, "" for none.
	more string
	f    *ui.Form
	last *Report // the last that was reported, for orientation
}

const (
	blankRows = 2  // that stand ready after those that are filled in
	moreRows  = 3  // that are added at a time
	fewCodes  = 12 // up to so many are shown to tick, more are chosen one by one
)

// form is the form of a step filled with values; more asks for further rows.
func (p *pages) deedForm(v *ui.Visit, d *deed, x url.Values, more string) *ui.Form {
	k := p.node.Book.Kind("project." + d.kind)
	b := &deedForm{pages: p, v: v, d: d, x: x, more: more, f: &ui.Form{Key: ui.NewKey(), Send: v.Text("do.record"), Cancel: cmp.Or(d.back, "/projects"), Most: maxDeed}}
	if d.key != "" {
		b.f.Key = d.key
	}
	b.orient()
	if d.seen != "" {
		b.add(ui.Field{Name: "act.seen", Kind: "hidden", Value: d.seen})
	}
	b.names()
	b.letter()
	b.request()
	for _, in := range k.Form().Inputs {
		b.input(&in)
	}
	b.header(k.Audiences)
	b.suggestions()
	return b.f
}

func (b *deedForm) add(f ui.Field) { b.f.Fields = append(b.f.Fields, f) }

// help is what helps with a field, "" for nothing. Rows have no number in its id.
func (b *deedForm) help(name string) string {
	var path []string
	for part := range strings.SplitSeq(name, ".") {
		if strings.Trim(part, "0123456789") != "" {
			path = append(path, part)
		}
	}
	ids := []string{b.d.kind + "." + strings.Join(path, ".")}
	if len(path) == 1 {
		ids = append(ids, path[0]) // what is meant in every form
	}
	for _, id := range ids {
		if id = "project-help." + strings.ReplaceAll(id, "_", "-"); b.words.Has(id) {
			return b.v.Text(id)
		}
	}
	return ""
}

// names asks for the name of what is new.
func (b *deedForm) names() {
	switch d := b.d; {
	case !d.fresh:
	case d.kind == "indicator":
		b.add(ui.Field{Name: "act.name", Label: b.v.Text("project.indicator-name"), Help: b.v.Text("project-help.indicator-name"), Kind: "code-line", Required: true, Max: 20, Value: b.x.Get("act.name")})
	case d.kind == "office-file":
		b.add(ui.Field{Name: "act.name", Label: label(b.v, "concept.office", "Office"), Help: b.v.Text("project-help.office-name"), Kind: "line", Required: true, Max: 100, Value: b.partyWords(b.x.Get("act.name")), Suggested: "all-parties"})
	default:
		b.add(ui.Field{Name: "act.name", Label: b.v.Text("word.code"), Help: b.v.Text("project-help.code"), Kind: "code-line", Required: true, Max: 40, Value: b.x.Get("act.name")})
	}
}

// letter asks in whose name a Government's step is taken, and for the letter that it
// rests on.
func (b *deedForm) letter() {
	if b.d.states == nil {
		return
	}
	state := ui.Field{Name: "act.party", Label: b.v.Text("word.state"), Kind: "code", Required: true, Value: cmp.Or(b.x.Get("act.party"), b.v.Query("party"))}
	for _, s := range b.d.states {
		state.Options = append(state.Options, ui.Option{Value: s, Words: b.node.PartyName(b.v, s)})
	}
	i18n.Sort(b.v.Localizer, state.Options, func(o ui.Option) string { return o.Words })
	if len(b.d.states) == 1 {
		state.Value = b.d.states[0]
	}
	b.add(state)
	if b.d.standing == act.Own {
		return
	}
	b.add(ui.Field{Name: "act.channel", Label: b.v.Text("act-form.channel"), Kind: "code", Required: true, Options: b.node.Options(b.v, "channel"), Value: b.x.Get("act.channel")})
	b.add(ui.Field{Name: "act.reference", Label: b.v.Text("act-form.reference"), Required: true, Max: 200, Value: b.x.Get("act.reference")})
	b.add(ui.Field{Name: "act.received", Label: b.v.Label("act.received", "Received"), Kind: "day", Required: true, Value: b.x.Get("act.received")})
	b.file("act.document", b.v.Label("act.document", "Document"), false)
}

// header asks for the day, for what the act carries out, and who may read it.
func (b *deedForm) header(audiences []string) {
	if slices.Contains(citingSteps, b.d.kind) {
		b.add(ui.Field{Name: "act.cites", Label: b.v.Text("project.asked"), Help: b.v.Text("act-form.cites-help"), Kind: "lines", Value: b.x.Get("act.cites")})
	}
	b.add(ui.Field{Name: "act.day", Label: b.v.Label("act.day", "Day"), Help: b.v.Text("project-help.day"), Kind: "day", Required: true, Value: cmp.Or(b.x.Get("act.day"), string(b.v.Today))})
	if len(audiences) < 2 && audiences[0] != act.AnyNamed {
		return
	}
	open := b.d.audiences(b.pages)
	if len(open) < 2 {
		return // the one that is left is the reader's own affair or the secretariat's
	}
	f := ui.Field{Name: "act.audience", Label: b.v.Text("project.who-reads"), Kind: "choice", Required: true, Value: cmp.Or(b.x.Get("act.audience"), open[0])}
	for _, a := range open {
		f.Options = append(f.Options, ui.Option{Value: a, Words: b.audienceWords(a)})
	}
	b.add(f)
}

// audienceWords are what an audience is called.
func (p *pages) audienceName(v *ui.Visit, code string) string {
	if p.node.Policies != nil {
		if a, ok := p.node.Policies.Audience(code); ok {
			if a.Party == "" {
				return v.Text("audience." + a.Group)
			}
			return v.Text("audience."+a.Group, map[string]string{"Party": p.node.PartyName(v, a.Party)})
		}
	}
	return code
}

func (b *deedForm) audienceWords(code string) string { return b.audienceName(b.v, code) }

// words is the label of an input.
func (b *deedForm) label(in *act.Input) string { return b.v.Label(in.Key, in.Label) }

// input adds what is asked of one declared value.
func (b *deedForm) input(in *act.Input) {
	switch {
	case b.skips(in):
	case b.d.kind == "reported" && in.Name == "parts" && len(b.d.indicator.Dimensions) > 0:
		b.declaredParts(in)
	case len(in.Inputs) > 0 && in.Repeat && in.Control != "file":
		b.rows(in)
	case in.Control == "file" && in.Repeat:
		b.several(in)
	case in.Control == "file":
		b.file(in.Name, b.label(in), in.Required)
	case len(in.Inputs) > 0:
		from := len(b.f.Fields)
		b.parts(in.Inputs, in.Required)
		b.f.Groups = append(b.f.Groups, ui.FieldGroup{Name: in.Name, Legend: b.label(in), Help: b.help(in.Name), From: from, Rows: []int{len(b.f.Fields) - from}})
	case in.Repeat && !b.ticked(in):
		b.several(in)
	default:
		b.add(b.simple(in, in.Name, b.label(in), in.Required))
	}
}

// ticked: few codes, and topics, are shown to tick.
func (p *pages) ticked(in *act.Input) bool {
	switch {
	case in.Name == "topics", in.Name == "above", in.Name == "serves":
		return true
	case in.Control == "code":
		l := p.node.Lists[in.List]
		return l == nil || len(l.On("9999-01-01")) <= fewCodes
	}
	return false
}

// skips says what is not asked for here, because it is settled or can't be answered.
func (b *deedForm) skips(in *act.Input) bool {
	d := b.d
	outputs := d.framework == nil || len(d.framework.Results) == 0
	switch in.Name {
	case "above":
		return len(d.programmes) == 0
	case "serves":
		return len(d.above) == 0
	case "output", "result":
		return outputs
	case "participants", "tests", "items", "laws":
		return d.kind == "delivered" && !goesWith(in.Name, b.x.Get("kind")) && filled(b.x, in.Name) == 0
	case "number", "numerator", "denominator", "yes", "text":
		if d.kind == "reported" {
			return !b.measures(in.Name, d.indicator.Measure)
		}
		if in.Name == "number" && (d.kind == "revised" || d.kind == "revision-approved") {
			n := d.life.Revisions
			if d.kind == "revised" {
				n++
			}
			b.add(ui.Field{Name: in.Name, Kind: "hidden", Value: itoa(n)})
			return true
		}
	case "from", "until":
		if (d.kind == "approved" || d.kind == "reopened") && b.v.Query(in.Name) != "" {
			b.add(ui.Field{Name: in.Name, Kind: "hidden", Value: b.v.Query(in.Name)})
			return true
		}
	}
	return false
}

// goesWith says whether a group is asked for with a kind of delivery.
func goesWith(group, kind string) bool {
	switch kind {
	case "equipment":
		return group == "items"
	case "draft-law":
		return group == "laws"
	case "training":
		return group == "participants" || group == "tests"
	}
	return group == "participants"
}

// measures says whether a field holds values of a measure; of a measure that is not
// chosen yet all do.
func (b *deedForm) measures(name string, m result.Measure) bool {
	switch m {
	case result.Count:
		return name == "number"
	case result.Percentage:
		return name == "numerator" || name == "denominator"
	case result.YesNo:
		return name == "yes"
	case result.Qualitative:
		return name == "text"
	}
	return true
}

// parts adds the parts of a value; of one that may be left out none is asked for as
// long as all are blank.
func (b *deedForm) parts(inputs []act.Input, due bool) {
	for i := range inputs {
		b.part(&inputs[i], "", due)
	}
}

func (b *deedForm) part(in *act.Input, before string, due bool) {
	name := in.Name[strings.LastIndexByte(in.Name, '.')+1:]
	if b.d.kind == "indicator" && slices.Contains([]string{"number", "numerator", "denominator", "yes", "text"}, name) {
		if !b.measures(name, result.Measure(b.x.Get("measure"))) && b.x.Get(in.Name) == "" {
			return
		}
	}
	if b.d.kind == "reported" && slices.Contains([]string{"number", "numerator", "denominator"}, name) && !b.measures(name, b.d.indicator.Measure) {
		return
	}
	words := b.label(in)
	if before != "" {
		words = before + " · " + words
	}
	switch {
	case in.Control == "file":
		b.file(in.Name, words, due && in.Required)
	case len(in.Inputs) > 0:
		for i := range in.Inputs {
			b.part(&in.Inputs[i], words, false)
		}
	default:
		b.add(b.simple(in, in.Name, words, due && in.Required))
	}
}

// rows adds a repetition of groups.
func (b *deedForm) rows(in *act.Input) {
	n := filled(b.x, in.Name)
	g := ui.FieldGroup{Name: in.Name, Legend: b.label(in), Help: cmp.Or(b.help(in.Name), b.v.Text("project-help.rows")), From: len(b.f.Fields)}
	all := b.ready(n, in.Most, in.Name)
	for i := range all {
		from := len(b.f.Fields)
		for _, part := range moved(in.Inputs, in.Name+".", in.Name+"."+itoa(i)+".") {
			b.part(&part, "", i < n || i == 0 && in.Required)
		}
		g.Rows = append(g.Rows, len(b.f.Fields)-from)
	}
	if all < in.Most {
		g.More = b.v.Text("project.more-rows")
	}
	b.f.Groups = append(b.f.Groups, g)
}

// ready is how many rows stand on the page.
func (b *deedForm) ready(filled, most int, name string) int {
	n := filled + blankRows
	if b.more == name {
		n = filled + moreRows
	}
	return min(max(n, 1), most)
}

// several adds rows of one field each: States, codes, files.
func (b *deedForm) several(in *act.Input) {
	n := filled(b.x, in.Name)
	g := ui.FieldGroup{Name: in.Name, Legend: b.label(in), Help: cmp.Or(b.help(in.Name), b.v.Text("project-help.rows")), From: len(b.f.Fields)}
	all := b.ready(n, in.Most, in.Name)
	for i := range all {
		from := len(b.f.Fields)
		words := b.label(in) + " " + itoa(i+1)
		if in.Control == "file" {
			b.file(in.Name+"."+itoa(i), words, false)
		} else {
			f := b.simple(in, in.Name+"."+itoa(i), words, in.Required && i == 0)
			f.Help = ""
			b.add(f)
		}
		g.Rows = append(g.Rows, len(b.f.Fields)-from)
	}
	if all < in.Most {
		g.More = b.v.Text("project.more-rows")
	}
	b.f.Groups = append(b.f.Groups, g)
}

// moved gives inputs another place: those of the second row of a repetition.
func moved(inputs []act.Input, from, to string) []act.Input {
	out := slices.Clone(inputs)
	for i := range out {
		out[i].Name = to + strings.TrimPrefix(out[i].Name, from)
		out[i].Inputs = moved(out[i].Inputs, from, to)
	}
	return out
}
