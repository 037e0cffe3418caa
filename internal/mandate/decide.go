package mandate

import (
	"context"
	"slices"

	"comity/internal/act"
	"comity/internal/codelist"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/resolution"
	"comity/internal/store"
)

// rules decide on acts by what the programme knows and the book holds.
type rules struct {
	parties   *party.Registry
	lists     codelist.Lists
	programme *programme.Programme
	calendar  *Calendar
}

// recordedOn is the day on which an act was written.
func recordedOn(a *act.Act) act.Day { return act.DayOf(a.Recorded.Time()) }

// refOf reads what an act is about.
func refOf(a *act.Act) (Ref, error) {
	ref, err := RefOf(a.Subject)
	if err != nil {
		return Ref{}, says.Refuse("mandate.subject", "subject", a.Subject)
	}
	return ref, nil
}

func (ru rules) imported(ctx context.Context, r store.Reader, a *act.Act) error {
	var b ImportedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	ref, err := refOf(a)
	if err != nil {
		return err
	}
	if ref.Symbol != b.Symbol {
		return says.Refuse("mandate.symbol", "text", b.Symbol, "symbol", ref.Symbol)
	}
	seen := make(map[string]bool, len(b.Places))
	for _, place := range b.Places {
		if seen[place] {
			return says.Refuse("mandate.place-twice", "place", place)
		}
		seen[place] = true
		if (Ref{Symbol: b.Symbol, Place: place}).Subject() == "" {
			return says.Refuse("mandate.place", "place", place, "symbol", b.Symbol)
		}
	}
	var content string
	var places string
	found, err := store.One(ctx, r, `SELECT content, places FROM {mandate_reading} WHERE symbol = ? AND language = ?`, []any{b.Symbol, b.Language}, &content, &places)
	if err != nil {
		return err
	}
	if !found && b.Replaces != "" {
		return says.Refuse("mandate.replaces", "symbol", b.Symbol)
	}
	var gone []string
	for _, place := range split(places) {
		if !seen[place] {
			gone = append(gone, place)
		}
	}
	slices.Sort(gone)
	named := clone(b.Gone)
	slices.Sort(named)
	if !slices.Equal(gone, named) {
		return says.Refuse("mandate.gone", "gone", gone, "named", named)
	}
	return nil
}

var parts = []resolution.Part{resolution.Preamble, resolution.Operative, resolution.Annex}

func (ru rules) paragraph(ctx context.Context, r store.Reader, a *act.Act) error {
	var b ParagraphBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	ref, err := refOf(a)
	if err != nil {
		return err
	}
	if !slices.Contains(parts, b.Part) {
		return says.Refuse("mandate.part", "part", b.Part)
	}
	if b.Language != leading && len(b.Clauses) > 0 {
		return says.Refuse("mandate.clauses-english", "language", b.Language)
	}
	if !placed(&b) {
		return says.Refuse("mandate.footnote-places", "markers", len(b.Footnotes), "places", len(b.FootnotePlaces))
	}
	at, err := loadPlace(ctx, r, ref, b.Language)
	if err != nil {
		return err
	}
	if at.reading < 0 || at.language == b.Language && at.ord == 0 {
		return says.Refuse("mandate.paragraph-none", "symbol", ref.Symbol, "language", b.Language, "place", ref.Place)
	}
	fresh := make([]Numbered, len(b.Clauses))
	for i, c := range b.Clauses {
		if bodies := Bodies(ru.parties, c.Entities); !slices.Equal(bodies, c.Bodies) {
			return says.Refuse("mandate.bodies", "clause", c.Number, "given", c.Bodies, "bodies", bodies)
		}
		fresh[i] = Numbered{Number: c.Number, Phrase: c.Phrase, Action: c.Action}
	}
	before, err := numbered(ctx, r, ref, a.Index)
	if err != nil {
		return err
	}
	if n := movedNumber(before, fresh); n > 0 {
		return says.Refuse("mandate.renumbered", "clause", Ref{Symbol: ref.Symbol, Place: ref.Place, Clause: n})
	}
	return nil
}

