package project

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/custody"
	"comity/internal/project/result"
	"comity/internal/store"
)

func localNumber(s act.Subject) int {
	n, _ := strconv.Atoi(localOf(s, 1))
	return n
}

// otherwise reads "institution: police" into a dimension and its category.
func otherwise(s string) (dimension, category string, ok bool) {
	dimension, category, ok = strings.Cut(s, ":")
	dimension, category = strings.ToLower(strings.TrimSpace(dimension)), strings.ToLower(strings.TrimSpace(category))
	ok = ok && dimension != "" && category != "" && !strings.ContainsAny(s, "\n+") && !slices.Contains([]string{"sex", "age", "disability"}, dimension)
	return dimension, category, ok
}

// Scope is what a reader may see: rows for their audiences, and what is announced.
// Every question here is asked in one.
type Scope struct {
	base []string // public, secretariat, partners: what programmes and projects are written for
	with []string // what States share
	set  map[string]bool
}

// NewScope makes the scope of a reader of audiences.
func NewScope(audiences []string) Scope {
	s := Scope{set: make(map[string]bool, len(audiences))}
	for _, a := range audiences {
		s.set[a] = true
		switch {
		case strings.HasPrefix(a, "with-"):
			s.with = append(s.with, a)
		case a == act.Public || a == staff[0] || strings.HasPrefix(a, "partner"):
			s.base = append(s.base, a)
		}
	}
	return s
}

// Staff says whether the reader is of the secretariat.
func (s *Scope) Staff() bool { return s.set[staff[0]] }

// rows leaves rows of the reader's audiences.
func (s *Scope) rows(column string) (string, []any) {
	return access.Among(column, append([]string{act.Public}, s.base...))
}

// mostGovernments is for how many States a reader outside the secretariat is looked
// up among signatories.
const mostGovernments = 20

// projects leaves the projects p that the reader may read: the secretariat all,
// everybody those that are open, and a Government those that it countersigns, from
// when its turn comes.
func (s *Scope) projects() (cond string, args []any) {
	if s.Staff() {
		return `p.status <> 'erased'`, nil
	}
	cond = `p.open = 1 OR p.audience = 'public'`
	if len(s.with) > 0 && len(s.with) <= mostGovernments {
		var signs []string
		for _, a := range s.with {
			signs = append(signs, `(? || p.signatories || ?) LIKE ?`)
			args = append(args, "\n", "\n", "%\n"+strings.ToUpper(strings.TrimPrefix(a, "with-"))+"\n%")
		}
		cond += ` OR (p.status IN ('cleared', 'running', 'ended', 'closed') AND (` + strings.Join(signs, " OR ") + `))`
	}
	return `(` + cond + `) AND p.status <> 'erased'`, args
}

// Filter narrows a list of projects; what is "" is not asked for.
type Filter struct {
	Status  Status
	State   string
	Topic   string
	Office  string
	Under   string // code of a programme, and those below it
	Running act.Day
}

// where is the condition of a filter for what is open to the reader, and the table x
// that leads to few, "" for none; none says that nothing can match.
func (f *Filter) where(ctx context.Context, r store.Reader, s Scope) (from, cond string, args []any, none bool, err error) {
	cond, args = s.projects()
	add := func(sql string, values ...any) { cond, args = cond+" AND "+sql, append(args, values...) }
	if f.Status != "" {
		add(`p.status = ?`, string(f.Status))
	}
	switch { // the table that leads to few is read in its order
	case f.State != "":
		from = `JOIN {project_state} AS x ON x.code = p.code `
		add(`x.state = ?`, f.State)
		if f.Topic != "" {
			add(`EXISTS (SELECT 1 FROM {project_topic} AS y WHERE y.topic = ? AND y.code = p.code)`, f.Topic)
		}
	case f.Topic != "":
		from = `JOIN {project_topic} AS x ON x.code = p.code `
		add(`x.topic = ?`, f.Topic)
	}
	if f.Office != "" {
		add(`p.office = ?`, f.Office)
	}
	if f.Running != "" {
		add(`p.starts <= ? AND (p.ends = '' OR p.ends >= ?)`, string(f.Running), string(f.Running))
	}
	if f.Under != "" {
		codes, err := projectsUnder(ctx, r, f.Under)
		if err != nil {
			return "", "", nil, false, err
		}
		if len(codes) == 0 {
			return "", "", nil, true, nil
		}
		marks := strings.Repeat(", ?", len(codes))[2:]
		values := make([]any, len(codes))
		for i, c := range codes {
			values[i] = c
		}
		add(`p.code IN (`+marks+`)`, values...)
	}
	return from, cond, args, false, nil
}

