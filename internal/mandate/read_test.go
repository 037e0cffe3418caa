package mandate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

var (
	everybody = Reader{Audiences: []string{act.Public}, Day: "2042-06-01"}
	officer   = Reader{Audiences: []string{act.Public, "secretariat"}, Day: "2042-06-01"}
)

func refs(list []*Clause) string {
	var s []string
	for _, c := range list {
		s = append(s, strings.TrimPrefix(c.Ref.String(), "A/RES/"))
	}
	return strings.Join(s, " ")
}

// shelf is a node with both texts of lamps, a third, and the programme's words.
func shelf(n *node) {
	n.Helper()
	n.taken(lampsBefore)
	n.taken(lamps)
	n.taken(strings.NewReplacer("95/7. Keeping of lamps", "95/12. Lenses", "lamps", "lenses", "paragraph 1 above", "paragraph 2 of resolution 95/7").Replace(lamps))
	n.renews("A/RES/95/7")
	folder, p := ourProgramme(n)
	_, err := Outline(ctx, n.book, folder, p, "2042-06-01")
	n.must(err)
}

func TestTheListOfDocuments(t *testing.T) {
	onEachStore(t, func(n *node) {
		shelf(n)
		list := func(f DocumentFilter) (got string, total int) {
			n.read(func(v store.View) error {
				got, total = "", 0
				for f.After = ""; ; {
					p, err := Documents(ctx, v, f)
					if err != nil {
						return err
					}
					for _, d := range p.Documents {
						got += " " + strings.TrimPrefix(d.Symbol, "A/RES/")
					}
					total = p.Total
					if f.After = p.Next; p.Next == "" {
						return nil
					}
				}
			})
			return strings.TrimSpace(got), total
		}
		for _, x := range []struct {
			f     DocumentFilter
			want  string
			total int
		}{
			{DocumentFilter{}, "95/7 95/12 94/3 69/197 78/229", 5},
			{DocumentFilter{Limit: 2}, "95/7 95/12 94/3 69/197 78/229", 5},
			{DocumentFilter{Order: OldestFirst, Limit: 1}, "78/229 69/197 94/3 95/12 95/7", 5},
			{DocumentFilter{Order: BySymbol, Limit: 2}, "69/197 78/229 94/3 95/7 95/12", 5},
			{DocumentFilter{Order: ByTitle, Limit: 1}, "69/197 78/229 94/3 95/7 95/12", 5},
			{DocumentFilter{Session: 95}, "95/7 95/12", 2},
			{DocumentFilter{Year: 2040}, "94/3", 1},
			{DocumentFilter{Organ: "GA", Session: 69}, "69/197", 1},
			{DocumentFilter{Language: "en", Year: 2041}, "95/7 95/12", 2},
			{DocumentFilter{Language: "fr"}, "", 0},
			{DocumentFilter{Organ: "ECOSOC"}, "", 0},
		} {
			if got, total := list(x.f); got != x.want || total != x.total {
				t.Errorf("%+v: %s of %d, want %s of %d", x.f, got, total, x.want, x.total)
			}
		}
		n.read(func(v store.View) error {
			if _, err := Documents(ctx, v, DocumentFilter{After: cursor("clauses", "x")}); !errors.Is(err, ErrCursor) {
				t.Errorf("a cursor of another list: %v", err)
			}
			return nil
		})
	})
}

