package assistance

import (
	"strings"

	"github.com/a-h/templ"

	"comity/internal/store"
	"comity/internal/ui"
)

// requestSheet shows requests as a list.
func (p *pages) requestSheet(v *ui.Visit, name, caption string, list []*Request) *ui.Sheet {
	s := &ui.Sheet{Name: name, Caption: caption, Total: -1, Empty: v.Text("assistance.none"), Columns: []ui.Column{
		{Name: "title", Label: v.Text("word.title")}, {Name: "id", Hidden: true}, {Name: "state", Label: v.Text("word.state")}, {Name: "topic", Label: v.Text("word.topic"), Minor: true},
		{Name: "status", Label: v.Text("word.status")}, {Name: "received", Label: v.Text("assistance.received"), Minor: true}, {Name: "due", Label: v.Text("word.due")}, {Name: "office", Label: v.Text("word.responsible"), Minor: true},
	}}
	for _, q := range list {
		office := ui.Cell{Value: q.Office}
		if q.Office != "" {
			office.Text = p.node.PartyName(v, q.Office)
		}
		s.Rows = append(s.Rows, ui.Row{{Text: q.Title, Link: requestPage(q.ID), Lang: q.Language}, {Text: q.ID}, {Text: p.node.PartyName(v, q.Party), Value: q.Party}, {Text: p.node.TopicTitle(v, q.Topic), Value: q.Topic},
			{Value: string(q.Status), Marks: p.marks(v, q)}, dayCell(v, q.Received), dayCell(v, q.Due(p.settings)), office})
	}
	return s
}

// filterOf reads the filters of an address.
func filterOf(v *ui.Visit) Filter {
	f := Filter{Status: Status(v.Query("status")), Party: v.Query("state"), Region: v.Query("group"), Office: v.Query("office"), Urgency: v.Query("urgency"), Waits: v.Query("asked") == "true"}
	for _, t := range []string{"topic", "help"} {
		if c := v.Query(t); c != "" {
			f.Tags = append(f.Tags, t+":"+c)
		}
	}
	return f
}

// filters is the form of the filters of a queue.
func (p *pages) filters(v *ui.Visit) *ui.Form {
	f := &ui.Form{Get: true, Send: v.Text("do.filter"), Fields: []ui.Field{
		{Name: "status", Label: v.Text("word.status"), Kind: "code"},
		{Name: "topic", Label: v.Text("word.topic"), Kind: "code", Options: p.topicOptions(v)},
		{Name: "help", Label: v.Text("assistance.help"), Kind: "code", Options: p.node.Options(v, "help")},
		{Name: "group", Label: v.Text("word.regional-group"), Kind: "code", Options: p.node.Options(v, "group")},
		{Name: "urgency", Label: v.Text("assistance.urgency"), Kind: "code", Options: p.node.Options(v, "urgency")},
		{Name: "show", Label: v.Text("assistance.show"), Kind: "code", Options: []ui.Option{{Value: "late", Words: v.Text("assistance.only-late")}, {Value: "asked", Words: v.Text("assistance.only-asked")}}},
	}}
	s := scopeOf(v)
	for _, st := range Statuses {
		if s.Apart || st != Appraised && st != Drafted && st != Cleared {
			f.Fields[0].Options = append(f.Fields[0].Options, ui.Option{Value: string(st), Words: statusWords(v, st)})
		}
	}
	for i := range f.Fields {
		f.Fields[i].Value = v.Query(f.Fields[i].Name)
	}
	return f
}

// queue lists what the Office has before it.
func (p *pages) queue(v *ui.Visit) (ui.Answer, error) {
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	if !p.staff(v) {
		return nil, ui.ErrNotAllowed
	}
	var list []*Request
	var next int64
	f := filterOf(v)
	f.Waits = f.Waits || v.Query("show") == "asked"
	err := p.read(v, func(r store.View) (err error) {
		if v.Query("show") == "late" {
			list, err = Late(v.Context(), r, scopeOf(v), p.settings, v.Today, mostRows(v))
			return err
		}
		list, next, err = Queue(v.Context(), r, scopeOf(v), f, int64(v.Number("before", 0)), mostRows(v))
		return err
	})
	if err != nil {
		return nil, err
	}
	s := p.requestSheet(v, "assistance", v.Text("assistance.queue"), list)
	if next > 0 {
		s.Next = v.With("before", itoa(int(next)))
	}
	page := ui.Page{Title: v.Text("assistance.queue"), Lead: v.Text("assistance.queue-lead"), Section: "/assistance", Trail: trail(v, nil), Wide: true, Sheet: s, Body: listView(v, p.filters(v), s)}
	if p.enters(v) {
		page.Actions = append(page.Actions, ui.Link{To: "/assistance/new", Words: v.Text("assistance.enter-letter"), Main: true}, ui.Link{To: "/assistance/upload", Words: v.Text("assistance.upload")})
	}
	return page, nil
}

// mine are the requests of the States for whom the reader acts, with those that are
// being typed.
func (p *pages) mine(v *ui.Visit) (ui.Answer, error) {
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	states := p.states(v, "requested")
	if len(states) == 0 {
		return nil, ui.ErrNotAllowed
	}
	var list []*Request
	err := p.read(v, func(r store.View) error {
		list = nil
		for _, state := range states {
			some, _, err := Queue(v.Context(), r, scopeOf(v), Filter{Party: state}, 0, v.PageSize())
			if err != nil {
				return err
			}
			list = append(list, some...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	begun, err := p.drafts.of(v.Context(), states, v.Reader.Who.Person)
	if err != nil {
		return nil, err
	}
	s := p.requestSheet(v, "my-requests", v.Text("assistance.mine"), list)
	s.Empty = v.Text("assistance.none-mine")
	return ui.Page{Title: v.Text("assistance.mine"), Lead: v.Text("assistance.mine-lead"), Section: "/assistance", Trail: trail(v, nil), Sheet: s, Wide: true, Body: p.mineView(v, begun, s),
		Actions: []ui.Link{{To: "/assistance/new", Words: v.Text("assistance.new"), Main: true}, {To: "/assistance/upload", Words: v.Text("assistance.upload")}}}, nil
}

// called is what a draft is called.
func (t *typed) called(v *ui.Visit) string {
	if title := strings.TrimSpace(t.Fields.Get("title")); title != "" {
		return title
	}
	return v.Text("assistance.untitled")
}

// card is the room's part of the home page: what waits in the queue, for those who
// work on it.
func (p *pages) card(v *ui.Visit) (templ.Component, error) {
	s := scopeOf(v)
	states := p.states(v, "requested")
	if !s.Apart && len(states) == 0 {
		return nil, nil
	}
	var list []*Request
	err := p.read(v, func(r store.View) (err error) {
		if s.Apart {
			list, err = Late(v.Context(), r, s, p.settings, v.Today, 5)
			return err
		}
		list, _, err = Queue(v.Context(), r, s, Filter{Party: states[0]}, 0, 5)
		return err
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	title := v.Text("assistance.mine")
	if s.Apart {
		title = v.Text("assistance.late")
	}
	return p.cardView(v, title, list), nil
}

// mostRows is how many requests a page of the queue shows; as data all are had.
func mostRows(v *ui.Visit) int {
	if v.As() == ui.HTML {
		return 100
	}
	return v.PageSize()
}
