package mandate

import (
	"slices"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book/booktest"
	"comity/internal/store"
)

func TestATextIsTakenInOnce(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		size := n.book.Size()
		if size != 6 { // the text, and five paragraphs
			n.Errorf("%d acts", size)
		}
		o, err := n.imports(lamps, ImportOptions{})
		if err != nil || o[0] != Same || n.book.Size() != size {
			n.Errorf("again: %v, %v, %d acts", o, err, n.book.Size())
		}
		// The same words in another file.
		o, err = n.imports(strings.ReplaceAll(lamps, "\n\n", "\n\n\n"), ImportOptions{})
		if err != nil || o[0] != Same || n.book.Size() != size {
			n.Errorf("in another file: %v, %v, %d acts", o, err, n.book.Size())
		}
		n.verified()
	})
}

func TestATextThatSaysAnotherThingNeedsAReason(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		size := n.book.Size()
		other := strings.Replace(lamps, "a register of lamps", "a register of lamps and lenses", 1)
		plans, err := n.importer.Import(ctx, "other.txt", []byte(other), ImportOptions{})
		n.must(err)
		p := plans[0]
		if p.Outcome != Differs || len(p.Changes) != 1 || p.Changes[0].Place != "1" || p.Changes[0].Field != "text" || len(p.Changes[0].Diff) != 3 {
			n.Errorf("%v %+v", p.Outcome, p.Changes)
		}
		_, err = n.importer.Record(ctx, ana, "", p)
		n.refused("--replace and a reason", err)
		if n.book.Size() != size {
			n.Errorf("%d acts were recorded", n.book.Size()-size)
		}
		o, err := n.imports(other, ImportOptions{Reason: "The first file was a draft."})
		if err != nil || o[0] != Differs || n.book.Size() != size+2 { // the text, and the one paragraph that changed
			n.Errorf("%v, %v, %d acts", o, err, n.book.Size()-size)
		}
		n.verified()
	})
}

func TestAParagraphThatIsNoMoreTakesItsClausesAlong(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		third := "3. Invites Member States to contribute to the work of the United Nations Office on Drugs and Crime;\n\n4. Requests"
		shorter := strings.Replace(lamps, third, "3. Requests", 1)
		_, err := n.do(ana, "assigned", clause("4", 1), `{"office":"UNODC"}`)
		n.must(err)
		o, err := n.imports(shorter, ImportOptions{Reason: "Paragraph 3 was struck out."})
		if err != nil || o[0] != Differs {
			n.Fatal(o, err)
		}
		n.read(func(v store.View) error {
			list, err := clauses(ctx, v, `WHERE c.symbol = ? ORDER BY c.sort`, "A/RES/95/7")
			var got []string
			for _, c := range list {
				s := c.Ref.String()
				if c.Gone {
					s += " gone"
				}
				got = append(got, s)
			}
			// 4:1 was spoken of, and stays as it was.
			if s := strings.Join(got, ", "); s != "A/RES/95/7#1:1, A/RES/95/7#1:2, A/RES/95/7#2:1, A/RES/95/7#3:1, A/RES/95/7#4:1 gone" {
				n.Error(s)
			}
			return err
		})
		n.verified()
	})
}

func TestACitedClauseKeepsItsNumberInTheBook(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		_, err := n.do(ana, "assigned", clause("2", 1), `{"office":"UNODC"}`)
		n.must(err)
		// A clause is put before it.
		other := strings.Replace(lamps, "2. Requests the", "2. Welcomes the work on lenses, and requests the", 1)
		_, err = n.imports(other, ImportOptions{Reason: "A corrigendum."})
		n.must(err)
		n.read(func(v store.View) error {
			c, err := clauseOf(ctx, v, Ref{"A/RES/95/7", "2", 1})
			if err != nil || c == nil || c.Office != "UNODC" || c.Force != "request" || c.order != 2 {
				n.Errorf("%+v, %v", c, err)
			}
			return nil
		})
		// Nobody can give the number to another clause.
		raw := `{"language":"en","part":"operative","number":"2","text":"Decides to meet.","clauses":[{"number":1,"phrase":"Decides","force":"decide","action":"to meet"}]}`
		_, err = n.do(ana, "paragraph", paragraph("A/RES/95/7", "2"), raw)
		n.refused("was cited, and this reading gives its number to another", err)
		n.verified()
	})
}

