package project

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/endpoint"
	"comity/internal/module"
	"comity/internal/project/result"
	"comity/internal/store"
	"comity/internal/ui"
)

// api registers the room's operations on a node.
func (ru rules) api(n *module.Node, a huma.API) {
	p := &pages{rules: ru, node: n}
	get := func(id, path string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{"projects"}}
	}
	endpoint.Op(a, get("projects", "/projects"), p.listProjects)
	endpoint.Op(a, get("project", "/projects/{project}"), p.getProject)
	endpoint.Op(a, get("project-results", "/projects/{project}/results"), p.listResults)
	endpoint.Op(a, get("project-deliveries", "/projects/{project}/deliveries"), p.listDeliveries)
	endpoint.Op(a, get("project-risks", "/projects/{project}/risks"), p.listRisks)
	endpoint.Op(a, get("project-documents", "/projects/{project}/documents"), p.listDocuments)
	endpoint.Op(a, get("programmes", "/programmes"), p.listProgrammes)
	endpoint.Op(a, get("programme-results", "/programmes/{programme}/results"), p.listProgrammeResults)
	endpoint.Op(a, get("findings", "/findings"), p.listFindings)
}

// AmountsRow is money as decimals of a currency; what is absent is not known.
type AmountsRow struct {
	Currency  string  `json:"currency,omitempty"`
	Required  *amount `json:"required,omitempty" example:"90000.00" doc:"A decimal of the currency with all its decimals, as text; absent where it is not known."`
	Available *amount `json:"available,omitempty" example:"90000.00" doc:"A decimal of the currency with all its decimals, as text; absent where it is not known."`
	Spent     *amount `json:"spent,omitempty" example:"90000.00" doc:"A decimal of the currency with all its decimals, as text; absent where it is not known."`
}

// RegisterRow is a project as the register has it.
type RegisterRow struct {
	Code     string `json:"code"`
	Subject  string `json:"subject"`
	Status   string `json:"status"`
	Title    string `json:"title"`
	Language string `json:"language"`
	Summary  string `json:"summary,omitempty"`
	Outcome  string `json:"outcome,omitempty"`
	Office   string `json:"office,omitempty"`
	From     string `json:"from,omitempty"`
	Until    string `json:"until,omitempty"`
	AmountsRow
	States     []string `json:"states" nullable:"false"`
	Partners   []string `json:"partners" nullable:"false"`
	Topics     []string `json:"topics" nullable:"false"`
	Targets    []string `json:"targets" nullable:"false" doc:"Of the Sustainable Development Goals."`
	Purposes   []string `json:"purposes" nullable:"false" doc:"Codes of the OECD DAC."`
	Programmes []string `json:"programmes" nullable:"false"`
	Cites      []string `json:"cites" nullable:"false"`
	Source     string   `json:"source,omitempty" doc:"The system from which it was taken in."`
	SourceID   string   `json:"source_id,omitempty"`
	Act        string   `json:"act"`
}

