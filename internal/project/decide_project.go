package project

import (
	"context"
	"slices"

	"comity/internal/act"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/project/result"
	"comity/internal/store"
)

// rules decide on acts by what the programme knows and the book holds.
type rules struct {
	parties *party.Registry
	// programme knows the topics; nil knows none, and takes any.
	programme *programme.Programme
}

// subjectOf reads the code that an act's subject names.
func subjectOf(a *act.Act) (string, error) {
	code, ok := nameOf(a.Subject)
	if !ok {
		return "", says.Refuse("project.subject", "subject", a.Subject)
	}
	return code, nil
}

// knownStates refuses what is no State or territory's State of the register.
func (ru rules) knownStates(codes []string) error {
	for i, c := range codes {
		p := ru.parties.ByCode(c)
		switch {
		case p == nil || p.Type != party.State:
			return says.Refuse("project.state", "code", c)
		case slices.Contains(codes[:i], c):
			return says.Refuse("project.twice", "code", c)
		}
	}
	return nil
}

func (ru rules) knownParties(codes []string) error {
	for i, c := range codes {
		switch {
		case ru.parties.ByCode(c) == nil:
			return says.Refuse("project.party", "code", c)
		case slices.Contains(codes[:i], c):
			return says.Refuse("project.twice", "code", c)
		}
	}
	return nil
}

func (ru rules) knownTopics(codes []string) error {
	for i, c := range codes {
		if ru.programme != nil {
			if _, known := ru.programme.Topic(c); !known {
				return says.Refuse("project.topic", "code", c)
			}
		}
		if slices.Contains(codes[:i], c) {
			return says.Refuse("project.twice", "code", c)
		}
	}
	return nil
}

// codeIsFree refuses a code that a thing of the other type has: indicators and
// findings are named by the code alone.
func codeIsFree(ctx context.Context, r store.Reader, code, other string) error {
	table := map[string]string{programmeType: "{project_programme}", projectType: "{project_project}"}[other]
	found, err := store.One(ctx, r, `SELECT code FROM `+table+` WHERE code = ?`, []any{code}, new(string))
	if err == nil && found {
		err = says.Refuse("project.code-taken", "code", code)
	}
	return err
}

// under refuses programmes that there are not, and circles.
func under(ctx context.Context, r store.Reader, child act.Subject, above []act.Subject) error {
	tree, err := treeOf(ctx, r, `SELECT parent, child FROM {project_above} WHERE child LIKE 'programme/%'`)
	if err != nil {
		return err
	}
	for i, p := range above {
		found, err := store.One(ctx, r, `SELECT code FROM {project_programme} WHERE code = ?`, []any{localOf(p, 0)}, new(string))
		switch {
		case err != nil:
			return err
		case !found:
			return says.Refuse("project.none", "subject", p)
		case slices.Contains(above[:i], p):
			return says.Refuse("project.twice", "code", p)
		case tree.Circular(string(p), string(child)):
			return says.Refuse("project.circle", "subject", p)
		}
	}
	return nil
}

// treeOf reads parents and children.
func treeOf(ctx context.Context, r store.Reader, query string, args ...any) (result.Tree, error) {
	tree := result.Tree{}
	err := store.Each(ctx, r, query, args, func(rows store.Rows) error {
		var parent, child string
		err := rows.Scan(&parent, &child)
		tree[parent] = append(tree[parent], child)
		return err
	})
	return tree, err
}

func (ru rules) programmeStated(ctx context.Context, r store.Reader, a *act.Act) error {
	var b ProgrammeBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	code, err := subjectOf(a)
	if err != nil {
		return err
	}
	return first(codeIsFree(ctx, r, code, projectType), ru.knownParties([]string{b.Office}), ru.knownStates(b.States), ru.knownTopics(b.Topics),
		dayOrder(&Step{Starts: b.From, Ends: b.Until}), under(ctx, r, a.Subject, b.Above))
}

func (ru rules) concept(ctx context.Context, r store.Reader, a *act.Act) error {
	var b ConceptBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	code, err := subjectOf(a)
	if err != nil {
		return err
	}
	if err := first(codeIsFree(ctx, r, code, programmeType), ru.knownParties([]string{b.Office}), ru.knownStates(b.States), ru.knownStates(b.Signatories),
		ru.knownParties(b.Partners), ru.knownTopics(b.Topics), checkLocations(b.Locations), budget(b.Budget), under(ctx, r, a.Subject, b.Above)); err != nil {
		return err
	}
	for _, s := range b.Signatories {
		if !slices.Contains(b.States, s) {
			return says.Refuse("project.signatory-state", "code", s)
		}
	}
	if left := leftOut(&b); len(left) > 0 && b.Unsigned == "" {
		return says.Refuse("project.unsigned", "codes", left)
	}
	return ru.step(ctx, r, a)
}

