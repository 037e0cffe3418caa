package project

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/store"
	"comity/internal/ui"
)

// officePage is the address of a file on an office.
func officePage(s act.Subject) string {
	return "/projects/-/offices/" + url.PathEscape(localOf(s, 0)) + "/" + url.PathEscape(localOf(s, 1))
}

// officeMark says whether and how a file on an office was decided.
func officeMark(v *ui.Visit, f *OfficeFile) ui.Mark {
	switch f.Agreed {
	case "yes":
		return ui.Mark{Tone: ui.Good, Words: v.Text("project.office-yes")}
	case "no":
		return ui.Mark{Tone: ui.Plain, Words: v.Text("project.office-no")}
	case "":
		return ui.Mark{Tone: ui.Open, Words: v.Text("project.office-open")}
	}
	return ui.Mark{Tone: ui.Plain, Words: v.Text("project.office-decided")} // how was erased
}

// decides says whether the reader may decide on a file of an office that waits.
func (p *pages) decides(v *ui.Visit, f *OfficeFile) bool {
	_, ok := p.may(v, "office-decided", f.Subject, staff[0])
	return ok && f.Agreed == "" && f.Person != v.Reader.Who.Person
}

// lacks are the labels of what a file that waits still lacks.
func (p *pages) lacks(v *ui.Visit, f *OfficeFile) (list []string) {
	if s := scopeOf(v); !s.Staff() || f.Agreed != "" {
		return nil
	}
	for _, name := range CheckOffice(&f.Body) {
		list = append(list, label(v, "office-file."+name, name))
	}
	return list
}

// office shows a file on an office: what it rests on and lacks, and the decision.
func (p *pages) office(v *ui.Visit) (ui.Answer, error) {
	n, err := strconv.Atoi(v.PathValue("number"))
	if err != nil {
		return nil, ui.ErrNotFound
	}
	var f *OfficeFile
	var entries []Entry
	s := scopeOf(v)
	err = p.read(v, func(r store.View) error {
		list, err := Offices(v.Context(), r, s, v.PathValue("code"))
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(f *OfficeFile) bool { return localNumber(f.Subject) == n })
		if i < 0 {
			return ui.ErrNotFound
		}
		f = list[i]
		entries, err = Entries(v.Context(), r, s, f.Subject)
		return err
	})
	if err != nil {
		return nil, err
	}
	office := localOf(f.Subject, 0)
	page := ui.Page{Title: p.node.PartyName(v, office), Data: p.parties.ByCode(office) == nil, Lead: p.node.CodeLabel(v, "office-file", f.Body.Purpose), Section: "/projects", Trail: trail(v, ui.Link{To: "/projects/-/offices", Words: v.Text("project.offices")}),
		Marks: []ui.Mark{officeMark(v, f)}, Body: p.officeView(v, f, p.lacks(v, f), p.officeFacts(v, f), p.officeParts(v, f), entries)}
	if p.decides(v, f) {
		page.Actions = append(page.Actions, p.deed(v, "office-decided", f.Subject, true))
	}
	if _, ok := p.may(v, "office-file", f.Subject, staff[0]); ok && f.Agreed == "" {
		page.Actions = append(page.Actions, ui.Link{To: deedPage("office-file", f.Subject), Words: v.Text("project.change-office"), Main: len(page.Actions) == 0})
	}
	return page, nil
}

// officeFacts are what was decided on an office, and what the file says in numbers.
func (p *pages) officeFacts(v *ui.Visit, f *OfficeFile) (list []ui.Fact) {
	b := &f.Body
	if f.Decided != "" {
		fact(&list, v.Text("project.decided-on"), v.Localizer.Day(f.Decided), "")
	}
	if f.From != "" {
		fact(&list, v.Text("project.office-from-"+b.Purpose), v.Localizer.Day(f.From), "")
	}
	if f.Reason != "" {
		list = append(list, ui.Fact{Name: v.Text("word.reason"), Show: prose("", f.Reason)})
	}
	if q := p.parties.ByCode(localOf(f.Subject, 0)); q != nil {
		fact(&list, v.Text("project.party-page"), p.node.PartyName(v, q.Code), "/parties/"+url.PathEscape(q.Code))
	}
	fact(&list, label(v, "office-file.states", "States"), p.node.PartyNames(v, b.States), "")
	if b.Cost != nil {
		fact(&list, label(v, "office-file.cost", "Cost in a year"), sum(v, &b.Cost.Amount, b.Cost.Currency), "")
	}
	for _, x := range b.Files {
		list = append(list, ui.Fact{Name: label(v, "office-file.files", "Files"), Value: x.Name, Link: p.node.FilePage(f.Act, x.Blob), Data: true})
	}
	return list
}

// officePart is what a file says on one of the matters that are weighed.
type officePart struct{ ID, Title, Text string }

func (p *pages) officeParts(v *ui.Visit, f *OfficeFile) (list []officePart) {
	b := &f.Body
	for _, x := range []struct{ name, english, text string }{{"vulnerability", "Vulnerability of the region", b.Vulnerability}, {"projects", "Projects there", b.Projects}, {"impact", "Effect on the work", b.Impact},
		{"host_agreement", "Host agreement", b.HostAgreement}, {"cost_note", "What the cost is made of", b.CostNote}, {"consultation", "Consultation with Member States", b.Consultation}} {
		if x.text != "" {
			list = append(list, officePart{x.name, label(v, "office-file."+x.name, x.english), x.text})
		}
	}
	return list
}

// partyOffices is the room's part of a party's page: the files on opening or closing
// it, and on the offices that belong to it.
func (p *pages) partyOffices(v *ui.Visit, code string) (templ.Component, error) {
	var own []string // its field offices
	for _, q := range p.parties.All() {
		if q.Parent == code && q.Type == "field-office" && q.Exists.Has(v.Today) {
			own = append(own, q.Code)
		}
	}
	var list []*OfficeFile
	s := scopeOf(v)
	err := p.read(v, func(r store.View) (err error) {
		list, err = Offices(v.Context(), r, s, "")
		return err
	})
	list = slices.DeleteFunc(list, func(f *OfficeFile) bool {
		o := localOf(f.Subject, 0)
		return o != code && !slices.Contains(own, o)
	})
	if err != nil || len(list)+len(own) == 0 {
		return nil, err
	}
	i18n.Sort(v.Localizer, own, func(c string) string { return p.node.PartyName(v, c) })
	return p.partyOfficesView(v, own, list), nil
}

// officeTasks are the files on offices that wait for the reader's decision, and of
// which nothing is lacking; those that lack something wait for whoever began them.
func (p *pages) officeTasks(v *ui.Visit, r store.Reader, add func(id string, f *OfficeFile)) error {
	s := scopeOf(v)
	if !s.Staff() {
		return nil
	}
	list, err := Offices(v.Context(), r, s, "")
	if err != nil {
		return err
	}
	for _, f := range list {
		lacks := len(CheckOffice(&f.Body)) > 0
		switch {
		case f.Agreed != "":
		case f.Person == v.Reader.Who.Person && lacks:
			add("office-lacks", f)
		case p.decides(v, f) && !lacks:
			add("office", f)
		}
	}
	return nil
}