// Projects lists projects, the last recorded first, before an index (0 for the first
// page). next is from where to go on, 0 at the end.
func Projects(ctx context.Context, r store.Reader, s Scope, f Filter, before int64, limit int) (list []*Project, next int64, err error) {
	from, cond, args, none, err := f.where(ctx, r, s)
	if err != nil || none {
		return nil, 0, err
	}
	index := `p.idx`
	if from != "" {
		index = `x.idx`
	}
	if before > 0 {
		cond, args = cond+` AND `+index+` < ?`, append(args, before)
	}
	if list, err = loadProjects(ctx, r, from+`WHERE `+cond+` ORDER BY `+index+` DESC LIMIT ?`, append(args, limit+1)...); err != nil {
		return nil, 0, err
	}
	if len(list) > limit {
		list = list[:limit]
		next = list[limit-1].Index
	}
	return list, next, nil
}

// mostUnder is how many projects of a programme are looked at.
const mostUnder = 2000

// projectsUnder are the codes of the projects under a programme by any way, each
// once.
func projectsUnder(ctx context.Context, r store.Reader, programme string) (codes []string, err error) {
	var next = []string{string(ProgrammeSubject(programme))}
	seen := map[string]bool{next[0]: true}
	for len(next) > 0 && len(codes) < mostUnder {
		at := next[0]
		next = next[1:]
		err := store.Each(ctx, r, `SELECT child FROM {project_above} WHERE parent = ? ORDER BY child LIMIT ?`, []any{at, mostUnder}, func(rows store.Rows) error {
			var child string
			if err := rows.Scan(&child); err != nil || seen[child] {
				return err
			}
			seen[child] = true
			if code, is := strings.CutPrefix(child, projectType+"/"); is {
				codes = append(codes, code)
			} else {
				next = append(next, child)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(codes)
	return codes, nil
}

// Find reads a project that is open to the reader, nil otherwise.
func Find(ctx context.Context, r store.Reader, s Scope, code string) (*Project, error) {
	cond, args := s.projects()
	list, err := loadProjects(ctx, r, `WHERE p.code = ? AND `+cond, append([]any{code}, args...)...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// FindProgramme reads a programme that is open to the reader, nil otherwise.
func FindProgramme(ctx context.Context, r store.Reader, s Scope, code string) (*Programme, error) {
	cond, args := s.rows("p.audience")
	list, err := loadProgrammes(ctx, r, `WHERE p.code = ? AND p.title <> '' AND `+cond, append([]any{code}, args...)...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// Programmes lists those that are open to the reader, by their codes.
func Programmes(ctx context.Context, r store.Reader, s Scope) ([]*Programme, error) {
	cond, args := s.rows("p.audience")
	return loadProgrammes(ctx, r, `WHERE p.title <> '' AND `+cond+` ORDER BY p.code LIMIT 1000`, args...)
}

// Entries are the acts on a subject that are open to the reader, in order.
func Entries(ctx context.Context, r store.Reader, s Scope, about act.Subject) ([]Entry, error) {
	cond, args := custody.Readable("e.audience", s.base)
	if l := about.Locals(); about.Type() == projectType && len(l) == 1 && len(s.with) > 0 {
		p, err := loadProject(ctx, r, l[0])
		if err != nil {
			return nil, err
		}
		if p != nil { // countersignatures: of States that the reader reads
			read := slices.Clone(s.base)
			for _, st := range p.Signatories {
				if a := withParty(st); s.set[a] {
					read = append(read, a)
				}
			}
			cond, args = custody.Readable("e.audience", read)
		}
	}
	return loadEntries(ctx, r, `WHERE e.about = ? AND e.body <> '' AND `+cond+` ORDER BY e.idx`, append([]any{string(about)}, args...)...)
}

// frameworkOf is the last framework of a project or programme that is open to the
// scope, or the last of all where scope is nil; nil where there is none.
func frameworkOf(ctx context.Context, r store.Reader, code string, s *Scope) (*FrameworkBody, error) {
	cond, args := `1 = 1`, []any(nil)
	if s != nil {
		cond, args = s.rows("e.audience")
	}
	entries, err := loadEntries(ctx, r, `WHERE e.about IN (?, ?) AND e.kind = 'project.framework' AND e.body <> '' AND `+cond+` ORDER BY e.idx DESC LIMIT 1`,
		append([]any{string(Subject(code)), string(ProgrammeSubject(code))}, args...)...)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	var b FrameworkBody
	return &b, unpack(entries[0].Body, &b)
}

// Measuring is an indicator with what it comes to.
type Measuring struct {
	*Indicator
	Reports []*Report    // of itself, by period and place
	Target  result.Total // of the targets
	Actual  result.Total // of what was approved, here and below
	// Counted are the indicators that were taken together: itself, and those below.
	Counted int
}

// MeasuredOf are the indicators of a programme or project and what they come to. What
// nobody approved counts for nothing; the secretariat sees it.
func MeasuredOf(ctx context.Context, r store.Reader, s Scope, owner string) (list []*Measuring, err error) {
	cond, args := s.rows("i.audience")
	indicators, err := loadIndicators(ctx, r, `WHERE i.owner = ? AND `+cond+` ORDER BY i.subject`, append([]any{owner}, args...)...)
	if err != nil {
		return nil, err
	}
	for _, i := range indicators {
		m := &Measuring{Indicator: i}
		under, err := servesUnder(ctx, r, string(i.Subject))
		if err != nil {
			return nil, err
		}
		m.Counted = len(under)
		var actual []result.Report
		for _, u := range under {
			reports, err := loadReports(ctx, r, `WHERE t.indicator = ? ORDER BY t.starts, t.ends, t.place`, u)
			if err != nil {
				return nil, err
			}
			for _, o := range reports {
				if o.Approved != "" {
					actual = append(actual, o.counted())
				}
				if u == string(i.Subject) && (o.Approved != "" || s.set[o.Audience]) {
					m.Reports = append(m.Reports, o)
				}
			}
		}
		m.Actual = i.Fold(actual)
		var targets []result.Report
		for _, t := range i.Targets {
			targets = append(targets, result.Report{Indicator: string(i.Subject), Place: t.Place, Period: t.Period, Value: t.Value()})
		}
		m.Target = i.Fold(targets)
		list = append(list, m)
	}
	return list, nil
}

func (o *Report) counted() result.Report {
	return result.Report{Indicator: string(o.Indicator), Place: o.Place, Period: o.Period, Value: o.Value, Pieces: o.Pieces, Index: o.Index}
}

// servesUnder are the indicators that count towards one by any way, itself first,
// each once.
func servesUnder(ctx context.Context, r store.Reader, root string) (list []string, err error) {
	list = []string{root}
	seen := map[string]bool{root: true}
	for i := 0; i < len(list) && len(list) < mostUnder; i++ {
		err := store.Each(ctx, r, `SELECT child FROM {project_serves} WHERE parent = ? ORDER BY child LIMIT ?`, []any{list[i], mostUnder}, func(rows store.Rows) error {
			var child string
			err := rows.Scan(&child)
			if err == nil && !seen[child] {
				seen[child] = true
				list = append(list, child)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Deliveries are those of a project that are open to the reader, the first begun
// first.
func Deliveries(ctx context.Context, r store.Reader, s Scope, project string) ([]*Delivery, error) {
	cond, args := s.rows("d.audience")
	return loadDeliveries(ctx, r, `WHERE d.project = ? AND `+cond+` ORDER BY d.starts, d.n LIMIT 1000`, append([]any{project}, args...)...)
}

// deliveriesOf are those of several projects that are open to the reader.
func deliveriesOf(ctx context.Context, r store.Reader, s Scope, codes []any) ([]*Delivery, error) {
	cond, args := s.rows("d.audience")
	return loadDeliveries(ctx, r, `WHERE d.project IN (?`+strings.Repeat(`, ?`, len(codes)-1)+`) AND `+cond+` ORDER BY d.project, d.n`, append(codes, args...)...)
}

// FindDelivery reads one that is open to the reader, nil otherwise.
func FindDelivery(ctx context.Context, r store.Reader, s Scope, project string, n int) (*Delivery, error) {
	cond, args := s.rows("d.audience")
	list, err := loadDeliveries(ctx, r, `WHERE d.project = ? AND d.n = ? AND `+cond, append([]any{project, n}, args...)...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// Findings are those of evaluations, the last first, before an index (0 for the
// first page); of an owner or topic where these are given.
func Findings(ctx context.Context, r store.Reader, s Scope, owner, topic, kind string, before int64, limit int) (list []*Finding, next int64, err error) {
	cond, args := s.rows("f.audience")
	add := func(sql string, value any) { cond, args = cond+" AND "+sql, append(args, value) }
	if owner != "" {
		add(`f.owner = ?`, owner)
	}
	if kind != "" {
		add(`f.kind = ?`, kind)
	}
	if topic != "" {
		add(`EXISTS (SELECT 1 FROM {project_finding_topic} AS x WHERE x.topic = ? AND x.idx = f.idx)`, topic)
	}
	if before > 0 {
		add(`f.idx < ?`, before)
	}
	if list, err = loadFindings(ctx, r, `WHERE `+cond+` ORDER BY f.idx DESC LIMIT ?`, append(args, limit+1)...); err != nil {
		return nil, 0, err
	}
	if len(list) > limit {
		list, next = list[:limit], list[limit-1].Index
	}
	return list, next, nil
}

// Offices are the files on offices: the secretariat reads all, everybody what was
// decided openly.
func Offices(ctx context.Context, r store.Reader, s Scope, office string) ([]*OfficeFile, error) {
	cond, args := `o.open = 1`, []any{}
	if s.Staff() {
		cond = `1 = 1`
	}
	if office != "" {
		cond, args = cond+` AND o.office = ?`, append(args, office)
	}
	list, err := loadOffices(ctx, r, `WHERE `+cond+` ORDER BY o.office, o.n LIMIT 1000`, args...)
	if !s.Staff() {
		for _, f := range list { // the decision is open, the file is not
			f.Body = OfficeFileBody{Purpose: f.Body.Purpose, States: f.Body.States}
		}
	}
	return list, err
}

// StateCount counts the projects of one State.
type StateCount struct {
	State string
	N     int
}

// ByState counts the projects that are open to the reader by State, in the order of
// the States' codes. A project of several States counts in each of them, so the
// counts do not add up to the projects.
func ByState(ctx context.Context, r store.Reader, s Scope) (list []StateCount, err error) {
	cond, args := s.projects()
	err = store.Each(ctx, r, `SELECT x.state, COUNT(*) FROM {project_state} AS x JOIN {project_project} AS p ON p.code = x.code WHERE `+cond+` GROUP BY x.state ORDER BY x.state`, args, func(rows store.Rows) error {
		var c StateCount
		err := rows.Scan(&c.State, &c.N)
		list = append(list, c)
		return err
	})
	return list, err
}

// Sums are what the projects that are open to the reader need, have and have spent,
// in one currency.
type Sums struct {
	Currency                   string
	Projects                   int
	Required, Available, Spent Known
}

// Known is a sum of minor units, nil where no project says anything, and of how many
// projects it is not known.
type Known struct {
	Sum     *int64
	Missing int
}

// SumsOf adds the money of projects by currency, each project once.
func SumsOf(ctx context.Context, r store.Reader, s Scope) (list []Sums, err error) {
	cond, args := s.projects()
	err = store.Each(ctx, r, `SELECT p.currency, COUNT(*), CAST(SUM(p.required) AS BIGINT), COUNT(*) - COUNT(p.required), CAST(SUM(p.available) AS BIGINT), COUNT(*) - COUNT(p.available),
		CAST(SUM(p.spent) AS BIGINT), COUNT(*) - COUNT(p.spent) FROM {project_project} AS p WHERE `+cond+` AND p.currency <> '' GROUP BY p.currency ORDER BY p.currency`, args, func(rows store.Rows) error {
		var x Sums
		err := rows.Scan(&x.Currency, &x.Projects, &x.Required.Sum, &x.Required.Missing, &x.Available.Sum, &x.Available.Missing, &x.Spent.Sum, &x.Spent.Missing)
		list = append(list, x)
		return err
	})
	return list, err
}
