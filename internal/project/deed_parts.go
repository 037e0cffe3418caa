package project

import (
	"slices"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/project/result"
	"comity/internal/ui"
)

// notKnown is what one types for a part of which it is not known how many it has.
const notKnown = "?"

// part is one category of a dimension that an indicator declares.
type part struct {
	dimension string // as pieces have it: "sex", "institution"
	category  string
	field     string // of a report's part: "sex", "other"
	value     string // in that field: "female", "institution: police"
}

// partsOf are all categories by which an indicator is parted, those of whom it is
// unknown among them, in the order of its dimensions.
func (p *pages) partsOf(i *Indicator, day act.Day) (list []part) {
	for _, d := range i.Dimensions {
		if l := p.node.Lists[dimensionLists[d]]; l != nil {
			for _, e := range l.On(day) {
				list = append(list, part{d, e.Code, d, e.Code})
			}
		}
	}
	if !slices.Contains(i.Dimensions, "other") {
		return list
	}
	var unknown []part
	for _, o := range i.Others {
		d, c, ok := otherwise(o)
		if !ok {
			continue
		}
		list = append(list, part{d, c, "other", d + ": " + c})
		if u := (part{d, result.Unknown, "other", d + ": " + result.Unknown}); !slices.Contains(unknown, u) {
			unknown = append(unknown, u)
		}
	}
	for _, u := range unknown {
		if !slices.Contains(list, u) {
			list = append(list, u)
		}
	}
	return list
}

// declaredParts asks for each part that the indicator declares, beside what it was
// when something was last reported.
func (b *deedForm) declaredParts(in *act.Input) {
	free := filled(b.x, in.Name)
	at := -1 // the group of the dimension
	for i, c := range b.partsOf(b.d.indicator, b.v.Today) {
		if name := b.dimension(c.dimension); i == 0 || b.f.Groups[at].Legend != b.label(in)+" · "+name {
			g := ui.FieldGroup{Name: in.Name + "." + c.dimension, Legend: b.label(in) + " · " + name, From: len(b.f.Fields)}
			if i == 0 {
				g.Name, g.Help = in.Name, b.v.Text("project-help.declared-parts")
			}
			b.f.Groups = append(b.f.Groups, g)
			at = len(b.f.Groups) - 1
		}
		row := in.Name + "." + itoa(b.rowOf(in.Name, c, &free)) + "."
		from := len(b.f.Fields)
		b.add(ui.Field{Name: row + c.field, Kind: "hidden", Value: c.value})
		for _, m := range moved(in.Inputs, in.Name+".", row) {
			name := m.Name[strings.LastIndexByte(m.Name, '.')+1:]
			if !slices.Contains([]string{"number", "numerator", "denominator"}, name) || !b.measures(name, b.d.indicator.Measure) {
				continue
			}
			words := b.categoryWords(c)
			if name != "number" {
				words += " · " + b.label(&m)
			}
			f := ui.Field{Name: m.Name, Label: words, Kind: "code-line", Max: 40, Value: b.x.Get(m.Name)}
			if b.last != nil {
				f.Help = b.v.Text("project.last-value", map[string]string{"Value": lastPart(b.last, c, name)})
			}
			b.add(f)
		}
		b.f.Groups[at].Rows = append(b.f.Groups[at].Rows, len(b.f.Fields)-from)
	}
}

// dimension is what a dimension is called; others by the word of who declared them.
func (b *deedForm) dimension(name string) string { return b.dimensionName(b.v, name) }

func (b *deedForm) categoryWords(c part) string { return b.category(b.v, c.dimension, c.category) }

// rowOf is the row in which a part stands, or the next that is free.
func (b *deedForm) rowOf(name string, c part, free *int) int {
	for i := range filled(b.x, name) {
		if b.x.Get(name+"."+itoa(i)+"."+c.field) == c.value {
			return i
		}
	}
	*free++
	return *free - 1
}

// lastPart is what a part had in a report, "–" for nothing.
func lastPart(o *Report, c part, field string) string {
	for i := range o.Pieces {
		if by := o.Pieces[i].By; len(by) == 1 && by[c.dimension] == c.category {
			if s := shownParts(&o.Pieces[i].Value)[field]; s != "" {
				return s
			}
		}
	}
	return "–"
}

// valueOf is a value by the fields of an act.
type valueOf map[string]string

func shownParts(x *result.Value) valueOf {
	out := valueOf{"text": x.Text}
	for name, n := range map[string]*result.Number{"number": x.Number, "numerator": x.Numerator, "denominator": x.Denominator} {
		if n != nil {
			out[name] = n.String()
		}
	}
	if x.Yes != nil {
		out["yes"] = map[bool]string{true: "true", false: "false"}[*x.Yes]
	}
	return out
}

// lastReported is the report of the whole of an indicator whose period ended last.
func lastReported(list []*Report) (last *Report) {
	for _, o := range list {
		if last == nil || o.Until > last.Until {
			last = o
		}
	}
	return last
}

// orient finds what was reported last, which stands beside the empty fields; the
// period that follows it is offered.
func (b *deedForm) orient() {
	if b.d.kind != "reported" || b.d.indicator == nil {
		return
	}
	var before []*Report
	for _, o := range b.d.reports {
		if string(o.From) != b.x.Get("from") || string(o.Until) != b.x.Get("until") {
			before = append(before, o)
		}
	}
	if b.last = lastReported(before); b.last != nil && b.x.Get("from") == "" {
		b.x.Set("from", string(act.DayOf(b.last.Until.Time().Add(24*time.Hour))))
	}
}

// lastWords are what a field had when something was last reported.
func (b *deedForm) lastWords(field string) string {
	switch field {
	case "from", "until":
		return b.v.Text("project.last-period", map[string]string{"Period": days(b.v, b.last.From, b.last.Until)})
	case "place":
		if b.last.Place != "" {
			return b.v.Text("project.last-value", map[string]string{"Value": b.partyWords(b.last.Place)})
		}
		return ""
	case "note":
		return ""
	case "yes":
		return b.v.Text("project.last-value", map[string]string{"Value": shownValue(b.v, &b.last.Value)})
	}
	if s := shownParts(&b.last.Value)[field]; s != "" {
		return b.v.Text("project.last-value", map[string]string{"Value": s})
	}
	return ""
}
