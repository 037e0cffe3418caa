package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
)

// The matrix again, over every kind that the program declares: a kind that comes
// later is tried without a line here. Its body is that of its golden file.

// everyAct is one act of a kind for an audience.
type everyAct struct {
	kind, audience, id string
	of                 string // the audience of the party that its subject names
	subject            act.Subject
	number             int
	word               string // in its body; "" where it has no text
}

// rules can be lifted, so that every kind can be recorded whatever the state is, and
// be put in force again. A projector that can't make anything of an invented body is
// left out while they are lifted, and named in failed.
type rules struct {
	inForce atomic.Bool
	failed  map[string]error
}

func (l *rules) lift(p *program, o *book.Options) {
	l.failed = map[string]error{}
	authorise := p.Policies.Guard(p.Modules, p.About) // without custody, which asks a real vault
	o.Authorise = func(ctx context.Context, r store.Reader, a *act.Act) error {
		if !l.inForce.Load() {
			return nil
		}
		return authorise(ctx, r, a)
	}
	for i := range p.Modules {
		kinds := slices.Clone(p.Modules[i].Kinds)
		for j := range kinds {
			k := &kinds[j]
			k.Correction = false
			decide, project, name := k.Decide, k.Project, k.Name
			k.Decide = func(ctx context.Context, r store.Reader, a *act.Act) error {
				if decide == nil || !l.inForce.Load() {
					return nil
				}
				return decide(ctx, r, a)
			}
			if project == nil {
				continue
			}
			k.Project = func(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
				if l.failed[name] != nil && !l.inForce.Load() {
					return nil, nil
				}
				return project(ctx, r, a)
			}
		}
		p.Modules[i].Kinds = kinds
	}
}

// goldenBody is a body of a kind's present version, from its module's golden files.
func goldenBody(t *testing.T, k *book.Kind) []byte {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("..", "..", "internal", "*", "testdata", "kinds", fmt.Sprintf("%s.v%d.json", k.Name, k.Version)))
	if err != nil || len(found) != 1 {
		t.Fatalf("the kind %s has %d golden files, want one: %v", k.Name, len(found), err)
	}
	b, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	var golden struct{ Bodies []json.RawMessage }
	if err := json.Unmarshal(b, &golden); err != nil || len(golden.Bodies) == 0 {
		t.Fatalf("%s has no body: %v", found[0], err)
	}
	return golden.Bodies[0]
}

// marked puts a word into the first free text of a body; false where it has none.
func marked(fields []act.Field, o map[string]any, word string) bool {
	for i := range fields {
		f := &fields[i]
		v, there := o[f.Name]
		if !there {
			continue
		}
		if list, ok := v.([]any); ok {
			if f.Type == act.Text && f.Lines {
				list[0] = word
				return true
			}
			v = list[0]
		}
		group, _ := v.(map[string]any)
		switch {
		case f.Type == act.Prose:
			group["text"] = word
			return true
		case f.Type == act.Group && marked(f.Fields, group, word):
			return true
		case f.Type == act.Text && (f.Max == 0 || f.Max >= 200) && len(v.(string)) > 0:
			if _, ok := o[f.Name].(string); ok {
				o[f.Name] = word
				return true
			}
		}
	}
	return false
}

// namedLike are names that the modules can read, by type of subject; %d makes them
// different.
var namedLike = map[string]string{
	"document": "A_RES_1_%d", "paragraph": "A_RES_1_%d/1", "clause": "A_RES_1_%d/1/1", "treaty": "untoc/FRA", "call": "CU-%d", "reply": "CU-%d/PARTY/1",
	"person": "00000000-0000-4000-8001-%012d",
}

// writeEveryKind records an act of every kind for each audience of the matrix that
// the kind may be written for and want takes.
func (n *matrixNode) writeEveryKind(l *rules, want func(audience string) bool) (all []everyAct) {
	n.Helper()
	number := 0
	for _, m := range n.program.Modules {
		if m.Name == booktest.Notes().Name {
			continue // the matrix of notes
		}
		for i := range m.Kinds {
			k := &m.Kinds[i]
			if k.Erases != nil || k.Epoch != nil {
				continue // they act on the book itself, and are public
			}
			for _, audience := range matrixAudiences {
				if !want(audience) || !k.Allows(audience) {
					continue
				}
				number++
				all = append(all, n.writeOne(l, k, audience, number))
			}
		}
	}
	return all
}

// subjectLike is a subject of a type, of the party whose audience it is if it names
// one; those of two numbers differ, if the type has room for many.
func subjectLike(typ, audience string, number int) act.Subject {
	party := "FRA"
	if kind, of, ok := strings.Cut(audience, "-"); ok && (kind == "with" || kind == "own") {
		party = strings.ToUpper(of)
	}
	if typ == "assistance" { // random letters
		letters := strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprintf("%026d", 90000+number))
		return act.Subject(typ + "/" + letters)
	}
	local := strings.ReplaceAll(cmp.Or(namedLike[typ], "zzs%dzz"), "PARTY", party)
	if strings.Contains(local, "%") {
		local = fmt.Sprintf(local, 90000+number)
	}
	return act.Subject(typ + "/" + local)
}

