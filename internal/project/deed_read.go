package project

import (
	"encoding/json"
	"net/url"
	"slices"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/ui"
)

// deedReads reads what a step is about, and what stands of it.
func (p *pages) deedReads(v *ui.Visit, r store.View, d *deed) (err error) {
	ctx, s := v.Context(), scopeOf(v)
	code := localOf(d.subject, 0)
	if d.subject.Type() == officeType {
		return p.officeReads(v, r, d)
	}
	if d.subject.Type() != programmeType {
		if d.project, err = Find(ctx, r, s, code); err != nil {
			return err
		}
	}
	if d.project == nil {
		if d.programme, err = FindProgramme(ctx, r, s, code); err != nil {
			return err
		}
	}
	var above []act.Subject
	switch {
	case d.project != nil:
		d.back, d.backTitle, above = projectPage(code), d.project.Title, d.project.Above
		list, err := steps(ctx, r, code)
		if err != nil {
			return err
		}
		if d.life = LifeOf(list); d.project.Status == TakenIn {
			d.life.Status = TakenIn
		}
	case d.programme != nil:
		d.back, d.backTitle, above = programmePage(code), d.programme.Title, d.programme.Above
	default:
		return ui.ErrNotFound
	}
	if d.programmes, err = Programmes(ctx, r, s); err != nil {
		return err
	}
	if d.framework, err = frameworkOf(ctx, r, code, &s); err != nil {
		return err
	}
	if d.indicators, err = openIndicators(v, r, code); err != nil {
		return err
	}
	for _, g := range above {
		list, err := openIndicators(v, r, localOf(g, 0))
		if err != nil {
			return err
		}
		d.above = append(d.above, list...)
	}
	return p.standing(v, r, d)
}

// openIndicators are those of a programme or project that the reader reads.
func openIndicators(v *ui.Visit, r store.View, owner string) ([]*Indicator, error) {
	s := scopeOf(v)
	cond, args := s.rows("i.audience")
	return loadIndicators(v.Context(), r, `WHERE i.owner = ? AND `+cond+` ORDER BY i.subject`, append([]any{owner}, args...)...)
}

// officeReads: the file on an office that the address names, or a further one.
func (p *pages) officeReads(v *ui.Visit, r store.View, d *deed) error {
	s := scopeOf(v)
	office := localOf(d.subject, 0)
	d.back, d.backTitle = officePage(d.subject), p.node.PartyName(v, office)
	list, err := Offices(v.Context(), r, s, office)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(f *OfficeFile) bool { return f.Subject == d.subject })
	if i < 0 || !s.Staff() {
		return ui.ErrNotFound
	}
	if d.kind == "office-file" {
		d.stands, err = posted(list[i].Body)
	}
	return err
}

// posted is what a body would have been typed as.
func posted(body any) (url.Values, error) {
	raw, err := json.Marshal(body)
	return values(raw), err
}

// standing reads what the form is filled with: what an act of the kind would replace.
func (p *pages) standing(v *ui.Visit, r store.View, d *deed) (err error) {
	ctx, s := v.Context(), scopeOf(v)
	code := localOf(d.subject, 0)
	switch d.kind {
	case "concept", "programme", "framework":
		entries, err := Entries(ctx, r, s, d.subject)
		for _, e := range entries {
			if e.Kind == "project."+d.kind {
				d.stands = values([]byte(e.Body))
			}
		}
		if d.kind == "programme" && d.stands == nil && err == nil {
			g := d.programme
			d.stands, err = posted(ProgrammeBody{Title: g.Title, Language: g.Language, Level: g.Level, Summary: g.Summary, Region: g.Region, Office: g.Office, States: g.States, Topics: g.Topics, From: g.Starts, Until: g.Ends, Above: g.Above})
		}
		return err
	case "risk":
		entries, err := Entries(ctx, r, s, d.subject)
		for _, e := range entries {
			if x := values([]byte(e.Body)); e.Kind == "project.risk" && x.Get("id") == v.Query("id") {
				d.stands = x
			}
		}
		return err
	case "delivered":
		return p.numbered(v, d, func(n int) (body any, err error) {
			x, err := FindDelivery(ctx, r, s, code, n)
			if x != nil {
				body = x.DeliveryBody
			}
			return body, err
		}, `SELECT COALESCE(MAX(n), 0) FROM {project_delivery} WHERE project = ?`, r)
	case "evaluated":
		return p.numbered(v, d, func(n int) (body any, err error) {
			list, err := loadFindings(ctx, r, `WHERE f.owner = ? AND f.n = ?`, code, n)
			if len(list) > 0 && (s.set[list[0].Audience] || list[0].Audience == act.Public) {
				body = list[0].Body
			}
			return body, err
		}, `SELECT COALESCE(MAX(n), 0) FROM {project_finding} WHERE owner = ?`, r)
	case "indicator", "reported", "approved", "reopened":
		return p.indicatorStands(v, r, d)
	}
	return nil
}

