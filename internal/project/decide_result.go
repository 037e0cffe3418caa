package project

import (
	"context"
	"slices"
	"strconv"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/project/result"
	"comity/internal/store"
)

// withParty is the audience of what a party and the secretariat write to each other.
func withParty(code string) string { return access.AudienceFor("with", code) }

// indicator: its rules suit its measure, its targets and baseline its measure, and
// what it counts towards measures the same.
func (ru rules) indicator(ctx context.Context, r store.Reader, a *act.Act) error {
	var b IndicatorBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	if err := first(ru.entered(ctx, r, a), CheckIndicator(&b)); err != nil {
		return err
	}
	before, err := loadIndicator(ctx, r, a.Subject)
	if err != nil {
		return err
	}
	if before != nil && before.Declared != b.declared() {
		found, err := store.One(ctx, r, `SELECT idx FROM {project_report} WHERE indicator = ? LIMIT 1`, []any{string(a.Subject)}, new(int64))
		if err != nil {
			return err
		}
		if found {
			return says.Refuse("project.indicator-fixed", "indicator", a.Subject)
		}
	}
	tree, err := treeOf(ctx, r, `SELECT parent, child FROM {project_serves}`)
	if err != nil {
		return err
	}
	for i, parent := range b.Serves {
		if slices.Contains(b.Serves[:i], parent) {
			return says.Refuse("project.twice", "code", parent)
		}
		above, err := loadIndicator(ctx, r, parent)
		switch {
		case err != nil:
			return err
		case above == nil:
			return says.Refuse("project.none", "subject", parent)
		case above.Measure != result.Measure(b.Measure) || above.Unit != b.Unit || above.Projects != result.Rule(b.Projects):
			return says.Refuse("project.serves", "indicator", parent)
		case tree.Circular(string(parent), string(a.Subject)):
			return says.Refuse("project.circle", "subject", parent)
		}
	}
	return nil
}

func (b *IndicatorBody) declared() result.Declared {
	return result.Declared{Measure: result.Measure(b.Measure), Periods: result.Rule(b.Periods), Places: result.Rule(b.Places), Projects: result.Rule(b.Projects), Cumulative: b.Cumulative}
}

// CheckIndicator holds a declaration against its measure.
func CheckIndicator(b *IndicatorBody) error {
	d := b.declared()
	switch w := d.Check(); w.Why {
	case "":
	case result.OnlyInTime:
		return says.Refuse("project.rule-time")
	case result.Running:
		return says.Refuse("project.rule-running")
	default:
		return says.Refuse("project.rule", "rule", string(w.Rule), "measure", b.Measure)
	}
	if err := checkDimensions(b); err != nil {
		return err
	}
	if b.Baseline != nil {
		if v := b.Baseline.Value(); !v.Fits(d.Measure) {
			return says.Refuse("project.value", "measure", b.Measure)
		}
	}
	for i, t := range b.Targets {
		v := t.Value()
		switch {
		case t.Until < t.From:
			return says.Refuse("project.days", "from", t.From, "until", t.Until)
		case !v.Fits(d.Measure) || !v.Known():
			return says.Refuse("project.value", "measure", b.Measure)
		}
		for _, u := range b.Targets[:i] {
			if u.Place == t.Place && u.Meets(t.Period) {
				return says.Refuse("project.overlap", "from", u.From, "until", u.Until)
			}
		}
	}
	return nil
}

// checkDimensions: words, and yes or no, have no parts; "other" says which it has.
func checkDimensions(b *IndicatorBody) error {
	m := result.Measure(b.Measure)
	if len(b.Dimensions) > 0 && m != result.Count && m != result.Percentage {
		return says.Refuse("project.parts-none")
	}
	for i, d := range b.Dimensions {
		if slices.Contains(b.Dimensions[:i], d) {
			return says.Refuse("project.twice", "code", d)
		}
	}
	for i, o := range b.Others {
		switch _, _, ok := otherwise(o); {
		case !ok:
			return says.Refuse("project.otherwise", "words", o)
		case slices.Contains(b.Others[:i], o):
			return says.Refuse("project.twice", "code", o)
		}
	}
	if slices.Contains(b.Dimensions, "other") != (len(b.Others) > 0) {
		return says.Refuse("project.others")
	}
	return nil
}

