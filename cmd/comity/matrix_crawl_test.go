package main

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/mandate"
	"comity/internal/resolution/reading"
	"comity/internal/search"
)

// Nothing that a role can open tells of acts that it does not read: on a node with
// the demonstration's story all that the role comes to by links is kept, pages,
// CSV, JSON and every list of the API; then acts of every kind are recorded for the
// audiences that it does not read; and all is read again, byte for byte the same.

// storyPeople are the matrix's people who play the demonstration's parts.
func (n *matrixNode) storyPeople() map[string]string {
	by := map[string]string{}
	for _, m := range matrix {
		by[m.name] = m.person
	}
	return map[string]string{"officer": by["officer"], "reviewer": by["reviewer"], "colleague": second, "mission": by["accredited by France"], "ministry": third, "certifier": by["certifying"], "approver": by["approving"]}
}

// tell records the demonstration's story.
func (n *matrixNode) tell() {
	n.Helper()
	ctx := n.Context()
	o := &node{book: n.book, program: n.program}
	r := reading.New(n.program.Programme)
	defer func() { _ = r.Close() }()
	im := &mandate.Importer{Book: n.book, Reader: r, Programme: n.program.Programme, Parties: n.program.Parties, Lists: n.program.Lists, Version: "matrix", Party: "UNODC", Today: n.today()}
	plans, err := im.Import(ctx, "example.txt", example, mandate.ImportOptions{})
	if err != nil {
		n.Fatal(err)
	}
	people := n.storyPeople()
	if _, err = im.Record(ctx, people["officer"], "", plans[0]); err == nil {
		if err = demonstrateClauses(ctx, n.book, people, n.today()); err == nil {
			err = demonstrateCalls(ctx, o, people, []string{"FRA", "EGY", "PER", "JPN", "POL", "KEN"})
		}
	}
	if err != nil {
		n.Fatal(err)
	}
}

// settle waits until search has read the whole book. What it waits for is written
// for an audience that nobody of the matrix reads.
func (n *matrixNode) settle(word string) {
	n.Helper()
	const audience = "own-deu"
	n.record(root, book.Draft{Kind: "note.write", Subject: "note/" + act.Subject(word), Party: "UNODC", Audience: audience, Body: fmt.Appendf(nil, `{"text":%q}`, word)})
	for range 2000 {
		r, err := n.options.Index.Search(n.Context(), search.Request{Query: word, Language: "en", Audiences: []string{audience}})
		if err != nil {
			n.Fatal(err)
		}
		if r.Total > 0 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	n.Fatal("search has not read the book")
}

var (
	hrefs = regexp.MustCompile(`(?:href|action)="(/[^"#]*)`)
	// What is made anew for each answer, and what the head of the book tells of its
	// length: every act has its place there, whoever reads it.
	passing = regexp.MustCompile(`name="form-key" value="[^"]*"|subject=(?:role|accreditation)/[0-9a-f-]{36}|DTSTAMP:\w+|(?s)<details class="proof-of-head">.*?</details>`)
)

// seeds are where a crawl begins: home, every operation of the API that asks for
// nothing, and questions to search.
func (n *matrixNode) seeds(role string) []string {
	n.Helper()
	list := []string{"/", "/desk", "/proposals", "/communications", "/communications/mine", "/answer-bank", "/search?q=invented", "/search?q=A/RES/95/12", "/search?q=lights", "/search?as=csv&q=invented",
		"/api/v1/search?q=invented", "/api/v1/search?q=zzw1zz", "/api/v1/acts?cite=" + url.QueryEscape("A/RES/95/12#4(a)"), "/api/v1/acts?kind=mandate.status"}
	var described struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(n.get(role, "/api/v1/openapi.json").Body.Bytes(), &described); err != nil {
		n.Fatal(err)
	}
	for _, path := range slices.Sorted(maps.Keys(described.Paths)) {
		if _, reads := described.Paths[path]["get"]; reads && !strings.Contains(path, "{") && !strings.HasPrefix(path, "/api/v1/book") {
			list = append(list, path)
		}
	}
	return list
}

// shape is what pages of one kind have in common: how deep they lie, and what
// their query names.
func shape(path string) string {
	u, err := url.Parse(path)
	if err != nil {
		return path
	}
	parts := strings.Split(u.Path, "/")
	if len(parts) > 3 {
		parts = parts[:2]
	}
	if len(parts) > 2 {
		parts[2] = "…"
	}
	return strings.Join(parts, "/") + fmt.Sprint(len(strings.Split(u.Path, "/"))) + "?" + strings.Join(slices.Sorted(maps.Keys(u.Query())), "&") + u.Query().Get("as")
}

// crawl gives every answer that a role comes to, by its address; of pages of one
// shape as many as each says.
func (n *matrixNode) crawl(role string, each int) map[string]string {
	n.Helper()
	found, taken := map[string]string{}, map[string]int{}
	queue := n.seeds(role)
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		key := shape(path)
		if _, seen := found[path]; seen || taken[key] >= each {
			continue
		}
		taken[key]++
		w := n.get(role, path)
		if w.Code >= 500 {
			n.Errorf("%s for %s answers %d", path, role, w.Code)
		}
		body := w.Body.String()
		found[path] = fmt.Sprint(w.Code, " ", w.Header().Get("Location"), "\n", passing.ReplaceAllString(body, ""))
		if to := w.Header().Get("Location"); strings.HasPrefix(to, "/") {
			queue = append(queue, to)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			if _, lacks, ok := strings.Cut(body, "⟦"); ok { // ids that are built at run time are seen here alone
				n.Errorf("%s lacks the sentence ⟦%.60s", path, lacks)
			}
			for _, m := range hrefs.FindAllStringSubmatch(body, -1) {
				if to := html.UnescapeString(m[1]); !strings.Contains(to, "lang=") {
					queue = append(queue, to)
				}
			}
		}
	}
	return found
}

