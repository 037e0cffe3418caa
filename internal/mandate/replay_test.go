package mandate

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/store/sqlite"
)

// onFreshStores runs f on each kind of store, with a way to make new nodes.
func onFreshStores(t *testing.T, f func(t *testing.T, fresh func(testing.TB) *node)) {
	t.Run("sqlite", func(t *testing.T) {
		folder, k := t.TempDir(), 0
		f(t, func(tb testing.TB) *node {
			k++
			s, err := sqlite.Open(filepath.Join(folder, fmt.Sprint(k)), sqlite.Options{})
			if err != nil {
				tb.Fatal(err)
			}
			return newNode(tb, s)
		})
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := pgtest.DSN(t)
		f(t, func(tb testing.TB) *node {
			s, err := postgres.Open(ctx, dsn, postgres.Options{Schema: pgtest.Schema(tb, dsn)})
			if err != nil {
				tb.Fatal(err)
			}
			return newNode(tb, s)
		})
	})
}

// texts are what is taken in: of two documents, in words that come and go.
func texts(t *rapid.T) string {
	text := rapid.SampledFrom([]string{lamps, lampsBefore}).Draw(t, "text")
	for _, change := range []struct{ old, new string }{
		{"2. Requests the", "2. Welcomes the work on lenses, and requests the"},
		{"3. Invites Member States to contribute to the work of the United Nations Office on Drugs and Crime;\n\n4. Requests", "3. Requests"},
		{"1. Urges Member States", "1. Decides to meet, and urges Member States"},
		{"Keeping of lamps", "Care of lamps"},
		{"a register of lamps", "a register of lamps and lenses"},
		{"4 May 2041", "5 May 2041"},
		{"3. Decides to count the stars", "3. Decides to count the stars;\n\n4. Requests the Secretary-General to report in 2043"},
	} {
		if rapid.IntRange(0, 3).Draw(t, "change") == 0 {
			text = strings.Replace(text, change.old, change.new, 1)
		}
	}
	return text
}

// something is an act of a kind, lawful or not.
func something(t *rapid.T, acts []act.Header) (kind string, s act.Subject, body string, change func(*book.Draft)) {
	symbol := rapid.SampledFrom([]string{"A/RES/95/7", "A/RES/94/3"}).Draw(t, "symbol")
	place := rapid.SampledFrom([]string{"1", "2", "3", "4"}).Draw(t, "place")
	ref := Ref{symbol, place, rapid.IntRange(1, 3).Draw(t, "clause")}
	some := func() string {
		if len(acts) == 0 {
			return ""
		}
		return rapid.SampledFrom(acts).Draw(t, "act").ID
	}
	kind = rapid.SampledFrom([]string{"status", "status", "assigned", "proposed", "approved", "changed", "shared", "reading-corrected", "renewed"}).Draw(t, "kind")
	day := rapid.SampledFrom([]act.Day{"2042-01-01", "2042-02-01", "2042-06-01"}).Draw(t, "day")
	corrects := ""
	if rapid.IntRange(0, 3).Draw(t, "corrects") == 0 {
		corrects = some()
	}
	change = func(d *book.Draft) { d.Day, d.Corrects = day, corrects }
	s = ref.Subject()
	switch kind {
	case "status":
		body = fmt.Sprintf(`{"of":%q,"status":%q}`, rapid.SampledFrom([]string{"UNODC", "secretary-general"}).Draw(t, "of"), rapid.SampledFrom([]string{"in-progress", "spent", "no-indication"}).Draw(t, "status"))
	case "assigned":
		body = rapid.SampledFrom([]string{`{"office":"UNODC"}`, `{"office":"UNDP","unit":"One"}`, `{}`}).Draw(t, "office")
	case "proposed":
		body = `{"proposal":"retain","reason":{"language":"en","text":"Why not."}}`
	case "approved":
		body = fmt.Sprintf(`{"proposal":%q,"approved":true}`, some()+"x"[:bit(len(acts) == 0)])
	case "changed":
		change = func(d *book.Draft) {
			d.Day, d.Corrects, d.Cites = day, corrects, []act.Cite{"A/RES/96/1"}
		}
		body = fmt.Sprintf(`{"effect":%q,"by":"A/RES/96/1","since":"2042-01-01"}`, rapid.SampledFrom([]string{"ended", "amended"}).Draw(t, "effect"))
	case "shared":
		body = rapid.SampledFrom([]string{`{"bodies":["UNODC","UNDP"],"coordinator":"UNODC"}`, `{"bodies":["UNODC","secretary-general"]}`}).Draw(t, "bodies")
	case "reading-corrected":
		body = rapid.SampledFrom([]string{
			`{"field":"force","old":["request"],"new":["call"],"reason":{"language":"en","text":"x"}}`,
			`{"field":"entities","old":["UNODC"],"new":["UNDP","WHO"],"bodies":["UNDP"],"reason":{"language":"en","text":"x"}}`,
			`{"field":"topics","old":["corruption"],"new":["cybercrime"],"reason":{"language":"en","text":"x"}}`}).Draw(t, "correction")
	case "renewed":
		s = paragraph("A/RES/95/7", place)
		body = rapid.SampledFrom([]string{`{"from":"A/RES/94/3#1","class":"amended","state":"confirmed"}`, `{"state":"confirmed"}`, `{"from":"A/RES/94/3#2","class":"kept","state":"proposed"}`}).Draw(t, "renewal")
	}
	return kind, s, body, change
}

