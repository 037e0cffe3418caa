package api

import (
	"context"
	"errors"
	"fmt"

	"comity/internal/act"
	"comity/internal/endpoint"
	"comity/internal/search"
	"comity/internal/search/query"
)

// Hit is a document that was found.
type Hit struct {
	ID       string   `json:"id" doc:"The subject, with its place where it is a part of one."`
	Subject  string   `json:"subject"`
	Type     string   `json:"type"`
	Language string   `json:"language,omitempty" doc:"Of what is shown: the language of the request where it has the words."`
	Also     []string `json:"also,omitempty" nullable:"false" doc:"Other languages in which it can be had."`
	Title    string   `json:"title"`
	Snippet  string   `json:"snippet"`
	Marks    [][2]int `json:"marks,omitempty" nullable:"false" doc:"Where in the snippet the words stand: first byte and the byte after the last."`
}

// Found is a page of hits with its counts.
type Found struct {
	endpoint.Rows[Hit]
	Total  int     `json:"total" doc:"Things that were found, each once in however many languages, among those that are open to the caller."`
	More   bool    `json:"more,omitempty" doc:"There are more than were counted."`
	Loose  bool    `json:"loose,omitempty" doc:"No document has all the words, and these have some."`
	Facets []Facet `json:"facets" nullable:"false"`
}

// Facet counts the values of one field.
type Facet struct {
	Field  string  `json:"field"`
	Values []Count `json:"values" nullable:"false"`
}

// Count is a value and how many documents have it.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

type searchIn struct {
	Q     string `query:"q" required:"true" minLength:"1" maxLength:"400" example:"mutual legal assistance type:clause" doc:"Words, phrases in quotation marks, and filters."`
	After string `query:"after" maxLength:"1000" doc:"Where the rows before ended; take it from next."`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"How many rows are wanted at most."`
}

type searchOut struct {
	Link string `header:"Link" doc:"The address of the next rows, rel=next."`
	Body Found
}

func (a *API) searchOps() {
	endpoint.Op(a.huma, get("search", "/search", "search"), func(ctx context.Context, in *searchIn) (*searchOut, error) {
		v := endpoint.Visit(ctx)
		r, err := a.Index.Search(ctx, search.Request{Query: in.Q, Language: v.Lang, Audiences: v.Reader.Audiences, After: in.After, Limit: in.Limit})
		var typed *query.Error
		if errors.As(err, &typed) {
			return nil, act.Invalid{Code: "api.search", Where: "query.q", What: in.Q, Why: "this can't be searched for: " + typed.Error(), Do: "change the words or the filters", Args: map[string]string{"why": typed.Error()}}
		}
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		rows := make([]Hit, len(r.Hits))
		for i, h := range r.Hits {
			rows[i] = Hit{h.ID, h.Subject, h.Type, h.Language, h.Also, h.Title.Text, h.Snippet.Text, h.Snippet.Marks}
		}
		list := endpoint.Listed(ctx, rows, r.Next)
		out := &searchOut{Link: list.Link, Body: Found{Rows: list.Body, Total: r.Total, More: r.More, Loose: r.Loose, Facets: []Facet{}}}
		for _, f := range r.Facets {
			values := make([]Count, len(f.Values))
			for i, c := range f.Values {
				values[i] = Count{c.Value, c.Count}
			}
			out.Body.Facets = append(out.Body.Facets, Facet{f.Field, values})
		}
		return out, nil
	})
}
