package assistance

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/act"
	"comity/internal/endpoint"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// api registers the room's operations on a node. What is written is written as acts,
// by the operation that all kinds share.
func (ru rules) api(n *module.Node, a huma.API) {
	p := &pages{rules: ru, node: n, counts: &counted{}}
	get := func(id, path string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{"assistance"}}
	}
	endpoint.Op(a, get("assistance-requests", "/assistance/requests"), p.apiList)
	endpoint.Op(a, get("assistance-request", "/assistance/requests/{id}"), p.apiRequest)
	endpoint.Op(a, get("assistance-published", "/assistance/published"), p.apiPublished)
	endpoint.Op(a, get("assistance-counts", "/assistance/counts"), p.apiCounts)
	endpoint.Op(a, get("networks", "/assistance/networks"), p.apiNetworks)
}

// RequestRow is a request for assistance.
type RequestRow struct {
	ID        string `json:"id"`
	Subject   string `json:"subject"`
	State     string `json:"state"`
	Group     string `json:"group,omitempty" doc:"The regional group with which the State was counted."`
	Title     string `json:"title"`
	Language  string `json:"language"`
	Reference string `json:"reference,omitempty" doc:"The State's own."`
	Topic     string `json:"topic"`
	Urgency   string `json:"urgency"`
	Status    string `json:"status" doc:"As the caller may know it: what the Office weighs apart is told to those who weigh."`
	Received  string `json:"received"`
	WaitsFor  string `json:"waits_for,omitempty" doc:"check, appraise, reply, assign, resources, deliver, evaluate or close; suspended while the help is; diligence-assess, -approve or -renew, for those who appraise, while that stands before delivery."`
	Due       string `json:"due,omitempty" doc:"By the programme's target; absent while the State is asked."`
	Asked     string `json:"asked,omitempty" doc:"The day since which the State is asked."`
	Suspended string `json:"suspended,omitempty"`
	Own       bool   `json:"own" doc:"Whether it stands as the State's own word."`
	Reply     string `json:"reply,omitempty"`
	Office    string `json:"office,omitempty"`
	Published string `json:"published,omitempty"`
}

// RequestWhole is a request with what it says and its steps.
type RequestWhole struct {
	RequestRow
	Cites []string        `json:"cites" nullable:"false"`
	Says  json.RawMessage `json:"says" doc:"The body of the request, as its kind declares it."`
	Steps []StepRow       `json:"steps" nullable:"false"`
}

// StepRow is one act on a request.
type StepRow struct {
	Kind      string          `json:"kind"`
	Act       string          `json:"act"`
	Day       string          `json:"day"`
	Standing  string          `json:"standing"`
	Corrected bool            `json:"corrected,omitempty" doc:"A later act takes its place."`
	Says      json.RawMessage `json:"says"`
}

// PublishedRow is what a State published of a request.
type PublishedRow struct {
	ID       string   `json:"id"`
	Act      string   `json:"act"`
	State    string   `json:"state"`
	Day      string   `json:"day"`
	Title    string   `json:"title"`
	Language string   `json:"language"`
	Summary  string   `json:"summary"`
	Topics   []string `json:"topics" nullable:"false"`
	Help     []string `json:"help" nullable:"false"`
	Reply    string   `json:"reply,omitempty"`
	Met      string   `json:"met,omitempty"`
}

// CountRow is the number of requests of a topic and regional group, "total" for all.
type CountRow struct {
	Topic   string `json:"topic"`
	Group   string `json:"group"`
	N       int    `json:"n" doc:"0 where it is left out."`
	LeftOut bool   `json:"left_out,omitempty" doc:"The number is small, or a small one could be worked out from it."`
}

// NetworkRow is a network or partnership.
type NetworkRow struct {
	Code        string   `json:"code"`
	Act         string   `json:"act"`
	Title       string   `json:"title"`
	Language    string   `json:"language"`
	Coordinator string   `json:"coordinator"`
	Members     []string `json:"members" nullable:"false"`
	Topics      []string `json:"topics" nullable:"false"`
	Until       string   `json:"until,omitempty"`
}

// mostPage is how many rows one answer holds.
const mostPage = 1000

func (p *pages) requestRow(q *Request, today act.Day) RequestRow {
	return RequestRow{ID: q.ID, Subject: string(q.Subject()), State: q.Party, Group: q.Region, Title: q.Title, Language: q.Language, Reference: q.Reference, Topic: q.Topic, Urgency: q.Urgency, Status: string(q.Status),
		Received: string(q.Received), WaitsFor: q.WaitsFor(today), Due: string(q.Due(p.settings)), Asked: string(q.Open), Suspended: string(q.Suspended), Own: q.Own, Reply: string(q.Outcome), Office: q.Office, Published: string(q.Published)}
}

type requestsIn struct {
	endpoint.Paging
	Status string `query:"status" maxLength:"64" doc:"Of this status."`
	State  string `query:"state" maxLength:"64" doc:"Of this State."`
	Group  string `query:"group" maxLength:"64" doc:"Of States counted with this regional group."`
	Topic  string `query:"topic" maxLength:"64" doc:"On this topic."`
	Help   string `query:"help" maxLength:"64" doc:"For this kind of help."`
}

