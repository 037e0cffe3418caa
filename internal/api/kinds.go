package api

import (
	"context"
	"encoding/json"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/endpoint"
	"comity/internal/ui"
)

// Kind is a kind of act.
type Kind struct {
	Kind       string   `json:"kind"`
	Version    int      `json:"version"`
	Title      string   `json:"title" doc:"In the language of the request."`
	Subjects   []string `json:"subjects" nullable:"false" doc:"Types of subject that its acts are about."`
	Standings  []string `json:"standings" nullable:"false"`
	Audiences  []string `json:"audiences" nullable:"false" doc:"Audiences that its acts may be for; * is any named one."`
	Correction bool     `json:"correction" doc:"Its acts correct another."`
	Command    string   `json:"command,omitempty" doc:"The command that records its acts; they are taken from no call."`
}

type kindIn struct {
	Kind string `path:"kind" maxLength:"64" doc:"Its name."`
}

// KindSchema is a kind with the JSON Schema of its bodies.
type KindSchema struct {
	Kind
	Schema json.RawMessage `json:"schema" doc:"JSON Schema (draft 2020-12) of a body of the present version."`
}

type kindOut struct{ Body KindSchema }

func (a *API) kindOps() {
	endpoint.Op(a.huma, get("kinds", "/kinds", "book"), func(ctx context.Context, p *endpoint.Paging) (*endpoint.List[Kind], error) {
		var all []Kind
		for _, k := range a.Node.Book.Kinds() {
			all = append(all, kindOf(endpoint.Visit(ctx), k))
		}
		rows, after := endpoint.Cut(*p, all, func(k Kind) string { return k.Kind })
		return endpoint.Listed(ctx, rows, after), nil
	})
	endpoint.Op(a.huma, get("kind", "/kinds/{kind}", "book"), func(ctx context.Context, in *kindIn) (*kindOut, error) {
		k := a.Node.Book.Kind(in.Kind)
		if k == nil {
			return nil, ui.ErrNotFound
		}
		return &kindOut{KindSchema{kindOf(endpoint.Visit(ctx), k), k.Schema()}}, nil
	})
}

func kindOf(v *ui.Visit, k *book.Kind) Kind {
	form := k.Form()
	out := Kind{Kind: k.Name, Version: k.Version, Title: v.Label(k.Key(), k.Title), Subjects: texts(form.Subjects), Standings: []string{}, Audiences: texts(form.Audiences), Correction: k.Correction, Command: k.Command}
	for _, s := range form.Standings {
		out.Standings = append(out.Standings, string(s))
	}
	return out
}

// texts is a list that is never null.
func texts(list []string) []string { return append([]string{}, list...) }

// shape finds the shape of a kind, nil where there is none.
func (a *API) shape(kind string) *act.Shape {
	if k := a.Node.Book.Kind(kind); k != nil {
		return &k.Shape
	}
	return nil
}
