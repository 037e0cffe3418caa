package mandate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/endpoint"
	"comity/internal/module"
)

// readAtOnce is how many texts are read at the same time, for people and programs
// together: each may be as long as a file may be.
const readAtOnce = 2

// places are taken while a text is read.
type places chan struct{}

func placesOf(n *module.Node) places {
	return module.Shared(n, func() places { return make(places, readAtOnce) })
}

// take waits for a place, and gives it back by the function; the error is that of
// a reader who went away.
func (p places) take(ctx context.Context) (leave func(), err error) {
	select {
	case p <- struct{}{}:
		return func() { <-p }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type importIn struct {
	Name    string `query:"name" required:"true" minLength:"1" maxLength:"200" example:"A_RES_69_197.pdf" doc:"The file's name."`
	Symbol  string `query:"symbol" maxLength:"80" doc:"The document's symbol, where its text does not say it."`
	Reason  string `query:"reason" maxLength:"2000" doc:"Why the text may replace another that the register has."`
	Confirm string `query:"confirm" maxLength:"64" doc:"The mark of the plan that was looked at: record it. Without it nothing is recorded."`
	Key     string `header:"Idempotency-Key" maxLength:"60" doc:"1 to 60 printable ASCII characters. The same key with the same file answers as the first time."`
	RawBody []byte `contentType:"application/octet-stream"`
}

// Plans are what taking in a file would record, or has recorded.
type Plans struct {
	Mark     string    `json:"mark" doc:"Of these plans; send it as confirm with the same file to record them."`
	Recorded bool      `json:"recorded"`
	Plans    []PlanRow `json:"plans" nullable:"false"`
}

// PlanRow is the plan of one document.
type PlanRow struct {
	Symbol   string      `json:"symbol"`
	Language string      `json:"language,omitempty"`
	Title    string      `json:"title,omitempty"`
	Outcome  string      `json:"outcome" enum:"new,same,reread,differs,refused"`
	Why      string      `json:"why,omitempty" doc:"Where it is refused or needs a reason: what and what to do, in English."`
	Acts     int         `json:"acts" doc:"How many acts it records."`
	Changes  []ChangeRow `json:"changes" nullable:"false" doc:"From the stored text, at most 500."`
	Act      string      `json:"act,omitempty" doc:"The act that took it in."`
}

// ChangeRow is one difference from the stored text.
type ChangeRow struct {
	Place string `json:"place,omitempty"`
	Field string `json:"field"`
	Old   string `json:"old,omitempty"`
	New   string `json:"new,omitempty"`
}

type importOut struct{ Body Plans }

func (p *pages) importOps(a huma.API) {
	places := placesOf(p.node)
	// Before the file is read, it is asked who sends it, and waited for a place.
	before := func(ctx huma.Context, next func(huma.Context)) {
		if _, err := p.mayImport(endpoint.Visit(ctx.Context())); err != nil {
			endpoint.Fail(a, ctx, err)
			return
		}
		leave, err := places.take(ctx.Context())
		if err != nil {
			return
		}
		defer leave()
		next(ctx)
	}
	endpoint.Op(a, huma.Operation{OperationID: "import", Method: http.MethodPost, Path: "/documents", Tags: []string{"mandates"}, DefaultStatus: http.StatusOK,
		MaxBodyBytes: maxText, BodyReadTimeout: 10 * time.Minute, SkipValidateBody: true, Middlewares: huma.Middlewares{before}, Security: []map[string][]string{{"token": {}}}}, p.importFile)
}

// importFile reads a file and says what taking it in would record, or records that
// where the plan was seen before.
func (p *pages) importFile(ctx context.Context, in *importIn) (*importOut, error) {
	v := endpoint.Visit(ctx)
	office, err := p.mayImport(v)
	if err != nil {
		return nil, err
	}
	im := &Importer{Book: p.node.Book, Reader: p.reader(), Programme: p.programme, Parties: p.parties, Lists: p.lists, Version: "comity", Party: office, Today: v.Today}
	if p.node.Blobs != nil {
		im.Blobs = p.node.Blobs
	}
	data := bytes.Clone(in.RawBody) // the bytes go back to a pool
	plans, err := im.Import(ctx, in.Name, data, ImportOptions{Symbol: in.Symbol, Reason: in.Reason})
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return nil, act.Invalid{Code: "api.text", Where: "", What: in.Name, Why: "the file can't be read: " + err.Error(), Do: "give a text, PDF, DOCX, HTML or XML file that can be", Args: map[string]string{"why": err.Error()}}
	}
	out := &importOut{Plans{Mark: mark(data, plans), Plans: make([]PlanRow, len(plans))}}
	if in.Confirm != "" {
		if err := p.confirmed(ctx, im, in, plans, out); err != nil {
			return nil, err
		}
	}
	for i, plan := range plans {
		out.Body.Plans[i].fill(plan)
	}
	return out, nil
}

// confirmed records plans that were looked at. A plan that had been recorded under
// the key has nothing more to record, and is no other plan.
func (p *pages) confirmed(ctx context.Context, im *Importer, in *importIn, plans []*Plan, out *importOut) error {
	v := endpoint.Visit(ctx)
	done := true
	for _, plan := range plans {
		done = done && plan.Outcome == Same
	}
	if in.Confirm != out.Body.Mark && !done {
		return &book.Refusal{Code: book.Stale, Act: -1, What: "the plan is another than the one that was confirmed", Do: "look at it, and confirm it anew"}
	}
	for i, plan := range plans {
		if !plan.Records() {
			continue
		}
		key := in.Key
		if key != "" {
			key += "-" + number(i)
		}
		receipt, err := im.Record(ctx, v.Reader.Who.Person, key, plan)
		if err != nil {
			return err
		}
		out.Body.Plans[i].Act = receipt.Acts[0].ID
		if err := p.renewals(v, im, plan.Symbol); err != nil {
			return err
		}
	}
	out.Body.Recorded = true
	return nil
}

// mark tells plans from others: by the file, and by what the register had.
func mark(data []byte, plans []*Plan) string {
	h := sha256.New()
	sum := sha256.Sum256(data)
	h.Write(sum[:])
	for _, p := range plans {
		fmt.Fprintf(h, "%q %q %q %d %q\n", p.Symbol, p.Language, p.Outcome, p.Acts, p.seen)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// fill says what a plan would record.
func (r *PlanRow) fill(p *Plan) {
	r.Symbol, r.Language, r.Title, r.Outcome, r.Acts, r.Changes = p.Symbol, p.Language, p.Title, string(p.Outcome), p.Acts, []ChangeRow{}
	if p.Why != nil {
		r.Why = p.Why.Error()
	}
	for _, c := range p.Changes {
		if len(r.Changes) == mostPage {
			break
		}
		r.Changes = append(r.Changes, ChangeRow{c.Place, c.Field, c.Old, c.New})
	}
}