func TestALanguageJoinsBySymbol(t *testing.T) {
	onEachStore(t, func(n *node) {
		french := `Résolution adoptée par l’Assemblée générale le 4 mai 2041

95/7. Entretien des lampes

L’Assemblée générale,

1. Note le rapport sur les lampes ;

2. Prie l’Office des Nations Unies contre la drogue et le crime d’aider les États Membres.
`
		n.taken(french)
		n.read(func(v store.View) error {
			d, err := loadDocument(ctx, v, "A/RES/95/7")
			if d.language != "fr" || d.title != "Entretien des lampes" {
				n.Errorf("before the English text: %+v", d)
			}
			return err
		})
		n.taken(lamps)
		n.read(func(v store.View) error {
			d, err := loadDocument(ctx, v, "A/RES/95/7")
			if err != nil || d.language != "en" || d.title != "Keeping of lamps" || !slices.Equal(d.languages, []string{"en", "fr"}) {
				n.Errorf("%+v, %v", d, err)
			}
			var count int
			_, err = store.One(ctx, v, `SELECT count(*) FROM {mandate_text} WHERE symbol = 'A/RES/95/7' AND place = '2'`, nil, &count)
			if count != 2 {
				n.Errorf("%d texts of paragraph 2", count)
			}
			return err
		})
		n.verified()
	})
}

func TestWhatCannotBeTakenIn(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	for why, text := range map[string]string{
		"does not say its symbol": strings.Replace(lamps, "95/7. Keeping", "Keeping", 1),
		"it is not a resolution":  "Dear colleague,\n\nPlease find the lamps attached.\n",
	} {
		plans, err := n.importer.Import(ctx, "x.txt", []byte(text), ImportOptions{})
		if err == nil {
			err = plans[0].Why
		}
		n.refused(why, err)
	}
	if n.book.Size() != 0 {
		t.Error("something was recorded")
	}
	o, err := n.imports(strings.Replace(lamps, "95/7. Keeping", "Keeping", 1), ImportOptions{Symbol: "A/RES/95/7"})
	if err != nil || o[0] != Fresh {
		t.Errorf("with its symbol: %v, %v", o, err)
	}
}

func TestAPlanIsOfItsTime(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	plans, err := n.importer.Import(ctx, "a.txt", []byte(lamps), ImportOptions{})
	n.must(err)
	n.taken(lamps)
	_, err = n.importer.Record(ctx, ana, "", plans[0])
	n.refused("was changed since it was read", err)
}

func TestComposedTextsKeepTheirPlaces(t *testing.T) {
	text, moved := compose("ae\u0301b o\u0308e\u0308z")
	if text != "aéb öëz" {
		t.Errorf("%q", text)
	}
	for from, to := range map[int]int{0: 0, 1: 1, 3: 2, 4: 3, 5: 4, 7: 5, 9: 6, 10: 7, 99: 7} {
		if got := moved(from); got != to {
			t.Errorf("%d went to %d, want %d", from, got, to)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("folder/a.xml")
	f.Add("\x00\u2028")
	f.Fuzz(func(t *testing.T, name string) {
		shape := act.Shape{Name: "a.b", Version: 1, Title: "x", Subjects: []string{"x"}, Audiences: []string{act.Public}, Fields: []act.Field{{Name: "name", Label: "x", Type: act.Text, Max: 255}}}
		raw, _ := encode(map[string]string{"name": fileName(name)})
		if _, err := shape.ReadBody(raw, "2026-01-01", act.AnyCode{}); err != nil {
			t.Errorf("%q gives %q: %v", name, fileName(name), err)
		}
	})
}
