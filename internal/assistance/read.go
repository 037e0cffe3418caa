package assistance

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/custody"
	"comity/internal/store"
)

// Scope is what a reader may see: rows for their audiences. Every question here is
// asked in one.
type Scope struct {
	Audiences []string
	// Apart: the reader is of those who appraise.
	Apart bool
	with  []string // audiences of States and the Office
	parts []string // others
}

// NewScope makes the scope of a reader of audiences.
func NewScope(audiences []string) Scope {
	s := Scope{Audiences: audiences, Apart: slices.Contains(audiences, Apart)}
	for _, a := range audiences {
		if strings.HasPrefix(a, "with-") {
			s.with = append(s.with, a)
		} else if !strings.Contains(a, "-") {
			s.parts = append(s.parts, a)
		}
	}
	return s
}

// Reads says whether the reader belongs to an audience.
func (s *Scope) Reads(audience string) bool { return slices.Contains(s.Audiences, audience) }

// requests is the condition that leaves the requests q that the reader may read.
// Rules hold that their audience is with-xxx.
func (s *Scope) requests() (string, []any) { return custody.Readable("q.audience", s.with) }

// Filter narrows a list of requests; what is "" is not asked for.
type Filter struct {
	// Status is as the reader knows it: those who appraise tell more apart.
	Status Status
	Party  string
	Region string // regional group
	Office string
	Tags   []string // "topic:piracy", "help:training"
	// Urgency is a code of the list "urgency".
	Urgency string
	// Waits: the State is asked.
	Waits bool
}

// Queue lists requests, the newest first, before an index (0 for the first page).
func Queue(ctx context.Context, r store.Reader, s Scope, f Filter, before int64, limit int) (list []*Request, next int64, err error) {
	cond, args := s.requests()
	from := `{assistance_request} AS q`
	also := func(sql string, value ...any) { cond, args = cond+" AND "+sql, append(args, value...) }
	place := `q.idx`
	for i, t := range f.Tags {
		name := "t" + string(rune('0'+i%10))
		from += ` JOIN {assistance_tag} AS ` + name + ` ON ` + name + `.request = q.id`
		also(name+".tag = ?", t)
		if i == 0 {
			place = name + ".idx"
		}
	}
	switch {
	case f.Status == "":
	case !s.Apart:
		also("q.status = ?", string(f.Status))
	case f.Status == Replied:
		also("q.stage IN ('replied', 'replied-close', 'replied-resources')")
	default:
		also("q.stage = ?", string(f.Status))
	}
	for _, c := range []struct{ column, value string }{{"q.party", f.Party}, {"q.region", f.Region}, {"q.office", f.Office}, {"q.urgency", f.Urgency}} {
		if c.value != "" {
			also(c.column+" = ?", c.value)
		}
	}
	if f.Waits {
		also("q.open <> ''")
	}
	if before > 0 {
		also(place+" < ?", before)
	}
	list, err = requests(ctx, r, s, from+` WHERE `+cond+` ORDER BY `+place+` DESC LIMIT ?`, append(args, limit+1)...)
	if err == nil && len(list) > limit {
		list = list[:limit]
		next = list[limit-1].Index
	}
	return list, next, err
}

func requests(ctx context.Context, r store.Reader, s Scope, from string, args ...any) (list []*Request, err error) {
	err = store.Each(ctx, r, `SELECT `+requestColumns+` FROM `+from, args, func(rows store.Rows) error {
		q, err := scanRequest(rows, s.Apart)
		list = append(list, q)
		return err
	})
	return list, err
}

// Late lists the requests in which what the Office does is late on a day, those due
// first first. Only those who appraise know all that the Office does.
func Late(ctx context.Context, r store.Reader, s Scope, set *Settings, day act.Day, limit int) ([]*Request, error) {
	return dueBy(ctx, r, s, set, limit, func(days int) act.Day { return plus(day, -days) })
}

// Waiting lists the requests that wait for a step with a target, late or not, those
// due first first.
func Waiting(ctx context.Context, r store.Reader, s Scope, set *Settings, limit int) ([]*Request, error) {
	return dueBy(ctx, r, s, set, limit, func(int) act.Day { return "9999-12-31" })
}