// numbered are a paragraph's clauses under their numbers, as they stood before an
// act.
func numbered(ctx context.Context, r store.Reader, ref Ref, index int64) ([]Numbered, error) {
	list, err := clauses(ctx, r, `WHERE c.symbol = ? AND c.place = ? ORDER BY c.n`, ref.Symbol, ref.Place)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	cited, err := citedClauses(ctx, r, ref, index)
	out := make([]Numbered, len(list))
	for i, c := range list {
		out[i] = Numbered{c.Clause, c.Phrase, c.Action, cited[c.Ref]}
	}
	return out, err
}

func (ru rules) outlined(_ context.Context, _ store.Reader, a *act.Act) error {
	var b OutlinedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	ref, err := refOf(a)
	switch {
	case err != nil:
		return err
	case ref.Place != b.Number:
		return says.Refuse("mandate.outline-number", "number", b.Number, "paragraph", ref)
	case !slices.ContainsFunc(b.Summary, func(s SummaryBody) bool { return s.Language == leading }):
		return says.Refuse("mandate.outline-summary", "paragraph", ref)
	}
	return nil
}

// onClause refuses what is about no clause of the register, and a day to come.
func (ru rules) onClause(ctx context.Context, r store.Reader, a *act.Act) error {
	_, err := ru.clause(ctx, r, a)
	return err
}

func (ru rules) clause(ctx context.Context, r store.Reader, a *act.Act) (*Clause, error) {
	ref, err := refOf(a)
	if err != nil {
		return nil, err
	}
	c, err := clauseOf(ctx, r, ref)
	switch {
	case err != nil:
		return nil, err
	case c == nil:
		return nil, says.Refuse("mandate.clause-none", "clause", ref)
	case a.Day > recordedOn(a):
		return nil, says.Refuse("mandate.ahead", "day", a.Day)
	}
	return c, ru.corrects(ctx, r, a)
}

// corrects refuses to correct what is of another kind, or was corrected before.
func (ru rules) corrects(ctx context.Context, r store.Reader, a *act.Act) error {
	if a.Corrects == "" {
		return nil
	}
	var kind string
	var corrected int64
	found, err := store.One(ctx, r, `SELECT kind, corrected FROM {mandate_entry} WHERE act = ?`, []any{a.Corrects}, &kind, &corrected)
	switch {
	case err != nil:
		return err
	case !found || kind != a.Kind:
		return says.Refuse("mandate.corrects-kind", "act", a.Corrects)
	case corrected >= 0:
		return says.Refuse("mandate.corrects-twice", "act", a.Corrects)
	}
	return nil
}

func (ru rules) status(ctx context.Context, r store.Reader, a *act.Act) error {
	var b StatusBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	c, err := ru.clause(ctx, r, a)
	if err != nil {
		return err
	}
	if err := CheckStatus(ru.parties, c.Entities, b.Of); err != nil {
		return err
	}
	if b.Status == "completed" && len(b.Evidence) == 0 {
		return says.Refuse("mandate.status-evidence")
	}
	for i, e := range b.Evidence {
		named := 0
		for _, there := range []bool{e.Act != "", e.Document != "", e.File != nil} {
			named += bit(there)
		}
		if named != 1 {
			return says.Refuse("mandate.evidence-one", "number", i+1, "count", named)
		}
		if e.Act == "" {
			continue
		}
		found, err := store.One(ctx, r, `SELECT idx FROM act WHERE id = ?`, []any{e.Act}, new(int64))
		if err != nil {
			return err
		}
		if !found {
			return says.Refuse("mandate.evidence-act", "number", i+1, "act", e.Act)
		}
	}
	return nil
}

