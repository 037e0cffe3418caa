package pages

import (
	"comity/internal/treaty"
	"comity/internal/ui"
)

// statementMarks say on whose word a statement stands, and what became of a
// reservation.
func (p *pages) statementMarks(v *ui.Visit, s *statement) (marks []ui.Mark) {
	if s.Action == treaty.Reservation {
		t := ui.Good
		switch s.verdict.State {
		case treaty.Pending, treaty.Objected:
			t = ui.Open
		case treaty.Refused:
			t = ui.Bad
		}
		marks = append(marks, ui.Mark{Tone: t, Words: v.Text("treaties.reservation-" + string(s.verdict.State))})
	}
	marks = append(marks, ui.Mark{Tone: ui.Plain, Words: p.node.CodeLabel(v, "standing", string(s.Standing))})
	if s.Unconfirmed {
		marks = append(marks, ui.Mark{Tone: ui.Open, Words: v.Text("word.unconfirmed")})
	}
	return marks
}

// declared is whom, by which way and in what language a party wants to be asked,
// and where a declaration on territory reaches.
func (p *pages) declared(v *ui.Visit, d *treaty.Deposit) string {
	var words []string
	if d.Authority != "" {
		words = append(words, d.Authority)
	}
	if d.Channel != "" {
		words = append(words, p.node.CodeLabel(v, "channel", d.Channel))
	}
	for _, l := range d.Languages {
		words = append(words, p.node.CodeLabel(v, "language", l))
	}
	return semicolon(v, append(words, d.Territories...))
}