// Pieces are the parts as the arithmetic has them.
func (b *ReportedBody) Pieces() (list []result.Piece, err error) {
	for _, p := range b.Parts {
		by := map[string]string{}
		for dimension, category := range map[string]string{"sex": p.Sex, "age": p.Age, "disability": p.Disability} {
			if category != "" {
				by[dimension] = category
			}
		}
		if p.Other != "" {
			dimension, category, ok := otherwise(p.Other)
			if !ok {
				return nil, says.Refuse("project.otherwise", "words", p.Other)
			}
			by[dimension] = category
		}
		if len(by) == 0 {
			return nil, says.Refuse("project.part-of-nothing")
		}
		m := Measured{Number: p.Number, Numerator: p.Numerator, Denominator: p.Denominator}
		list = append(list, result.Piece{By: by, Value: m.Value()})
	}
	return list, nil
}

// CheckReport holds what is reported against its indicator and what was reported
// before of it.
func CheckReport(i *Indicator, before []*Report, b *ReportedBody, a *act.Header) error {
	v := b.Value()
	pieces, err := b.Pieces()
	switch {
	case err != nil:
		return err
	case b.Until < b.From:
		return says.Refuse("project.days", "from", b.From, "until", b.Until)
	case b.Until > a.Day:
		return says.Refuse("project.ahead", "day", b.Until)
	case b.Place != "" && !placeForm.MatchString(b.Place):
		return says.Refuse("project.place", "place", b.Place)
	case !v.Fits(i.Measure):
		return says.Refuse("project.value", "measure", string(i.Measure))
	}
	if m := result.Reconcile(i.Measure, &v, pieces); m != nil {
		return mismatch(m)
	}
	period := result.Period{From: b.From, Until: b.Until}
	for _, o := range before {
		switch {
		case o.Place == b.Place && o.Period == period:
			if o.Approved != "" {
				return says.Refuse("project.locked", "from", b.From, "until", b.Until)
			}
			if o.Audience != a.Audience {
				return says.Refuse("project.audience", "audience", o.Audience)
			}
		case (o.Place == "") != (b.Place == ""):
			return says.Refuse("project.whole-or-places")
		case o.Period != period && o.Meets(period):
			return says.Refuse("project.overlap", "from", o.From, "until", o.Until)
		case o.Period == period && o.Approved != "":
			return says.Refuse("project.locked", "from", b.From, "until", b.Until)
		}
	}
	return nil
}

func mismatch(m *result.Mismatch) error {
	switch m.Why {
	case result.Above:
		return says.Refuse("project.parts-above", "sum", m.Sum, "total", m.Total, "along", string(m.Along))
	case result.NotSame:
		return says.Refuse("project.parts-sum", "sum", m.Sum, "total", m.Total, "along", string(m.Along))
	case result.Twice:
		return says.Refuse("project.parts-twice", "along", string(m.Along))
	case result.NoTotal:
		return says.Refuse("project.parts-total")
	case result.NoPieces:
		return says.Refuse("project.parts-none")
	default:
		return says.Refuse("project.parts-value", "along", string(m.Along))
	}
}

func (ru rules) reported(ctx context.Context, r store.Reader, a *act.Act) error {
	var b ReportedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	i, p, before, err := ru.indicatorOf(ctx, r, a)
	switch {
	case err != nil:
		return err
	case a.Audience != staff[0] && (p == nil || !p.Everybody() && !slices.Contains(p.Partners, a.Party)):
		return says.Refuse("project.none", "subject", a.Subject) // others learn nothing of it
	case p != nil && !reporting(p.Status):
		return says.Refuse("project.step", "step", "reported", "status", string(p.Status))
	case a.Audience != staff[0] && (p == nil || a.Audience != access.AudienceFor("partner", a.Party) || !slices.Contains(p.Partners, a.Party)):
		return says.Refuse("project.report-audience")
	}
	return CheckReport(i, before, &b, &a.Header)
}

func reporting(s Status) bool { l := Life{Status: s}; return l.Reporting() }