func (ru rules) assigned(ctx context.Context, r store.Reader, a *act.Act) error {
	var b AssignedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	c, err := ru.clause(ctx, r, a)
	switch {
	case err != nil:
		return err
	case b.Office == "" && b.Unit != "":
		return says.Refuse("mandate.unit", "unit", b.Unit)
	case b.Office == "" && c.Office == "":
		return says.Refuse("mandate.office-none", "clause", c.Ref)
	case b.Office != "" && !isUN(ru.parties, b.Office):
		return says.Refuse("mandate.office", "office", b.Office)
	}
	return nil
}

func (ru rules) approved(ctx context.Context, r store.Reader, a *act.Act) error {
	var b ApprovedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	c, err := ru.clause(ctx, r, a)
	if err != nil {
		return err
	}
	p, err := proposalOf(ctx, r, b.Proposal)
	switch {
	case err != nil:
		return err
	case p.kind != "mandate.proposed" || p.ref != c.Ref:
		return says.Refuse("mandate.proposal-none", "act", b.Proposal, "clause", c.Ref)
	case p.corrected:
		return says.Refuse("mandate.proposal-corrected")
	case p.decided && a.Corrects == "":
		return says.Refuse("mandate.proposal-decided")
	case a.Person == "" || a.Person == p.person:
		return says.Deny("mandate.proposal-self")
	case !b.Approved && b.Reason == nil:
		return says.Refuse("mandate.proposal-reason")
	}
	return nil
}

// proposal is what is known of one.
type proposal struct {
	kind, person       string
	ref                Ref
	corrected, decided bool
}

func proposalOf(ctx context.Context, r store.Reader, id string) (p proposal, err error) {
	var corrected int64
	found, err := store.One(ctx, r, `SELECT kind, symbol, place, n, person, corrected FROM {mandate_entry} WHERE act = ?`, []any{id}, &p.kind, &p.ref.Symbol, &p.ref.Place, &p.ref.Clause, &p.person, &corrected)
	if err != nil || !found {
		return proposal{}, err
	}
	p.corrected = corrected >= 0
	p.decided, err = store.One(ctx, r, `SELECT idx FROM {mandate_entry} WHERE symbol = ? AND place = ? AND n = ? AND kind = 'mandate.approved' AND about = ? AND corrected < 0`,
		[]any{p.ref.Symbol, p.ref.Place, p.ref.Clause, id}, new(int64))
	return p, err
}

func (ru rules) changed(ctx context.Context, r store.Reader, a *act.Act) error {
	var b ChangedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	c, err := ru.clause(ctx, r, a)
	if err != nil {
		return err
	}
	if !slices.Contains(a.Cites, b.By) {
		return says.Refuse("mandate.change-cites", "cite", b.By)
	}
	own, _, err := ru.organOf(ctx, r, c.Symbol)
	if err != nil {
		return err
	}
	organ, adopted, err := ru.organOf(ctx, r, b.By.Symbol())
	switch {
	case err != nil:
		return err
	case b.By.Symbol() == c.Symbol:
		return says.Refuse("mandate.change-self", "symbol", c.Symbol)
	case organ == "":
		return says.Refuse("mandate.change-organ", "symbol", b.By.Symbol())
	case !Competent(ru.parties, organ, own):
		return says.Refuse("mandate.change-competent", "decision", b.By.Symbol(), "organ", organ, "symbol", c.Symbol, "own", own)
	case adopted != "" && b.Since < adopted:
		return says.Refuse("mandate.change-before", "symbol", b.By.Symbol(), "day", adopted)
	}
	return nil
}

// organOf is whose resolution or decision a symbol names: as the register has it,
// or by the form of the symbol.
func (ru rules) organOf(ctx context.Context, r store.Reader, symbol string) (organ string, adopted act.Day, err error) {
	var day string
	found, err := store.One(ctx, r, `SELECT organ, adopted FROM {mandate_document} WHERE symbol = ?`, []any{symbol}, &organ, &day)
	if err != nil || found && organ != "" {
		return organ, act.Day(day), err
	}
	organ, _ = OrganOf(ru.programme, symbol)
	return organ, act.Day(day), nil
}

