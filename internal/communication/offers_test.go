package communication

import (
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

func TestAnAnswerIsOfferedAsItsQuestionAsksAndByTheLawsItNames(t *testing.T) {
	laws := []Law{{Title: "Law on lamps"}}
	for _, c := range []struct {
		q    Question
		a    Answer
		want string
	}{
		{Question{}, Answer{Text: "x"}, ""},
		{Question{}, Answer{Laws: laws}, "law"},
		{Question{Offer: "contact"}, Answer{Text: "Keeper of lamps"}, "contact"},
		{Question{Offer: "contact"}, Answer{}, ""},
		{Question{Offer: "penalty"}, Answer{Text: "Five years", Laws: laws}, "penalty law"},
		{Question{Offer: "law"}, Answer{Laws: laws}, "law"},
	} {
		if got := strings.Join(Offered(&c.q, &c.a), " "); got != c.want {
			t.Errorf("%+v %+v: %q, want %q", c.q, c.a, got, c.want)
		}
	}
}

// What answers offer is seen by those who read the answers, waits on the desk until
// an officer says what became of it, and is offered anew when it is answered anew.
func TestWhatAnswersOfferIsSettled(t *testing.T) {
	onEachSite(t, func(w *site) {
		w.circulated("FRA", "EGY")
		w.replied(chloe, "FRA", "fr", 1, answers("Nous gardons les lampes.", "true"))
		s := ReplySubject(lampCode, "FRA", 1)
		offers := func(s Scope) (list []*Offer) {
			w.read(func(r store.View) (err error) { list, err = offersOf(ctx, r, s, lampCode); return err })
			return list
		}
		if len(offers(public())) != 0 || len(offers(egypt())) != 0 {
			t.Error("what was not released is offered to others")
		}
		if list := offers(france()); len(list) != 1 || list[0].Type != OfferedLaw || list[0].Standing != act.Own || list[0].Outcome != "" {
			t.Fatalf("%+v", list)
		}
		at := "/communications/" + lampCode
		w.as(ana)
		w.shows(w.get(at+"/offers"), "Law on lamps", "Say what became of it")
		settle := at + "/replies/FRA/1/settle/1/law"
		w.shows(w.get(settle), "Law on lamps")
		w.refusedBy("is no act of the book", settle, "outcome", "taken", "act", "019ab1c2-0000-7000-8000-000000000001")
		acts, err := w.book.Acts(ctx, book.Page{Limit: 1})
		w.must(err)
		w.refused("not offered as", w.do(ana, "settled", s, SettledBody{Question: "1", Type: "plan", Outcome: Left}, to("FRA")))
		if html := w.as(chloe).get(settle); strings.Contains(html, "form") {
			t.Error("a State settles what it offered itself")
		}
		w.as(ana).post(settle, "outcome", "taken", "act", acts[0].ID)
		w.shows(w.get(at+"/offers"), "taken into a register", acts[0].ID)
		w.refused("recorded already", w.do(ana, "settled", s, SettledBody{Question: "1", Type: "law", Outcome: Left}, to("FRA")))
		w.must(w.do(chloe, "answered", s, answers("Autrement."), forParty("FRA")))
		if list := offers(france()); len(list) != 1 || list[0].Outcome != "" {
			t.Errorf("%+v", list[0])
		}
		w.verified()
	})
}
