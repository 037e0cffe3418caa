package desk

import (
	"io"
	"time"

	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/ui"
)

// Module is the desk as the program takes it.
func Module() module.Module {
	return module.Module{Title: "Desk", Record: book.Module{Name: "desk"}, Pages: func(n *module.Node) module.Pages {
		p := pages{n}
		return module.Pages{
			Section: module.Section{To: "/desk", Key: "nav.desk"},
			Routes:  []ui.Route{{Pattern: "GET /desk", Handle: p.desk}, {Pattern: "GET /desk/calendar", Handle: p.calendar}},
		}
	}}
}

type pages struct{ node *module.Node }

func (p pages) tasks(v *ui.Visit) ([]module.Task, error) {
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	if p.node.Tasks == nil {
		return nil, nil
	}
	list, err := p.node.Tasks(v)
	return Ordered(list), err
}

// desk shows what waits.
func (p pages) desk(v *ui.Visit) (ui.Answer, error) {
	list, err := p.tasks(v)
	if err != nil {
		return nil, err
	}
	mine, waiting := Split(list)
	all := sheet(v, "desk", v.Text("nav.desk"), list)
	return ui.Page{Title: v.Text("nav.desk"), Lead: v.Text("desk.lead"), Section: "/desk", Sheet: all, Actions: []ui.Link{{To: "/desk/calendar", Words: v.Text("desk.calendar")}, {To: "/account#tokens", Words: v.Text("desk.subscribe")}},
		Body: deskView(v, sheet(v, "mine", v.Text("nav.desk")+": "+v.Text("desk.from-me"), mine), sheet(v, "waiting", v.Text("nav.desk")+": "+v.Text("desk.waiting"), waiting))}, nil
}

// sheet shows tasks as a table; as data it says on which side they are.
func sheet(v *ui.Visit, name, caption string, list []module.Task) *ui.Sheet {
	s := &ui.Sheet{Name: name, Caption: caption, Empty: v.Text("desk.nothing"), Total: len(list), Columns: []ui.Column{
		{Name: "task", Label: v.Text("desk.task")}, {Name: "due", Label: v.Text("word.due")}, {Name: "waits", Label: v.Text("desk.waiting"), Hidden: true}, {Name: "key", Label: v.Text("word.code"), Hidden: true}}}
	for _, t := range list {
		due := ui.Cell{Text: v.Text("desk.no-day"), Value: ""}
		if t.Due != "" {
			due = ui.Cell{Text: v.Localizer.Day(t.Due), Value: string(t.Due)}
			if days := Days(v.Today, t.Due); days < 0 {
				due.Marks = []ui.Mark{{Tone: ui.Bad, Words: v.Count("count.days-overdue", -days)}}
			} else {
				due.Marks = []ui.Mark{{Tone: ui.Plain, Words: v.Count("count.days-left", days)}}
			}
		}
		s.Rows = append(s.Rows, ui.Row{{Text: t.Words, Link: t.Link}, due, {Value: t.Waits}, {Text: t.Key}})
	}
	return s
}

// calendar gives the tasks that have a day as a file for a calendar.
func (p pages) calendar(v *ui.Visit) (ui.Answer, error) {
	list, err := p.tasks(v)
	if err != nil {
		return nil, err
	}
	home := p.node.Home(v)
	return ui.File{Name: "desk.ics", Own: true, Type: "text/calendar; charset=utf-8", Write: func(w io.Writer) error {
		return WriteCalendar(w, home, v.Text("nav.desk"), list, time.Now())
	}}, nil
}
