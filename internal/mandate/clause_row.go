package mandate

import (
	"context"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
)

// Clause is a clause as the register holds it: as it was read, and as persons
// corrected it.
type Clause struct {
	Ref
	// Gone: an act cites it and the present reading has it no more.
	Gone        bool
	Phrase      string
	Force       string
	Action      string
	Addressees  []string // as printed
	Entities    []string // normalised
	Bodies      []string // those of the entities whose status is kept
	Conditions  []string
	Topics      []string
	Deadline    string
	Reports     bool // it asks for a report
	Report      ReportBody
	Due         Due
	Statuses    []BodyStatus // what is recorded, by body
	Office      string       // who is responsible, "" for nobody
	Unit        string
	Since       act.Day // of the responsibility
	Effect      Effect
	EffectBy    act.Cite
	EffectDay   act.Day
	Shared      []string // bodies that carry it out together
	Coordinator string
	Corrected   []string // fields that a person reads otherwise than the program

	sort  string // its key in the register's order
	order int    // its place in the paragraph
	index int64  // of the act that says it
}

// BodyStatus is the status that a body has.
type BodyStatus struct{ Body, Code string }

const clauseColumns = `symbol, place, n, sort, ord, gone, phrase, force, action, addressees, entities, bodies, conditions, topics, deadline, reports,
	report_to, report_at, report_on, due, due_exact, due_body, due_session, status, office, unit, since, effect, effect_by, effect_day, shared, coordinator, corrected, idx`

// clauses reads clauses; where names the table c.
func clauses(ctx context.Context, r store.Reader, where string, args ...any) (list []*Clause, err error) {
	err = store.Each(ctx, r, `SELECT `+clauseColumnsOf("c")+` FROM {mandate_clause} AS c `+where, args, func(rows store.Rows) error {
		c, err := scanClause(rows)
		list = append(list, c)
		return err
	})
	return list, err
}

func clauseColumnsOf(table string) string {
	names := strings.Split(clauseColumns, ",")
	for i, n := range names {
		names[i] = table + "." + strings.TrimSpace(n)
	}
	return strings.Join(names, ", ")
}

func scanClause(rows store.Rows) (*Clause, error) {
	c := &Clause{}
	var gone, reports int64
	var addressees, entities, bodies, conditions, topics, day, exact, status, since, effect, by, effectDay, shared, corrected string
	err := rows.Scan(&c.Symbol, &c.Place, &c.Clause, &c.sort, &c.order, &gone, &c.Phrase, &c.Force, &c.Action, &addressees, &entities, &bodies, &conditions, &topics, &c.Deadline, &reports,
		&c.Report.To, &c.Report.At, &c.Report.On, &day, &exact, &c.Due.Body, &c.Due.Session, &status, &c.Office, &c.Unit, &since, &effect, &by, &effectDay, &shared, &c.Coordinator, &corrected, &c.index)
	c.Gone, c.Reports, c.Report.Asked = gone == 1, reports == 1, reports == 1
	c.Addressees, c.Entities, c.Bodies, c.Conditions, c.Topics = split(addressees), split(entities), split(bodies), split(conditions), split(topics)
	c.Due.Day, c.Due.Exact = act.Day(day), Exact(exact)
	c.Statuses = splitStatuses(status)
	c.Since, c.Effect, c.EffectBy, c.EffectDay = act.Day(since), Effect(effect), act.Cite(by), act.Day(effectDay)
	c.Shared, c.Corrected = split(shared), split(corrected)
	return c, err
}

func splitStatuses(s string) (list []BodyStatus) {
	for _, line := range split(s) {
		body, code, _ := strings.Cut(line, " ")
		list = append(list, BodyStatus{body, code})
	}
	return list
}

func joinStatuses(list []BodyStatus) string {
	lines := make([]string, len(list))
	for i, s := range list {
		lines[i] = s.Body + " " + s.Code
	}
	return join(lines)
}