func texts[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

func projectRow(x *Project) RegisterRow {
	above := make([]string, len(x.Above))
	for i, g := range x.Above {
		above[i] = localOf(g, 0)
	}
	return RegisterRow{x.Code, string(Subject(x.Code)), string(x.Status), x.Title, x.Language, x.Summary, x.Outcome, x.Office, string(x.Starts), string(x.Ends),
		AmountsRow{x.Money.Currency, known(x.Money.Required, x.Money.Currency), known(x.Money.Available, x.Money.Currency), known(x.Money.Spent, x.Money.Currency)}, texts(x.States), texts(x.Partners), texts(x.Topics), texts(x.Targets), texts(x.Purposes), above, texts(x.Cites), x.Source, x.SourceID, x.Act}
}

type projectsIn struct {
	endpoint.Paging
	Status    string `query:"status" maxLength:"20" doc:"In this state."`
	State     string `query:"state" maxLength:"64" example:"PER" doc:"Of this State."`
	Topic     string `query:"topic" maxLength:"64" doc:"On this topic."`
	Office    string `query:"office" maxLength:"64" doc:"Of this office."`
	Programme string `query:"programme" maxLength:"40" doc:"Under this programme, by any way."`
}

func apiScope(ctx context.Context) Scope { return NewScope(endpoint.Visit(ctx).Reader.Audiences) }

func (p *pages) listProjects(ctx context.Context, in *projectsIn) (*endpoint.List[RegisterRow], error) {
	before, err := place(in.After)
	if err != nil {
		return nil, err
	}
	var list []*Project
	var next int64
	err = p.node.Book.Read(ctx, 0, func(r store.View) (err error) {
		list, next, err = Projects(ctx, r, apiScope(ctx), Filter{Status: Status(in.Status), State: in.State, Topic: in.Topic, Office: in.Office, Under: in.Programme}, before, in.Limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	rows := make([]RegisterRow, len(list))
	for i, x := range list {
		rows[i] = projectRow(x)
	}
	return endpoint.Listed(ctx, rows, after(next), endpoint.Visit(ctx).Text("app.boundary-note")), nil
}

// place reads where a page begins: an index of the book.
func place(after string) (int64, error) {
	if after == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(after, 10, 64)
	if err != nil || n <= 0 {
		return 0, endpoint.BadCursor(after)
	}
	return n, nil
}

func after(next int64) string {
	if next == 0 {
		return ""
	}
	return strconv.FormatInt(next, 10)
}

// OfProject names a project in an address.
type OfProject struct {
	Project string `path:"project" maxLength:"40" example:"UNINFO-115677" doc:"Its code."`
}

type projectOut struct{ Body RegisterRow }

// find reads a project that is open to the caller, or says that there is none.
func (p *pages) find(ctx context.Context, r store.Reader, code string) (*Project, error) {
	x, err := Find(ctx, r, apiScope(ctx), code)
	if err == nil && x == nil {
		err = ui.ErrNotFound
	}
	return x, err
}

func (p *pages) getProject(ctx context.Context, in *OfProject) (*projectOut, error) {
	var out projectOut
	err := p.node.Book.Read(ctx, 0, func(r store.View) error {
		x, err := p.find(ctx, r, in.Project)
		if err == nil {
			out.Body = projectRow(x)
		}
		return err
	})
	return &out, err
}

// ResultRow is what an indicator comes to.
type ResultRow struct {
	Indicator string     `json:"indicator"`
	Title     string     `json:"title"`
	Language  string     `json:"language"`
	Measure   string     `json:"measure"`
	Unit      string     `json:"unit,omitempty"`
	Periods   string     `json:"periods" doc:"The rule by which periods are taken together."`
	Places    string     `json:"places" doc:"The rule by which places are taken together."`
	Projects  string     `json:"projects" doc:"The rule by which projects are taken together."`
	Target    ValueRow   `json:"target"`
	Actual    ValueRow   `json:"actual" doc:"Of what was approved, here and below."`
	Counted   int        `json:"counted" doc:"Indicators that count in it, itself among them."`
	Parts     []PieceRow `json:"parts" nullable:"false"`
	Act       string     `json:"act"`
}

// ValueRow is a value; where nothing is known, all but Missing and Why is absent.
type ValueRow struct {
	Number      string `json:"number,omitempty"`
	Numerator   string `json:"numerator,omitempty"`
	Denominator string `json:"denominator,omitempty"`
	Yes         *bool  `json:"yes,omitempty"`
	Text        string `json:"text,omitempty"`
	Known       int    `json:"known" doc:"Reports that went into it."`
	Missing     int    `json:"missing" doc:"Reports that say that they don't know."`
	Why         string `json:"why,omitempty" enum:"unreported,apart" doc:"Why nothing is known of the whole."`
}

// PieceRow is a part of a total.
type PieceRow struct {
	By    map[string]string `json:"by"`
	Value ValueRow          `json:"value"`
}

func valueRow(v *result.Value) ValueRow {
	text := func(n *result.Number) string {
		if n == nil {
			return ""
		}
		return n.String()
	}
	return ValueRow{Number: text(v.Number), Numerator: text(v.Numerator), Denominator: text(v.Denominator), Yes: v.Yes, Text: v.Text}
}

func totalRow(t *result.Total) ValueRow {
	r := valueRow(&t.Value)
	r.Known, r.Missing, r.Why = t.Known, t.Missing, string(t.Why)
	return r
}

func (p *pages) results(ctx context.Context, r store.Reader, owner string) ([]ResultRow, error) {
	list, err := MeasuredOf(ctx, r, apiScope(ctx), owner)
	rows := make([]ResultRow, len(list))
	for i, m := range list {
		rows[i] = ResultRow{Indicator: string(m.Subject), Title: m.Title, Language: m.Language, Measure: string(m.Measure), Unit: m.Unit, Periods: string(m.Periods), Places: string(m.Places), Projects: string(m.Declared.Projects),
			Target: totalRow(&m.Target), Actual: totalRow(&m.Actual), Counted: m.Counted, Parts: []PieceRow{}, Act: m.Act}
		for j := range m.Actual.Pieces {
			rows[i].Parts = append(rows[i].Parts, PieceRow{m.Actual.Pieces[j].By, valueRow(&m.Actual.Pieces[j].Value)})
		}
	}
	return rows, err
}

type resultsIn struct {
	OfProject
	endpoint.Paging
}

func (p *pages) listResults(ctx context.Context, in *resultsIn) (*endpoint.List[ResultRow], error) {
	var rows []ResultRow
	err := p.node.Book.Read(ctx, 0, func(r store.View) error {
		x, err := p.find(ctx, r, in.Project)
		if err != nil {
			return err
		}
		rows, err = p.results(ctx, r, x.Code)
		return err
	})
	if err != nil {
		return nil, err
	}
	page, next := endpoint.Cut(in.Paging, rows, func(r ResultRow) string { return r.Indicator })
	return endpoint.Listed(ctx, page, next), nil
}

// DeliveryRow is something that was done for somebody.
type DeliveryRow struct {
	Number     int      `json:"number"`
	Kind       string   `json:"kind"`
	Title      string   `json:"title"`
	Language   string   `json:"language"`
	From       string   `json:"from"`
	Until      string   `json:"until"`
	States     []string `json:"states" nullable:"false"`
	Place      string   `json:"place,omitempty"`
	Output     string   `json:"output,omitempty"`
	Women      int64    `json:"women"`
	Men        int64    `json:"men"`
	Other      int64    `json:"other"`
	SexUnknown int64    `json:"sex_unknown"`
	Cites      []string `json:"cites" nullable:"false"`
	Standing   string   `json:"standing"`
	Act        string   `json:"act"`
}

func (p *pages) listDeliveries(ctx context.Context, in *resultsIn) (*endpoint.List[DeliveryRow], error) {
	var list []*Delivery
	err := p.node.Book.Read(ctx, 0, func(r store.View) error {
		x, err := p.find(ctx, r, in.Project)
		if err != nil {
			return err
		}
		list, err = Deliveries(ctx, r, apiScope(ctx), x.Code)
		return err
	})
	if err != nil {
		return nil, err
	}
	rows := make([]DeliveryRow, len(list))
	for i, d := range list {
		b := &d.DeliveryBody
		rows[i] = DeliveryRow{Number: d.Number(), Kind: b.Kind, Title: b.Title, Language: b.Language, From: string(b.From), Until: string(b.Until), States: texts(b.States), Place: b.Place, Output: b.Output, Cites: texts(d.Cites), Standing: string(d.Standing), Act: d.Act}
		for _, q := range b.Participants {
			rows[i].Women, rows[i].Men, rows[i].Other, rows[i].SexUnknown = rows[i].Women+q.Women, rows[i].Men+q.Men, rows[i].Other+q.Other, rows[i].SexUnknown+q.Unknown
		}
	}
	page, next := endpoint.Cut(in.Paging, rows, func(r DeliveryRow) string { return r.From + "/" + strconv.Itoa(100_000+r.Number) })
	return endpoint.Listed(ctx, page, next), nil
}

// ProgrammeRow is a programme.
type ProgrammeRow struct {
	Code     string   `json:"code"`
	Level    string   `json:"level"`
	Title    string   `json:"title"`
	Language string   `json:"language"`
	Office   string   `json:"office"`
	From     string   `json:"from"`
	Until    string   `json:"until,omitempty"`
	States   []string `json:"states" nullable:"false"`
	Topics   []string `json:"topics" nullable:"false"`
	Above    []string `json:"above" nullable:"false"`
	Act      string   `json:"act"`
}

type programmesIn struct{ endpoint.Paging }

func (p *pages) listProgrammes(ctx context.Context, in *programmesIn) (*endpoint.List[ProgrammeRow], error) {
	var list []*Programme
	err := p.node.Book.Read(ctx, 0, func(r store.View) (err error) {
		list, err = Programmes(ctx, r, apiScope(ctx))
		return err
	})
	if err != nil {
		return nil, err
	}
	rows := make([]ProgrammeRow, len(list))
	for i, g := range list {
		rows[i] = ProgrammeRow{g.Code, g.Level, g.Title, g.Language, g.Office, string(g.Starts), string(g.Ends), texts(g.States), texts(g.Topics), texts(g.Above), g.Act}
	}
	page, next := endpoint.Cut(in.Paging, rows, func(r ProgrammeRow) string { return r.Code })
	return endpoint.Listed(ctx, page, next), nil
}

type programmeIn struct {
	Programme string `path:"programme" maxLength:"40" doc:"Its code."`
	endpoint.Paging
}

func (p *pages) listProgrammeResults(ctx context.Context, in *programmeIn) (*endpoint.List[ResultRow], error) {
	var rows []ResultRow
	err := p.node.Book.Read(ctx, 0, func(r store.View) error {
		g, err := FindProgramme(ctx, r, apiScope(ctx), in.Programme)
		if err == nil && g == nil {
			err = ui.ErrNotFound
		}
		if err != nil {
			return err
		}
		rows, err = p.results(ctx, r, g.Code)
		return err
	})
	if err != nil {
		return nil, err
	}
	page, next := endpoint.Cut(in.Paging, rows, func(r ResultRow) string { return r.Indicator })
	return endpoint.Listed(ctx, page, next), nil
}

// FindingRow is what an evaluation found.
type FindingRow struct {
	Of         string   `json:"of" doc:"Code of the programme or project."`
	Number     int      `json:"number"`
	Kind       string   `json:"kind"`
	Evaluation string   `json:"evaluation"`
	Language   string   `json:"language"`
	Text       string   `json:"text"`
	Response   string   `json:"response,omitempty"`
	Topics     []string `json:"topics" nullable:"false"`
	Day        string   `json:"day"`
	Act        string   `json:"act"`
}

type findingsIn struct {
	endpoint.Paging
	Topic string `query:"topic" maxLength:"64" doc:"On this topic."`
	Kind  string `query:"kind" maxLength:"20" doc:"Of this kind: a code of the list finding."`
}

func (p *pages) listFindings(ctx context.Context, in *findingsIn) (*endpoint.List[FindingRow], error) {
	before, err := place(in.After)
	if err != nil {
		return nil, err
	}
	var list []*Finding
	var next int64
	err = p.node.Book.Read(ctx, 0, func(r store.View) (err error) {
		list, next, err = Findings(ctx, r, apiScope(ctx), "", in.Topic, in.Kind, before, in.Limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	rows := make([]FindingRow, len(list))
	for i, f := range list {
		rows[i] = FindingRow{localOf(f.Subject, 0), localNumber(f.Subject), f.Body.Kind, f.Body.Evaluation, f.Body.Language, f.Body.Text, f.Body.Response, texts(f.Body.Topics), string(f.Day), f.Act}
	}
	return endpoint.Listed(ctx, rows, after(next)), nil
}
