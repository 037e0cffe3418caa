package assistance

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/subject"
)

// told carries the invented request to a stage: the steps of the Office and of
// France, day by day.
func (n *node) told(request string, until string) {
	n.Helper()
	reply := ReplyBody{Outcome: InPart, Reason: "Training now, a law later.", Language: "fr", Title: "Votre demande", Letter: "L’Office forme vos gardiens."}
	sent := reply
	sent.Channel, sent.Reference = "note-verbale", "CU 2042/88"
	for _, s := range []struct {
		person, kind string
		body         any
		change       []func(*book.Draft)
	}{
		{chloe, "requested", lamps(), []func(*book.Draft){by("FRA"), citing("A/RES/69/197#8", "UNCAC#60"), on("2042-01-10")}},
		{ana, "asked", TextBody{Text: "How many keepers are there?"}, []func(*book.Draft){on("2042-01-12")}},
		{chloe, "given", TextBody{Text: "Quarante."}, []func(*book.Draft){by("FRA"), on("2042-01-30")}},
		{ana, "checked", NoteBody{}, []func(*book.Draft){on("2042-02-01")}},
		{ana, "appraised", AppraisedBody{Findings: findings(), Forces: true, Advice: InPart, Reason: "A secret consideration."}, []func(*book.Draft){aside, on("2042-02-10")}},
		{ana, "drafted", reply, []func(*book.Draft){aside, on("2042-02-11")}},
		{bo, "cleared", NoteBody{}, []func(*book.Draft){aside, on("2042-02-12")}},
		{ana, "replied", sent, []func(*book.Draft){on("2042-02-14"), citing("A/RES/69/197#8")}},
		{ana, "assigned", AssignedBody{Office: "UNODC", Unit: "Lamps"}, []func(*book.Draft){on("2042-02-15")}},
		{ana, "assessed", AssessedBody{Level: "medium", Risks: "A secret risk.", Mitigation: "Watch."}, []func(*book.Draft){aside, on("2042-02-16")}},
		{bo, "diligence-cleared", DiligenceBody{Review: "2043-02-16"}, []func(*book.Draft){aside, on("2042-02-17")}},
		{ana, "delivered", DeliveredBody{Help: "training", Text: "Forty keepers trained.", Final: true}, []func(*book.Draft){on("2042-04-01")}},
		{chloe, "evaluated", EvaluatedBody{Met: "largely", Text: "Nos gardiens savent plus.", Language: "fr"}, []func(*book.Draft){by("FRA"), on("2042-04-20")}},
		{ana, "closed", NoteBody{}, []func(*book.Draft){on("2042-04-25")}},
	} {
		if err := n.do(s.person, s.kind, request, s.body, s.change...); err != nil {
			n.Fatalf("%s: %v", s.kind, err)
		}
		if s.kind == until {
			return
		}
	}
}

func published() PublishedBody {
	return PublishedBody{Title: Prose{"fr", "Formation de gardiens"}, Summary: Prose{"fr", "Quarante gardiens ont été formés."}, Topics: []string{"corruption"}, Help: []string{"training"}, Outcome: InPart, Met: "largely"}
}

