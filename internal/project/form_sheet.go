package project

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/project/result"
	"comity/internal/sheetform"
	"comity/internal/ui"
)

// form is the form of a project in a language. parts are those by which its
// indicators are parted, each with its words; those by sex have columns of their own,
// since deliveries count who took part by it.
func form(x *Project, indicators []*Indicator, parts []wordedPart, outputs []Result, say *i18n.Localizer, pick func(list string) []sheetform.Choice) *sheetform.Form {
	f := &sheetform.Form{Mark: formMark, Version: formVersion, Sheet: "Report", Title: x.Code + " · " + x.Title, Help: say.Text("project.form-help"), About: []string{x.Code}}
	name := func(key, english string) string { return say.Label("project."+key, english) }
	var what []sheetform.Choice
	for _, i := range indicators {
		what = append(what, sheetform.Choice{Code: string(i.Subject), Words: []string{i.ID() + " " + i.Title, i.ID()}})
	}
	for _, c := range pick("delivery") {
		what = append(what, sheetform.Choice{Code: deliveryType + ":" + c.Code, Words: c.Words})
	}
	var under []sheetform.Choice
	for _, o := range outputs {
		if o.Level == "output" {
			under = append(under, sheetform.Choice{Code: o.ID, Words: []string{o.ID}})
		}
	}
	f.Columns = []sheetform.Column{
		{Name: "what", Label: say.Text("project.form-what"), Kind: sheetform.OfList, Required: true, Width: 34, Choices: what, Ahead: true},
		{Name: "last", Label: say.Text("project.form-last"), Width: 30, Ahead: true},
		{Name: "from", Label: name("reported.from", "From"), Kind: sheetform.Day, Required: true, Width: 12},
		{Name: "until", Label: name("reported.until", "Until"), Kind: sheetform.Day, Required: true, Width: 12},
		{Name: "place", Label: name("reported.place", "Place"), Width: 14},
		{Name: "number", Label: name("reported.number", "Number"), Kind: sheetform.Decimal, Width: 10},
		{Name: "numerator", Label: name("reported.numerator", "Numerator"), Kind: sheetform.Decimal, Width: 10},
		{Name: "denominator", Label: name("reported.denominator", "Denominator"), Kind: sheetform.Decimal, Width: 10},
		{Name: "yes", Label: name("reported.yes", "It is so"), Kind: sheetform.OfList, Width: 8, Choices: []sheetform.Choice{{Code: "true", Words: []string{say.Text("word.yes")}}, {Code: "false", Words: []string{say.Text("word.no")}}}},
		{Name: "women", Label: name("delivered.participants.women", "Women"), Kind: sheetform.Share, Width: 9},
		{Name: "men", Label: name("delivered.participants.men", "Men"), Kind: sheetform.Share, Width: 9},
		{Name: "sex_other", Label: name("delivered.participants.other", "Others"), Kind: sheetform.Share, Width: 9},
		{Name: "sex_unknown", Label: name("delivered.participants.unknown", "Sex unknown"), Kind: sheetform.Share, Width: 9},
		{Name: "title", Label: name("delivered.title", "Title"), Width: 30},
		{Name: "institution", Label: name("delivered.participants.institution", "Institution"), Width: 30},
		{Name: "output", Label: name("delivered.output", "For the output"), Kind: sheetform.OfList, Width: 12, Choices: under},
		{Name: "words", Label: name("reported.text", "In words"), Width: 50},
	}
	for _, c := range parts {
		if c.field != "sex" {
			f.Columns = append(f.Columns, sheetform.Column{Name: c.column(), Label: c.words, Kind: sheetform.Share, Width: 11})
		}
	}
	return f
}

// wordedPart is a part with its words in the form's language.
type wordedPart struct {
	part
	words string
}

// sexColumns are the columns of the parts by sex.
var sexColumns = map[string]string{"female": "women", "male": "men", "other": "sex_other", "unknown": "sex_unknown"}

// column is the name of the form's column of a part.
func (c *part) column() string {
	if c.field == "sex" {
		return sexColumns[c.category]
	}
	return c.dimension + ": " + c.category
}

// Reported is what a form that came back says.
type Reported struct {
	Reports    []reportRow
	Deliveries []DeliveredBody
}

type reportRow struct {
	About act.Subject
	Body  ReportedBody
}