// write enters the clause's row, or says it anew.
func (c *Clause) write() store.Write {
	return store.Do(`INSERT INTO {mandate_clause} (`+clauseColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (symbol, place, n) DO UPDATE SET sort = excluded.sort, ord = excluded.ord, gone = excluded.gone, phrase = excluded.phrase, force = excluded.force,
		action = excluded.action, addressees = excluded.addressees, entities = excluded.entities, bodies = excluded.bodies, conditions = excluded.conditions,
		topics = excluded.topics, deadline = excluded.deadline, reports = excluded.reports, report_to = excluded.report_to, report_at = excluded.report_at,
		report_on = excluded.report_on, due = excluded.due, due_exact = excluded.due_exact, due_body = excluded.due_body, due_session = excluded.due_session,
		status = excluded.status, office = excluded.office, unit = excluded.unit, since = excluded.since, effect = excluded.effect, effect_by = excluded.effect_by,
		effect_day = excluded.effect_day, shared = excluded.shared, coordinator = excluded.coordinator, corrected = excluded.corrected, idx = excluded.idx`,
		c.Symbol, c.Place, c.Clause, c.sort, c.order, bit(c.Gone), c.Phrase, c.Force, c.Action, join(c.Addressees), join(c.Entities), join(c.Bodies), join(c.Conditions), join(c.Topics), c.Deadline, bit(c.Reports),
		c.Report.To, c.Report.At, c.Report.On, string(c.Due.Day), string(c.Due.Exact), c.Due.Body, c.Due.Session, joinStatuses(c.Statuses), c.Office, c.Unit, string(c.Since), string(c.Effect), string(c.EffectBy), string(c.EffectDay), join(c.Shared), c.Coordinator, join(c.Corrected), c.index)
}

func (c *Clause) remove() store.Write {
	return store.Do(`DELETE FROM {mandate_clause} WHERE symbol = ? AND place = ? AND n = ?`, c.Symbol, c.Place, c.Clause)
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// reads sets what the text says; what persons recorded stays.
func (c *Clause) reads(b *ClauseBody) {
	c.Phrase, c.Force, c.Action, c.Deadline = b.Phrase, b.Force, b.Action, b.Deadline
	c.Addressees, c.Entities, c.Bodies, c.Conditions = clone(b.Addressees), clone(b.Entities), clone(b.Bodies), clone(b.Conditions)
	c.Topics = topicCodes(b.Topics)
	c.Reports, c.Report, c.Due = b.Report != nil, ReportBody{}, Due{}
	if b.Report != nil {
		c.Report = *b.Report
	}
	c.due(b.Due)
	c.Corrected = nil
}

func (c *Clause) due(d *DueBody) {
	c.Due = Due{}
	if d != nil {
		c.Due = Due{Body: d.Body, Session: d.Session, Day: d.Day, Exact: d.Exact}
	}
}

// corrects sets a field as a person reads it.
func (c *Clause) corrects(b *CorrectedBody) {
	one := ""
	if len(b.New) > 0 {
		one = b.New[0]
	}
	switch b.Field {
	case "force":
		c.Force = one
	case "addressees":
		c.Addressees = clone(b.New)
	case "entities":
		c.Entities, c.Bodies = clone(b.New), clone(b.Bodies)
	case "topics":
		c.Topics = clone(b.New)
	case "conditions":
		c.Conditions = clone(b.New)
	case "deadline":
		c.Deadline = one
		c.due(b.Due)
	case "report_to":
		c.Report.To = one
		c.due(b.Due)
	case "report_at":
		c.Report.At = one
		c.due(b.Due)
	case "report_on":
		c.Report.On = one
	}
	c.Reports = c.Reports || strings.HasPrefix(b.Field, "report_") && one != ""
	c.Report.Asked = c.Reports
	if !slices.Contains(c.Corrected, b.Field) {
		c.Corrected = append(c.Corrected, b.Field)
		slices.Sort(c.Corrected)
	}
}

// correctedFields are the fields of a clause that a person may read otherwise.
var correctedFields = []string{"force", "addressees", "entities", "topics", "conditions", "deadline", "report_to", "report_at", "report_on"}

// field is the present value of a field that may be corrected.
func (c *Clause) field(name string) []string {
	one := func(s string) []string {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	switch name {
	case "force":
		return one(c.Force)
	case "addressees":
		return c.Addressees
	case "entities":
		return c.Entities
	case "topics":
		return c.Topics
	case "conditions":
		return c.Conditions
	case "deadline":
		return one(c.Deadline)
	case "report_to":
		return one(c.Report.To)
	case "report_at":
		return one(c.Report.At)
	case "report_on":
		return one(c.Report.On)
	}
	return nil
}