func TestARequestGoesItsWay(t *testing.T) {
	onEachStore(t, func(n *node) {
		x := id("lamps")
		n.told(x, "appraised")
		if q := n.find(officer(), x); q.Status != Appraised || q.Target != "reply" || q.Since != "2042-02-10" {
			t.Errorf("the Office sees %+v", q)
		}
		if q := n.find(france(), x); q.Status != Checked || q.Target != "" || q.Since != "" {
			t.Errorf("France sees %+v", q)
		}
		n.verified()
		y := id("more lamps")
		n.told(y, "")
		q := n.find(officer(), y)
		if q.Status != Closed || q.Body.Title != "Gardiens de phare" || fmt.Sprint(q.Cites) != "[A/RES/69/197#8 UNCAC#60]" || q.Outcome != InPart || q.Office != "UNODC" {
			t.Errorf("%+v", q)
		}
		if got := kindsOf(n.steps(france(), y)); got != "requested asked given checked replied assigned delivered evaluated closed" {
			t.Errorf("France sees the steps %s", got)
		}
		if got := kindsOf(n.steps(officer(), y)); !strings.Contains(got, "appraised drafted cleared replied assigned assessed diligence-cleared delivered") {
			t.Errorf("the Office sees the steps %s", got)
		}
		for who, s := range map[string]Scope{"Egypt": egypt(), "the public": public()} {
			if n.find(s, y) != nil || len(n.steps(s, y)) > 0 {
				t.Errorf("%s reads the request of France", who)
			}
			n.read(func(v store.View) error {
				list, _, err := Queue(ctx, v, s, Filter{}, 0, 10)
				if len(list) > 0 {
					t.Errorf("%s has a queue of %d", who, len(list))
				}
				return err
			})
		}
		n.must(n.do(chloe, "published", y, published(), by("FRA"), everybody, citing("A/RES/69/197#8")))
		n.read(func(v store.View) error {
			p, err := FindPublic(ctx, v, y)
			if err != nil || p.Party != "FRA" || p.Summary.Text != "Quarante gardiens ont été formés." {
				t.Errorf("%+v %v", p, err)
			}
			if other, err := FindPublic(ctx, v, x); other != nil || err != nil {
				t.Error("what was not published is public")
			}
			links, err := subject.Links(ctx, v, Subject(y))
			if len(links) != 1 || links[0].To != "paragraph/A_RES_69_197/8" {
				t.Errorf("%v", links)
			}
			return err
		})
		if got := kindsOf(n.steps(public(), y)); got != "published" {
			t.Errorf("the public sees the steps %s", got)
		}
		n.verified()
	})
}

func TestWhatARequestMayNotSay(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t), false)
	x := id("a")
	b := lamps()
	ask := func(change func(*RequestedBody), more ...func(*book.Draft)) error {
		c := b
		change(&c)
		return n.do(chloe, "requested", x, c, append([]func(*book.Draft){by("FRA")}, more...)...)
	}
	n.refused("assistance.topic", ask(func(b *RequestedBody) { b.Topic = "lamps" }))
	n.refused("assistance.topic", ask(func(b *RequestedBody) { b.Topics = []string{"corruption"} }))
	n.refused("assistance.group", ask(func(b *RequestedBody) { b.Group = "AG" }))
	n.refused("assistance.ahead", ask(func(*RequestedBody) {}, on("2042-06-02")))
	n.refused("assistance.audience", ask(func(*RequestedBody) {}, func(d *book.Draft) { d.Audience = "with-per" }))
	n.refused("assistance.state", n.do(ana, "requested", x, b, by("EU")))
	n.refused("assistance.subject", n.do(chloe, "requested", "france-1", b, by("FRA")))
	n.refused("assistance.none", n.do(ana, "checked", x, NoteBody{}))
	n.must(ask(func(b *RequestedBody) { b.Reference = "R 1" }))
	n.refused("assistance.reference", n.do(chloe, "requested", id("b"), func() RequestedBody { c := b; c.Reference = "R 1"; return c }(), by("FRA")))
	n.refused("assistance.none", n.do(dina, "given", x, TextBody{Text: "x"}, by("EGY")))
	n.refused("assistance.none", n.do(dina, "given", id("nothing"), TextBody{Text: "x"}, by("EGY")))
	n.refused("assistance.party", n.do(ana, "given", x, TextBody{Text: "x"}, by("EGY"), byLetter("2042-05-02", "NV 8")))
	n.refused("assistance.office", n.do(chloe, "checked", x, NoteBody{}, by("FRA")))
	n.must(n.do(ana, "checked", x, NoteBody{}))
	n.refused("assistance.criterion", n.do(ana, "appraised", x, AppraisedBody{Findings: findings()[1:], Advice: Accepted, Reason: "x"}, aside))
	n.must(n.do(ana, "appraised", x, AppraisedBody{Findings: findings(), Advice: Accepted, Reason: "x"}, aside))
	reply := ReplyBody{Outcome: Referred, Reason: "Others do it.", Language: "fr", Title: "T", Letter: "L"}
	n.refused("assistance.referred", n.do(ana, "drafted", x, reply, aside))
	reply.Referred = "Network of lamps"
	n.must(n.do(ana, "drafted", x, reply, aside))
	n.refused("assistance.cleared-self", n.do(ana, "cleared", x, NoteBody{}, aside))
	n.must(n.do(bo, "cleared", x, NoteBody{}, aside))
	n.refused("assistance.too-late", ask(func(b *RequestedBody) { b.Reference = "R 2" }, correcting(n.find(france(), x).Act)))
	other := reply
	other.Letter, other.Channel = "Another letter", "letter"
	n.refused("assistance.reply-other", n.do(ana, "replied", x, other))
	reply.Channel = "letter"
	n.must(n.do(ana, "replied", x, reply))
	p := published()
	p.Topics, p.Met = []string{"drugs"}, ""
	n.refused("assistance.published-more", n.do(chloe, "published", x, p, by("FRA"), everybody))
	p = published()
	n.refused("assistance.published-claim", n.do(chloe, "published", x, p, by("FRA"), everybody))
	n.refused("assistance.none", n.do(dina, "published", x, p, by("EGY"), everybody))
	n.verified()
}

