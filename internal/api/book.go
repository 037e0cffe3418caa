package api

import (
	"context"
	"encoding/json"
	"strconv"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/endpoint"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// Act is an act as it stands in the book. docs/act.md §1.1.
type Act struct {
	Index    int64           `json:"index" doc:"Its place in the book, from 0."`
	ID       string          `json:"id"`
	Kind     string          `json:"kind" example:"treaty.deposit"`
	Version  int             `json:"version"`
	Subject  string          `json:"subject" example:"treaty/untoc/FRA"`
	Party    string          `json:"party"`
	Person   string          `json:"person,omitempty" doc:"The random id of who entered it; absent for the node itself."`
	Standing string          `json:"standing" enum:"own,communicated,observed"`
	Source   *Source         `json:"source,omitempty"`
	Day      string          `json:"day" doc:"The act's own day."`
	Recorded string          `json:"recorded" doc:"The instant of writing, UTC."`
	Cites    []string        `json:"cites" nullable:"false"`
	Audience string          `json:"audience"`
	Corrects string          `json:"corrects,omitempty" doc:"The id of the act that it corrects."`
	Hash     string          `json:"hash" doc:"SHA-256 of the stored body."`
	Erased   bool            `json:"erased,omitempty" doc:"The body's key was destroyed."`
	Body     json.RawMessage `json:"body,omitempty" doc:"By the schema of the kind in the act's version; absent where it was erased, and in lists unless bodies are asked for."`
}

// Source is the communication that an act rests on.
type Source struct {
	Channel   string `json:"channel"`
	Reference string `json:"reference"`
	Received  string `json:"received"`
	Document  string `json:"document,omitempty"`
}

func actOf(h *act.Header) Act {
	a := Act{Index: h.Index, ID: h.ID, Kind: h.Kind, Version: h.Version, Subject: string(h.Subject), Party: h.Party, Person: h.Person, Standing: string(h.Standing),
		Day: string(h.Day), Recorded: h.Recorded.String(), Cites: make([]string, len(h.Cites)), Audience: h.Audience, Corrects: h.Corrects, Hash: h.Body.String()}
	for i, c := range h.Cites {
		a.Cites[i] = string(c)
	}
	if h.Source != nil {
		a.Source = &Source{h.Source.Channel, h.Source.Reference, string(h.Source.Received), h.Source.Document}
	}
	return a
}

type actsIn struct {
	endpoint.Paging
	endpoint.KnownAt
	Subject string `query:"subject" maxLength:"200" example:"treaty/untoc/FRA" doc:"What the acts are about."`
	Cite    string `query:"cite" maxLength:"160" example:"A/RES/69/197#4" doc:"The provision that they carry out, exactly as cited."`
	Kind    string `query:"kind" maxLength:"64" doc:"Their kind."`
	Party   string `query:"party" maxLength:"64" doc:"On whose behalf they were done."`
	Since   int64  `query:"since" minimum:"0" maximum:"9007199254740991" doc:"The first place in the book that is wanted: the length that you know already."`
	Bodies  bool   `query:"bodies" doc:"Give the bodies too."`
}

type actIn struct {
	ID string `path:"id" maxLength:"36" doc:"The act's id."`
	endpoint.KnownAt
}

type actOut struct{ Body Act }

type proofOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte `contentType:"text/plain"`
}

func (a *API) bookOps() {
	endpoint.Op(a.huma, get("acts", "/acts", "book"), a.acts)
	endpoint.Op(a.huma, get("act", "/acts/{id}", "book"), a.act)
	endpoint.Op(a.huma, textual(get("proof", "/acts/{id}/proof", "book")), a.proof)
	endpoint.Op(a.huma, get("head", "/book/head", "book"), a.head)
	endpoint.Op(a.huma, get("consistency", "/book/consistency", "book"), a.consistency)
}

func (a *API) acts(ctx context.Context, in *actsIn) (*endpoint.List[Act], error) {
	v := endpoint.Visit(ctx)
	q := module.Asked{Kind: in.Kind, Party: in.Party, From: in.Since, Limit: in.Limit}
	var err error
	if in.Subject != "" {
		if q.Subject, err = act.ParseSubject(in.Subject); err != nil {
			return nil, at("query.subject", err)
		}
	}
	if in.Cite != "" {
		if q.Cite, err = act.ParseCite(in.Cite); err != nil {
			return nil, at("query.cite", err)
		}
	}
	if in.After != "" {
		last, err := strconv.ParseInt(in.After, 10, 64)
		if err != nil || last < 0 {
			return nil, endpoint.BadCursor(in.After)
		}
		q.From = max(q.From, last+1)
	}
	if q.Below, err = in.Length(ctx, a.Node.Book); err != nil {
		return nil, err
	}
	heads, next, err := a.Node.Heads(ctx, &v.Reader, v.Today, q)
	if err != nil {
		return nil, err
	}
	rows := make([]Act, len(heads))
	for i, h := range heads {
		rows[i] = actOf(h)
		if in.Bodies {
			if err := a.body(ctx, &rows[i]); err != nil {
				return nil, err
			}
		}
	}
	after := ""
	if next >= 0 {
		after = strconv.FormatInt(next-1, 10)
	}
	return endpoint.Listed(ctx, rows, after), nil
}

