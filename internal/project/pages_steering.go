package project

import (
	"cmp"
	"encoding/json"
	"slices"

	"comity/internal/act"
	"comity/internal/ui"
)

// Meeting is a meeting of a steering committee, and where it was recorded.
type Meeting struct {
	*Entry
	Body SteeringBody
}

// Meetings are those among the acts on a programme or project, the last first.
func Meetings(entries []Entry) (list []*Meeting) {
	for i := range entries {
		m := &Meeting{Entry: &entries[i]}
		if m.Kind == "project.steering" && json.Unmarshal([]byte(m.Entry.Body), &m.Body) == nil {
			list = append(list, m)
		}
	}
	slices.SortStableFunc(list, func(a, b *Meeting) int { return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(b.Index, a.Index)) })
	return list
}

// PlanOf is a work plan with the meeting that had it before it.
type PlanOf struct {
	Plan
	Of *Meeting
}

// InForce says whether a committee endorsed the plan and a day lies in it.
func (p *PlanOf) InForce(today act.Day) bool {
	return p.Endorsed && p.From <= today && today <= p.Until
}

// PlansOf are the work plans of meetings: those in force on a day first, then by their
// days, the last first.
func PlansOf(meetings []*Meeting, today act.Day) (list []*PlanOf) {
	for _, m := range meetings {
		for _, x := range m.Body.Plans {
			list = append(list, &PlanOf{x, m})
		}
	}
	slices.SortStableFunc(list, func(a, b *PlanOf) int {
		if a.InForce(today) != b.InForce(today) {
			return map[bool]int{true: -1, false: 1}[a.InForce(today)]
		}
		return cmp.Compare(b.From, a.From)
	})
	return list
}

// planMark says whether a work plan is in force.
func planMark(v *ui.Visit, x *PlanOf) ui.Mark {
	switch {
	case x.InForce(v.Today):
		return ui.Mark{Tone: ui.Good, Words: v.Text("project.plan-in-force")}
	case !x.Endorsed:
		return ui.Mark{Tone: ui.Open, Words: v.Text("project.plan-not-endorsed")}
	case x.From > v.Today:
		return ui.Mark{Tone: ui.Note, Words: v.Text("project.plan-endorsed")}
	}
	return ui.Mark{Tone: ui.Plain, Words: v.Text("project.plan-ended")}
}

// fileLink leads to a file of an act; its name alone where the node has it not.
func (p *pages) fileLink(id string, f *File) *ui.Link {
	if f == nil {
		return nil
	}
	return &ui.Link{To: p.node.FilePage(id, f.Blob), Words: f.Name, Data: true}
}
