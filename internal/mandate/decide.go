package mandate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
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

// refusef turns a sentence, "what is wrong; what to do", into a refusal.
func refusef(format string, args ...any) error {
	what, do, _ := strings.Cut(fmt.Sprintf(format, args...), "; ")
	return book.Refuse(what, do)
}

func refuse(err error) error {
	if err == nil {
		return nil
	}
	return refusef("%s", err)
}

// recordedOn is the day on which an act was written.
func recordedOn(a *act.Act) act.Day { return act.DayOf(a.Recorded.Time()) }

// refOf reads what an act is about.
func refOf(a *act.Act) (Ref, error) {
	ref, err := RefOf(a.Subject)
	return ref, refuse(err)
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
		return refusef("the text of %s is about %s; let subject and symbol agree", b.Symbol, ref.Symbol)
	}
	seen := make(map[string]bool, len(b.Places))
	for _, place := range b.Places {
		if seen[place] {
			return refusef("the paragraph %q stands twice; give each its own place", place)
		}
		seen[place] = true
		if (Ref{Symbol: b.Symbol, Place: place}).Subject() == "" {
			return refusef("the paragraph %q of %s can be no subject of acts; shorten its place", place, b.Symbol)
		}
	}
	var content string
	var places string
	found, err := store.One(ctx, r, `SELECT content, places FROM {mandate_reading} WHERE symbol = ? AND language = ?`, []any{b.Symbol, b.Language}, &content, &places)
	if err != nil {
		return err
	}
	if !found && b.Replaces != "" {
		return refusef("there is no text of %s in that language to replace; leave the reason out", b.Symbol)
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
		return refusef("of the text before, the paragraphs %s are not in this one, and the act says %s; name those", strings.Join(gone, ", "), strings.Join(named, ", "))
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
		return refusef("%q is no part of a resolution; write preamble, operative or annex", b.Part)
	}
	if b.Language != leading && len(b.Clauses) > 0 {
		return refusef("clauses are read in English only; leave them out in %s", b.Language)
	}
	at, err := loadPlace(ctx, r, ref, b.Language)
	if err != nil {
		return err
	}
	if at.reading < 0 || at.language == b.Language && at.ord == 0 {
		return refusef("the text of %s in %s has no paragraph %s; take the text in as a whole", ref.Symbol, b.Language, ref.Place)
	}
	fresh := make([]Numbered, len(b.Clauses))
	for i, c := range b.Clauses {
		if bodies := Bodies(ru.parties, c.Entities); !slices.Equal(bodies, c.Bodies) {
			return refusef("the bodies of clause %d are given as %s; they are %s", c.Number, strings.Join(c.Bodies, ", "), strings.Join(bodies, ", "))
		}
		fresh[i] = Numbered{Number: c.Number, Phrase: c.Phrase, Action: c.Action}
	}
	before, err := numbered(ctx, r, ref, a.Index)
	if err != nil {
		return err
	}
	if n := movedNumber(before, fresh); n > 0 {
		return refusef("the clause %s:%d was cited, and this reading gives its number to another; read the text again", ref, n)
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
		return refusef("the outline of paragraph %s is about %s; let subject and number agree", b.Number, ref)
	case !slices.ContainsFunc(b.Summary, func(s SummaryBody) bool { return s.Language == leading }):
		return refusef("the outline of %s has no summary in English; add it", ref)
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
		return nil, refusef("the register has no clause %s; import the text first, or look at the clause's number", ref)
	case a.Day > recordedOn(a):
		return nil, refusef("%s lies ahead; record it when the day has come", a.Day)
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
		return refusef("the act %s is not of the same kind; correct it by an act of its own kind", a.Corrects)
	case corrected >= 0:
		return refusef("the act %s was corrected already; correct the act that did", a.Corrects)
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
		return refuse(err)
	}
	if b.Status == "completed" && len(b.Evidence) == 0 {
		return refusef("a clause is completed on evidence, and none is named; name an act, a document or a file that shows it")
	}
	for i, e := range b.Evidence {
		named := 0
		for _, there := range []bool{e.Act != "", e.Document != "", e.File != nil} {
			named += bit(there)
		}
		if named != 1 {
			return refusef("evidence %d names %d things; name one act, document or file", i+1, named)
		}
		if e.Act == "" {
			continue
		}
		found, err := store.One(ctx, r, `SELECT idx FROM act WHERE id = ?`, []any{e.Act}, new(int64))
		if err != nil {
			return err
		}
		if !found {
			return refusef("evidence %d names the act %s, which the book does not hold; look at its id", i+1, e.Act)
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
		return refusef("the unit %s is of no office; name the office too", b.Unit)
	case b.Office == "" && c.Office == "":
		return refusef("nobody is responsible for %s; name an office", c.Ref)
	case b.Office != "" && !isUN(ru.parties, b.Office):
		return refusef("%s is no office or body of the United Nations, and none else is made responsible here; name one that is", b.Office)
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
		return refusef("the act %s is no proposal on %s; name one that is", b.Proposal, c.Ref)
	case p.corrected:
		return refusef("the proposal was corrected since; look at the act that did")
	case p.decided && a.Corrects == "":
		return refusef("the proposal was decided already; make a new one")
	case a.Person == "" || a.Person == p.person:
		return book.Deny("a proposal is decided by another person than made it", "let a colleague decide")
	case !b.Approved && b.Reason == nil:
		return refusef("a proposal is refused with a reason; give it")
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
		return refusef("the act does not cite %s, on which it rests; cite it", b.By)
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
		return refusef("%s does not change itself; name the later decision", c.Symbol)
	case organ == "":
		return refusef("%s is no resolution or decision of a known organ; only such a one changes a mandate", b.By.Symbol())
	case !Competent(ru.parties, organ, own):
		return refusef("%s is of %s, and %s was decided by %s; only a decision of that organ, or of one above it, changes it", b.By.Symbol(), organ, c.Symbol, own)
	case adopted != "" && b.Since < adopted:
		return refusef("%s was adopted on %s and changes nothing before; correct the day", b.By.Symbol(), adopted)
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
			return refusef("%s is no body of the United Nations; leave it out", body)
		case slices.Contains(b.Bodies[:i], body):
			return refusef("%s is named twice; name it once", body)
		}
	}
	switch {
	case len(b.Bodies) < 2:
		return refusef("a mandate is shared by two bodies at least; name them")
	case b.Coordinator != "" && !slices.Contains(b.Bodies, b.Coordinator):
		return refusef("%s coordinates and is not among those who share; name it there too", b.Coordinator)
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
		return refuse(err)
	}
	want := b
	Derive(ru.calendar, ru.parties, c, organ, adopted, &want)
	if !slices.Equal(want.Bodies, b.Bodies) || !sameDue(want.Due, b.Due) {
		return refusef("what follows from the correction is given otherwise than the program finds it; leave bodies and due to the program")
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
		return refusef("%q is no state of a renewal; write proposed or confirmed", b.State)
	case b.State == Confirmed && a.Person == "":
		return book.Deny("a renewal is confirmed by a person", "sign in")
	case b.State == Proposed && b.From == "":
		return refusef("a proposal names the earlier paragraph; name it")
	case b.From != "" && (from.Place == "" || from.Clause > 0):
		return refusef("%s is no paragraph; name one", b.From)
	case b.From != "" && from.Symbol == ref.Symbol:
		return refusef("a paragraph carries on one of an earlier text, and %s is of the same; name an earlier one", b.From)
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
			return refusef("the register has no text of %s; import it first", x)
		}
		adopted[x.Symbol] = act.Day(day)
	}
	if d, e := adopted[ref.Symbol], adopted[from.Symbol]; b.From != "" && d != "" && e != "" && e >= d {
		return refusef("%s was adopted on %s, not before %s; name an earlier text", from.Symbol, e, ref.Symbol)
	}
	var state string
	if _, err := store.One(ctx, r, `SELECT state FROM {mandate_renewal} WHERE symbol = ? AND place = ?`, []any{ref.Symbol, ref.Place}, &state); err != nil {
		return err
	}
	if state == Confirmed && b.State == Proposed {
		return refusef("a person confirmed what %s carries on; the program proposes nothing else", ref)
	}
	return nil
}