// leftOut are the States of a project whose Governments do not countersign.
func leftOut(b *ConceptBody) (codes []string) {
	for _, s := range b.States {
		if !slices.Contains(b.Countersigning(), s) {
			codes = append(codes, s)
		}
	}
	return codes
}

func budget(of ...*Amount) error {
	for i, m := range of {
		switch {
		case m == nil:
		case m.Amount < 0:
			return says.Refuse("project.amount", "amount", m.Amount)
		case i > 0 && of[0] != nil && of[0].Currency != m.Currency:
			return says.Refuse("project.currency", "currency", m.Currency)
		}
	}
	return nil
}

func checkLocations(list []Location) error {
	for _, l := range list {
		if (l.Latitude == "") != (l.Longitude == "") {
			return says.Refuse("project.coordinates", "name", l.Name)
		}
		if l.Latitude == "" {
			continue
		}
		lat, err1 := result.ParseNumber(l.Latitude)
		lon, err2 := result.ParseNumber(l.Longitude)
		if err1 != nil || err2 != nil || lat.Cmp(result.Int(-90)) < 0 || lat.Cmp(result.Int(90)) > 0 || lon.Cmp(result.Int(-180)) < 0 || lon.Cmp(result.Int(180)) > 0 {
			return says.Refuse("project.coordinates", "name", l.Name)
		}
	}
	return nil
}

// step asks a project's life.
func (ru rules) step(ctx context.Context, r store.Reader, a *act.Act) error {
	life, _, err := lifeOf(ctx, r, a)
	if err != nil {
		return err
	}
	s, err := stepOf(a.Kind, a.Person, a.Party, a.Day, a.Clear)
	if err != nil {
		return err
	}
	return life.Refuse(&s)
}

// lifeOf reads the project that an act is about, nil where there is none yet.
func lifeOf(ctx context.Context, r store.Reader, a *act.Act) (*Life, *Project, error) {
	code, err := subjectOf(a)
	if err != nil {
		return nil, nil, err
	}
	p, err := loadProject(ctx, r, code)
	if err != nil {
		return nil, nil, err
	}
	if p == nil && a.Kind != "project.concept" {
		return nil, nil, says.Refuse("project.none", "subject", a.Subject)
	}
	steps, err := steps(ctx, r, code)
	if err != nil {
		return nil, nil, err
	}
	life := LifeOf(steps)
	if p != nil && (p.Status == TakenIn || p.Status == Erased) {
		life.Status = p.Status
	}
	return life, p, nil
}

func (ru rules) countersigned(ctx context.Context, r store.Reader, a *act.Act) error {
	if want := withParty(a.Party); a.Audience != want || want == "" {
		return says.Refuse("project.with", "party", a.Party, "audience", want)
	}
	if a.Standing == act.Own {
		// A Government learns of a project when its turn comes; until then it is
		// answered as if there were none.
		p, err := loadProject(ctx, r, localOf(a.Subject, 0))
		if err != nil {
			return err
		}
		if p == nil || !slices.Contains(p.Signatories, a.Party) || !p.shown() {
			return says.Refuse("project.none", "subject", a.Subject)
		}
	}
	return ru.step(ctx, r, a)
}

// shown says whether a project has come to where its Governments see it.
func (p *Project) shown() bool {
	return slices.Contains([]Status{Cleared, Running, Ended, Closed}, p.Status)
}

func (ru rules) revised(ctx context.Context, r store.Reader, a *act.Act) error {
	var b RevisedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	_, p, err := lifeOf(ctx, r, a)
	if err != nil {
		return err
	}
	starts, ends := p.Starts, p.Ends
	if b.From != "" {
		starts = b.From
	}
	if b.Until != "" {
		ends = b.Until
	}
	switch {
	case b.Title == "" && b.From == "" && b.Until == "" && b.Budget == nil:
		return says.Refuse("project.revision-empty")
	case b.Budget != nil && p.Money.Currency != "" && b.Budget.Currency != p.Money.Currency:
		return says.Refuse("project.currency", "currency", b.Budget.Currency)
	}
	return first(budget(b.Budget), dayOrder(&Step{Starts: starts, Ends: ends}), ru.step(ctx, r, a))
}

// announced: what is open to everybody was agreed before.
func (ru rules) announced(ctx context.Context, r store.Reader, a *act.Act) error {
	_, p, err := lifeOf(ctx, r, a)
	switch {
	case err != nil:
		return err
	case p.Open:
		return says.Refuse("project.announced", "code", p.Code)
	case p.Status != Running && p.Status != Ended:
		return says.Refuse("project.step", "step", "announced", "status", string(p.Status))
	}
	return nil
}

