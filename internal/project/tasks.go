package project

import (
	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// mostTasks is how many projects and reports are looked through.
const mostTasks = 200

// tasks are what waits for the reader here: to review, to clear, to countersign, to
// decide on a revision, to approve what was reported.
func (p *pages) tasks(v *ui.Visit) (list []module.Task, err error) {
	s := scopeOf(v)
	me := v.Reader.Who.Person
	if me == "" {
		return nil, nil
	}
	err = p.read(v, func(r store.View) error {
		list = nil
		cond, args := s.projects()
		projects, err := loadProjects(v.Context(), r, `WHERE p.status IN ('concept', 'recommended', 'cleared', 'running') AND `+cond+` ORDER BY p.idx DESC LIMIT ?`, append(args, mostTasks)...)
		if err != nil {
			return err
		}
		for _, x := range projects {
			if err := p.projectTasks(v, r, x, &list); err != nil {
				return err
			}
		}
		if err := p.reportTasks(v, r, s, &list); err != nil {
			return err
		}
		return p.officeTasks(v, r, func(id string, f *OfficeFile) {
			office := localOf(f.Subject, 0)
			task(v, &list, id, office+"-"+localOf(f.Subject, 1), officePage(f.Subject), "Title", p.node.PartyName(v, office), "Purpose", p.node.CodeLabel(v, "office-file", f.Body.Purpose))
		})
	})
	return list, err
}

func task(v *ui.Visit, list *[]module.Task, id, key, link string, pairs ...string) {
	args := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	*list = append(*list, module.Task{Key: "project-" + id + "-" + key, Words: v.Text("project.task-"+id, args), Link: link})
}

func (p *pages) projectTasks(v *ui.Visit, r store.Reader, x *Project, list *[]module.Task) error {
	kind := map[Status]string{Concept: "reviewed", Recommended: "cleared", Running: "revision-approved"}[x.Status]
	_, may := p.may(v, kind, Subject(x.Code), staff[0])
	signs := []string(nil)
	if x.Status == Cleared {
		signs = p.signs(v, x.Code, x.Signatories)
	}
	if !may && len(signs) == 0 {
		return nil
	}
	history, err := steps(v.Context(), r, x.Code)
	if err != nil {
		return err
	}
	life, me := LifeOf(history), v.Reader.Who.Person
	add := func(id string, more ...string) {
		task(v, list, id, x.Code, projectPage(x.Code), append([]string{"Title", x.Title}, more...)...)
	}
	switch x.Status {
	case Concept:
		if life.Author != me {
			add("review")
		}
	case Recommended:
		done := life.Author == me
		for _, by := range life.Passed {
			done = done || by == me
		}
		if !done {
			add("clear")
		}
	case Cleared:
		for _, state := range signs {
			if life.Signed[state] == "" {
				task(v, list, "sign", x.Code+"-"+state, projectPage(x.Code), "Title", x.Title, "Party", p.node.PartyName(v, state))
			}
		}
	case Running:
		if life.Pending != "" && life.Pending != me {
			add("revision")
		}
	}
	return nil
}

// reportTasks: one for each project whose reports wait.
func (p *pages) reportTasks(v *ui.Visit, r store.Reader, s Scope, list *[]module.Task) error {
	if _, ok := p.may(v, "approved", IndicatorSubject("x", "x"), act.Public); !ok || !s.Staff() {
		return nil
	}
	cond, args := s.rows("t.audience")
	reports, err := loadReports(v.Context(), r, `WHERE t.approved = '' AND t.person <> ? AND `+cond+` ORDER BY t.indicator, t.starts, t.ends, t.place LIMIT ?`,
		append(append([]any{v.Reader.Who.Person}, args...), mostTasks)...)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, o := range reports {
		owner := localOf(o.Indicator, 0)
		if seen[owner] {
			continue
		}
		seen[owner] = true
		x, err := loadProject(v.Context(), r, owner)
		if err != nil {
			return err
		}
		title, link := owner, programmePage(owner)
		if x != nil {
			title, link = x.Title, projectPage(owner)
		}
		task(v, list, "approve", owner, link+"#results", "Title", title)
	}
	return nil
}
