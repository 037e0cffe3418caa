package main

import (
	"regexp"
	"slices"
	"strings"

	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
)

// What is refused, and in which words, tells nothing of what is hidden: whoever
// records an act about something that they don't read is answered as if it were not
// there. Pages and API pass the book's refusals on.

// partyOf is in whose name a role acts, "" for none.
func partyOf(grant, state string) string {
	if m := regexp.MustCompile(`"party":"([A-Z]+)"`).FindStringSubmatch(grant); m != nil {
		return m[1]
	}
	return state
}

var numbers = regexp.MustCompile(`9\d{4}|a{21}j[a-j]{4}`)

func TestRefusalsTellNothingOfWhatIsHidden(t *testing.T) {
	for _, m := range matrix {
		party := partyOf(m.grant, m.state)
		if party == "" {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			var l rules
			now := time.Now()
			n := newMatrixNode(t, func() time.Time { return now }, l.lift)
			n.tell()
			hidden := n.writeEveryKind(&l, func(audience string) bool { return !slices.Contains(m.reads, audience) })
			// Rules let what a kind writes for some party stand with that party alone.
			hidden = slices.DeleteFunc(hidden, func(e everyAct) bool {
				return slices.Contains(n.book.Kind(e.kind).Audiences, act.AnyNamed) && !strings.HasPrefix(e.audience, "with-")
			})
			l.inForce.Store(true)
			person := personOf(m.name)
			refused, absent := 0, 5000
			for _, mod := range n.program.Modules {
				for i := range mod.Kinds {
					k := &mod.Kinds[i]
					audience := slices.IndexFunc(m.reads, func(a string) bool { return k.Allows(a) })
					if audience < 0 || k.Command != "" || mod.Name == booktest.Notes().Name {
						continue
					}
					for _, typ := range k.Subjects {
						if drawn[typ] || subjectLike(typ, "", 1) == subjectLike(typ, "", 2) {
							continue
						}
						for _, e := range someOf(hidden, typ) {
							absent++
							was := n.attempt(k, person, subjectLike(typ, e.of, absent), party, m.reads[audience])
							is := n.attempt(k, person, subjectLike(typ, e.of, e.number), party, m.reads[audience])
							refused++
							if was != is {
								t.Errorf("%s of what an act %s for %s is about answers\n %s\nof what is not there\n %s", k.Name, e.kind, e.audience, is, was)
							}
						}
					}
				}
			}
			t.Logf("%d acts were refused alike", refused)
		})
	}
}

// drawn are types whose names are drawn at random, of 130 bits: who can name such a
// thing was told of it, and nobody comes upon one by trying.
var drawn = map[string]bool{"assistance": true, "expert": true}

func personOf(role string) string {
	for _, m := range matrix {
		if m.name == role {
			return m.person
		}
	}
	return ""
}

// someOf are hidden acts about things of a type, one of each kind; what is said of a
// reply is tried on calls as well.
func someOf(all []everyAct, typ string) (some []everyAct) {
	for _, e := range all {
		e.of = e.audience
		if typ == "reply" && e.subject.Type() == "call" {
			e.of = "with-fra"
		} else if e.subject.Type() != typ {
			continue
		}
		if !slices.ContainsFunc(some, func(o everyAct) bool { return o.kind == e.kind }) {
			some = append(some, e)
		}
	}
	return some
}

// attempt records an act, or says why not, without the names of what it is about.
func (n *matrixNode) attempt(k *book.Kind, person string, subject act.Subject, party, audience string) string {
	n.Helper()
	d, _ := n.example(k, subject, party, audience, "A word.")
	_, err := n.book.Record(n.Context(), book.Call{Person: person, Acts: []book.Draft{d}})
	if err == nil {
		return "recorded"
	}
	return numbers.ReplaceAllString(err.Error(), "N")
}
