package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"comity/internal/access"
	"comity/internal/access/seclog"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// keeper lets those in who keep the list of people.
func (s *Site) keeper(v *ui.Visit) error {
	switch {
	case !v.Reader.Signed():
		return ui.ErrSignIn
	case !v.Holds(access.Administrator):
		return ui.ErrNotFound
	}
	return nil
}

// reader lets those in who may read the list of people: its keepers and auditors.
func (s *Site) reader(v *ui.Visit) error {
	if v.Reader.Signed() && readsPeople(v) {
		return nil
	}
	return s.keeper(v)
}

// people lists those who may sign in.
func (s *Site) people(v *ui.Visit) (ui.Answer, error) {
	if err := s.reader(v); err != nil {
		return nil, err
	}
	list, err := s.Door.Accounts(v.Context())
	if err != nil {
		return nil, err
	}
	sheet := &ui.Sheet{Name: "people", Caption: v.Text("account.people"), Total: len(list), Columns: []ui.Column{
		{Name: "name", Label: v.Text("word.name"), Data: true}, {Name: "signs_in_as", Label: v.Text("sign-in.name"), Data: true},
		{Name: "state", Label: v.Text("word.status")}, {Name: "last_signed_in", Label: v.Text("account.last"), Minor: true}, {Name: "person", Hidden: true},
	}}
	for _, l := range list {
		state := ui.Mark{Tone: ui.Good, Words: v.Text("account.ready")}
		switch {
		case !l.Closed.IsZero():
			state = ui.Mark{Tone: ui.Bad, Words: v.Text("account.closed")}
		case !l.Ready && !l.Invited.IsZero():
			state = ui.Mark{Tone: ui.Open, Words: v.Text("account.invited")}
		case !l.Ready:
			state = ui.Mark{Tone: ui.Open, Words: v.Text("account.no-way-in")}
		}
		last := ""
		if !l.LastBegan.IsZero() {
			last = v.Instant(l.LastBegan)
		}
		sheet.Rows = append(sheet.Rows, ui.Row{{Text: l.Name, Link: "/people/" + l.Person}, {Text: strings.Join(l.Names, ", ")}, {Value: state.Words, Marks: []ui.Mark{state}}, {Text: last}, {Text: l.Person}})
	}
	page := ui.Page{Title: v.Text("account.people"), Wide: true, Sheet: sheet, Body: ui.SheetView(v, sheet)}
	if s.keeper(v) == nil {
		page.Actions = []ui.Link{{To: "/people/new", Words: v.Text("account.add-person"), Main: true}}
	}
	return page, nil
}