// TestNobodyPutsAnotherTextUnderAClearance tries what would send a letter, or approve
// risks, that no second person saw.
func TestNobodyPutsAnotherTextUnderAClearance(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t), false)
	x := id("swap")
	n.told(x, "cleared") // drafted on the 11th, cleared on the 12th of February
	actOf := func(kind string) string {
		list := n.steps(officer(), x)
		for i := len(list) - 1; i >= 0; i-- {
			if list[i].Kind == kind {
				return list[i].Act
			}
		}
		t.Fatal(kind)
		return ""
	}
	cleared := ReplyBody{Outcome: InPart, Reason: "Training now, a law later.", Language: "fr", Title: "Votre demande", Letter: "L’Office forme vos gardiens."}
	other := cleared
	other.Letter = "Another letter."
	n.refused("assistance.cleared-already", n.do(ana, "drafted", x, other, aside, on("2042-02-11"), correcting(actOf("drafted"))))
	n.refused("assistance.cleared-already", n.do(ana, "drafted", x, other, aside, on("2042-02-11")))
	sent := cleared
	sent.Channel, sent.Reference = "note-verbale", "CU 2042/88"
	n.must(n.do(ana, "replied", x, sent, on("2042-02-14")))
	sent.Reference = "CU 2042/89"
	n.must(n.do(ana, "replied", x, sent, on("2042-02-14"), correcting(actOf("replied"))))
	sent.Letter = "Another letter."
	n.refused("assistance.reply-other", n.do(ana, "replied", x, sent, on("2042-02-14"), correcting(actOf("replied"))))
	n.must(n.do(ana, "assigned", x, AssignedBody{Office: "UNODC", Unit: "Lamps"}, on("2042-02-15")))
	risks := AssessedBody{Level: "high", Risks: "Some.", Mitigation: "Watch."}
	n.must(n.do(ana, "assessed", x, risks, aside, on("2042-02-16")))
	n.must(n.do(bo, "diligence-cleared", x, DiligenceBody{Review: "2043-02-16"}, aside, on("2042-02-17")))
	risks.Level = "low"
	n.refused("assistance.cleared-already", n.do(ana, "assessed", x, risks, aside, on("2042-02-16"), correcting(actOf("assessed"))))
	n.must(n.do(ana, "assessed", x, risks, aside, on("2042-02-18")))
	n.refused("assistance.diligence-self", n.do(ana, "diligence-cleared", x, DiligenceBody{Review: "2043-02-16"}, aside, on("2042-02-19")))
	n.verified()
}