func TestADocumentWithItsParagraphs(t *testing.T) {
	onEachStore(t, func(n *node) {
		shelf(n)
		n.read(func(v store.View) error {
			d, readings, found, err := DocumentOf(ctx, v, "A/RES/95/7")
			if err != nil || !found || d.Operative != 4 || d.Clauses != 5 || len(readings) != 1 || readings[0].Reader != "comity test" || d.Report != "A/95/400" {
				t.Errorf("%+v %+v %v", d, readings, err)
			}
			lines, err := Contents(ctx, v, "A/RES/95/7", "fr", "", 0)
			if err != nil || len(lines) != 5 || lines[1].Place != "1" || len(lines[1].Clauses) != 2 || lines[1].In != "en" || lines[0].Part != "preamble" {
				t.Errorf("%+v, %v", lines, err)
			}
			rest, err := Contents(ctx, v, "A/RES/95/7", "en", "2", 1)
			if err != nil || len(rest) != 1 || rest[0].Place != "3" {
				t.Errorf("after 2: %+v, %v", rest, err)
			}
			own, err := Contents(ctx, v, "A/RES/69/197", "fr", "", 0)
			if err != nil || len(own) != 53 || own[3].SummaryIn != "fr" || own[3].Made != "own, unreviewed" || own[3].Text != "" || own[52].Place != "53" {
				t.Errorf("%d lines, %v", len(own), err)
			}
			_, _, found, err = DocumentOf(ctx, v, "A/RES/1/1")
			if found {
				t.Error("there is no such document")
			}
			return err
		})
	})
}

func TestTheRegisterOfClauses(t *testing.T) {
	onEachStore(t, func(n *node) {
		shelf(n)
		_, err := n.do(ana, "status", clause("2", 1), `{"of":"UNODC","status":"in-progress"}`)
		n.must(err)
		_, err = n.do(ana, "assigned", clause("2", 1), `{"office":"UNODC"}`)
		n.must(err)
		with := func(pairs ...string) map[Field]string {
			m := map[Field]string{}
			for i := 0; i < len(pairs); i += 2 {
				m[Field(pairs[i])] = pairs[i+1]
			}
			return m
		}
		all := "95/7#1:1 95/7#1:2 95/7#2:1 95/7#3:1 95/7#4:1 95/12#1:1 95/12#1:2 95/12#2:1 95/12#3:1 95/12#4:1 94/3#1:1 94/3#2:1 94/3#3:1"
		for _, x := range []struct {
			f    ClauseFilter
			want string
		}{
			{ClauseFilter{}, all},
			{ClauseFilter{Document: "A/RES/94/3"}, "94/3#1:1 94/3#2:1 94/3#3:1"},
			{ClauseFilter{With: with("entity", "UNODC")}, "95/7#2:1 95/12#2:1 94/3#2:1"},
			{ClauseFilter{With: with("entity", "member-states", "force", "call")}, "95/7#1:2 95/12#1:2 94/3#1:1"},
			{ClauseFilter{With: with("topic", "corruption", "condition", "within-mandate")}, "95/7#2:1 95/12#2:1"},
			{ClauseFilter{With: with("status", "none")}, "95/7#4:1 95/12#2:1 95/12#4:1 94/3#2:1"},
			{ClauseFilter{With: with("status", "in-progress", "office", "UNODC")}, "95/7#2:1"},
			{ClauseFilter{With: with("office", "UNDP")}, ""},
			{ClauseFilter{With: with("report", "asked")}, "95/7#4:1 95/12#4:1"},
			{ClauseFilter{DueBefore: "2042-09-10"}, "95/7#4:1 95/12#4:1"},
			{ClauseFilter{DueBefore: "2042-09-09"}, ""},
			{ClauseFilter{DueBefore: "2043-01-01", Document: "A/RES/95/12", With: with("entity", "secretary-general")}, "95/12#4:1"},
		} {
			for _, size := range []int{0, 2} {
				n.read(func(v store.View) error {
					f := x.f
					f.Limit, f.Facets = size, true
					var got []*Clause
					for {
						p, err := Clauses(ctx, v, f)
						if err != nil {
							return err
						}
						got = append(got, p.Clauses...)
						if want := len(strings.Fields(x.want)); p.Total != want || !p.Exact {
							t.Errorf("%+v: %d in all, want %d", x.f, p.Total, want)
						}
						checkFacets(n, v, f, p)
						if f.After = p.Next; p.Next == "" {
							break
						}
					}
					if refs(got) != x.want {
						t.Errorf("%+v: %s, want %s", x.f, refs(got), x.want)
					}
					return nil
				})
			}
		}
	})
}