func (s *Site) personForm(v *ui.Visit) *ui.Form {
	return &ui.Form{Key: ui.NewKey(), Send: v.Text("do.record"), Cancel: "/people", Fields: []ui.Field{
		{Name: "name", Label: v.Text("word.name"), Required: true, Max: 200},
		{Name: "mail", Label: v.Text("account.email"), Help: v.Text("account.mail-help"), Kind: "mail", Required: true, Max: 254},
		{Name: "language", Label: v.Text("word.language"), Kind: "code", Options: s.Node.Options(v, "language"), Value: v.Lang},
		{Name: "party", Label: v.Text("account.in-the-name-of"), Kind: "code", Required: true, Options: s.partyOptions(v), Value: first(module.ActingFor(v))},
	}}
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func (s *Site) partyOptions(v *ui.Visit) (options []ui.Option) {
	for _, code := range module.ActingFor(v) {
		options = append(options, ui.Option{Value: code, Words: s.Node.PartyName(v, code)})
	}
	return options
}

func (s *Site) newPersonForm(v *ui.Visit) (ui.Answer, error) {
	if err := s.keeper(v); err != nil {
		return nil, err
	}
	return s.newPersonPage(v, s.personForm(v)), nil
}

func (s *Site) newPersonPage(v *ui.Visit, f *ui.Form) ui.Answer {
	status := 0
	if f.Faulty() {
		status = http.StatusUnprocessableEntity
	}
	return ui.Page{Title: v.Text("account.add-person"), Lead: v.Text("account.add-lead"), Status: status, Trail: []ui.Link{{To: "/people", Words: v.Text("account.people")}}, Body: ui.FormView(v, f)}
}

// newPerson records a person, opens their account and makes an invitation, which
// is shown once.
func (s *Site) newPerson(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	if err := s.keeper(v); err != nil {
		return nil, err
	}
	f := s.personForm(v)
	f.Fill(v.PostForm)
	id, err := act.NewPersonID()
	if err != nil {
		return nil, err
	}
	kind := s.Node.Book.Kind("person.recorded")
	body := kind.FormBody(map[string][]string{"name": v.PostForm["name"], "mail": v.PostForm["mail"], "language": v.PostForm["language"]}, nil)
	_, err = s.Node.Record(v.Context(), v, f.Key, book.Draft{Kind: kind.Name, Subject: act.Subject("person/" + id), Party: v.PostFormValue("party"), Standing: act.Own, Day: v.Today, Audience: "people", Body: body})
	if err == nil {
		err = s.Door.Add(v.Context(), id, []string{v.PostFormValue("mail")}, "")
	}
	if err != nil {
		if !s.refused(v, f, "mail", err) && !module.Refused(v, f, err, headerFields) {
			return nil, err
		}
		return s.newPersonPage(v, f), nil
	}
	return s.invited(v, id)
}

// invited shows a new invitation's code, this once.
func (s *Site) invited(v *ui.Visit, person string) (ui.Answer, error) {
	code, until, err := s.Door.Invite(v.Context(), person, v.Reader.Who.Person, s.from(v))
	if err != nil {
		return nil, err
	}
	where := "/invitation"
	if s.Origin != nil {
		where = s.Origin.String() + where
	}
	return stepAnswer{page: ui.Page{Title: v.Text("account.invitation"), Lead: v.Text("account.invitation-lead"), Trail: []ui.Link{{To: "/people", Words: v.Text("account.people")}},
		Actions: []ui.Link{{To: "/people/" + person, Words: v.Text("account.roles-next")}},
		Body:    ui.Facts([]ui.Fact{{Name: v.Text("sign-in.invitation-code"), Value: code, Code: true}, {Name: v.Text("account.invitation-where"), Value: where, Code: true}, {Name: v.Text("word.until"), Value: v.Instant(until)}})}}, nil
}

// person shows one person: name, roles, account.
func (s *Site) person(v *ui.Visit) (ui.Answer, error) {
	if err := s.reader(v); err != nil {
		return nil, err
	}
	id := v.PathValue("person")
	var who access.Who
	err := s.Node.Book.Read(v.Context(), 0, func(r store.View) (err error) {
		who, err = access.LoadWho(v.Context(), r, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	list, err := s.Door.Accounts(v.Context())
	if err != nil {
		return nil, err
	}
	for _, l := range list {
		if l.Person == id {
			sessions, err := s.Door.Sessions(v.Context(), id)
			if err != nil {
				return nil, err
			}
			page := ui.Page{Title: l.Name, Data: true, Lead: strings.Join(l.Names, ", "), LeadData: true, Trail: []ui.Link{{To: "/people", Words: v.Text("account.people")}}}
			keeps := s.keeper(v) == nil
			if keeps {
				page.Actions = []ui.Link{{To: fmt.Sprintf("/acts/new/role.granted?subject=role/%s&person=person/%s", newLocal(), id), Words: v.Text("account.grant-role")}}
			}
			page.Body = s.personView(v, l, s.rolesOf(v, &who), sessions, s.endings(v, &who), keeps)
			return page, nil
		}
	}
	return nil, ui.ErrNotFound
}

// endings lead a keeper of the list to the end of each role that a person holds.
func (s *Site) endings(v *ui.Visit, who *access.Who) (links []ui.Link) {
	if s.keeper(v) != nil {
		return nil
	}
	for _, g := range who.Grants {
		if g.Ended == "" && (g.Span.Until == "" || g.Span.Until > v.Today) {
			links = append(links, ui.Link{To: "/acts/new/role.ended?subject=role/" + g.ID, Words: v.Text("accredit.end-role", map[string]string{"Role": v.Text("role." + string(g.Role))})})
		}
	}
	return links
}

// newLocal is a fresh local part for a subject.
func newLocal() string {
	id, err := act.NewPersonID()
	if err != nil {
		return "" // the form's field is then left to fill
	}
	return id
}

// changePerson carries out one of the buttons of a person's page.
func (s *Site) changePerson(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	if err := s.keeper(v); err != nil {
		return nil, err
	}
	if !v.Reader.Fresh {
		return ui.Redirect{To: "/sign-in?again=1&next=" + url.QueryEscape(v.URL.Path)}, nil
	}
	id, me, from := v.PathValue("person"), v.Reader.Who.Person, s.from(v)
	var err error
	switch v.PostFormValue("deed") {
	case "invite":
		return s.invited(v, id)
	case "close":
		err = s.Door.Close(v.Context(), id, me, from)
	case "reopen":
		err = s.Door.Reopen(v.Context(), id, me, from)
	case "end-sessions":
		err = s.Door.EndSessions(v.Context(), id, me, from)
	default:
		return nil, ui.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return ui.Redirect{To: "/people/" + id, Said: "said.changed"}, nil
}

// securityLog shows auditors who signed in, what was refused and what was taken
// out. Reading it is an entry too.
func (s *Site) securityLog(v *ui.Visit) (ui.Answer, error) {
	switch {
	case s.Security == nil:
		return nil, ui.ErrNotFound
	case !v.Reader.Signed():
		return nil, ui.ErrSignIn
	case !overseer(v):
		return nil, ui.ErrNotFound
	}
	f := seclog.Filter{Event: seclog.Event(v.Query("event")), Person: v.Query("person"), After: v.Query("after"), Most: min(v.PageSize(), 1000)}
	p, err := s.Security.Read(v.Context(), v.Reader.Who.Person, f)
	switch {
	case errors.Is(err, seclog.ErrCursor):
		return nil, ui.ErrNotFound
	case err != nil:
		return nil, err
	}
	sheet := &ui.Sheet{Name: "security-log", Caption: v.Text("account.security-log"), Total: -1, Columns: []ui.Column{
		{Name: "at", Label: v.Text("word.date")}, {Name: "event", Label: v.Text("security.event")}, {Name: "person", Label: v.Text("security.person"), Data: true},
		{Name: "address", Label: v.Text("security.address")}, {Name: "action", Label: v.Text("security.action"), Minor: true, Data: true}, {Name: "subject", Label: v.Text("book.subject"), Minor: true, Data: true}, {Name: "rows", Label: v.Text("security.rows"), Number: true, Minor: true},
	}}
	names, err := s.namesIn(v, p.Entries)
	if err != nil {
		return nil, err
	}
	for _, e := range p.Entries {
		address := ""
		if e.Address.IsValid() {
			address = e.Address.String()
		}
		sheet.Rows = append(sheet.Rows, ui.Row{{Text: v.Instant(e.At), Value: e.At.UTC().Format(time.RFC3339Nano)}, {Text: v.Text("security-event." + string(e.Event)), Value: string(e.Event)},
			{Text: names[e.Person], Value: e.Person, Link: v.With("person", e.Person, "after", "")}, {Text: address}, {Text: e.Action}, {Text: string(e.Subject)}, {Text: v.Localizer.Number(int64(e.Rows)), Value: e.Rows}})
	}
	if p.Next != "" {
		sheet.Next = v.With("after", p.Next)
	}
	form := &ui.Form{Get: true, Send: v.Text("do.filter"), Fields: []ui.Field{{Name: "event", Label: v.Text("security.event"), Kind: "code", Value: string(f.Event)}}}
	for _, e := range seclog.Events() {
		form.Fields[0].Options = append(form.Fields[0].Options, ui.Option{Value: string(e), Words: v.Text("security-event." + string(e))})
	}
	return ui.Page{Title: v.Text("account.security-log"), Wide: true, Sheet: sheet, Body: statesView(v, nil, form, sheet)}, nil
}

// overseer says whether the reader reads what is written for oversight, as the
// security log is.
func overseer(v *ui.Visit) bool { return slices.Contains(v.Reader.Audiences, "oversight") }

// namesIn are the names of the people whom entries of the security log tell of.
func (s *Site) namesIn(v *ui.Visit, entries []seclog.Entry) (map[string]string, error) {
	names := map[string]string{}
	err := s.Node.Book.Read(v.Context(), 0, func(r store.View) (err error) {
		for _, e := range entries {
			if _, known := names[e.Person]; !known && e.Person != "" {
				if names[e.Person], err = s.nameFor(v, r, e.Person); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return names, err
}
