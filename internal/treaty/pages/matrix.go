package pages

import (
	"slices"

	"comity/internal/treaty"
	"comity/internal/ui"
)

// matrixPage is what States are to treaties on a day.
type matrixPage struct {
	form  *ui.Form
	heads []matrixHead
	rows  []matrixRow
	sheet *ui.Sheet
	words map[treaty.State]string
}

type matrixHead struct {
	code, name, lang string
	parties          string // how many, counting States
}

type matrixRow struct {
	code, name, lang string
	states           []treaty.State
}

// matrix lays out States and treaties on a day: those that are chosen, or all
// about which anything is on record.
func (p *pages) matrix(v *ui.Visit) (ui.Answer, error) {
	group := ui.Field{Name: "group", Label: v.Text("word.regional-group"), Kind: "code", Value: v.Query("group")}
	for _, e := range p.node.Lists["group"].On(v.Today) {
		group.Options = append(group.Options, ui.Option{Value: e.Code, Words: p.node.CodeLabel(v, "group", e.Code)})
	}
	missing := ui.Field{Name: "missing", Label: v.Text("treaties.only-missing"), Kind: "yes-no", Value: v.Query("missing")}
	a, err := p.asked(v, group, missing)
	if err != nil {
		return nil, err
	}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	codes := p.chosen(v, r, a.form)
	out := ui.Page{Title: v.Text("treaties.matrix"), Lead: v.Text("treaties.matrix-lead"), Section: "/treaties", Trail: []ui.Link{{To: "/treaties", Words: v.Text("nav.treaties")}},
		Wide: true, Status: a.status(), Body: ui.FormView(v, a.form)}
	if a.form.Faulty() {
		return out, nil
	}
	m := &matrixPage{form: a.form, sheet: &ui.Sheet{Name: "treaty-matrix", Caption: v.Text("treaties.matrix"), Columns: []ui.Column{{Name: "code"}, {Name: "name"}}}}
	m.words = map[treaty.State]string{}
	for _, s := range marked {
		m.words[s] = v.Text("treaty.state." + string(s))
	}
	for _, code := range codes {
		i, _ := r.Instrument(code)
		h := matrixHead{code: code, parties: v.Localizer.Number(int64(r.Count(code, treaty.Bound, a.day, treaty.States).N))}
		h.name, h.lang = short(v, &i)
		m.heads = append(m.heads, h)
		m.sheet.Columns = append(m.sheet.Columns, ui.Column{Name: code})
	}
	states := p.states(v, a.day, group.Value)
	for k, cells := range r.Matrix(states, codes, a.day) {
		if missing.Value != "" && !slices.ContainsFunc(cells, func(s treaty.State) bool { return s != treaty.Bound }) {
			continue
		}
		row := matrixRow{code: states[k], states: cells}
		row.name, row.lang = p.name(v, states[k])
		m.rows = append(m.rows, row)
		data := ui.Row{{Text: row.code}, {Text: row.name}}
		for _, s := range cells {
			data = append(data, ui.Cell{Text: string(s)})
		}
		m.sheet.Rows = append(m.sheet.Rows, data)
	}
	m.sheet.Total = len(m.rows)
	m.sheet.Notes = append(a.notes(v), v.Text("treaties.matrix-note"), v.Text("about.depositary"), v.Text("app.boundary-note"))
	out.Sheet, out.Body = m.sheet, matrixView(v, m)
	return out, nil
}

// marked are the states that the table has marks for, as the legend has them.
var marked = []treaty.State{treaty.Bound, treaty.Consented, treaty.Provisional, treaty.Signatory, treaty.Left, treaty.Ceased, treaty.None}

// chosen are the treaties that the address names, in its order, or else all of
// which anything is on record. The field for choosing stands first in the form.
func (p *pages) chosen(v *ui.Visit, r *record, f *ui.Form) (codes []string) {
	given := v.URL.Query()["treaty"]
	field := ui.Field{Name: "treaty", Label: v.Text("treaties.which"), Kind: "choices"}
	offered := r.Loaded()
	for _, g := range given {
		if i, ok := p.find(g); ok && !slices.Contains(codes, i.Code) {
			codes = append(codes, i.Code)
			if !slices.Contains(offered, i.Code) {
				offered = append(offered, i.Code)
			}
		}
	}
	field.Values = codes
	if len(codes) == 0 {
		codes = r.Loaded()
	}
	for _, code := range offered {
		i, _ := r.Instrument(code)
		name, lang := short(v, &i)
		field.Options = append(field.Options, ui.Option{Value: code, Words: name, Lang: lang})
	}
	f.Fields = append(f.Fields, field)
	return codes
}