func (ru rules) shared(ctx context.Context, r store.Reader, a *act.Act) error {
	var b SharedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	if _, err := ru.clause(ctx, r, a); err != nil {
		return err
	}
	for i, body := range b.Bodies {
		switch {
		case !isUN(ru.parties, body):
			return says.Refuse("mandate.share-body", "body", body)
		case slices.Contains(b.Bodies[:i], body):
			return says.Refuse("mandate.share-twice", "body", body)
		}
	}
	switch {
	case len(b.Bodies) < 2:
		return says.Refuse("mandate.share-two")
	case b.Coordinator != "" && !slices.Contains(b.Bodies, b.Coordinator):
		return says.Refuse("mandate.share-coordinator", "body", b.Coordinator)
	}
	return nil
}

func (ru rules) corrected(ctx context.Context, r store.Reader, a *act.Act) error {
	var b CorrectedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	c, err := ru.clause(ctx, r, a)
	if err != nil {
		return err
	}
	organ, adopted, err := ru.organOf(ctx, r, c.Symbol)
	if err != nil {
		return err
	}
	if err := CheckCorrection(ru.programme, ru.lists, ru.parties, c, &b); err != nil {
		return err
	}
	want := b
	Derive(ru.calendar, ru.parties, c, organ, adopted, &want)
	if !slices.Equal(want.Bodies, b.Bodies) || !sameDue(want.Due, b.Due) {
		return says.Refuse("mandate.correction-follows")
	}
	return nil
}

func (ru rules) renewed(ctx context.Context, r store.Reader, a *act.Act) error {
	var b RenewedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	ref, err := refOf(a)
	if err != nil {
		return err
	}
	from := RefOfCite(b.From)
	switch {
	case b.State != Proposed && b.State != Confirmed:
		return says.Refuse("mandate.renewal-state", "state", b.State)
	case b.State == Confirmed && a.Person == "":
		return says.Deny("mandate.renewal-person")
	case b.State == Proposed && b.From == "":
		return says.Refuse("mandate.renewal-from")
	case b.From != "" && (from.Place == "" || from.Clause > 0):
		return says.Refuse("mandate.renewal-paragraph", "cite", b.From)
	case b.From != "" && from.Symbol == ref.Symbol:
		return says.Refuse("mandate.renewal-same", "cite", b.From)
	}
	adopted := map[string]act.Day{}
	for _, x := range []Ref{ref, from} {
		if x.Symbol == "" {
			continue
		}
		var day string
		found, err := store.One(ctx, r, `SELECT d.adopted FROM {mandate_paragraph} AS p JOIN {mandate_document} AS d ON d.symbol = p.symbol WHERE p.symbol = ? AND p.place = ?`, []any{x.Symbol, x.Place}, &day)
		switch {
		case err != nil:
			return err
		case !found && (x == ref || b.State == Proposed):
			return says.Refuse("mandate.text-none", "paragraph", x)
		}
		adopted[x.Symbol] = act.Day(day)
	}
	if d, e := adopted[ref.Symbol], adopted[from.Symbol]; b.From != "" && d != "" && e != "" && e >= d {
		return says.Refuse("mandate.renewal-later", "earlier", from.Symbol, "day", e, "symbol", ref.Symbol)
	}
	var state string
	if _, err := store.One(ctx, r, `SELECT state FROM {mandate_renewal} WHERE symbol = ? AND place = ?`, []any{ref.Symbol, ref.Place}, &state); err != nil {
		return err
	}
	if state == Confirmed && b.State == Proposed {
		return says.Refuse("mandate.renewal-confirmed", "paragraph", ref)
	}
	return nil
}
