package mandate

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/act"
	"comity/internal/endpoint"
	"comity/internal/module"
	"comity/internal/resolution/reading"
	"comity/internal/store"
	"comity/internal/ui"
)

// api registers the register's operations on a node.
func (ru rules) api(n *module.Node, a huma.API) {
	p := &pages{node: n, programme: ru.programme, parties: ru.parties, lists: ru.lists,
		reader: sync.OnceValue(func() *reading.Reader { return reading.New(ru.programme) })}
	get := func(id, path string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{"mandates"}}
	}
	endpoint.Op(a, get("documents", "/documents"), p.listDocuments)
	endpoint.Op(a, get("document", "/documents/{document}"), p.getDocument)
	endpoint.Op(a, get("paragraphs", "/documents/{document}/paragraphs"), p.listParagraphs)
	endpoint.Op(a, get("paragraph", "/documents/{document}/paragraphs/{place}"), p.getParagraph)
	endpoint.Op(a, get("clauses", "/clauses"), p.listClauses)
	endpoint.Op(a, get("clause-counts", "/clauses/counts"), p.countClauses)
	endpoint.Op(a, get("reports-due", "/reports-due"), p.listReportsDue)
	endpoint.Op(a, get("proposals", "/proposals"), p.listProposals)
	p.importOps(a)
}

// InDocument names a document in an address.
type InDocument struct {
	Document string `path:"document" maxLength:"200" example:"A_RES_69_197" doc:"Its symbol, with a low line for each stroke; as in its subject."`
}

// symbol is what the address names; "" where it can name nothing.
func (d InDocument) symbol() string {
	if strings.Contains(d.Document, "/") {
		return d.Document // the strokes came as %2F
	}
	s, err := act.UnescapeName(d.Document)
	if err != nil {
		return ""
	}
	return s
}

type documentsIn struct {
	endpoint.Paging
	Organ   string `query:"organ" maxLength:"64" example:"GA" doc:"Of this organ."`
	Session int    `query:"session" minimum:"0" maximum:"9999" doc:"Of this session."`
	Year    int    `query:"year" minimum:"0" maximum:"9999" doc:"Adopted in this year."`
	Text    string `query:"text" maxLength:"35" doc:"That have a text in this language."`
	Order   string `query:"order" enum:"oldest,symbol,title" doc:"Their order; the newest first without it."`
}

func (p *pages) listDocuments(ctx context.Context, in *documentsIn) (*endpoint.List[DocumentRow], error) {
	var list DocumentPage
	err := p.node.Book.Read(ctx, 0, func(r store.View) (err error) {
		list, err = Documents(ctx, r, DocumentFilter{Organ: in.Organ, Session: in.Session, Year: in.Year, Language: in.Text, Order: DocumentOrder(in.Order), After: in.After, Limit: min(in.Limit, mostPage)})
		return err
	})
	if err != nil {
		return nil, cursorFault(err, in.After)
	}
	rows := make([]DocumentRow, len(list.Documents))
	for i := range list.Documents {
		rows[i] = documentRow(&list.Documents[i])
	}
	return endpoint.Listed(ctx, rows, list.Next), nil
}

type documentOut struct{ Body DocumentWhole }

func (p *pages) getDocument(ctx context.Context, in *InDocument) (*documentOut, error) {
	var out documentOut
	err := p.node.Book.Read(ctx, 0, func(r store.View) error {
		d, readings, found, err := DocumentOf(ctx, r, in.symbol())
		if err == nil && !found {
			err = ui.ErrNotFound
		}
		if err != nil {
			return err
		}
		citing, more, err := CitedBy(ctx, r, Ref{Symbol: d.Symbol}, Ref{}, mostPage)
		out.Body = DocumentWhole{DocumentRow: documentRow(&d), Texts: make([]TextRow, len(readings)), CitedBy: cites(citing), MoreCitedBy: more}
		for i := range readings {
			out.Body.Texts[i] = textRow(&readings[i])
		}
		return err
	})
	return &out, err
}

type paragraphsIn struct {
	InDocument
	endpoint.Paging
	Text string `query:"text" maxLength:"35" doc:"The language of the words that is wanted; where there are none in it, the leading text's."`
}

// language is that in which words are wanted.
func language(ctx context.Context, asked string) string {
	if asked != "" {
		return asked
	}
	return endpoint.Visit(ctx).Lang
}

