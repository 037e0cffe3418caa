package mandate

import (
	"github.com/a-h/templ"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/ui"
)

// card is the register's part of the home page: what is asked, of whom, what became
// of it, and which reports come next.
func (p *pages) card(v *ui.Visit) (templ.Component, error) {
	var f Figures
	var due DuePage
	var waiting []Entry
	_, decides := p.may(v, "mandate.approved", "secretariat")
	err := p.read(v, func(r store.View) (err error) {
		if f, err = FiguresOf(v.Context(), r); err != nil {
			return err
		}
		if due, err = ReportsDue(v.Context(), r, DueFilter{From: v.Today, Limit: 5}); err != nil || !decides {
			return err
		}
		waiting, err = Proposals(v.Context(), r, who(v), -1, mostPage)
		return err
	})
	if err != nil {
		return nil, err
	}
	return p.cardView(v, f, due.Clauses, p.work(v, f, waiting)), nil
}

// work are the ways to what waits in the register for who reads: proposals to
// decide, clauses that nobody said anything of, texts to take in.
func (p *pages) work(v *ui.Visit, f Figures, waiting []Entry) (links []ui.Link) {
	count := func(words string, n int) string { return words + " (" + v.Localizer.Number(int64(n)) + ")" }
	if _, ok := p.may(v, "mandate.approved", "secretariat"); ok {
		links = append(links, ui.Link{To: "/proposals", Words: count(v.Text("register.proposals"), len(waiting)), Main: len(waiting) > 0})
	}
	if _, ok := p.may(v, "mandate.status", act.Public); ok {
		for _, c := range f.By[ByStatus] {
			if c.Value == NoStatus {
				links = append(links, ui.Link{To: "/clauses?status=" + NoStatus, Words: count(v.Text("register.clauses")+" · "+v.Text("register.no-status"), c.N), Main: true})
			}
		}
	}
	if _, ok := p.may(v, "mandate.imported", act.Public); ok {
		links = append(links, ui.Link{To: "/mandates/import", Words: v.Text("register.import")})
	}
	return links
}
