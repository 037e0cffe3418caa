package mandate

import (
	"context"
	_ "embed"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/codelist"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/store"
)

//go:embed tables.sql
var tables string

// Module is the register as the program takes it: by the programme whose mandates
// it keeps.
func Module(p *programme.Programme, parties *party.Registry, lists codelist.Lists) module.Module {
	ru := rules{parties, lists, p, NewCalendar(p)}
	return module.Module{
		Title:  "Mandates",
		Serves: []act.Cite{act.Cite(p.Mandate)},
		Record: book.Module{Name: "mandate", Sentences: says, Tables: tables, Kinds: ru.kinds()},
		Found:  found,
		Pages:  ru.pages,
		API:    ru.api,
	}
}

// About tells the policies who entered what an act decides on: the maker of a
// proposal, that nobody approves their own.
func About(ctx context.Context, r store.Reader, a *act.Act, what *access.What) error {
	if a.Kind != "mandate.approved" {
		return nil
	}
	var b ApprovedBody
	if err := a.Decode(&b); err != nil {
		return err
	}
	p, err := proposalOf(ctx, r, b.Proposal)
	what.EnteredBy = p.person
	return err
}