func TestARefusalTellsAStateNothingOfHowItIsWeighed(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t), false)
	x := id("days")
	n.told(x, "appraised") // checked on the 1st, appraised on the 10th of February
	err := n.do(chloe, "withdrawn", x, NoteBody{Reason: "We can do it."}, by("FRA"), on("2042-02-05"))
	n.refused("assistance.order-apart", err)
	if s := fmt.Sprint(err); strings.Contains(s, "2042") {
		t.Error(s)
	}
}

// TestALateLetterMovesNoCountWithinAQuarter enters in June a letter of February: who
// watches the public counts would see them move on that day, and know what came.
func TestALateLetterMovesNoCountWithinAQuarter(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t), false) // it is June 2042
	for i := range 12 {
		n.must(n.do(ana, "requested", id(fmt.Sprint("late", i)), lamps(), by("FRA"), byLetter("2042-02-05", fmt.Sprint("NV ", i))))
	}
	n.read(func(v store.View) error {
		for day, want := range map[act.Day]int{"2042-06-30": 0, "2042-07-01": 12} {
			f, err := n.rules.Count(ctx, v, day)
			if err != nil {
				return err
			}
			if got := f.Counts.N[len(f.Counts.Rows)][len(f.Counts.Columns)]; got != want {
				t.Errorf("on %s %d are counted, want %d", day, got, want)
			}
			if years := len(f.Years); years != min(want, 1) {
				t.Errorf("on %s there are %d years", day, years)
			}
		}
		return nil
	})
}

func TestAClearanceIsOfWhatStoodOnItsDay(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t), false)
	x := id("back")
	n.told(x, "drafted") // by Ana, on the 11th
	reply := ReplyBody{Outcome: Accepted, Language: "fr", Title: "Votre demande", Letter: "Oui."}
	n.must(n.do(bo, "drafted", x, reply, aside, on("2042-02-13")))
	n.refused("assistance.cleared-self", n.do(ana, "cleared", x, NoteBody{}, aside, on("2042-02-12")))
	n.refused("assistance.cleared-self", n.do(bo, "cleared", x, NoteBody{}, aside, on("2042-02-13")))
	n.must(n.do(ana, "cleared", x, NoteBody{}, aside, on("2042-02-13")))
}

func TestALetterOfTheStateIsCommunicatedUntilItConfirms(t *testing.T) {
	onEachStore(t, func(n *node) {
		x := id("letter")
		n.must(n.do(ana, "requested", x, lamps(), by("FRA"), byLetter("2042-05-02", "NV 7")))
		if q := n.find(france(), x); q.Own || q.Received != "2042-05-02" {
			t.Errorf("%+v", q)
		}
		first := n.find(officer(), x).Act
		b := lamps()
		b.Title = "Gardiens de phare et de port"
		n.must(n.do(ana, "requested", x, b, by("FRA"), byLetter("2042-05-01", "NV 7"), correcting(first)))
		n.must(n.do(chloe, "confirmed", x, NoteBody{}, by("FRA")))
		if q := n.find(france(), x); !q.Own || q.Received != "2042-05-01" || q.Body.Title != b.Title || q.Status != Submitted {
			t.Errorf("%+v", q)
		}
		list := n.steps(france(), x)
		if len(list) != 3 || !list[0].Corrected && !list[1].Corrected {
			t.Errorf("%s", kindsOf(list))
		}
		n.verified()
	})
}