// dueBy lists the requests whose present waiting began before a day that depends on
// how long it may last. It looks at what an index holds first, and reads whole only
// the requests that are wanted.
func dueBy(ctx context.Context, r store.Reader, s Scope, set *Settings, limit int, before func(days int) act.Day) (list []*Request, err error) {
	if !s.Apart {
		return nil, nil
	}
	type place struct{ due, id string }
	var places []place
	readable, more := s.requests()
	for stage, target := range stageTargets {
		n := set.Target[target]
		if n == 0 || target == "evaluate" {
			continue
		}
		args := append([]any{stage, string(before(n))}, more...)
		err := store.Each(ctx, r, `SELECT q.since, q.id FROM {assistance_request} AS q WHERE q.stage = ? AND q.open = '' AND q.since > '' AND q.since < ? AND `+readable+` ORDER BY q.since, q.id LIMIT ?`, append(args, limit), func(rows store.Rows) error {
			var since, id string
			err := rows.Scan(&since, &id)
			places = append(places, place{string(plus(act.Day(since), n)), id})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.id, b.id)) })
	places = places[:min(len(places), limit)]
	if len(places) == 0 {
		return nil, nil
	}
	at, ids := make(map[string]int, len(places)), make([]any, len(places))
	for i, p := range places {
		at[p.id], ids[i] = i, p.id
	}
	list, err = requests(ctx, r, s, `{assistance_request} AS q WHERE q.id IN (?`+strings.Repeat(", ?", len(ids)-1)+`)`, ids...)
	slices.SortFunc(list, func(a, b *Request) int { return cmp.Compare(at[a.ID], at[b.ID]) })
	return list, err
}

// stageTargets are the targets by stage.
var stageTargets = func() map[string]string {
	all := map[string]string{"replied": "assign", "replied-close": "close", "replied-resources": "resources"}
	for status, target := range targets {
		all[string(status)] = target
	}
	return all
}()

// Find reads a request with what it says, nil where there is none that the reader may
// read.
func Find(ctx context.Context, r store.Reader, s Scope, id string) (q *Request, err error) {
	cond, args := s.requests()
	err = store.Each(ctx, r, `SELECT `+requestColumns+`, q.cites, q.body FROM {assistance_request} AS q WHERE q.id = ? AND `+cond, append([]any{id}, args...), func(rows store.Rows) (err error) {
		var cites, body string
		if q, err = scanRequest(rows, s.Apart, &cites, &body); err != nil {
			return err
		}
		for _, c := range lines(cites) {
			q.Cites = append(q.Cites, act.Cite(c))
		}
		return unpack(body, &q.Body)
	})
	return q, err
}

// Entry is a step as a reader sees it.
type Entry struct {
	Step
	Source *act.Source
	Body   string // JSON
	// Corrected: a later act takes its place.
	Corrected bool
}

// Said reads what a step says.
func Said[T any](e *Entry) (b T, err error) { return b, unpack(e.Body, &b) }

// StepsOf are the steps of a request that the reader may read, in the order of their
// days.
func StepsOf(ctx context.Context, r store.Reader, s Scope, id string) (list []*Entry, err error) {
	cond, args := custody.Readable("t.audience", append(slices.Clone(s.with), s.parts...))
	err = store.Each(ctx, r, `SELECT t.idx, t.act, t.kind, t.day, t.audience, t.standing, t.person, t.corrects, t.source, t.body FROM {assistance_step} AS t WHERE t.request = ? AND `+cond+` ORDER BY t.idx`, append([]any{id}, args...), func(rows store.Rows) error {
		e := &Entry{}
		var day, standing, source string
		if err := rows.Scan(&e.Index, &e.Act, &e.Kind, &day, &e.Audience, &standing, &e.Person, &e.Corrects, &source, &e.Body); err != nil {
			return err
		}
		var o outline
		if err := unpack(e.Body, &o); err != nil {
			return err
		}
		e.Day, e.Standing = act.Day(day), act.Standing(standing)
		e.Reason, e.Outcome, e.Final, e.Forces, e.Until, e.Office = o.Reason != "", o.Outcome, o.Final, o.Forces, o.Review, o.Office
		list = append(list, e)
		return unpack(source, &e.Source)
	})
	if err != nil {
		return nil, err
	}
	stands := map[string]int{}
	steps := make([]Step, len(list))
	for i, e := range list {
		steps[i] = e.Step
	}
	for i, s := range Effective(steps) {
		stands[s.Act] = i + 1
	}
	for _, e := range list {
		e.Corrected = stands[e.Act] == 0
	}
	slices.SortStableFunc(list, func(a, b *Entry) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(stands[a.Act], stands[b.Act]))
	})
	return list, err
}