// ownerOf reads the programme or project of an act, and whether everybody reads it.
func ownerOf(ctx context.Context, r store.Reader, a *act.Act) (p *Project, open bool, err error) {
	code, err := subjectOf(a)
	if err != nil {
		return nil, false, err
	}
	if p, err = loadProject(ctx, r, code); err != nil {
		return nil, false, err
	}
	if p != nil && a.Subject.Type() != programmeType {
		if p.Status == Erased {
			return nil, false, says.Refuse("project.none", "subject", a.Subject)
		}
		return p, p.Everybody(), nil
	}
	g, err := loadProgramme(ctx, r, code)
	if err != nil {
		return nil, false, err
	}
	if g == nil || a.Subject.Type() == projectType || a.Subject.Type() == deliveryType {
		return nil, false, says.Refuse("project.none", "subject", a.Subject)
	}
	return nil, g.Audience == act.Public, nil
}

// entered: it is about a programme or project that there is, and is not more open
// than that.
func (ru rules) entered(ctx context.Context, r store.Reader, a *act.Act) error {
	_, err := ru.owner(ctx, r, a)
	return err
}

func (ru rules) owner(ctx context.Context, r store.Reader, a *act.Act) (*Project, error) {
	p, open, err := ownerOf(ctx, r, a)
	if err == nil && !open && a.Audience == act.Public {
		err = says.Refuse("project.not-open", "subject", a.Subject)
	}
	return p, err
}

func (ru rules) framework(ctx context.Context, r store.Reader, a *act.Act) error {
	var b FrameworkBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	if err := ru.entered(ctx, r, a); err != nil {
		return err
	}
	return CheckFramework(&b)
}

// CheckFramework holds that names are there and stand once, that outputs lie under
// outcomes, and activities are for outputs.
func CheckFramework(b *FrameworkBody) error {
	level := map[string]string{}
	for _, res := range b.Results {
		switch {
		case !indicatorForm.MatchString(res.ID):
			return says.Refuse("project.name", "name", res.ID)
		case level[res.ID] != "":
			return says.Refuse("project.twice", "code", res.ID)
		}
		level[res.ID] = res.Level
	}
	for _, res := range b.Results {
		if res.Under != "" && (res.Level != "output" || level[res.Under] != "outcome") {
			return says.Refuse("project.under", "name", res.ID, "outcome", res.Under)
		}
	}
	seen := map[string]bool{}
	for _, t := range b.Activities {
		switch {
		case !indicatorForm.MatchString(t.ID):
			return says.Refuse("project.name", "name", t.ID)
		case seen[t.ID]:
			return says.Refuse("project.twice", "code", t.ID)
		case level[t.Output] != "output":
			return says.Refuse("project.output", "output", t.Output)
		case t.Until < t.From:
			return says.Refuse("project.days", "from", t.From, "until", t.Until)
		}
		seen[t.ID] = true
	}
	return nil
}

// closed: nothing waits for approval when a project ends.
func (ru rules) closed(ctx context.Context, r store.Reader, a *act.Act) error {
	if err := ru.step(ctx, r, a); err != nil {
		return err
	}
	code, err := subjectOf(a)
	if err != nil {
		return err
	}
	var waits int64
	if _, err := store.One(ctx, r, `SELECT COUNT(*) FROM {project_report} WHERE owner = ? AND approved = ''`, []any{code}, &waits); err != nil {
		return err
	}
	if waits > 0 {
		return says.Refuse("project.closing-waits", "number", waits)
	}
	return ru.entered(ctx, r, a)
}

func (ru rules) takenIn(ctx context.Context, r store.Reader, a *act.Act) error {
	var b TakenInBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	code, err := subjectOf(a)
	if err != nil {
		return err
	}
	p, err := loadProject(ctx, r, code)
	if err != nil {
		return err
	}
	switch {
	case p != nil && (p.Source != b.Source || p.SourceID != b.ID):
		return says.Refuse("project.code-taken", "code", code)
	case b.File == "":
		return says.Refuse("project.none", "subject", a.Subject)
	}
	office := []string{}
	if b.Office != "" {
		office = append(office, b.Office)
	}
	return first(codeIsFree(ctx, r, code, programmeType), ru.knownStates(b.States), ru.knownParties(office), dayOrder(&Step{Starts: b.From, Ends: b.Until}),
		budget(currencies(&b)...))
}

func currencies(b *TakenInBody) (list []*Amount) {
	for _, m := range []*Amount{b.Required, b.Available, b.Spent} {
		if m != nil {
			list = append(list, m)
		}
	}
	return list
}