// readForm reads a form that came back: every fault in its cell, and nothing where
// there is any. day is that of the upload.
func readForm(content []byte, f *sheetform.Form, x *Project, indicators []*Indicator, parts []wordedPart, partsOf func(*Indicator) []part, before map[act.Subject][]*Report, lang string, day act.Day) (out Reported, faults sheetform.Faults, said []string) {
	rows, faults := f.Read(content, mostForm)
	if faults.N > 0 {
		return Reported{}, faults, nil
	}
	refuse := func(r *sheetform.Row, column string, err error) {
		if err == nil {
			return
		}
		if faults.N++; len(said) < sheetform.MaxFaults {
			said = append(said, r.Where(column)+"\x00"+pack(refusalOf(err)))
		}
	}
	seen := map[string]int{}
	for _, r := range rows {
		what := r.Get("what")
		if kind, is := strings.CutPrefix(what, deliveryType+":"); is {
			for _, c := range parts {
				if c.field != "sex" && r.Get(c.column()) != "" {
					refuse(r, c.column(), says.Refuse("project.part-not-declared", "part", c.words))
				}
			}
			b, err := deliveryRow(r, kind, lang, x)
			if err == nil {
				err = first(CheckDelivery(&b, day), x.hasBegun(b.From))
			}
			refuse(r, cellOf(err, "what"), err)
			out.Deliveries = append(out.Deliveries, b)
			continue
		}
		i := slices.IndexFunc(indicators, func(i *Indicator) bool { return string(i.Subject) == what })
		if i < 0 {
			continue // the form itself named it
		}
		b := rowReport(r)
		for _, bad := range readRowParts(r, &b, indicators[i], parts, partsOf(indicators[i])) {
			refuse(r, bad, says.Refuse("project.part-not-declared", "part", f.Label(bad)))
		}
		key := what + "\n" + string(b.From) + "\n" + string(b.Until) + "\n" + b.Place
		if at, twice := seen[key]; twice {
			refuse(r, "what", says.Refuse("project.row-twice", "row", at))
			continue
		}
		seen[key] = r.Number
		others := before[indicators[i].Subject]
		if sameReport(others, &b) {
			continue // uploading twice changes nothing
		}
		err := first(CheckReport(indicators[i], others, &b, &act.Header{Day: day, Audience: staff[0]}), x.hasBegun(b.From))
		refuse(r, cellOf(err, valueColumns[indicators[i].Measure]), err)
		out.Reports = append(out.Reports, reportRow{indicators[i].Subject, b})
		before[indicators[i].Subject] = append(others, &Report{Indicator: indicators[i].Subject, Period: result.Period{From: b.From, Until: b.Until}, Place: b.Place, Audience: staff[0], Value: b.Value()})
	}
	if faults.N > 0 {
		return Reported{}, faults, said
	}
	return out, faults, nil
}

func refusalOf(err error) *book.Refusal {
	var r *book.Refusal
	if errors.As(err, &r) {
		return &book.Refusal{Code: r.Code, Rule: r.Rule, Args: r.Args, What: r.What, Do: r.Do, Act: -1}
	}
	return &book.Refusal{Act: -1, What: err.Error()}
}

func rowReport(r *sheetform.Row) ReportedBody {
	b := ReportedBody{From: act.Day(r.Get("from")), Until: act.Day(r.Get("until")), Place: r.Get("place"),
		Measured: Measured{Number: r.Get("number"), Numerator: r.Get("numerator"), Denominator: r.Get("denominator"), Text: r.Get("words")}}
	if s := r.Get("yes"); s != "" {
		yes := s == "true"
		b.Yes = &yes
	}
	if b.Number != "" || b.Numerator != "" || b.Yes != nil {
		b.Text, b.Note = "", b.Text // words beside a value are a note
	}
	return b
}

// readRowParts reads the parts of a row; of an indicator that declares none these are by
// sex. The columns of parts by which the indicator is not parted come back.
func readRowParts(r *sheetform.Row, b *ReportedBody, i *Indicator, all []wordedPart, of []part) (wrong []string) {
	for _, c := range all {
		s := r.Get(c.column())
		if s == "" {
			continue
		}
		if len(i.Dimensions) == 0 && c.field != "sex" || len(i.Dimensions) > 0 && !slices.Contains(of, c.part) {
			wrong = append(wrong, c.column())
			continue
		}
		x := PartBody{}
		switch c.field {
		case "sex":
			x.Sex = c.value
		case "age":
			x.Age = c.value
		case "disability":
			x.Disability = c.value
		default:
			x.Other = c.value
		}
		if top, bottom, two := strings.Cut(s, "/"); two {
			x.Numerator, x.Denominator = top, bottom
		} else if s != sheetform.NotKnown {
			x.Number = s
		}
		b.Parts = append(b.Parts, x)
	}
	return wrong
}

// valueColumns are the columns in which the values of a measure stand.
var valueColumns = map[result.Measure]string{result.Count: "number", result.Percentage: "numerator", result.YesNo: "yes", result.Qualitative: "words"}