func TestTablesEqualAReplayWhateverIsRecorded(t *testing.T) {
	fewer(t, 12)
	onFreshStores(t, func(T *testing.T, fresh func(testing.TB) *node) {
		rapid.Check(T, func(t *rapid.T) {
			n := fresh(T)
			defer n.book.Close()
			n.taken(lamps)
			var acts []act.Header
			lawful := func(r book.Receipt, err error) {
				var code book.Code
				if err != nil {
					code = book.CodeOf(err)
				}
				if err == nil {
					acts = append(acts, r.Acts...)
				} else if code != book.Conflict && code != book.Denied && code != book.Invalid {
					t.Fatal(err)
				}
			}
			for range rapid.IntRange(1, 25).Draw(t, "steps") {
				switch rapid.IntRange(0, 9).Draw(t, "what") {
				case 0, 1:
					plans, err := n.importer.Import(ctx, "x.txt", []byte(texts(t)), ImportOptions{Reason: "Another."})
					if err != nil {
						t.Fatal(err)
					}
					for _, p := range plans {
						if _, err := n.importer.Record(ctx, ana, "", p); err != nil && !errors.Is(err, ErrNothing) {
							t.Fatal(err)
						}
					}
				case 2:
					n.renews("A/RES/95/7")
				case 3:
					lawful(n.book.Record(ctx, book.Call{Acts: []book.Draft{{Kind: "work.done", Subject: "work/x", Party: "UNODC", Standing: act.Own, Day: "2042-01-01",
						Cites: []act.Cite{act.Cite(fmt.Sprintf("A/RES/95/7#%d:1", rapid.IntRange(1, 4).Draw(t, "cited")))}, Audience: act.Public, Body: []byte(`{}`)}}}))
				case 4:
					s := clause(fmt.Sprint(rapid.IntRange(1, 4).Draw(t, "erased")), 1)
					r, err := n.book.Record(ctx, book.Call{Acts: []book.Draft{{Kind: "erasure.test", Subject: "erasure/x", Party: "node", Standing: act.Own, Day: "2042-01-01", Audience: act.Public,
						Body: fmt.Appendf(nil, `{"about":%q,"audience":"secretariat"}`, s)}}})
					if err != nil {
						t.Fatal(err)
					}
					_ = r
					n.keys.Destroy(s, "secretariat")
				default:
					kind, s, body, change := something(t, acts)
					d := book.Draft{Kind: "mandate." + kind, Subject: s, Party: "UNODC", Standing: act.Own, Audience: act.Public, Body: []byte(body)}
					if kind == "proposed" || kind == "approved" {
						d.Audience = "secretariat"
					}
					change(&d)
					lawful(n.book.Record(ctx, book.Call{Person: rapid.SampledFrom([]string{ana, bo}).Draw(t, "person"), Acts: []book.Draft{d}}))
				}
			}
			n.verified()
			n.countsHold(t)
			n.standHolds(t)
		})
	})
}

// countsHold fails where the counts that are kept are not those of the clauses.
func (n *node) countsHold(t *rapid.T) {
	n.read(func(v store.View) error {
		want := newTally()
		list, err := clauses(ctx, v, ``)
		if err != nil {
			return err
		}
		var tags []string
		for _, c := range list {
			want.clause(c, 1)
			for _, g := range c.tags() {
				tags = append(tags, fmt.Sprint(g.field, " ", g.value, " ", c.sort))
			}
		}
		slices.Sort(tags)
		var have []string
		err = store.Each(ctx, v, `SELECT field || ' ' || value || ' ' || sort FROM {mandate_tag}`, nil, func(rows store.Rows) error {
			var s string
			err := rows.Scan(&s)
			have = append(have, s)
			return err
		})
		slices.Sort(have)
		if err == nil && !slices.Equal(have, tags) {
			t.Errorf("tags %q, want %q", have, tags)
		}
		kept := map[[2]tag]int{}
		if err := store.Each(ctx, v, `SELECT field, value, with_field, with_value, n FROM {mandate_pair} WHERE n <> 0 UNION ALL SELECT field, value, '', '', n FROM {mandate_count} WHERE n <> 0
			AND field NOT IN ('documents', 'paragraphs', 'organs', 'sessions', 'years', 'languages')`, nil, func(rows store.Rows) error {
			var a, b, c, d string
			var k int
			err := rows.Scan(&a, &b, &c, &d, &k)
			kept[[2]tag{{Field(a), b}, {Field(c), d}}] = k
			return err
		}); err != nil {
			return err
		}
		for g, k := range want.counts {
			want.pairs[[2]tag{g, {}}] += k
		}
		if fmt.Sprint(kept) != fmt.Sprint(want.pairs) {
			t.Errorf("counts %v, want %v", kept, want.pairs)
		}
		return err
	})
}

// standHolds fails where a clause does not stand as its entries say.
func (n *node) standHolds(t *rapid.T) {
	n.read(func(v store.View) error {
		list, err := clauses(ctx, v, ``)
		if err != nil {
			return err
		}
		for _, c := range list {
			want, err := StandOf(ctx, v, c.Ref, "9999-12-31", v.At().Size)
			if err != nil {
				return err
			}
			have := Stand{c.Statuses, c.Office, c.Unit, c.Since, c.Effect, c.EffectBy, c.EffectDay, c.Shared, c.Coordinator}
			if fmt.Sprint(have) != fmt.Sprint(want) {
				t.Errorf("%s stands as %v, its entries say %v", c.Ref, have, want)
			}
		}
		return nil
	})
}