func (p *pages) listParagraphs(ctx context.Context, in *paragraphsIn) (*endpoint.List[ParagraphRow], error) {
	var lines []Line
	symbol := in.symbol()
	err := p.node.Book.Read(ctx, 0, func(r store.View) error {
		_, texts, found, err := DocumentOf(ctx, r, symbol)
		if err == nil && !found {
			err = ui.ErrNotFound
		}
		if err != nil {
			return err
		}
		if len(texts) > 0 {
			lines, err = Contents(ctx, r, symbol, language(ctx, in.Text), in.After, in.Limit+1)
			return err
		}
		// What the programme tells without a text is short, and comes whole.
		lines, err = Contents(ctx, r, symbol, language(ctx, in.Text), "", 0)
		if at := slices.IndexFunc(lines, func(l Line) bool { return l.Place == in.After }); at >= 0 {
			lines = lines[at+1:]
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	after := ""
	if len(lines) > in.Limit {
		lines = lines[:in.Limit]
		after = lines[in.Limit-1].Place
	}
	rows := make([]ParagraphRow, len(lines))
	for i := range lines {
		rows[i] = paragraphRow(&lines[i])
	}
	return endpoint.Listed(ctx, rows, after), nil
}

type paragraphIn struct {
	InDocument
	endpoint.AsOf
	endpoint.KnownAt
	Place string `path:"place" maxLength:"60" example:"4" doc:"Its place, as cites have it: 52, 12(a), pp3."`
}

type paragraphOut struct{ Body ParagraphWhole }

func (p *pages) getParagraph(ctx context.Context, in *paragraphIn) (*paragraphOut, error) {
	v := endpoint.Visit(ctx)
	day, err := in.Day(v.Today)
	if err != nil {
		return nil, err
	}
	known, err := in.Length(ctx, p.node.Book)
	if err != nil {
		return nil, err
	}
	var found *Paragraph
	err = p.node.Book.Read(ctx, 0, func(r store.View) (err error) {
		found, err = ParagraphOf(ctx, r, Ref{Symbol: in.symbol(), Place: in.Place}, v.Lang, who(v), p.upcast)
		if err != nil || found == nil || in.AsOf.AsOf == "" && in.KnownAt.KnownAt == "" {
			return err
		}
		return found.then(ctx, r, day, known)
	})
	if err == nil && found == nil {
		err = ui.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return &paragraphOut{paragraphWhole(found)}, nil
}

// then sets clauses as they stood on a day, and leaves out what was not recorded
// when the book held so many acts. The words are those of the present reading.
func (p *Paragraph) then(ctx context.Context, r store.Reader, day act.Day, known int64) error {
	for _, c := range p.Clauses {
		s, err := StandOf(ctx, r, c.Ref, day, known)
		if err != nil {
			return err
		}
		c.Statuses, c.Office, c.Unit, c.Since = s.Statuses, s.Office, s.Unit, s.Since
		c.Effect, c.EffectBy, c.EffectDay, c.Shared, c.Coordinator = s.Effect, s.EffectBy, s.EffectDay, s.Shared, s.Coordinator
	}
	p.Entries = slices.DeleteFunc(p.Entries, func(e Entry) bool { return e.Index >= known })
	p.Evidence = slices.DeleteFunc(p.Evidence, func(h act.Header) bool { return h.Index >= known })
	return nil
}

// ClauseValues are the values by which clauses are chosen.
type ClauseValues struct {
	Document  string `query:"document" maxLength:"80" example:"A/RES/69/197" doc:"Of the document of this symbol."`
	Entity    string `query:"entity" maxLength:"80" example:"UNODC" doc:"That ask something of this body or group."`
	Force     string `query:"force" maxLength:"64" doc:"Of this force: a code of the list force."`
	Topic     string `query:"topic" maxLength:"64" doc:"About this topic."`
	Condition string `query:"condition" maxLength:"64" doc:"Under this condition."`
	Status    string `query:"status" maxLength:"64" doc:"Of this status: a code of the list mandate-status, or none."`
	Office    string `query:"office" maxLength:"64" doc:"For which this office is responsible."`
	Effect    string `query:"effect" maxLength:"64" doc:"Of which a later decision made this."`
	Shared    string `query:"shared" maxLength:"64" doc:"That this body carries out with others."`
	Report    string `query:"report" enum:"asked" doc:"That ask for a report."`
	DueBefore string `query:"due_before" format:"date" doc:"That fall due before this day."`
}

type clausesIn struct {
	endpoint.Paging
	ClauseValues
}

func (in *ClauseValues) filter() (ClauseFilter, error) {
	f := ClauseFilter{Document: in.Document, DueBefore: act.Day(in.DueBefore), With: map[Field]string{ByEntity: in.Entity, ByForce: in.Force, ByTopic: in.Topic, ByCondition: in.Condition,
		ByStatus: in.Status, ByOffice: in.Office, ByEffect: in.Effect, ByShared: in.Shared, ByReport: in.Report}}
	return f, dayFault("due_before", in.DueBefore)
}

func (p *pages) clausePage(ctx context.Context, in *ClauseValues, change func(*ClauseFilter)) (list ClausePage, err error) {
	f, err := in.filter()
	if err != nil {
		return list, err
	}
	change(&f)
	err = p.node.Book.Read(ctx, 0, func(r store.View) (err error) {
		list, err = Clauses(ctx, r, f)
		return err
	})
	return list, cursorFault(err, f.After)
}

func (p *pages) listClauses(ctx context.Context, in *clausesIn) (*endpoint.List[ClauseRow], error) {
	list, err := p.clausePage(ctx, &in.ClauseValues, func(f *ClauseFilter) { f.After, f.Limit = in.After, min(in.Limit, mostPage) })
	if err != nil {
		return nil, err
	}
	return endpoint.Listed(ctx, clauseRows(list.Clauses), list.Next), nil
}

type countsOut struct{ Body ClauseCounts }

func (p *pages) countClauses(ctx context.Context, in *ClauseValues) (*countsOut, error) {
	list, err := p.clausePage(ctx, in, func(f *ClauseFilter) { f.Facets, f.Limit = true, 1 })
	if err != nil {
		return nil, err
	}
	return &countsOut{clauseCounts(&list)}, nil
}

type dueIn struct {
	endpoint.Paging
	To      string `query:"body" maxLength:"64" example:"GA" doc:"To this body."`
	Session int    `query:"session" minimum:"0" maximum:"9999" doc:"At this session."`
	From    string `query:"from" format:"date" doc:"Due on this day or later."`
	Until   string `query:"until" format:"date" doc:"Due before this day."`
}

func (p *pages) listReportsDue(ctx context.Context, in *dueIn) (*endpoint.List[ClauseRow], error) {
	if err := errors.Join(dayFault("from", in.From), dayFault("until", in.Until)); err != nil {
		return nil, err
	}
	var list DuePage
	err := p.node.Book.Read(ctx, 0, func(r store.View) (err error) {
		list, err = ReportsDue(ctx, r, DueFilter{Body: in.To, Session: in.Session, From: act.Day(in.From), Until: act.Day(in.Until), After: in.After, Limit: min(in.Limit, mostPage)})
		return err
	})
	if err != nil {
		return nil, cursorFault(err, in.After)
	}
	return endpoint.Listed(ctx, clauseRows(list.Clauses), list.Next), nil
}

func (p *pages) listProposals(ctx context.Context, in *endpoint.Paging) (*endpoint.List[EntryRow], error) {
	after, err := placeAfter(in.After)
	if err != nil {
		return nil, err
	}
	n := min(in.Limit, mostPage-1)
	var list []Entry
	err = p.node.Book.Read(ctx, 0, func(r store.View) (err error) {
		list, err = Proposals(ctx, r, who(endpoint.Visit(ctx)), after, n+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	next := ""
	if len(list) > n {
		list = list[:n]
		next = number(int(list[n-1].Index))
	}
	return endpoint.Listed(ctx, entryRows(list), next), nil
}

// dayFault says that a parameter is no day.
func dayFault(name, given string) error {
	if given == "" {
		return nil
	}
	_, err := act.ParseDay(given)
	faults := act.AllFaults(err)
	for i := range faults {
		faults[i].Where = "query." + name
	}
	return faults.Err()
}

// cursorFault says of a list's own error that the parameter is no place in it.
func cursorFault(err error, given string) error {
	if !errors.Is(err, ErrCursor) {
		return err
	}
	return endpoint.BadCursor(given)
}

// placeAfter is the index after which a list goes on; -1 is its start.
func placeAfter(given string) (int64, error) {
	if given == "" {
		return -1, nil
	}
	n, err := strconv.ParseInt(given, 10, 64)
	if err != nil || n < 0 {
		return 0, endpoint.BadCursor(given)
	}
	return n, nil
}