// indicatorOf reads the indicator that an act is about, its project (nil for one
// of a programme) and what was reported of it.
func (ru rules) indicatorOf(ctx context.Context, r store.Reader, a *act.Act) (*Indicator, *Project, []*Report, error) {
	p, _, err := ownerOf(ctx, r, a)
	if err != nil {
		return nil, nil, nil, err
	}
	i, err := loadIndicator(ctx, r, a.Subject)
	if err == nil && i == nil {
		err = says.Refuse("project.none", "subject", a.Subject)
	}
	if err != nil {
		return nil, nil, nil, err
	}
	before, err := loadReports(ctx, r, `WHERE indicator = ? ORDER BY starts, ends, place`, string(a.Subject))
	return i, p, before, err
}

// CheckApproval holds that something was reported for the period, that it waits, and
// that somebody else reported it.
func CheckApproval(before []*Report, b *PeriodBody, person string) error {
	found := false
	for _, o := range before {
		if o.From != b.From || o.Until != b.Until {
			continue
		}
		found = true
		switch {
		case o.Approved != "":
			return says.Refuse("project.locked", "from", b.From, "until", b.Until)
		case person == "" || person == o.Person:
			return says.Deny("project.self")
		}
	}
	if !found {
		return says.Refuse("project.period", "from", b.From, "until", b.Until)
	}
	return nil
}

func (ru rules) approved(ctx context.Context, r store.Reader, a *act.Act) error {
	var b PeriodBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	_, open, err := ownerOf(ctx, r, a)
	if err != nil {
		return err
	}
	if !open {
		return says.Refuse("project.not-open", "subject", a.Subject)
	}
	_, _, before, err := ru.indicatorOf(ctx, r, a)
	if err != nil {
		return err
	}
	return CheckApproval(before, &b, a.Person)
}

func (ru rules) reopened(ctx context.Context, r store.Reader, a *act.Act) error {
	var b PeriodBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	_, _, before, err := ru.indicatorOf(ctx, r, a)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(before, func(o *Report) bool { return o.From == b.From && o.Until == b.Until && o.Approved != "" }) {
		return says.Refuse("project.period", "from", b.From, "until", b.Until)
	}
	return nil
}

func (ru rules) delivered(ctx context.Context, r store.Reader, a *act.Act) error {
	var b DeliveredBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	p, err := ru.owner(ctx, r, a)
	switch {
	case err != nil:
		return err
	case !reporting(p.Status):
		return says.Refuse("project.step", "step", "delivered", "status", string(p.Status))
	}
	if err := first(ru.knownStates(b.States), ru.knownTopics(b.Topics), CheckDelivery(&b, a.Day)); err != nil {
		return err
	}
	if b.Output == "" {
		return nil
	}
	f, err := frameworkOf(ctx, r, a.Subject.Locals()[0], nil)
	if err != nil {
		return err
	}
	if f == nil || !slices.ContainsFunc(f.Results, func(x Result) bool { return x.ID == b.Output && x.Level == "output" }) {
		return says.Refuse("project.output", "output", b.Output)
	}
	return nil
}

// CheckDelivery holds that a delivery says what its kind is about: who took part in
// a training, what was handed over, which law.
func CheckDelivery(b *DeliveredBody, day act.Day) error {
	switch {
	case b.Until < b.From:
		return says.Refuse("project.days", "from", b.From, "until", b.Until)
	case b.Until > day:
		return says.Refuse("project.ahead", "day", b.Until)
	case b.Kind == "training" && len(b.Participants) == 0:
		return says.Refuse("project.training")
	case b.Kind == "equipment" && len(b.Items) == 0:
		return says.Refuse("project.equipment")
	case b.Kind == "draft-law" && len(b.Laws) == 0:
		return says.Refuse("project.law")
	}
	all := int64(0)
	for _, p := range b.Participants {
		if p.All() == 0 {
			return says.Refuse("project.nobody", "institution", p.Institution)
		}
		all += p.All()
	}
	return checkTests(b.Tests, all)
}

