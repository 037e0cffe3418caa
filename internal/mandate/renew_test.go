package mandate

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"comity/internal/store"
)

// renewals are what paragraphs of a document carry on, and how that is known.
func (n *node) renewals(symbol string) (list []string) {
	n.Helper()
	n.read(func(v store.View) error {
		list = nil
		return store.Each(ctx, v, `SELECT place || ' < ' || origin || '#' || origin_place || ' ' || class || ' ' || state FROM {mandate_renewal} WHERE symbol = ? ORDER BY place`, []any{symbol}, func(rows store.Rows) error {
			var s string
			err := rows.Scan(&s)
			list = append(list, s)
			return err
		})
	})
	return list
}

// renews proposes all renewals of a document.
func (n *node) renews(symbol string) (recorded int) {
	n.Helper()
	pairs, err := n.importer.Renewals(ctx, symbol)
	n.must(err)
	for _, p := range pairs {
		k, err := n.importer.Renew(ctx, "", p)
		n.must(err)
		recorded += k
	}
	return recorded
}

func TestParagraphsCarryOnEarlierOnes(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		if k := n.renews("A/RES/95/7"); k != 0 {
			t.Errorf("%d without an earlier text", k)
		}
		n.taken(lampsBefore) // the earlier text comes later
		if k := n.renews("A/RES/94/3"); k != 2 {
			t.Errorf("%d paragraphs were found", k)
		}
		want := []string{"1 < A/RES/94/3#1 amended proposed", "2 < A/RES/94/3#2 amended proposed"}
		if got := n.renewals("A/RES/95/7"); !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
		if k := n.renews("A/RES/95/7"); k != 0 {
			t.Errorf("%d were recorded again", k)
		}
		_, err := n.do("", "renewed", paragraph("A/RES/95/7", "2"), `{"from":"A/RES/94/3#2","class":"amended","state":"confirmed"}`)
		n.refused("is confirmed by a person", err)
		_, err = n.do(bo, "renewed", paragraph("A/RES/95/7", "2"), `{"state":"confirmed"}`)
		n.must(err)
		if k := n.renews("A/RES/95/7"); k != 0 {
			t.Errorf("%d were recorded against a person's word", k)
		}
		_, err = n.do("", "renewed", paragraph("A/RES/95/7", "2"), `{"from":"A/RES/94/3#2","class":"amended","state":"proposed"}`)
		n.refused("a person confirmed", err)
		want[1] = "2 < #  confirmed"
		if got := n.renewals("A/RES/95/7"); !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
		_, err = n.do(bo, "renewed", paragraph("A/RES/94/3", "2"), `{"from":"A/RES/95/7#2","state":"confirmed"}`)
		n.refused("not before A/RES/94/3", err)
		n.verified()
	})
}

func TestTheProgrammesOwnWords(t *testing.T) {
	onEachStore(t, func(n *node) {
		folder, p := ourProgramme(t)
		k, err := Outline(ctx, n.book, folder, p, "2042-06-01")
		if err != nil || k != 146 {
			t.Fatalf("%d, %v", k, err)
		}
		if k, err = Outline(ctx, n.book, folder, p, "2042-06-02"); err != nil || k != 0 {
			t.Errorf("again: %d, %v", k, err)
		}
		// One summary is written anew: that alone is recorded.
		changed := fstest.MapFS{}
		names, err := fs.Glob(folder, "mandates/*.toml")
		n.must(err)
		for _, name := range names {
			data, err := fs.ReadFile(folder, name)
			n.must(err)
			if name == "mandates/A_RES_69_197.toml" {
				data = []byte(strings.Replace(string(data), `text = "`, `text = "In short: `, 1))
			}
			changed[name] = &fstest.MapFile{Data: data}
		}
		if k, err = Outline(ctx, n.book, changed, p, "2042-06-02"); err != nil || k != 1 {
			t.Errorf("with one change: %d, %v", k, err)
		}
		n.read(func(v store.View) error {
			d, err := loadDocument(ctx, v, "A/RES/69/197")
			if err != nil || d.organ != "GA" || d.session != 69 || d.outlined != 53 {
				t.Errorf("%+v, %v", d, err)
			}
			for place, want := range map[string]string{"1": "operative 1 <> 2", "52": "operative 52 < 51 > 53", "53": "operative 53 < 52 >"} {
				para, err := ParagraphOf(ctx, v, Ref{Symbol: "A/RES/69/197", Place: place}, "en", Reader{}, n.up)
				if err != nil || para == nil {
					return fmt.Errorf("paragraph %s: %v, %w", place, para, err)
				}
				got := strings.Join(strings.Fields(para.Part+" "+para.Number+" < "+para.Previous+" > "+para.Next), " ")
				if want = strings.ReplaceAll(want, "<>", "< >"); got != want {
					t.Errorf("%s: %q, not %q", place, got, want)
				}
			}
			return err
		})
		if n.counted(countDocuments, "") != 2 {
			t.Errorf("%d documents", n.counted(countDocuments, ""))
		}
		n.verified()
	})
}

func TestOrgansBySymbol(t *testing.T) {
	_, p := ourProgramme(t)
	for symbol, want := range map[string]struct {
		organ   string
		session int
	}{
		"A/RES/69/197": {"GA", 69}, "A/RES/S-32/1": {"GA", 0}, "A/HRC/RES/42/10": {"HRC", 42}, "E/RES/2014/20": {"ECOSOC", 0}, "S/RES/1373 (2001)": {"SC", 0},
		"CTOC/COP/RES/10/1": {"CTOC-COP", 10}, "E/CN.15/2014/20": {"", 0}, "": {"", 0},
	} {
		if organ, session := OrganOf(p, symbol); organ != want.organ || session != want.session {
			t.Errorf("%s: %s %d", symbol, organ, session)
		}
	}
}
