package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/endpoint"
)

// Programme is what the node runs.
type Programme struct {
	Code          string       `json:"code"`
	Title         string       `json:"title"`
	Mandate       string       `json:"mandate" doc:"The symbol of the resolution that the programme rests on."`
	Node          string       `json:"node" doc:"The node's name, as its heads are signed."`
	Verifier      string       `json:"verifier" doc:"The key by which proofs and heads are checked."`
	Demonstration bool         `json:"demonstration" doc:"All that is recorded here is invented."`
	Topics        []Topic      `json:"topics" nullable:"false"`
	Instruments   []Instrument `json:"instruments" nullable:"false"`
	Organs        []Organ      `json:"organs" nullable:"false"`
}

// Topic is a subject that the programme's clauses are about.
type Topic struct {
	Code  string `json:"code"`
	Title string `json:"title"`
}

// Instrument is a treaty, a protocol, or a group of them.
type Instrument struct {
	Code         string   `json:"code"`
	Title        string   `json:"title"`
	Short        string   `json:"short"`
	Members      []string `json:"members,omitempty" nullable:"false" doc:"Codes, for a group."`
	Parent       string   `json:"parent,omitempty"`
	Adopted      string   `json:"adopted,omitempty"`
	AdoptedBy    string   `json:"adopted_by,omitempty"`
	Number       string   `json:"number,omitempty" doc:"In the United Nations' collection of multilateral treaties."`
	Depositaries []string `json:"depositaries,omitempty" nullable:"false"`
}

// Organ is a body whose resolutions are read or cited.
type Organ struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type programmeOut struct{ Body Programme }

func get(id, path, tag string) huma.Operation {
	return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{tag}}
}

func (a *API) aboutOps() {
	endpoint.Op(a.huma, get("programme", "/programme", "node"), func(context.Context, *struct{}) (*programmeOut, error) {
		p := a.Node.Programme
		out := Programme{Code: p.Code, Title: p.Title, Mandate: p.Mandate, Node: a.Name, Verifier: a.Verifier, Demonstration: a.Demonstration,
			Topics: []Topic{}, Instruments: []Instrument{}, Organs: []Organ{}}
		for i := range p.Topics {
			out.Topics = append(out.Topics, Topic{p.Topics[i].Code, p.Topics[i].Title})
		}
		for i := range p.Instruments {
			t := &p.Instruments[i]
			out.Instruments = append(out.Instruments, Instrument{t.Code, t.Title, t.Short, t.Members, t.Parent, t.Adopted, t.AdoptedBy, t.Number, t.Depositaries})
		}
		for i := range p.Organs {
			out.Organs = append(out.Organs, Organ{p.Organs[i].Code, p.Organs[i].Name()})
		}
		slices.SortFunc(out.Organs, func(x, y Organ) int { return strings.Compare(x.Code, y.Code) })
		return &programmeOut{out}, nil
	})
}
