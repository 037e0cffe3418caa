package communication

import (
	"context"
	_ "embed"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/store"
)

//go:embed tables.sql
var tables string

// Module is the room as the program takes it. treaties may be nil: then parties to
// an instrument are named by hand.
func Module(parties *party.Registry, treaties Treaties) module.Module {
	ru := rules{parties, treaties}
	return module.Module{
		Title: "Communications",
		Serves: []act.Cite{"A/RES/69/197#5", "A/RES/69/197#6", "A/RES/69/197#11", "A/RES/69/197#12", "A/RES/69/197#13", "A/RES/69/197#16", "A/RES/69/197#29",
			"A/RES/69/197#31", "A/RES/69/197#33", "A/RES/69/197#35", "A/RES/69/197#41", "A/RES/69/197#45", "A/RES/69/197#46", "A/RES/69/197#52"},
		Record:  book.Module{Name: "communication", Sentences: says, Tables: tables, Kinds: ru.kinds()},
		FoundIn: found,
		Keeps: module.KeepsWritten(`SELECT source FROM communication_typed`, `SELECT scan FROM communication_typed`,
			`SELECT body FROM communication_typed_answer`),
		Pages: ru.pages,
	}
}

// About tells the policies who entered what an act clears or confirms, that
// nobody checks their own work.
func About(ctx context.Context, r store.Reader, a *act.Act, what *access.What) error {
	switch a.Kind {
	case "communication.cleared":
		c, err := loadCall(ctx, r, local(a, 0))
		if err == nil && c != nil {
			what.EnteredBy = c.DraftedBy
		}
		return err
	case "communication.confirmed":
		code, party, n, err := ParseReply(a.Subject)
		if err != nil {
			return err
		}
		p, err := loadReply(ctx, r, code, party, n)
		if err == nil && p != nil { // that there is none the rule says, to whom the policy lets through
			what.EnteredBy = p.Person
		}
		return err
	case "communication.summary-cleared":
		var b SummaryClearedBody
		if err := a.Decode(&b); err != nil {
			return err
		}
		s, err := loadSummary(ctx, r, local(a, 0), local(a, 1), b.Language)
		if err == nil && s != nil {
			what.EnteredBy = s.Person
		}
		return err
	}
	return nil
}