func checkTests(t *Tests, participants int64) error {
	if t == nil {
		return nil
	}
	most, err := result.ParseNumber(t.Out)
	if err != nil || most.Sign() <= 0 {
		return says.Refuse("project.tests")
	}
	if (t.AfterMean == "") != (t.AfterTaken == 0) {
		return says.Refuse("project.tests")
	}
	for _, s := range []struct {
		taken int64
		mean  string
	}{{t.BeforeTaken, t.BeforeMean}, {t.AfterTaken, t.AfterMean}} {
		if s.mean == "" {
			continue
		}
		mean, err := result.ParseNumber(s.mean)
		if err != nil || mean.Sign() < 0 || mean.Cmp(most) > 0 || s.taken < 1 {
			return says.Refuse("project.tests")
		}
		if participants > 0 && s.taken > participants {
			return says.Refuse("project.tests-more", "taken", s.taken, "participants", participants)
		}
	}
	return nil
}

// tied: the request is the State's own affair, so the tie is for the State and the
// secretariat.
func (ru rules) tied(ctx context.Context, r store.Reader, a *act.Act) error {
	var b TiedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	p, _, err := ownerOf(ctx, r, a)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(p.States, func(s string) bool { return withParty(s) == a.Audience }) {
		return says.Refuse("project.tie-audience")
	}
	there, err := book.Has(ctx, r, "assistance.requested", b.Request, a.Audience)
	if err != nil {
		return err
	}
	if !there { // another State's is none
		return says.Refuse("project.tie-request", "request", b.Request)
	}
	if a.Subject.Type() == deliveryType {
		n, _ := strconv.Atoi(a.Subject.Locals()[1])
		found, err := store.One(ctx, r, `SELECT idx FROM {project_delivery} WHERE project = ? AND n = ?`, []any{p.Code, n}, new(int64))
		if err != nil {
			return err
		}
		if !found {
			return says.Refuse("project.none", "subject", a.Subject)
		}
	}
	found, err := store.One(ctx, r, `SELECT idx FROM {project_tie} WHERE subject = ? AND request = ?`, []any{string(a.Subject), string(b.Request)}, new(int64))
	if err == nil && found {
		err = says.Refuse("project.twice", "code", b.Request)
	}
	return err
}

func (ru rules) evaluated(ctx context.Context, r store.Reader, a *act.Act) error {
	var b EvaluatedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	return first(ru.entered(ctx, r, a), ru.knownTopics(b.Topics))
}

// officeFile: a file that was decided is not changed.
func (ru rules) officeFile(ctx context.Context, r store.Reader, a *act.Act) error {
	var b OfficeFileBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	office, err := subjectOf(a)
	if err != nil {
		return err
	}
	before, err := loadOffice(ctx, r, a.Subject)
	switch {
	case err != nil:
		return err
	case before != nil && before.Agreed != "":
		return says.Refuse("project.office-decided", "subject", a.Subject)
	case b.Purpose == "closing" && ru.parties.ByCode(office) == nil:
		return says.Refuse("project.party", "code", office)
	}
	return first(ru.knownStates(b.States), budget(b.Cost))
}

// CheckOffice names what a file still lacks of that on which an office is decided.
func CheckOffice(b *OfficeFileBody) (missing []string) {
	for _, f := range []struct{ name, text string }{{"vulnerability", b.Vulnerability}, {"projects", b.Projects}, {"impact", b.Impact}, {"host_agreement", b.HostAgreement}, {"consultation", b.Consultation}} {
		if f.text == "" {
			missing = append(missing, f.name)
		}
	}
	if b.Cost == nil {
		missing = append(missing, "cost")
	}
	return missing
}

func (ru rules) officeDecided(ctx context.Context, r store.Reader, a *act.Act) error {
	var b OfficeDecidedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	if _, err := subjectOf(a); err != nil {
		return err
	}
	f, err := loadOffice(ctx, r, a.Subject)
	switch {
	case err != nil:
		return err
	case f == nil:
		return says.Refuse("project.none", "subject", a.Subject)
	case f.Agreed != "":
		return says.Refuse("project.office-decided", "subject", a.Subject)
	case a.Person == "" || a.Person == f.Person:
		return says.Deny("project.self")
	case b.Agreed && b.From == "":
		return says.Refuse("project.office-from")
	}
	if missing := CheckOffice(&f.Body); len(missing) > 0 && b.Agreed {
		return says.Refuse("project.office-lacks", "missing", missing)
	}
	return nil
}
