package law

import (
	"strings"

	"comity/internal/act"
	"comity/internal/treaty"
)

// statements gathers what the two said about a treaty: reservations and
// declarations, and what the requested one notified.
func (b *Basis) statements(g *treaty.Register, code string, q Query, offences []Offence) {
	for _, p := range []string{q.A, q.B} {
		for _, action := range []treaty.Action{treaty.Reservation, treaty.Declaration, treaty.Notification} {
			for _, d := range g.Standing(code, p, action, q.Day) {
				b.statement(g, d, q, offences)
			}
		}
	}
}

func (b *Basis) statement(g *treaty.Register, d treaty.Deposit, q Query, offences []Offence) {
	if d.Matter == "legal-basis" && d.Takes != "" {
		if d.Party == q.A {
			b.TakesA = d.Takes
		} else {
			b.TakesB = d.Takes
		}
	}
	declares := d.Authority != "" || len(d.Languages) > 0 || d.Channel != ""
	if declares && d.Party == q.B && (d.Matter == "" || d.Matter == "central-authority" || d.Matter == "language" || d.Matter == q.Help) {
		b.Declared = append(b.Declared, d)
		return
	}
	if d.Action == treaty.Notification && declares {
		return // of the one that asks: nobody is to ask it
	}
	s := Statement{Deposit: d}
	if d.Action == treaty.Reservation {
		s.Verdict = g.ReservationOn(&d, q.Day)
	}
	settles := s.Verdict.Settlement || d.Matter == "settlement"
	gone := s.Verdict.State == treaty.Refused
	s.Bears = !settles && !gone && (len(d.Provisions) == 0 || b.touches(d.Provisions, offences))
	b.Statements = append(b.Statements, s)
}

// touches says whether provisions are of the articles that count here.
func (b *Basis) touches(provisions []act.Cite, offences []Offence) bool {
	var places []act.Cite
	for _, a := range b.Articles {
		places = append(places, a.Cite)
	}
	for _, o := range offences {
		places = append(places, o.Cite)
	}
	for _, p := range provisions {
		for _, x := range places {
			if p.Symbol() == x.Symbol() && article(p) == article(x) {
				return true
			}
		}
	}
	return false
}

// article is the number of the article alone: 18 of 18.15, 36 of 36.2(b).
func article(c act.Cite) string {
	place := c.Place()
	if i := strings.IndexAny(place, ".("); i >= 0 {
		place = place[:i]
	}
	return place
}
