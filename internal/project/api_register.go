package project

import (
	"context"
	"slices"
	"strings"

	"comity/internal/endpoint"
	"comity/internal/store"
)

// RiskRow is a risk as it was last said.
type RiskRow struct {
	ID         string `json:"id"`
	Text       string `json:"text"`
	Likelihood string `json:"likelihood" doc:"Code of the list risk-level."`
	Impact     string `json:"impact" doc:"Code of the list risk-level."`
	Mitigation string `json:"mitigation" doc:"What is done about it."`
	Owner      string `json:"owner,omitempty" doc:"Who answers for it."`
	Review     string `json:"review,omitempty" doc:"Day on which it is looked at again."`
	Over       bool   `json:"over"`
	Audience   string `json:"audience" doc:"Who may read it."`
	Day        string `json:"day"`
	Act        string `json:"act"`
}

// FiledDocumentRow is a document of a project.
type FiledDocumentRow struct {
	Kind     string `json:"kind" doc:"Code of the list project-document."`
	Title    string `json:"title"`
	Language string `json:"language,omitempty"`
	Day      string `json:"day"`
	Audience string `json:"audience" doc:"Who may read it."`
	Note     string `json:"note,omitempty"`
	// File is its name, and Content where it is had.
	File    string `json:"file,omitempty" doc:"The file's name."`
	Content string `json:"content,omitempty" doc:"Address of the file on this node."`
	Act     string `json:"act"`
}

// entriesOf are the acts on a project that are open to the reader.
func (p *pages) entriesOf(ctx context.Context, project string) (list []Entry, err error) {
	err = p.node.Book.Read(ctx, 0, func(r store.View) error {
		x, err := p.find(ctx, r, project)
		if err != nil {
			return err
		}
		list, err = Entries(ctx, r, apiScope(ctx), Subject(x.Code))
		return err
	})
	return list, err
}

func (p *pages) listRisks(ctx context.Context, in *resultsIn) (*endpoint.List[RiskRow], error) {
	entries, err := p.entriesOf(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	rows := []RiskRow{}
	for _, r := range Risks(entries) {
		b := &r.Body
		rows = append(rows, RiskRow{b.ID, b.Text, b.Likelihood, b.Impact, b.Mitigation, b.Owner, string(b.Review), b.Over, r.Audience, string(r.Day), r.Act})
	}
	slices.SortFunc(rows, func(a, b RiskRow) int { return strings.Compare(a.Act, b.Act) }) // in the order of their recording
	page, next := endpoint.Cut(in.Paging, rows, func(r RiskRow) string { return r.Act })
	return endpoint.Listed(ctx, page, next), nil
}

func (p *pages) listDocuments(ctx context.Context, in *resultsIn) (*endpoint.List[FiledDocumentRow], error) {
	entries, err := p.entriesOf(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	rows := []FiledDocumentRow{}
	for _, d := range Documents(entries) {
		b := &d.Body
		row := FiledDocumentRow{Kind: b.Kind, Title: b.Title, Language: b.Language, Day: string(d.Day), Audience: d.Audience, Note: b.Note, Act: d.Act}
		if b.File != nil {
			row.File, row.Content = b.File.Name, p.node.FilePage(d.Act, b.File.Blob)
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b FiledDocumentRow) int { return strings.Compare(a.Act, b.Act) })
	page, next := endpoint.Cut(in.Paging, rows, func(r FiledDocumentRow) string { return r.Act })
	return endpoint.Listed(ctx, page, next), nil
}