// cellOf is the column that a refusal is about, or other.
func cellOf(err error, other string) string {
	var r *book.Refusal
	if !errors.As(err, &r) {
		return other
	}
	switch r.Rule {
	case "project.days", "project.overlap", "project.locked", "project.before":
		return "from"
	case "project.ahead":
		return "until"
	case "project.place", "project.whole-or-places":
		return "place"
	case "project.title-none":
		return "title"
	}
	return other
}

// hasBegun holds that a day is not before the project's first: of a form filled in by
// hand such a day is most often of another calendar, as the Ethiopian one, whose years
// look like ours.
func (x *Project) hasBegun(day act.Day) error {
	if x.Starts != "" && day != "" && day < x.Starts {
		return says.Refuse("project.before", "day", day, "from", x.Starts)
	}
	return nil
}

// sameReport says whether the book has it already as it is.
func sameReport(before []*Report, b *ReportedBody) bool {
	v := b.Value()
	pieces, err := b.Pieces()
	if err != nil {
		return false
	}
	return slices.ContainsFunc(before, func(o *Report) bool {
		return o.From == b.From && o.Until == b.Until && o.Place == b.Place && o.Value.Same(&v) && pack(o.Pieces) == pack(pieces)
	})
}

func deliveryRow(r *sheetform.Row, kind, lang string, x *Project) (DeliveredBody, error) {
	b := DeliveredBody{Kind: kind, Title: r.Get("title"), Language: lang, Output: r.Get("output"), From: act.Day(r.Get("from")), Until: act.Day(r.Get("until")), Place: r.Get("place"), Text: r.Get("words")}
	if slices.Contains(x.States, b.Place) {
		b.States, b.Place = []string{b.Place}, ""
	}
	p := Participant{Institution: r.Get("institution")}
	for column, to := range map[string]*int64{"women": &p.Women, "men": &p.Men, "sex_other": &p.Other, "sex_unknown": &p.Unknown} {
		s := r.Get(column)
		if s == "" {
			continue
		}
		n, err := strconv.ParseInt(s, 10, 32)
		if err != nil || n < 0 { // shares and what is not known are of results
			return b, says.Refuse("project.persons", "number", s)
		}
		*to = n
	}
	if p.All() > 0 {
		if p.Institution == "" {
			p.Institution = b.Title
		}
		b.Participants = []Participant{p}
	}
	switch {
	case b.Title == "":
		return b, says.Refuse("project.title-none")
	case kind == "equipment":
		n := int64(1)
		if s := r.Get("number"); s != "" {
			var err error
			if n, err = strconv.ParseInt(s, 10, 32); err != nil || n < 1 {
				return b, says.Refuse("project.persons", "number", s)
			}
		}
		b.Items = []Item{{Title: b.Title, Number: n, Receiver: p.Institution, Day: b.Until}}
		if p.Institution == "" {
			return b, says.Refuse("project.equipment")
		}
	case kind == "draft-law":
		if p.Institution == "" {
			return b, says.Refuse("project.law")
		}
		b.Laws = []Law{{Title: b.Title, To: p.Institution, Day: b.Until}}
	}
	return b, nil
}

// wordedParts are the parts of all indicators, each once; those by sex always.
func (p *pages) wordedParts(v *ui.Visit, indicators []*Indicator) (list []wordedPart) {
	add := func(parts []part) {
		for _, c := range parts {
			if !slices.ContainsFunc(list, func(w wordedPart) bool { return w.part == c }) {
				list = append(list, wordedPart{c, p.category(v, c.dimension, c.category)})
			}
		}
	}
	add(p.partsOf(&Indicator{Dimensions: []string{"sex"}}, v.Today))
	for _, i := range indicators {
		add(p.partsOf(i, v.Today))
	}
	return list
}

// ahead are the rows that go out filled: an indicator each, with what was reported of
// it last beside the cells to fill in.
func (p *pages) ahead(v *ui.Visit, o *reportingOn) (rows [][]string) {
	for _, i := range o.indicators {
		last := lastReported(o.before[i.Subject])
		words := ""
		if last != nil {
			words = v.Localizer.Colon(days(v, last.From, last.Until), shownValue(v, &last.Value)+" "+i.Unit)
			var parts []string
			for k := range last.Pieces {
				piece := &last.Pieces[k]
				var of []string
				for _, d := range slices.Sorted(maps.Keys(piece.By)) {
					of = append(of, p.category(v, d, piece.By[d]))
				}
				parts = append(parts, v.Localizer.Comma(of...)+" "+shownValue(v, &piece.Value))
			}
			if len(parts) > 0 {
				words += "\n" + strings.Join(parts, " · ")
			}
		}
		rows = append(rows, []string{i.ID() + " " + i.Title, words})
	}
	return rows
}