// growing are answers that tell how long the book is: a page of its places is
// another run of them when it grows, a proof leads to its present head. The security
// log tells that it was read. They are not compared; that nothing hidden stands in them is held all the same.
func growing(path string) bool {
	return path == "/book" || strings.HasPrefix(path, "/security-log") || strings.HasPrefix(path, "/book?") || strings.HasSuffix(path, "/proof")
}

func TestWhatIsHiddenChangesNothingThatARoleReads(t *testing.T) {
	for _, m := range matrix {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			var l rules
			now := time.Now() // stands still, so that no page differs by the clock
			n := newMatrixNode(t, func() time.Time { return now }, l.lift)
			n.tell()
			n.settle("zzbeforezz")
			before := n.crawl(m.name, 4)
			hidden := n.writeEveryKind(&l, func(audience string) bool { return !slices.Contains(m.reads, audience) })
			n.settle("zzafterzz")
			differ := 0
			for path, was := range before {
				is := n.again(m.name, path)
				for _, e := range hidden {
					if strings.Contains(is, e.id) || e.word != "" && strings.Contains(is, e.word) && !strings.Contains(path, e.word) {
						t.Errorf("%s tells of %s for %s", path, e.kind, e.audience)
					}
				}
				if is != was && !growing(path) {
					if differ++; differ < 5 {
						t.Errorf("%s differs once there are acts that are not open to the reader:\n%s", path, difference(was, is))
					}
				}
			}
			if len(before) < 60 {
				t.Errorf("only %d answers were come to", len(before))
			}
			t.Logf("%d answers are the same after %d acts that are hidden", len(before), len(hidden))
		})
	}
}

func (n *matrixNode) again(role, path string) string {
	w := n.get(role, path)
	return fmt.Sprint(w.Code, " ", w.Header().Get("Location"), "\n", passing.ReplaceAllString(w.Body.String(), ""))
}

// difference shows where two answers part.
func difference(was, is string) string {
	i := 0
	for i < min(len(was), len(is)) && was[i] == is[i] {
		i++
	}
	show := func(s string) string { return s[max(i-150, 0):min(i+150, len(s))] }
	return "was " + show(was) + "\nis  " + show(is)
}
