package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
)

// TestNobodySeesWhatThePoliciesDoNotGive writes one note for each audience and
// asks for it by every way, as everybody.
func TestNobodySeesWhatThePoliciesDoNotGive(t *testing.T) {
	onEachStore(t, func(t *testing.T, n *node) {
		n.peopled()
		audiences := []string{"public", "secretariat", "people", "money", "oversight", "experts", "donors", "with-fra", "with-nor", "own-fra", "own-nor", "review-fra", "donor-nor", "donor-swe", "partner-interpol"}
		ids := map[string]string{}
		for _, a := range audiences {
			ids[a] = n.note("for-"+a, a, "zebra of "+a)
		}
		sealed := n.do(officer, "note.seal", "note/sealed", act.Sealed, "age-encryption.org/v1\nx")
		n.must(n.found(len(audiences)))
		for _, person := range everybody {
			open := n.policies.Audiences(n.who(person), act.DayOf(n.now))
			var want []string
			for _, a := range audiences {
				if slices.Contains(open, a) {
					want = append(want, ids[a])
				}
			}
			if person == public && len(want) != 1 || person == officer && (len(want) < 5 || len(want) == len(audiences)) || person == mission && len(want) < 3 {
				t.Fatalf("%q reads %d notes: the test would show nothing", person, len(want))
			}
			sort.Strings(want)
			check := func(how string, got []string) {
				t.Helper()
				sort.Strings(got)
				if !slices.Equal(got, want) {
					t.Errorf("%q sees %d notes by %s, want %d", person, len(got), how, len(want))
				}
			}
			var listed, paged []string
			for _, r := range n.all(person, "/acts?kind=note.write") {
				listed = append(listed, r.ID)
			}
			check("the list", listed)
			for _, r := range n.all(person, "/acts?kind=note.write&limit=1&party=UNODC") {
				paged = append(paged, r.ID)
			}
			check("pages of one", paged)
			a := n.get(person, "/acts?kind=note.write&bodies=true", "Accept", "text/csv")
			if got := strings.Count(string(a.Body), "zebra of"); got != len(want) {
				t.Errorf("%q reads %d bodies as CSV, want %d", person, got, len(want))
			}
			var found struct {
				list[row]
				Total  int
				Facets []struct{ Values []struct{ Count int } }
			}
			n.read(n.get(person, "/search?q=zebra&limit=100"), http.StatusOK, &found)
			if found.Total != len(want) || len(found.Rows) != len(want) {
				t.Errorf("%q finds %d, and %d are counted, want %d", person, len(found.Rows), found.Total, len(want))
			}
			for _, f := range found.Facets {
				for _, v := range f.Values {
					if v.Count > len(want) {
						t.Errorf("%q is told of %d in a facet, want at most %d", person, v.Count, len(want))
					}
				}
			}
			for _, audience := range audiences {
				visible := slices.Contains(open, audience)
				one, proof := n.get(person, "/acts/"+ids[audience]), n.get(person, "/acts/"+ids[audience]+"/proof")
				bySubject := n.get(person, "/acts?subject=note/for-"+audience)
				if visible {
					if one.Status != 200 || proof.Status != 200 || !strings.Contains(string(one.Body), "zebra of "+audience) {
						t.Errorf("%q does not read what is for %s", person, audience)
					}
					if p, err := book.ParseProof(proof.Body); err != nil {
						t.Error(err)
					} else if _, err := p.Check(n.verifier); err != nil {
						t.Error(err)
					}
					continue
				}
				// The same bytes as for what there is not.
				nothing := n.get(person, "/acts/"+strings.Repeat("0", 8)+ids[audience][8:])
				if one.Status != 404 || string(one.Body) != string(nothing.Body) || proof.Status != 404 || string(proof.Body) != string(nothing.Body) || fmt.Sprint(one.Header) != fmt.Sprint(nothing.Header) {
					t.Errorf("%q is told that there is something for %s: %d %s", person, audience, one.Status, one.Body)
				}
				if other := n.get(person, "/acts?subject=note/there-is-none"); string(bySubject.Body) != string(other.Body) {
					t.Errorf("%q is told of the subject for %s: %s", person, audience, bySubject.Body)
				}
			}
			if a := n.get(person, "/acts/"+sealed); a.Status != 404 {
				t.Errorf("%q is told of a sealed act", person)
			}
		}
		// A session's cookie reads as its person does, and writes nothing.
		cookie := "__Host-session=" + strings.Repeat("A", 43)
		if a := n.get(public, "/acts/"+ids["secretariat"], "Cookie", cookie); a.Status != 200 {
			t.Errorf("by cookie: %d %s", a.Status, a.Body)
		}
		n.problem(n.as(public, http.MethodPost, "/api/v1/acts", draft("x", "secretariat", ""), "Cookie", cookie), 401, "sign-in")
	})
}

// found waits until search has followed the book.
func (n *node) found(want int) error {
	for range 400 {
		var r struct{ Total int }
		// The index is asked as an officer of all; own-… are not the Office's.
		n.read(n.get(officer, "/search?q=zebra"), http.StatusOK, &r)
		var at int64
		err := n.book.Read(ctx, 0, func(v store.View) error {
			_, err := store.One(ctx, v, `SELECT position FROM consumer WHERE name = 'search'`, nil, &at)
			return err
		})
		if err != nil {
			return err
		}
		if at >= n.book.Size() && r.Total > 0 {
			return nil
		}
		time.Sleep(25 * time.Millisecond)
	}
	return fmt.Errorf("search did not follow %d acts", want)
}

// TestAReleaseOpens: what its owner released is open by it alone, while it holds.
func TestAReleaseOpens(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t)).peopled()
	id := n.note("kept", "own-fra", "kept by France", france)
	if a := n.get(officer, "/acts/"+id); a.Status != 404 {
		t.Fatalf("before the release: %d", a.Status)
	}
	n.do(mission, "release.given", "release/r", "with-fra", `{"about":"note/kept","to":"with-fra","from":"2026-03-01","until":"2026-04-01"}`, france)
	if a := n.get(officer, "/acts/"+id); a.Status != 200 {
		t.Errorf("released: %d %s", a.Status, a.Body)
	}
	if rows := n.all(officer, "/acts?subject=note/kept"); len(rows) != 1 {
		t.Errorf("released, the list has %d", len(rows))
	}
	if a := n.get(donor, "/acts/"+id); a.Status != 404 {
		t.Errorf("to others it is open as well: %d", a.Status)
	}
	n.now = n.now.AddDate(0, 1, 0)
	if a := n.get(officer, "/acts/"+id); a.Status != 404 {
		t.Errorf("after its end: %d", a.Status)
	}
}

// TestWhatIsHiddenTakesAsLong compares medians; a machine that does other things
// is asked again.
func TestWhatIsHiddenTakesAsLong(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t)).peopled()
	hidden := n.note("hidden", "secretariat", strings.Repeat("long ", 3000))
	nothing := strings.Repeat("0", 8) + hidden[8:]
	median := func(times []time.Duration) time.Duration { slices.Sort(times); return times[len(times)/2] }
	var a, b time.Duration
	for range 5 {
		var is, isNot []time.Duration
		for range 150 {
			for _, m := range []struct {
				id string
				to *[]time.Duration
			}{{hidden, &is}, {nothing, &isNot}} {
				began := time.Now()
				n.get(public, "/acts/"+m.id)
				*m.to = append(*m.to, time.Since(began))
			}
		}
		a, b = median(is), median(isNot)
		if a < b*3/2 && b < a*3/2 {
			return
		}
	}
	t.Errorf("what is hidden takes %s, what there is not %s", a, b)
}
