package pages

import (
	"cmp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"comity/internal/treaty"
	"comity/internal/ui"
)

// most of what the home page shows.
const (
	mostBars = 10
	mostNext = 5
)

// card is the register's part of the home page: how many are parties to the
// treaties on record, and who will be bound next. Nil where nothing is on record.
func (p *pages) card(v *ui.Visit) (templ.Component, error) {
	a := asked{day: v.Today, now: true}
	r, err := p.record(v, &a)
	if err != nil {
		return nil, err
	}
	var bars []ui.Bar
	var oldest string
	for _, code := range r.Loaded() {
		i, _ := r.Instrument(code)
		name, lang := short(v, &i)
		n := int64(r.Count(code, treaty.Bound, v.Today, treaty.States).N)
		bars = append(bars, ui.Bar{Words: name, Lang: lang, Link: page(code, ""), N: n, Shown: v.Localizer.Number(n)})
		if day := string(r.Lists[code].AsOf); day != "" && (oldest == "" || day < oldest) {
			oldest = day
		}
	}
	if len(bars) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(bars, func(a, b ui.Bar) int { return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Link, b.Link)) })
	bars = bars[:min(len(bars), mostBars)]
	var next []treaty.Turn
	for _, t := range r.Turns(v.Today, "9999-12-31") {
		if t.Is == treaty.Bound && len(next) < mostNext {
			next = append(next, t)
		}
	}
	return p.cardView(v, bars, next, oldest), nil
}