// body reads and opens the body of an act that is open to the caller.
func (a *API) body(ctx context.Context, row *Act) error {
	whole, err := a.Node.Book.ByID(ctx, row.ID, 0)
	if err != nil {
		return err
	}
	if whole == nil {
		return ui.ErrNotFound
	}
	row.Erased = whole.Erased
	row.Body = whole.Clear
	return nil
}

func (a *API) act(ctx context.Context, in *actIn) (*actOut, error) {
	h, err := a.visible(ctx, in)
	if err != nil {
		return nil, err
	}
	out := &actOut{actOf(h)}
	return out, a.body(ctx, &out.Body)
}

// visible is the header of an act that is open to the caller. One that is not, one
// that was not known then, and one that there is not are told apart by nothing.
func (a *API) visible(ctx context.Context, in *actIn) (*act.Header, error) {
	v := endpoint.Visit(ctx)
	length, err := in.Length(ctx, a.Node.Book)
	if err != nil {
		return nil, err
	}
	h, err := a.Node.Head(ctx, &v.Reader, v.Today, in.ID)
	if err == nil && (h == nil || h.Index >= length) {
		err = ui.ErrNotFound
	}
	return h, err
}

func (a *API) proof(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"36" doc:"The act's id."`
},
) (*proofOut, error) {
	h, err := a.visible(ctx, &actIn{ID: in.ID})
	if err != nil {
		return nil, err
	}
	whole, err := a.Node.Book.ByID(ctx, h.ID, 0)
	if err != nil {
		return nil, err
	}
	if whole == nil {
		return nil, ui.ErrNotFound
	}
	if whole.Erased {
		return nil, &book.Refusal{Code: book.Conflict, Act: -1, What: "the act was erased: what its leaf commits to can't be shown any more"}
	}
	p, err := a.Node.Book.Prove(ctx, h.ID)
	if err != nil {
		return nil, err
	}
	return &proofOut{"text/plain; charset=utf-8", `attachment; filename="proof-` + h.ID + `.txt"`, p.Encode()}, nil
}

// Head is the book's signed head.
type Head struct {
	Origin   string `json:"origin" doc:"The node's name with /book."`
	Size     int64  `json:"size" doc:"Acts in the book."`
	Root     string `json:"root" doc:"Root hash of the Merkle tree (RFC 6962), base64."`
	Epoch    int64  `json:"epoch"`
	Note     string `json:"note" doc:"The signed note (C2SP tlog-checkpoint), as it is checked."`
	Verifier string `json:"verifier" doc:"The key by which it is checked."`
}

type headOut struct{ Body Head }

func (a *API) head(ctx context.Context, _ *struct{}) (*headOut, error) {
	h, err := a.Node.Book.SignedHead(ctx)
	if err != nil {
		return nil, err
	}
	return &headOut{Head{h.Origin, h.Size, h.Root.String(), h.Epoch, string(h.Note), a.Verifier}}, nil
}

// Consistency shows that the book of one length extends that of another.
type Consistency struct {
	Earlier int64    `json:"earlier"`
	Later   int64    `json:"later"`
	Hashes  []string `json:"hashes" nullable:"false" doc:"The proof (RFC 6962 §2.1.2), base64, in order."`
}

type consistencyIn struct {
	Earlier int64 `query:"earlier" required:"true" minimum:"1" maximum:"9007199254740991" doc:"A length that the book had."`
	Later   int64 `query:"later" minimum:"1" maximum:"9007199254740991" doc:"A later length; the present one without it."`
}

type consistencyOut struct{ Body Consistency }

func (a *API) consistency(ctx context.Context, in *consistencyIn) (*consistencyOut, error) {
	var size int64
	if err := a.Node.Book.Read(ctx, 0, func(v store.View) error { size = v.At().Size; return nil }); err != nil {
		return nil, err
	}
	if in.Later == 0 {
		in.Later = size
	}
	for _, c := range []struct {
		name   string
		n, max int64
	}{{"later", in.Later, size}, {"earlier", in.Earlier, in.Later}} {
		if c.n > c.max {
			return nil, act.Invalid{Code: "api.known-later", Where: "query." + c.name, What: strconv.FormatInt(c.n, 10), Why: "the book is not yet so long", Do: "give a length that it has had, or an instant",
				Args: map[string]string{"size": strconv.FormatInt(c.max, 10)}}
		}
	}
	proof, err := a.Node.Book.Consistency(ctx, in.Earlier, in.Later)
	if err != nil {
		return nil, err
	}
	out := &consistencyOut{Consistency{in.Earlier, in.Later, make([]string, len(proof))}}
	for i, h := range proof {
		out.Body.Hashes[i] = h.String()
	}
	return out, nil
}

// at names the parameter in which a fault stands.
func at(where string, err error) error {
	faults := act.AllFaults(err)
	if faults == nil {
		return err
	}
	for i := range faults {
		faults[i].Where = where
	}
	return faults
}
