package operations

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/endpoint"
	"comity/internal/treaty"
	"comity/internal/treaty/list"
	"comity/internal/ui"
)

// readAtOnce is how many files are read for programs at the same time.
const readAtOnce = 2

type intakeIn struct {
	Name    string `query:"name" required:"true" minLength:"1" maxLength:"200" example:"18-12@2014-01-27.csv" doc:"The file's name; that of a list may give the treaty's number and the list's own day."`
	Treaty  string `query:"treaty" maxLength:"64" doc:"The code of the treaty, where a list does not say it."`
	ListDay string `query:"list_day" format:"date" doc:"The list's own day, where the file does not say it."`
	Source  string `query:"source" maxLength:"200" doc:"Where the file is from, where it does not say it."`
	Confirm string `query:"confirm" maxLength:"64" doc:"The mark of the plan that was looked at: record it. Without it nothing is recorded."`
	Key     string `header:"Idempotency-Key" maxLength:"60" doc:"1 to 60 printable ASCII characters. The same key with the same file answers as the first time."`
	RawBody []byte `contentType:"application/octet-stream"`
}

// IntakePlan is what taking in a file would record, or has recorded.
type IntakePlan struct {
	Mark     string       `json:"mark" doc:"Of this plan; send it as confirm with the same file to record it."`
	Recorded bool         `json:"recorded"`
	Kind     string       `json:"kind" enum:"participants,deposits,agreements" doc:"What the file holds."`
	Treaty   string       `json:"treaty,omitempty" doc:"Of a list."`
	ListAsOf string       `json:"list_as_of,omitempty"`
	Rows     int          `json:"rows" doc:"Participants of a list, or lines."`
	Standing int          `json:"standing" doc:"Lines that the record has already."`
	Unread   int          `json:"unread,omitempty" doc:"Declarations in the file that carry no day and are not read."`
	Acts     int          `json:"acts" doc:"How many acts it records."`
	Changes  []ListChange `json:"changes" nullable:"false" doc:"Of a list: how it differs from the record, at most 1000."`
	First    int64        `json:"first,omitempty" doc:"The place in the book of the first act that was recorded."`
}

// ListChange is one difference between a list and the record.
type ListChange struct {
	Kind      string `json:"kind" enum:"added,corrected,struck"`
	Party     string `json:"party"`
	Line      int    `json:"line,omitempty"`
	WasAction string `json:"was_action,omitempty"`
	WasDay    string `json:"was_day,omitempty"`
	Action    string `json:"action,omitempty"`
	Day       string `json:"day,omitempty"`
	Withdraws string `json:"withdraws,omitempty"`
}

type intakeOut struct{ Body IntakePlan }

func (o *operations) intakeOps(a huma.API) {
	places := make(chan struct{}, readAtOnce)
	// Before the file is read, it is asked who sends it, and waited for a place.
	before := func(ctx huma.Context, next func(huma.Context)) {
		if err := treaty.MayTakeIn(endpoint.Visit(ctx.Context())); err != nil {
			endpoint.Fail(a, ctx, err)
			return
		}
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
			next(ctx)
		case <-ctx.Context().Done():
		}
	}
	endpoint.Op(a, huma.Operation{OperationID: "treaty-import", Method: http.MethodPost, Path: "/treaties", Tags: []string{o.tag}, DefaultStatus: http.StatusOK,
		MaxBodyBytes: list.MaxBytes + 1, BodyReadTimeout: 10 * time.Minute, SkipValidateBody: true, Middlewares: huma.Middlewares{before}, Security: []map[string][]string{{"token": {}}}}, o.takeIn)
}

// takeIn plans a file, and records it where the plan was looked at before.
func (o *operations) takeIn(ctx context.Context, in *intakeIn) (*intakeOut, error) {
	v := endpoint.Visit(ctx)
	if err := treaty.MayTakeIn(v); err != nil {
		return nil, err
	}
	it := treaty.IntakeOf(o.node, v.Reader.Who.Person, v.Today)
	it.Key = in.Key
	f := treaty.File{Name: in.Name, Data: in.RawBody, Treaty: in.Treaty, Source: in.Source}
	if in.ListDay != "" {
		day, err := act.ParseDay(in.ListDay)
		if err != nil {
			return nil, err
		}
		f.AsOf = day
	}
	plan, err := it.PlanFile(ctx, &f, o.node.Lists)
	if err != nil {
		return nil, told(v, err)
	}
	out := &intakeOut{planBody(plan)}
	if in.Confirm == "" {
		return out, nil
	}
	if len(plan.Drafts) == 0 {
		out.Body.Recorded = true // what it would record is recorded
		return out, nil
	}
	if in.Confirm != plan.Mark() {
		return nil, &book.Refusal{Code: book.Stale, Act: -1, What: "the plan is another than the one that was confirmed", Do: "look at it, and confirm it anew"}
	}
	r, err := it.Record(ctx, plan)
	if err != nil {
		return nil, err
	}
	out.Body.Recorded, out.Body.First = true, r.Acts[0].Index
	return out, nil
}

// told turns the faults of a file into those of a request, said in its language.
func told(v *ui.Visit, err error) error {
	var faults list.Faults
	if !errors.As(err, &faults) {
		return err
	}
	var out act.Faults
	for _, f := range faults {
		out = append(out, act.Invalid{Code: "treaty.file", Where: "/lines/" + strconv.Itoa(f.Line), Why: f.Says(v.Localizer)})
	}
	return out.Err()
}

func planBody(p *treaty.Plan) IntakePlan {
	b := IntakePlan{Mark: p.Mark(), Kind: string(p.Kind), Rows: len(p.Drafts) + p.Standing, Standing: p.Standing, Acts: len(p.Drafts), Changes: []ListChange{}}
	if l := p.List; l != nil {
		b.Treaty, b.ListAsOf, b.Rows, b.Unread = p.Instrument.Code, string(l.AsOf), len(l.Rows), l.Unread
	}
	for k := range p.Changes {
		if k == 1000 {
			break
		}
		c := &p.Changes[k]
		row := ListChange{Kind: c.Kind(), Party: c.Party, Line: c.Line, Action: string(c.Action), Day: string(c.Day)}
		if c.Was != nil {
			row.WasAction, row.WasDay = string(c.Was.Action), string(c.Was.Day)
		}
		if c.Withdraws != nil {
			row.Withdraws = string(c.Withdraws.Action) + " " + string(c.Withdraws.Day)
		}
		b.Changes = append(b.Changes, row)
	}
	return b
}