// checkFacets holds the counts of a page to the clauses themselves.
func checkFacets(n *node, v store.View, f ClauseFilter, p ClausePage) {
	n.Helper()
	f.After, f.Limit, f.Facets = "", 500, false
	all, err := Clauses(ctx, v, f)
	n.must(err)
	counts := map[tag]int{}
	for _, c := range all.Clauses {
		for _, g := range c.tags() {
			counts[g]++
		}
	}
	var want ClausePage
	want.facets(counts)
	if fmt.Sprint(p.Facets) != fmt.Sprint(want.Facets) {
		n.Errorf("%+v: facets %v, want %v", f, p.Facets, want.Facets)
	}
}

func TestReportsThatAreDue(t *testing.T) {
	onEachStore(t, func(n *node) {
		shelf(n)
		for _, x := range []struct {
			f    DueFilter
			want string
		}{
			{DueFilter{}, "95/7#4:1 95/12#4:1"},
			{DueFilter{Limit: 1}, "95/7#4:1 95/12#4:1"},
			{DueFilter{Body: "GA", Session: 97}, "95/7#4:1 95/12#4:1"},
			{DueFilter{Body: "GA", Session: 98}, ""},
			{DueFilter{From: "2042-09-09", Until: "2042-09-10"}, "95/7#4:1 95/12#4:1"},
			{DueFilter{Until: "2042-09-09"}, ""},
		} {
			n.read(func(v store.View) error {
				var got []*Clause
				for f := x.f; ; {
					p, err := ReportsDue(ctx, v, f)
					if err != nil {
						return err
					}
					got = append(got, p.Clauses...)
					if f.After = p.Next; p.Next == "" {
						break
					}
				}
				if refs(got) != x.want {
					t.Errorf("%+v: %s, want %s", x.f, refs(got), x.want)
				}
				return nil
			})
		}
	})
}

func (n *node) up(kind string, version int, body []byte) ([]byte, error) {
	return n.book.Kind(kind).Upcast(version, body)
}

// paragraphFor reads a paragraph of lamps for a reader.
func (n *node) paragraphFor(who Reader, place string) (p *Paragraph) {
	n.Helper()
	n.read(func(v store.View) (err error) {
		p, err = ParagraphOf(ctx, v, Ref{Symbol: "A/RES/95/7", Place: place}, "en", who, n.up)
		return err
	})
	return p
}

func kindsOf(p *Paragraph) (list []string) {
	for _, e := range p.Entries {
		list = append(list, e.Kind)
	}
	return list
}

