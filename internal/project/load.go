package project

import (
	"context"
	"encoding/json"
	"strings"

	"comity/internal/act"
	"comity/internal/project/result"
	"comity/internal/store"
)

// loadProject reads one project, nil where there is none.
func loadProject(ctx context.Context, r store.Reader, code string) (*Project, error) {
	list, err := loadProjects(ctx, r, `WHERE code = ?`, code)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

func loadProjects(ctx context.Context, r store.Reader, where string, args ...any) (list []*Project, err error) {
	err = store.Each(ctx, r, `SELECT p.`+strings.ReplaceAll(projectColumns, ", ", ", p.")+` FROM {project_project} AS p `+where, args, func(rows store.Rows) error {
		p := &Project{}
		var opened int64
		var status, states, signatories, partners, topics, targets, purposes, markers, locations, above, starts, ends, cites string
		if err := rows.Scan(&p.Code, &p.Index, &p.Act, &p.Audience, &opened, &status, &p.Title, &p.Language, &p.Summary, &p.Outcome, &p.Office, &states, &signatories, &partners, &topics, &targets,
			&purposes, &markers, &locations, &above, &starts, &ends, &p.Money.Currency, &p.Money.Required, &p.Money.Available, &p.Money.Spent, &cites, &p.Source, &p.SourceID); err != nil {
			return err
		}
		p.Open, p.Status, p.Starts, p.Ends = opened == 1, Status(status), act.Day(starts), act.Day(ends)
		p.States, p.Signatories, p.Partners, p.Topics = lines[string](states), lines[string](signatories), lines[string](partners), lines[string](topics)
		p.Targets, p.Purposes, p.Above, p.Cites = lines[string](targets), lines[string](purposes), lines[act.Subject](above), lines[act.Cite](cites)
		list = append(list, p)
		if err := unpack(markers, &p.Markers); err != nil {
			return err
		}
		return unpack(locations, &p.Locations)
	})
	return list, err
}

func loadProgramme(ctx context.Context, r store.Reader, code string) (*Programme, error) {
	list, err := loadProgrammes(ctx, r, `WHERE code = ?`, code)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

func loadProgrammes(ctx context.Context, r store.Reader, where string, args ...any) (list []*Programme, err error) {
	err = store.Each(ctx, r, `SELECT code, act, audience, level, title, language, summary, region, office, states, topics, starts, ends, above, cites FROM {project_programme} AS p `+where, args, func(rows store.Rows) error {
		g := &Programme{}
		var states, topics, starts, ends, above, cites string
		err := rows.Scan(&g.Code, &g.Act, &g.Audience, &g.Level, &g.Title, &g.Language, &g.Summary, &g.Region, &g.Office, &states, &topics, &starts, &ends, &above, &cites)
		g.States, g.Topics, g.Above, g.Cites = lines[string](states), lines[string](topics), lines[act.Subject](above), lines[act.Cite](cites)
		g.Starts, g.Ends = act.Day(starts), act.Day(ends)
		list = append(list, g)
		return err
	})
	return list, err
}

// Entry is one act on a programme, project or file.
type Entry struct {
	Index         int64
	About         act.Subject
	Kind, Act     string
	Audience      string
	Person, Party string
	Standing      act.Standing
	Day           act.Day
	Body          string // JSON, "" where it was erased
}

func loadEntries(ctx context.Context, r store.Reader, where string, args ...any) (list []Entry, err error) {
	err = store.Each(ctx, r, `SELECT idx, about, kind, act, audience, person, party, standing, day, body FROM {project_entry} AS e `+where, args, func(rows store.Rows) error {
		var e Entry
		var about, standing, day string
		err := rows.Scan(&e.Index, &about, &e.Kind, &e.Act, &e.Audience, &e.Person, &e.Party, &standing, &day, &e.Body)
		e.About, e.Standing, e.Day = act.Subject(about), act.Standing(standing), act.Day(day)
		list = append(list, e)
		return err
	})
	return list, err
}

// lifeKinds are the acts that are steps of a project's life.
const lifeKinds = `('project.concept', 'project.reviewed', 'project.cleared', 'project.countersigned', 'project.revised', 'project.revision-approved', 'project.closed', 'project.cancelled')`

// steps are those of a project, in order; with an index those before it, or, where
// it is less than 0, those after.
func steps(ctx context.Context, r store.Reader, code string, index ...int64) (list []Step, err error) {
	where, args := `WHERE about = ? AND kind IN `+lifeKinds, []any{string(Subject(code))}
	if len(index) > 0 && index[0] >= 0 {
		where, args = where+` AND idx < ?`, append(args, index[0])
	} else if len(index) > 0 {
		where, args = where+` AND idx > ?`, append(args, -index[0])
	}
	entries, err := loadEntries(ctx, r, where+` ORDER BY idx`, args...)
	for _, e := range entries {
		s, err := stepOf(e.Kind, e.Person, e.Party, e.Day, []byte(e.Body))
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, err
}

// stepOf reads a step of a project's life from an act. body is empty where it was
// erased: then only what the header says is known.
func stepOf(kind, person, party string, day act.Day, body []byte) (Step, error) {
	s := Step{Kind: strings.TrimPrefix(kind, "project."), Person: person, Party: party, Day: day}
	if len(body) == 0 {
		return s, nil
	}
	var b struct {
		Outcome, Clearance, Closure string
		Passed, Approved            bool
		Reason, Note                string
		Signatories                 []string
		From, Until                 act.Day
		Number                      int
	}
	if err := json.Unmarshal(body, &b); err != nil {
		return s, err
	}
	s.Which = b.Outcome + b.Clearance + b.Closure // an act has one of them
	s.Passed, s.Reasoned = b.Passed || b.Approved, b.Reason != ""
	if s.Kind == "concept" {
		var note ConceptBody
		if err := json.Unmarshal(body, &note); err != nil {
			return s, err
		}
		b.Signatories = note.Countersigning()
	}
	s.Signatories, s.Starts, s.Ends, s.Number = b.Signatories, b.From, b.Until, b.Number
	return s, nil
}

func loadIndicator(ctx context.Context, r store.Reader, s act.Subject) (*Indicator, error) {
	list, err := loadIndicators(ctx, r, `WHERE subject = ?`, string(s))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// loadIndicators reads those whose words were not erased.
func loadIndicators(ctx context.Context, r store.Reader, where string, args ...any) (list []*Indicator, err error) {
	err = store.Each(ctx, r, `SELECT subject, idx, act, audience, body FROM {project_indicator} AS i `+where, args, func(rows store.Rows) error {
		i := &Indicator{}
		var s, body string
		if err := rows.Scan(&s, &i.Index, &i.Act, &i.Audience, &body); err != nil || body == "" {
			return err
		}
		var b IndicatorBody
		if err := unpack(body, &b); err != nil {
			return err
		}
		i.Subject, i.Title, i.Language, i.Unit, i.Declared = act.Subject(s), b.Title, b.Language, b.Unit, b.declared()
		i.Dimensions, i.Others = b.Dimensions, b.Others
		i.Result, i.Baseline, i.Targets, i.Serves = b.Result, b.Baseline, b.Targets, b.Serves
		list = append(list, i)
		return nil
	})
	return list, err
}

func loadReports(ctx context.Context, r store.Reader, where string, args ...any) (list []*Report, err error) {
	err = store.Each(ctx, r, `SELECT indicator, starts, ends, place, idx, act, audience, person, party, standing, value, pieces, note, approved, approver FROM {project_report} AS t `+where, args, func(rows store.Rows) error {
		o := &Report{}
		var s, starts, ends, standing, value, pieces, approved string
		if err := rows.Scan(&s, &starts, &ends, &o.Place, &o.Index, &o.Act, &o.Audience, &o.Person, &o.Party, &standing, &value, &pieces, &o.Note, &approved, &o.By); err != nil {
			return err
		}
		o.Indicator, o.Period, o.Standing, o.Approved = act.Subject(s), result.Period{From: act.Day(starts), Until: act.Day(ends)}, act.Standing(standing), act.Day(approved)
		list = append(list, o)
		if err := unpack(value, &o.Value); err != nil {
			return err
		}
		return unpack(pieces, &o.Pieces)
	})
	return list, err
}

func loadDeliveries(ctx context.Context, r store.Reader, where string, args ...any) (list []*Delivery, err error) {
	err = store.Each(ctx, r, `SELECT project, n, idx, act, audience, person, party, standing, day, cites, body FROM {project_delivery} AS d `+where, args, func(rows store.Rows) error {
		d := &Delivery{}
		var project, standing, day, cites, body string
		var n int
		if err := rows.Scan(&project, &n, &d.Index, &d.Act, &d.Audience, &d.Person, &d.Party, &standing, &day, &cites, &body); err != nil || body == "" {
			return err
		}
		d.Subject, d.Standing, d.Day, d.Cites = DeliverySubject(project, n), act.Standing(standing), act.Day(day), lines[act.Cite](cites)
		list = append(list, d)
		return unpack(body, &d.DeliveryBody)
	})
	return list, err
}

func loadFindings(ctx context.Context, r store.Reader, where string, args ...any) (list []*Finding, err error) {
	err = store.Each(ctx, r, `SELECT f.owner, f.n, f.idx, f.act, f.audience, f.party, f.day, f.body FROM {project_finding} AS f `+where, args, func(rows store.Rows) error {
		f := &Finding{}
		var owner, day, body string
		var n int
		if err := rows.Scan(&owner, &n, &f.Index, &f.Act, &f.Audience, &f.Party, &day, &body); err != nil || body == "" {
			return err
		}
		f.Subject, f.Day = FindingSubject(owner, n), act.Day(day)
		list = append(list, f)
		return unpack(body, &f.Body)
	})
	return list, err
}

// OfficeFile is the file on opening or closing an office, and what was decided.
type OfficeFile struct {
	Subject  act.Subject
	Index    int64
	Act      string
	Audience string
	Person   string
	Day      act.Day
	Body     OfficeFileBody
	Agreed   string // yes, no, "" while it is undecided
	Decided  act.Day
	From     act.Day
	Reason   string
	Open     bool // the decision is
}

func loadOffice(ctx context.Context, r store.Reader, s act.Subject) (*OfficeFile, error) {
	list, err := loadOffices(ctx, r, `WHERE office = ? AND n = ?`, localOf(s, 0), localNumber(s))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

func loadOffices(ctx context.Context, r store.Reader, where string, args ...any) (list []*OfficeFile, err error) {
	err = store.Each(ctx, r, `SELECT office, n, idx, act, audience, person, day, body, agreed, decided, begins, reason, open FROM {project_office} AS o `+where, args, func(rows store.Rows) error {
		f := &OfficeFile{}
		var office, day, body, decided, begins string
		var n int
		var opened int64
		if err := rows.Scan(&office, &n, &f.Index, &f.Act, &f.Audience, &f.Person, &day, &body, &f.Agreed, &decided, &begins, &f.Reason, &opened); err != nil {
			return err
		}
		f.Subject, f.Day, f.Decided, f.From, f.Open = OfficeSubject(office, n), act.Day(day), act.Day(decided), act.Day(begins), opened == 1
		list = append(list, f)
		return unpack(body, &f.Body)
	})
	return list, err
}