// numbered reads the numbered thing that the address names; without a number the next
// is begun.
func (p *pages) numbered(v *ui.Visit, d *deed, find func(int) (any, error), last string, r store.View) error {
	if v.Query("number") == "" {
		var n int64
		if _, err := store.One(v.Context(), r, last, []any{localOf(d.subject, 0)}, &n); err != nil {
			return err
		}
		d.subject = act.Subject(d.subject.Type() + "/" + localOf(d.subject, 0) + "/" + itoa(int(n)+1))
		return nil
	}
	body, err := find(localNumber(d.subject))
	if err == nil && body != nil {
		d.stands, err = posted(body)
	}
	return err
}

func (p *pages) indicatorStands(v *ui.Visit, r store.View, d *deed) (err error) {
	name := v.Query("indicator")
	i := slices.IndexFunc(d.indicators, func(i *Indicator) bool { return i.ID() == name })
	if i < 0 {
		if d.kind != "indicator" || name != "" {
			return ui.ErrNotFound
		}
		d.fresh = true
		return nil
	}
	d.indicator = d.indicators[i]
	if d.kind == "indicator" {
		x := d.indicator
		d.stands, err = posted(IndicatorBody{Title: x.Title, Language: x.Language, Measure: string(x.Measure), Unit: x.Unit, Periods: string(x.Periods), Places: string(x.Places), Projects: string(x.Projects), Cumulative: x.Cumulative,
			Dimensions: x.Dimensions, Others: x.Others, Result: x.Result, Baseline: x.Baseline, Targets: x.Targets, Serves: x.Serves})
		return err
	}
	s := scopeOf(v)
	cond, args := s.rows("t.audience")
	d.reports, err = loadReports(v.Context(), r, `WHERE t.indicator = ? AND (t.approved <> '' OR `+cond+`) ORDER BY t.starts, t.ends, t.place`, append([]any{string(d.subject)}, args...)...)
	from, until := act.Day(v.Query("from")), act.Day(v.Query("until"))
	d.stands = url.Values{"from": {string(from)}, "until": {string(until)}}
	if d.kind != "reported" {
		return err
	}
	for _, o := range d.reports { // what waits can be mended
		if o.From == from && o.Until == until && o.Place == v.Query("place") && o.Approved == "" {
			d.stands = reportValues(o)
		}
	}
	return err
}

// reportValues is a report as the form posts it.
func reportValues(o *Report) url.Values {
	x := url.Values{"from": {string(o.From)}, "until": {string(o.Until)}, "place": {o.Place}, "note": {o.Note}}
	put := func(at string, b valueOf) {
		for name, n := range b {
			if n != "" {
				x.Set(at+name, n)
			}
		}
	}
	put("", shownParts(&o.Value))
	for i := range o.Pieces {
		at := "parts." + itoa(i) + "."
		for d, c := range o.Pieces[i].By {
			if d == "sex" || d == "age" || d == "disability" {
				x.Set(at+d, c)
			} else {
				x.Set(at+"other", d+": "+c)
			}
		}
		put(at, shownParts(&o.Pieces[i].Value))
	}
	return x
}
