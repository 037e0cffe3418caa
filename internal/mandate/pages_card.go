package mandate

import (
	"github.com/a-h/templ"

	"comity/internal/store"
	"comity/internal/ui"
)

// card is the register's part of the home page: what is asked, of whom, what became
// of it, and which reports come next.
func (p *pages) card(v *ui.Visit) (templ.Component, error) {
	var f Figures
	var due DuePage
	err := p.read(v, func(r store.View) (err error) {
		if f, err = FiguresOf(v.Context(), r); err != nil {
			return err
		}
		due, err = ReportsDue(v.Context(), r, DueFilter{From: v.Today, Limit: 5})
		return err
	})
	if err != nil {
		return nil, err
	}
	return p.cardView(v, f, due.Clauses), nil
}