// example is an act of a kind with the body of its golden file, and a word in it
// where it has room for one.
func (n *matrixNode) example(k *book.Kind, subject act.Subject, party, audience, word string) (d book.Draft, has bool) {
	n.Helper()
	d = book.Draft{Kind: k.Name, Subject: subject, Party: party, Audience: audience, Day: n.today(), Standing: act.Own}
	if len(k.Standings) > 0 && !slices.Contains(k.Standings, act.Own) {
		d.Standing = k.Standings[0]
	}
	if d.Standing == act.Communicated {
		d.Source = &act.Source{Channel: "note-verbale", Reference: "12/2026", Received: n.today(), Document: act.HashOf(nil).String()}
	}
	if audience == act.Sealed {
		d.Body = booktest.Sealed("x")
	} else {
		var body map[string]any
		if err := json.Unmarshal(goldenBody(n.T, k), &body); err != nil {
			n.Fatal(err)
		}
		has = marked(k.Fields, body, word)
		d.Body, _ = json.Marshal(body)
	}
	return d, has
}

func (n *matrixNode) writeOne(l *rules, k *book.Kind, audience string, number int) everyAct {
	n.Helper()
	e := everyAct{kind: k.Name, audience: audience, subject: subjectLike(k.Subjects[0], audience, number), number: number}
	word := fmt.Sprintf("zzw%dzz", number)
	d, has := n.example(k, e.subject, "UNODC", audience, word)
	if has {
		e.word = word
	}
	call := book.Call{Person: root, Command: k.Command, Acts: []book.Draft{d}}
	r, err := n.book.Record(n.Context(), call)
	if err != nil && l.failed[k.Name] == nil {
		l.failed[k.Name] = err
		r, err = n.book.Record(n.Context(), call)
	}
	if err != nil {
		n.Fatalf("record %s for %s: %v", k.Name, audience, err)
	}
	e.id = r.Acts[0].ID
	return e
}

func TestActsOfEveryKindAreOpenToTheirAudienceAlone(t *testing.T) {
	var l rules
	n := newMatrixNode(t, matrixNow, l.lift)
	all := n.writeEveryKind(&l, func(string) bool { return true })
	for kind, err := range l.failed {
		t.Logf("%s is tried without its tables: %v", kind, err)
	}
	kinds, hidden := map[string]bool{}, 0
	for _, e := range all {
		kinds[e.kind] = true
	}
	for _, m := range matrix {
		t.Run(m.name, func(t *testing.T) {
			n := *n
			n.T = t
			absent := map[string]string{}
			for _, path := range []string{"/book/acts/", "/api/v1/acts/"} {
				absent[path] = n.answer(m.name, path+nobody, nobody)
			}
			listed := n.listed(m.name)
			for _, e := range all {
				reads := slices.Contains(m.reads, e.audience)
				if !reads {
					hidden++
				}
				for path, none := range absent {
					w := n.get(m.name, path+e.id)
					switch {
					case reads && (w.Code != http.StatusOK || !strings.Contains(w.Body.String(), e.word)):
						t.Errorf("%s of %s for %s answers %d and has its text: %v", path, e.kind, e.audience, w.Code, strings.Contains(w.Body.String(), e.word))
					case !reads && n.answer(m.name, path+e.id, e.id) != none:
						t.Errorf("%s of %s for %s answers otherwise than what is not there", path, e.kind, e.audience)
					}
				}
				if strings.Contains(listed, e.id) != reads {
					t.Errorf("%s for %s is listed: %v", e.kind, e.audience, !reads)
				}
				if !reads && e.word != "" && strings.Contains(listed, e.word) {
					t.Errorf("the text of %s for %s is listed", e.kind, e.audience)
				}
			}
		})
	}
	t.Logf("%d acts of %d kinds, %d pairs of an act and a role that does not read it", len(all), len(kinds), hidden)
}

const nobody = "019ab1c2-0000-7000-8000-000000000000"

// answer is all that a role gets from an address, without what the request said.
func (n *matrixNode) answer(role, path, said string) string {
	w := n.get(role, path)
	h := w.Header()
	return strings.ReplaceAll(fmt.Sprintln(w.Code, h["Content-Type"], h["Cache-Control"], h["Link"], h["Content-Disposition"], w.Body.String()), said, "SAID")
}

// listed is everything that a role finds where acts are listed, to the end.
func (n *matrixNode) listed(role string) string {
	var b strings.Builder
	b.WriteString(n.get(role, "/book?as=csv").Body.String())
	b.WriteString(n.get(role, "/book?as=json").Body.String())
	for _, next := range []string{"/api/v1/acts?limit=200", "/api/v1/subjects?limit=200"} {
		for next != "" {
			body := n.get(role, next).Body.Bytes()
			b.Write(body)
			var page struct{ Next string }
			if err := json.Unmarshal(body, &page); err != nil {
				n.Fatalf("%s: %v: %.200s", next, err, body)
			}
			next = strings.TrimPrefix(page.Next, "http://matrix.example")
		}
	}
	return b.String()
}