func TestAParagraphWithAllThatIsKnownOfIt(t *testing.T) {
	onEachStore(t, func(n *node) {
		shelf(n)
		_, err := n.do(ana, "status", clause("2", 1), `{"of":"UNODC","status":"in-progress"}`)
		n.must(err)
		_, err = n.do(ana, "proposed", clause("2", 1), `{"proposal":"remove","reason":{"language":"en","text":"A secret reason."}}`)
		n.must(err)
		work := func(audience string, cite act.Cite) {
			_, err := n.book.Record(ctx, book.Call{Person: ana, Acts: []book.Draft{{Kind: "work.done", Subject: "work/x", Party: "UNODC", Standing: act.Own, Day: "2042-01-01", Cites: []act.Cite{cite}, Audience: audience, Body: []byte(`{}`)}}})
			n.must(err)
		}
		work(act.Public, "A/RES/95/7#2")
		work("secretariat", "A/RES/95/7#2:1")
		work(act.Public, "A/RES/95/7#22")
		p := n.paragraphFor(officer, "2")
		if p.Previous != "1" || p.Next != "3" || len(p.Texts) != 1 || len(p.Clauses) != 1 || len(p.Read.Clauses) != 1 || len(p.Read.Clauses[0].Read) == 0 {
			t.Errorf("%+v", p)
		}
		if fmt.Sprint(p.Cites) != "[A/RES/95/7#1]" || fmt.Sprint(p.CitedBy) != "[A/RES/95/12#2]" {
			t.Errorf("cites %v, cited by %v", p.Cites, p.CitedBy)
		}
		if first, unchanged := p.Since(); first != (Ref{"A/RES/94/3", "2", 0}) || unchanged != p.Ref || len(p.Line) != 1 || p.Line[0].Adopted != "2040-05-02" {
			t.Errorf("since %v, unchanged since %v, %+v", first, unchanged, p.Line)
		}
		if got := kindsOf(p); !slices.Equal(got, []string{"mandate.proposed", "mandate.status"}) || len(p.Evidence) != 2 {
			t.Errorf("an officer: %v, %d acts", got, len(p.Evidence))
		}
		if p := n.paragraphFor(everybody, "2"); !slices.Equal(kindsOf(p), []string{"mandate.status"}) || len(p.Evidence) != 1 || strings.Contains(fmt.Sprintf("%+v", p.Entries), "secret") {
			t.Errorf("the public: %v, %d acts", kindsOf(p), len(p.Evidence))
		}
		if p := n.paragraphFor(Reader{Day: "2042-06-01"}, "2"); len(p.Entries) != 0 || len(p.Evidence) != 0 {
			t.Errorf("nobody: %+v", p)
		}
		if p := n.paragraphFor(everybody, "9"); p != nil {
			t.Errorf("%+v", p)
		}
		n.read(func(v store.View) error {
			before, err := ParagraphOf(ctx, v, Ref{Symbol: "A/RES/94/3", Place: "2"}, "en", everybody, n.up)
			if err != nil || len(before.Later) != 1 || before.Later[0].Ref != (Ref{"A/RES/95/7", "2", 0}) {
				t.Errorf("%+v, %v", before.Later, err)
			}
			own, err := ParagraphOf(ctx, v, Ref{Symbol: "A/RES/69/197", Place: "4"}, "fr", everybody, n.up)
			if err != nil || own == nil || own.Outline.Language != "fr" || len(own.Outline.Asks) == 0 {
				t.Errorf("%+v, %v", own, err)
			}
			open, err := Proposals(ctx, v, officer, -1, 10)
			if err != nil || len(open) != 1 || open[0].Code != "remove" {
				t.Errorf("%+v, %v", open, err)
			}
			hidden, err := Proposals(ctx, v, everybody, -1, 10)
			if len(hidden) != 0 {
				t.Errorf("the public reads %+v", hidden)
			}
			return err
		})
	})
}

func TestFigures(t *testing.T) {
	onEachStore(t, func(n *node) {
		shelf(n)
		n.read(func(v store.View) error {
			f, err := FiguresOf(ctx, v)
			if err != nil || f.Documents != 5 || f.Clauses != 13 || f.Asked != 11 || f.Paragraphs["operative"] != 11 || f.Paragraphs["preamble"] != 2 {
				t.Errorf("%+v, %v", f, err)
			}
			if fmt.Sprint(f.By[ByEntity]) != "[{member-states 5} {UNODC 3} {secretary-general 2}]" || fmt.Sprint(f.Organs) != "[{GA 5}]" || fmt.Sprint(f.In) != "[{en 3}]" {
				t.Errorf("%v %v %v", f.By[ByEntity], f.Organs, f.In)
			}
			return nil
		})
	})
}

func FuzzCursor(f *testing.F) {
	f.Add("documents.", cursor("documents.", "x"))
	f.Add("due", cursor("due", "2042-01-01", "x"))
	f.Add("due", "!")
	f.Fuzz(func(t *testing.T, list, s string) {
		keys, err := uncursor(list, s, 1)
		if err != nil || s == "" {
			return
		}
		again, err := uncursor(list, cursor(list, keys...), 1)
		if err != nil || !slices.Equal(again, keys) {
			t.Errorf("%q: %q became %q, %v", s, keys, again, err)
		}
	})
}