// LifeOf is what the steps that a reader may read make of a request.
func LifeOf(list []*Entry) *Life {
	steps := make([]Step, len(list))
	for i, e := range list {
		steps[i] = e.Step
	}
	return Live(steps)
}

// Public is a request as its State published it.
type Public struct {
	ID, Act, Party string
	Day            act.Day
	Cites          []act.Cite
	PublishedBody
}

// FindPublic reads what a State published of a request, nil where it published
// nothing.
func FindPublic(ctx context.Context, r store.Reader, id string) (*Public, error) {
	p := &Public{ID: id}
	var body, day string
	found, err := store.One(ctx, r, `SELECT act, day, body FROM {assistance_step} WHERE request = ? AND audience = 'public' ORDER BY idx DESC LIMIT 1`, []any{id}, &p.Act, &day, &body)
	if err != nil || !found {
		return nil, err
	}
	if _, err := store.One(ctx, r, `SELECT owner FROM {subject} WHERE id = ?`, []any{string(Subject(id))}, &p.Party); err != nil {
		return nil, err
	}
	p.Day = act.Day(day)
	return p, unpack(body, &p.PublishedBody)
}

// Figures are the public counts: by topic and regional group, and by year; of
// requests received before a day. No State is named, and small cells are left out.
type Figures struct {
	Counts *Counts
	Years  []Year
	Before act.Day
}

// Year counts the requests of one year; Hidden ones are not shown.
type Year struct {
	Year   string
	N      int
	Hidden bool
}

// Quarter is the first day of the quarter in which a day lies: counts stand still
// until the next, so that they can't be watched from day to day. What is entered late
// is counted from the next quarter on, whatever day its letter has.
func Quarter(day act.Day) act.Day {
	m := (int(day[5]-'0')*10+int(day[6]-'0')-1)/3*3 + 1
	return act.Day(string(day[:5]) + string(rune('0'+m/10)) + string(rune('0'+m%10)) + "-01")
}

// groups are the regional groups, in a fixed order. States in none are so few that a
// count would name them: they are not in the figures.
var groups = []string{"AG", "APG", "EEG", "GRULAC", "WEOG"}

// Count reads the public figures as of a day.
func (ru rules) Count(ctx context.Context, r store.Reader, day act.Day) (*Figures, error) {
	f := &Figures{Before: Quarter(day)}
	cells, years := map[[2]string]int{}, map[string]int{}
	err := store.Each(ctx, r, `SELECT topic, region, substr(received, 1, 4), COUNT(*) FROM {assistance_request} WHERE received < ? AND entered < ? AND region <> '' GROUP BY topic, region, substr(received, 1, 4)`, []any{string(f.Before), string(f.Before)}, func(rows store.Rows) error {
		var topic, region, year string
		var n int
		err := rows.Scan(&topic, &region, &year, &n)
		if slices.ContainsFunc(ru.topics, func(t Topic) bool { return t.Code == topic }) { // one that the programme dropped is in no row, and so in no sum
			cells[[2]string{topic, region}] += n
			years[year] += n
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	codes := make([]string, len(ru.topics))
	for i, t := range ru.topics {
		codes[i] = t.Code
	}
	f.Counts = Tally(codes, groups, func(t, g string) int { return cells[[2]string{t, g}] })
	f.Counts.Suppress(ru.settings.Smallest)
	if f.Counts.Hidden[len(codes)][len(groups)] {
		return f, nil // the sum of all years would tell what the table leaves out
	}
	var line []int
	for _, y := range slices.Sorted(maps.Keys(years)) {
		f.Years, line = append(f.Years, Year{Year: y, N: years[y]}), append(line, years[y])
	}
	for i, h := range SuppressLine(line, ru.settings.Smallest) {
		f.Years[i].Hidden = h
	}
	return f, nil
}

// Published are the requests that States published, the latest first.
func Published(ctx context.Context, r store.Reader, limit int) (list []*Public, err error) {
	var ids []string
	err = store.Each(ctx, r, `SELECT id FROM {assistance_request} WHERE published > '' ORDER BY published DESC, id LIMIT ?`, []any{limit}, func(rows store.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		p, err := FindPublic(ctx, r, id)
		if err != nil {
			return nil, err
		}
		if p != nil {
			list = append(list, p)
		}
	}
	return list, nil
}