func TestNetworksContactPointsAndExperts(t *testing.T) {
	onEachStore(t, func(n *node) {
		about := Prose{"en", "Keepers help each other."}
		body := NetworkBody{Title: Prose{"en", "Invented network of keepers"}, About: &about, Coordinator: "UNODC", Members: []string{"FRA", "PER"}, Topics: []string{"corruption"}, Languages: []string{"fr"}}
		of := func(subject string, audience string) func(*book.Draft) {
			return func(d *book.Draft) { d.Subject, d.Audience = act.Subject(subject), audience }
		}
		n.refused("assistance.network-none", n.do(ana, "contact", "", ContactBody{Party: "FRA", Authority: "Keeper", Reached: "+33 0"}, of("network/lamps", "partners")))
		n.must(n.do(ana, "network", "", body, of("network/lamps", "public")))
		twice := body
		twice.Members = []string{"FRA", "FRA"}
		n.refused("assistance.member", n.do(ana, "network", "", twice, of("network/lamps", "public")))
		n.must(n.do(ana, "contact", "", ContactBody{Party: "FRA", Authority: "Keeper", Reached: "+33 0", Always: true}, of("network/lamps", "partners")))
		n.must(n.do(ana, "joint", "", JointBody{What: "agreement", Title: Prose{"en", "Agreement of keepers"}, Parties: []string{"FRA", "PER"}}, of("network/lamps", "public")))
		n.must(n.do(ana, "expert", "", ExpertBody{Name: "An Expert", Topics: []string{"corruption"}, Help: []string{"training"}, Languages: []string{"fr"}}, of("expert/e1", "secretariat")))
		n.read(func(v store.View) error {
			list, err := Networks(ctx, v, NewScope([]string{"public", "secretariat", "partners"}), "lamps")
			if len(list) != 1 || len(list[0].Contacts) != 1 || !list[0].Contacts[0].Always || len(list[0].Joint) != 1 || err != nil {
				t.Errorf("%+v %v", list, err)
			}
			open, err := Networks(ctx, v, public(), "lamps")
			if len(open[0].Contacts) != 0 || len(open[0].Joint) != 1 || err != nil {
				t.Errorf("the public sees %+v", open[0])
			}
			if list, err := Experts(ctx, v, public()); len(list) > 0 || err != nil {
				t.Error("the public reads the roster")
			}
			need := Need{State: "FRA", Topics: []string{"corruption"}, Help: []string{"training"}, Language: "fr"}
			offers, err := Offers(ctx, v, NewScope([]string{"public", "secretariat"}), need)
			got := Suggest(need, offers, today)
			if len(got) != 2 || got[0].Subject != "expert/e1" || got[1].Subject != "network/lamps" {
				t.Errorf("%+v", got)
			}
			return err
		})
		n.verified()
	})
}

func TestErasureLeavesNothingOfARequest(t *testing.T) {
	for _, audience := range []string{"with-fra", Apart} {
		onEachStore(t, func(n *node) {
			x := id("gone")
			n.told(x, "")
			erase := book.Draft{Kind: "erasure.test", Subject: "erasure/1", Party: "UNODC", Standing: act.Own, Day: today, Audience: act.Public, Body: fmt.Appendf(nil, `{"about":%q,"audience":%q}`, Subject(x), audience)}
			_, err := n.book.Record(ctx, book.Call{Acts: []book.Draft{erase}})
			n.must(err)
			q, steps := n.find(officer(), x), kindsOf(n.steps(officer(), x))
			if audience == Apart && (q == nil || q.Status != Closed || strings.Contains(steps, "appraised")) {
				t.Errorf("%+v %s", q, steps)
			}
			if audience != Apart && (q != nil || strings.Contains(steps, "requested")) {
				t.Errorf("%+v %s", q, steps)
			}
			n.verified()
		})
	}
}

