package assistance

import (
	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// mostTasks is how many requests stand on a desk at most.
const mostTasks = 100

// tasks are what waits for the reader: of the Office, what is due by its targets, and
// what waits for a second person; of a State, what it was asked, and its evaluation.
func (p *pages) tasks(v *ui.Visit) (list []module.Task, err error) {
	states := p.states(v, "given")
	begun, err := p.drafts.of(v.Context(), p.states(v, "requested"), v.Reader.Who.Person)
	if err != nil {
		return nil, err
	}
	for _, t := range begun {
		task(v, &list, "send", t.ID, "", draftPage(t.ID), t.called(v), p.node.PartyName(v, t.Party))
	}
	err = p.read(v, func(r store.View) error {
		kept := list[:len(begun):len(begun)]
		if err := p.officeTasks(v, r, &kept); err != nil {
			return err
		}
		for _, state := range states {
			if err := p.stateTasks(v, r, state, &kept); err != nil {
				return err
			}
		}
		list = kept
		return nil
	})
	return list, err
}

func task(v *ui.Visit, list *[]module.Task, id, key string, due act.Day, link, title, state string) {
	*list = append(*list, module.Task{Key: "assistance-" + id + "-" + key, Words: v.Text("assistance.task-"+id, map[string]string{"Title": title, "State": state}), Due: due, Link: link})
}

// officeTasks are the requests that wait for the Office, those due first first.
func (p *pages) officeTasks(v *ui.Visit, r store.View, list *[]module.Task) error {
	s := scopeOf(v)
	if !s.Apart {
		return nil
	}
	_, works := p.office(v, "appraised", Apart)
	_, clears := p.office(v, "cleared", Apart)
	_, approves := p.office(v, "diligence-cleared", Apart)
	if !works && !clears && !approves {
		return nil
	}
	waiting, err := Waiting(v.Context(), r, s, p.settings, mostTasks)
	if err != nil {
		return err
	}
	for _, q := range waiting {
		id := q.WaitsFor(v.Today)
		if q.Status == Drafted {
			id = "clear"
		}
		if id == "clear" && !clears || id != "clear" && !works || id == "evaluate" || id == "diligence-approve" {
			continue
		}
		if id == "clear" {
			if own, err := wrote(v.Context(), r, q.ID, "drafted", v.Reader.Who.Person); err != nil || own {
				if err != nil {
					return err
				}
				continue
			}
		}
		task(v, list, id, q.ID, q.Due(p.settings), requestPage(q.ID), q.Title, p.node.PartyName(v, q.Party))
	}
	return p.diligenceTasks(v, r, approves, list)
}

// diligenceTasks are the assessments of risks that wait for a colleague: to approve,
// for whoever may; for the others of the Office what they wait for.
func (p *pages) diligenceTasks(v *ui.Visit, r store.View, approves bool, list *[]module.Task) error {
	waiting, err := Unapproved(v.Context(), r, scopeOf(v), mostTasks)
	if err != nil {
		return err
	}
	for _, q := range waiting {
		own, err := wrote(v.Context(), r, q.ID, "assessed", v.Reader.Who.Person)
		if err != nil {
			return err
		}
		id, due := "diligence-approve", act.Day("")
		if !approves || own {
			id = "diligence-waits"
		}
		if q.Status == Assigned {
			due = q.Due(p.settings)
		}
		task(v, list, id, q.ID, due, requestPage(q.ID), q.Title, p.node.PartyName(v, q.Party))
		(*list)[len(*list)-1].Waits = id == "diligence-waits"
	}
	return nil
}

// stateTasks are what waits for a State.
func (p *pages) stateTasks(v *ui.Visit, r store.View, state string, list *[]module.Task) error {
	mine, _, err := Queue(v.Context(), r, scopeOf(v), Filter{Party: state}, 0, mostTasks)
	if err != nil {
		return err
	}
	name := p.node.PartyName(v, state)
	for _, q := range mine {
		switch {
		case q.Open != "":
			task(v, list, "give", q.ID, "", requestPage(q.ID), q.Title, name)
		case q.Status == Delivered:
			task(v, list, "evaluate", q.ID, q.Due(p.settings), requestPage(q.ID), q.Title, name)
		case !q.Own && !q.Status.Ended():
			task(v, list, "confirm", q.ID, "", requestPage(q.ID), q.Title, name)
		}
	}
	return nil
}
