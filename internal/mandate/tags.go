package mandate

import (
	"maps"
	"slices"
	"strings"

	"comity/internal/store"
)

// Field is what clauses are found and counted by.
type Field string

// The fields of the register.
const (
	ByEntity    Field = "entity"
	ByForce     Field = "force"
	ByTopic     Field = "topic"
	ByCondition Field = "condition"
	ByStatus    Field = "status" // a code of mandate-status, or NoStatus
	ByOffice    Field = "office" // who is responsible
	ByEffect    Field = "effect" // what a later decision made of it
	ByShared    Field = "shared" // bodies that carry it out together
	ByReport    Field = "report" // "asked"

	// Counts that stand alone.
	countClauses    Field = "clauses"
	countDocuments  Field = "documents"
	countParagraphs Field = "paragraphs" // by part
	countOrgans     Field = "organs"     // documents, by organ
	countSessions   Field = "sessions"
	countYears      Field = "years"
	countLanguages  Field = "languages"
)

// NoStatus is the status of a clause of a body for which nothing is recorded.
const NoStatus = "none"

// AnyBody is the value of ByShared that every shared clause has.
const AnyBody = "any"

type tag struct {
	field Field
	value string
}

// tags are what the clause is found by, in order, each once.
func (c *Clause) tags() (list []tag) {
	if c == nil || c.Gone {
		return nil
	}
	add := func(f Field, values ...string) {
		for _, v := range values {
			if v != "" {
				list = append(list, tag{f, v})
			}
		}
	}
	add(ByForce, c.Force)
	add(ByEntity, c.Entities...)
	add(ByTopic, c.Topics...)
	add(ByCondition, c.Conditions...)
	for _, b := range c.Bodies {
		i := slices.IndexFunc(c.Statuses, func(s BodyStatus) bool { return s.Body == b })
		if i < 0 {
			add(ByStatus, NoStatus)
		} else {
			add(ByStatus, c.Statuses[i].Code)
		}
	}
	add(ByOffice, c.Office)
	add(ByEffect, string(c.Effect))
	add(ByShared, c.Shared...)
	if len(c.Shared) > 0 {
		add(ByShared, AnyBody)
	}
	if c.Reports {
		add(ByReport, "asked")
	}
	slices.SortFunc(list, func(a, b tag) int {
		if a.field != b.field {
			return strings.Compare(string(a.field), string(b.field))
		}
		return strings.Compare(a.value, b.value)
	})
	return slices.Compact(list)
}

// joinTags writes tags in lines, and splitTags reads them.
func joinTags(tags []tag) string {
	lines := make([]string, len(tags))
	for i, g := range tags {
		lines[i] = string(g.field) + " " + g.value
	}
	return join(lines)
}

func splitTags(s string, f func(tag)) {
	for line := range strings.SplitSeq(s, "\n") {
		if field, value, ok := strings.Cut(line, " "); ok {
			f(tag{Field(field), value})
		}
	}
}

// tally gathers what an act adds to and takes from the counts.
type tally struct {
	counts map[tag]int
	pairs  map[[2]tag]int
	writes []store.Write // rows of tags
}

func newTally() *tally { return &tally{map[tag]int{}, map[[2]tag]int{}, nil} }

// change counts a clause that was one way and is another; nil is none. Rows to be
// removed come before those that are added, over all clauses of the act, since
// clauses may change places.
func (t *tally) change(before, after []*Clause) {
	for _, c := range before {
		t.clause(c, -1)
		for _, g := range c.tags() {
			t.writes = append(t.writes, store.Do(`DELETE FROM {mandate_tag} WHERE field = ? AND value = ? AND sort = ?`, string(g.field), g.value, c.sort))
		}
		if !c.Gone {
			t.writes = append(t.writes, store.Do(`DELETE FROM {mandate_facet} WHERE sort = ?`, c.sort))
		}
	}
	for _, c := range after {
		t.clause(c, 1)
		for _, g := range c.tags() {
			t.writes = append(t.writes, store.Do(`INSERT INTO {mandate_tag} (field, value, sort) VALUES (?, ?, ?)`, string(g.field), g.value, c.sort))
		}
		if !c.Gone {
			t.writes = append(t.writes, store.Do(`INSERT INTO {mandate_facet} (sort, tags) VALUES (?, ?)`, c.sort, joinTags(c.tags())))
		}
	}
}

func (t *tally) clause(c *Clause, by int) {
	if c.Gone {
		return
	}
	t.counts[tag{countClauses, ""}] += by
	all := c.tags()
	for i, g := range all {
		t.counts[g] += by
		for j, h := range all {
			if i != j {
				t.pairs[[2]tag{g, h}] += by
			}
		}
	}
}

func (t *tally) count(f Field, value string, by int) { t.counts[tag{f, value}] += by }

// all are the writes, in an order that depends on nothing else.
func (t *tally) all() []store.Write {
	out := t.writes
	less := func(a, b tag) int {
		if a.field != b.field {
			return strings.Compare(string(a.field), string(b.field))
		}
		return strings.Compare(a.value, b.value)
	}
	for _, g := range slices.SortedFunc(maps.Keys(t.counts), less) {
		if n := t.counts[g]; n != 0 {
			out = append(out, store.Do(`INSERT INTO {mandate_count} (field, value, n) VALUES (?, ?, ?) ON CONFLICT (field, value) DO UPDATE SET n = {mandate_count}.n + excluded.n`,
				string(g.field), g.value, n))
		}
	}
	for _, p := range slices.SortedFunc(maps.Keys(t.pairs), func(a, b [2]tag) int {
		if d := less(a[0], b[0]); d != 0 {
			return d
		}
		return less(a[1], b[1])
	}) {
		if n := t.pairs[p]; n != 0 {
			out = append(out, store.Do(`INSERT INTO {mandate_pair} (field, value, with_field, with_value, n) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (field, value, with_field, with_value) DO UPDATE SET n = {mandate_pair}.n + excluded.n`,
				string(p[0].field), p[0].value, string(p[1].field), p[1].value, n))
		}
	}
	return out
}
