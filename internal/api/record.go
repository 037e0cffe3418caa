package api

import (
	"context"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/endpoint"
	"comity/internal/store"
	"comity/internal/ui"
)

// Draft is an act as it is handed in. docs/act.md §3. It describes what is read;
// the reading itself is [act.ReadDrafts].
type Draft struct {
	Kind     string         `json:"kind" example:"treaty.deposit"`
	Subject  string         `json:"subject" example:"treaty/untoc/FRA"`
	Party    string         `json:"party" doc:"On whose behalf."`
	Standing string         `json:"standing" enum:"own,communicated,observed"`
	Source   *Source        `json:"source,omitempty" doc:"The communication that it rests on."`
	Day      string         `json:"day" doc:"The act's own day."`
	Cites    []string       `json:"cites,omitempty" nullable:"false"`
	Audience string         `json:"audience,omitempty" doc:"May be left out where the kind has one."`
	Corrects string         `json:"corrects,omitempty" doc:"The id of the act that it corrects."`
	Body     map[string]any `json:"body,omitempty" doc:"By the schema of the kind."`
	Sealed   string         `json:"sealed,omitempty" doc:"For the audience sealed, in place of body: an age file in base64."`
	Seen     *string        `json:"seen,omitempty" doc:"The id of the last act on the subject that you had seen, or an empty text for none: the call is refused where there is a later one."`
}

// Drafts are acts that are recorded together or not at all.
type Drafts struct {
	Acts []Draft `json:"acts" nullable:"false" minItems:"1" maxItems:"5000"`
}

// Receipt says what a call became.
type Receipt struct {
	Acts  []Act `json:"acts" nullable:"false" doc:"As recorded, in the order of the call, without their bodies."`
	Again bool  `json:"again" doc:"The call had been recorded before, under the same key."`
	Size  int64 `json:"size" doc:"The length of the book with the call in it."`
}

type recordIn struct {
	Key         string `header:"Idempotency-Key" maxLength:"64" doc:"1 to 64 printable ASCII characters. The same key with the same acts answers as the first time."`
	ContentType string `header:"Content-Type" hidden:"true"`
	RawBody     []byte `contentType:"application/json"`
}

type recordOut struct {
	Status   int
	Location string `header:"Location" doc:"The act, where there is one."`
	Body     Receipt
}

func (a *API) recordOps() {
	op := huma.Operation{OperationID: "record", Method: http.MethodPost, Path: "/acts", Tags: []string{"book"}, DefaultStatus: http.StatusCreated,
		MaxBodyBytes: act.MaxDrafts, SkipValidateBody: true, BodyReadTimeout: time.Minute, Security: []map[string][]string{{"token": {}}}}
	endpoint.Op(a.huma, op, a.record)
	registry := a.huma.OpenAPI().Components.Schemas
	a.huma.OpenAPI().Paths["/acts"].Post.RequestBody.Content["application/json"].Schema = &huma.Schema{AnyOf: []*huma.Schema{
		registry.Schema(reflect.TypeFor[Draft](), true, "Draft"), registry.Schema(reflect.TypeFor[Drafts](), true, "Drafts")}}
}

// record takes the acts of one call, in the name of who calls.
func (a *API) record(ctx context.Context, in *recordIn) (*recordOut, error) {
	v := endpoint.Visit(ctx)
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	if kind, _, err := mime.ParseMediaType(in.ContentType); err != nil || kind != "application/json" {
		return nil, endpoint.ErrMedia
	}
	entries, err := act.ReadDrafts(in.RawBody, a.shape, a.Node.Lists)
	if err != nil {
		return nil, err
	}
	call := book.Call{Key: in.Key, Person: v.Reader.Who.Person, Seen: map[act.Subject]string{}}
	for i := range entries {
		e := &entries[i]
		call.Acts = append(call.Acts, book.Draft{Kind: e.Kind, Subject: e.Subject, Party: e.Party, Standing: e.Standing, Source: e.Source,
			Day: e.Day, Cites: e.Cites, Audience: e.Audience, Corrects: e.Corrects, Body: e.Body})
		if err := a.corrects(ctx, e, i, len(entries)); err != nil {
			return nil, err
		}
		if e.Guarded {
			if call.Seen[e.Subject], err = a.seen(ctx, e); err != nil {
				return nil, err
			}
		}
	}
	receipt, err := a.Node.Book.Record(ctx, call)
	if err != nil {
		return nil, placed(err, len(entries))
	}
	out := &recordOut{Status: http.StatusCreated, Body: Receipt{Acts: make([]Act, len(receipt.Acts)), Again: receipt.Again, Size: receipt.Size}}
	for i := range receipt.Acts {
		out.Body.Acts[i] = actOf(&receipt.Acts[i])
	}
	if receipt.Again {
		out.Status = http.StatusOK
	}
	if len(receipt.Acts) == 1 {
		out.Location = Prefix + "/acts/" + receipt.Acts[0].ID
	}
	return out, nil
}

// corrects refuses a correction of an act that is not open to the caller in the
// words for one that there is not: the book's own words would tell of it.
func (a *API) corrects(ctx context.Context, e *act.Entry, i, of int) error {
	if e.Corrects == "" {
		return nil
	}
	v := endpoint.Visit(ctx)
	h, err := a.Node.Head(ctx, &v.Reader, v.Today, e.Corrects)
	if err != nil || h != nil {
		return err
	}
	return act.Invalid{Code: "header.corrects-nothing", Where: place(i, of) + "/corrects", What: e.Corrects, Why: "the book holds no act of this id", Do: "name the act to correct"}
}

// seen is what the book is told that the caller had seen. Acts that are not open
// to them they can't have seen, and are not to learn of: who saw the last that is
// open has seen the last. Whoever has not is refused by the book, which first
// looks whether the call is a repetition.
func (a *API) seen(ctx context.Context, e *act.Entry) (string, error) {
	v := endpoint.Visit(ctx)
	open, err := a.Node.Last(ctx, &v.Reader, v.Today, e.Subject)
	if err != nil {
		return "", err
	}
	if open == nil && e.Seen != "" || open != nil && open.ID != e.Seen {
		return e.Seen, nil
	}
	last := ""
	err = a.Node.Book.Read(ctx, 0, func(r store.View) error {
		_, err := store.One(ctx, r, `SELECT id FROM act WHERE subject = ? ORDER BY idx DESC LIMIT 1`, []any{string(e.Subject)}, &last)
		return err
	})
	return last, err
}

// placed puts the place of the act in front of the places of faults that the book
// found in it.
func placed(err error, of int) error {
	r, is := asRefusal(err)
	faults := act.AllFaults(err)
	if !is || r.Act < 0 || len(faults) == 0 {
		return err
	}
	for i := range faults {
		faults[i].Where = place(r.Act, of) + faults[i].Where
	}
	return faults
}

// place is where an act of a call stands: a call of one may be the act itself.
func place(i, of int) string {
	if of == 1 {
		return ""
	}
	return "/acts/" + strconv.Itoa(i)
}