// TestNothingNamesTheStateInPublic draws requests of several States and looks at all
// that everybody can ask: nothing tells that a State asked, until it says so itself.
func TestNothingNamesTheStateInPublic(t *testing.T) {
	stages := []string{"requested", "asked", "given", "checked", "appraised", "cleared", "replied", "assigned", "diligence-cleared", "delivered", "evaluated", "closed"}
	rapid.Check(t, func(rt *rapid.T) {
		n := newNode(t, booktest.InSQLite(t), false)
		var told []string
		for i := range rapid.IntRange(1, 3).Draw(rt, "requests") {
			x := id(fmt.Sprint("r", i))
			n.told(x, rapid.SampledFrom(stages).Draw(rt, "until"))
			told = append(told, x)
		}
		var open string
		if rapid.Bool().Draw(rt, "published") {
			open = told[0]
			p := published()
			p.Met = ""
			n.must(n.do(chloe, "published", open, p, by("FRA"), everybody))
		}
		// What search is given for everybody, with the tables as they are at the end.
		var said []string
		acts := n.acts()
		n.read(func(v store.View) error {
			for _, a := range acts {
				if a.Audience == act.Public {
					said = append(said, string(a.Subject)+" "+a.Party+" "+string(a.Clear))
				}
				changes, err := found(ctx, v, a)
				if err != nil {
					return err
				}
				for _, c := range changes {
					if c.Put != nil && c.Put.Audience == act.Public {
						said = append(said, fmt.Sprint(*c.Put))
					}
				}
			}
			for _, x := range told {
				p, err := FindPublic(ctx, v, x)
				if err != nil {
					return err
				}
				if p != nil {
					said = append(said, p.ID+" "+p.Party)
				}
				if q, err := Find(ctx, v, public(), x); q != nil || err != nil {
					rt.Fatalf("%v %v", q, err)
				}
				for _, e := range n.steps(public(), x) {
					said = append(said, x+" "+e.Body)
				}
			}
			subjects, err := subject.List(ctx, v, subject.Filter{})
			for _, s := range subjects {
				said = append(said, string(s))
			}
			if err != nil {
				return err
			}
			f, err := n.rules.Count(ctx, v, "2050-01-01")
			if err == nil {
				for i, row := range f.Counts.N {
					for j, c := range row {
						if c > 0 && c < 3 && !f.Counts.Hidden[i][j] {
							rt.Fatalf("a count of %d is shown", c)
						}
					}
				}
			}
			return err
		})
		for _, s := range said {
			for _, x := range told {
				if x != open && strings.Contains(s, x) {
					rt.Fatalf("in public stands %s", s)
				}
			}
			if open == "" && (strings.Contains(s, "FRA") || strings.Contains(s, "fra")) {
				rt.Fatalf("in public stands %s", s)
			}
			if strings.Contains(s, "Gardiens de phare") || strings.Contains(s, "Quarante.") || strings.Contains(s, "secret") {
				rt.Fatalf("in public stands %s", s)
			}
		}
	})
}

// acts are all acts of the book with their bodies.
func (n *node) acts() []*act.Act {
	n.Helper()
	list, err := n.book.Acts(ctx, book.Page{Limit: 1000})
	n.must(err)
	return list
}

func TestSubjectsOfRequestsTellNothing(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		s := NewID()
		if _, err := idOf(Subject(s)); err != nil || seen[s] {
			t.Fatalf("%s: %v", s, err)
		}
		seen[s] = true
	}
}

func TestBodiesAreThoseThatKindsDeclare(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t), false)
	bodies := map[string]any{"requested": RequestedBody{}, "asked": TextBody{}, "appraised": AppraisedBody{}, "replied": ReplyBody{}, "assigned": AssignedBody{}, "assessed": AssessedBody{},
		"diligence-cleared": DiligenceBody{}, "delivered": DeliveredBody{}, "evaluated": EvaluatedBody{}, "published": PublishedBody{}, "network": NetworkBody{}, "contact": ContactBody{}, "joint": JointBody{}, "expert": ExpertBody{}}
	for _, k := range n.rules.kinds() {
		b, there := bodies[strings.TrimPrefix(k.Name, "assistance.")]
		if !there {
			continue
		}
		var want, got []string
		for _, f := range k.Fields {
			want = append(want, f.Name)
		}
		typ := reflect.TypeOf(b)
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			got = append(got, name)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s declares %v, and its body has %v", k.Name, want, got)
		}
	}
}