func (p *pages) apiList(ctx context.Context, in *requestsIn) (*endpoint.List[RequestRow], error) {
	f := Filter{Status: Status(in.Status), Party: in.State, Region: in.Group}
	if in.Topic != "" {
		f.Tags = append(f.Tags, "topic:"+in.Topic)
	}
	if in.Help != "" {
		f.Tags = append(f.Tags, "help:"+in.Help)
	}
	var before int64
	if in.After != "" {
		var err error
		if before, err = strconv.ParseInt(in.After, 10, 64); err != nil || before < 1 {
			return nil, endpoint.BadCursor(in.After)
		}
	}
	var list []*Request
	var next int64
	v := endpoint.Visit(ctx)
	err := p.read(v, func(r store.View) (err error) {
		list, next, err = Queue(ctx, r, scopeOf(v), f, before, min(in.Limit, mostPage))
		return err
	})
	if err != nil {
		return nil, err
	}
	rows := make([]RequestRow, len(list))
	for i, q := range list {
		rows[i] = p.requestRow(q, v.Today)
	}
	after := ""
	if next > 0 {
		after = strconv.FormatInt(next, 10)
	}
	return endpoint.Listed(ctx, rows, after), nil
}

type inRequest struct {
	ID string `path:"id" maxLength:"26" doc:"Of the request."`
}

type requestOut struct{ Body RequestWhole }

func (p *pages) apiRequest(ctx context.Context, in *inRequest) (*requestOut, error) {
	out := &requestOut{}
	v := endpoint.Visit(ctx)
	err := p.read(v, func(r store.View) error {
		q, err := Find(ctx, r, scopeOf(v), in.ID)
		if err == nil && q == nil {
			err = ui.ErrNotFound
		}
		if err != nil {
			return err
		}
		steps, err := StepsOf(ctx, r, scopeOf(v), in.ID)
		out.Body = RequestWhole{RequestRow: p.requestRow(q, v.Today), Cites: []string{}, Says: json.RawMessage(pack(q.Body)), Steps: []StepRow{}}
		for _, c := range q.Cites {
			out.Body.Cites = append(out.Body.Cites, string(c))
		}
		for _, e := range steps {
			out.Body.Steps = append(out.Body.Steps, StepRow{Kind: "assistance." + e.Kind, Act: e.Act, Day: string(e.Day), Standing: string(e.Standing), Corrected: e.Corrected, Says: json.RawMessage(e.Body)})
		}
		return err
	})
	return out, err
}

type publishedIn struct{ endpoint.Paging }

func (p *pages) apiPublished(ctx context.Context, in *publishedIn) (*endpoint.List[PublishedRow], error) {
	var all []PublishedRow
	err := p.read(endpoint.Visit(ctx), func(r store.View) error {
		list, err := Published(ctx, r, 10_000)
		all = nil
		for _, q := range list {
			all = append(all, PublishedRow{ID: q.ID, Act: q.Act, State: q.Party, Day: string(q.Day), Title: q.Title.Text, Language: q.Title.Language, Summary: q.Summary.Text, Topics: q.Topics, Help: q.Help, Reply: string(q.Outcome), Met: q.Met})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b PublishedRow) int { return strings.Compare(a.ID, b.ID) })
	rows, after := endpoint.Cut(in.Paging, all, func(r PublishedRow) string { return r.ID })
	return endpoint.Listed(ctx, rows, after), nil
}

type countsIn struct{ endpoint.Paging }

func (p *pages) apiCounts(ctx context.Context, in *countsIn) (*endpoint.List[CountRow], error) {
	var f *Figures
	v := endpoint.Visit(ctx)
	size := p.node.Book.Size()
	err := p.read(v, func(r store.View) (err error) { f, err = p.counts.of(ctx, r, p.rules, size, v.Today); return err })
	if err != nil {
		return nil, err
	}
	var all []CountRow
	at := func(list []string, i int) string {
		if i == len(list) {
			return "total"
		}
		return list[i]
	}
	for i := range f.Counts.N {
		for j, n := range f.Counts.N[i] {
			row := CountRow{Topic: at(f.Counts.Rows, i), Group: at(f.Counts.Columns, j), LeftOut: f.Counts.Hidden[i][j]}
			if !row.LeftOut {
				row.N = n
			}
			all = append(all, row)
		}
	}
	key := func(r CountRow) string { return r.Topic + "/" + r.Group }
	slices.SortFunc(all, func(a, b CountRow) int { return strings.Compare(key(a), key(b)) })
	rows, after := endpoint.Cut(in.Paging, all, key)
	return endpoint.Listed(ctx, rows, after, v.Text("assistance.counts-before", map[string]string{"Day": v.Localizer.Day(f.Before)}), v.Text("assistance.counts-note", map[string]string{"Smallest": strconv.Itoa(p.settings.Smallest)})), nil
}

type networksIn struct{ endpoint.Paging }

func (p *pages) apiNetworks(ctx context.Context, in *networksIn) (*endpoint.List[NetworkRow], error) {
	var all []NetworkRow
	v := endpoint.Visit(ctx)
	err := p.read(v, func(r store.View) error {
		list, err := Networks(ctx, r, scopeOf(v), "")
		all = nil
		for _, n := range list {
			row := NetworkRow{Code: n.Code, Act: n.Act, Title: n.Title.Text, Language: n.Title.Language, Coordinator: n.Coordinator, Members: n.Members, Topics: n.Topics, Until: string(n.Until)}
			if row.Members == nil {
				row.Members = []string{}
			}
			all = append(all, row)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	rows, after := endpoint.Cut(in.Paging, all, func(r NetworkRow) string { return r.Code })
	return endpoint.Listed(ctx, rows, after), nil
}
