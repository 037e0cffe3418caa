package project

import (
	"context"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/store"
)

// Module is the room as the program takes it.
func Module(p *programme.Programme, parties *party.Registry) module.Module {
	ru := rules{parties: parties, programme: p}
	return module.Module{
		Title: "Projects",
		Serves: []act.Cite{"A/RES/69/197#8", "A/RES/69/197#11", "A/RES/69/197#14", "A/RES/69/197#18", "A/RES/69/197#22", "A/RES/69/197#25", "A/RES/69/197#31", "A/RES/69/197#32",
			"A/RES/69/197#33", "A/RES/69/197#39", "A/RES/69/197#40", "A/RES/69/197#43", "A/RES/69/197#45", "A/RES/69/197#47"},
		FoundIn: found,
		Pages:   ru.pages,
		API:     ru.api,
		Record:  book.Module{Name: "project", Tables: tables, Kinds: ru.kinds(), Sentences: says},
	}
}

// About tells the policies who entered what an act reviews, clears or approves, that
// nobody checks their own work.
func About(ctx context.Context, r store.Reader, a *act.Act, what *access.What) error {
	switch a.Kind {
	case "project.reviewed", "project.cleared":
		list, err := steps(ctx, r, localOf(a.Subject, 0))
		if err == nil {
			what.EnteredBy = LifeOf(list).Author
		}
		return err
	case "project.revision-approved":
		list, err := steps(ctx, r, localOf(a.Subject, 0))
		if err == nil {
			what.EnteredBy = LifeOf(list).Pending
		}
		return err
	case "project.approved":
		var b PeriodBody
		if err := a.Decode(&b); err != nil {
			return err
		}
		reports, err := loadReports(ctx, r, `WHERE indicator = ? AND starts = ? AND ends = ?`, string(a.Subject), string(b.From), string(b.Until))
		if err == nil && len(reports) > 0 {
			what.EnteredBy = reports[0].Person
		}
		return err
	case "project.office-decided":
		f, err := loadOffice(ctx, r, a.Subject)
		if err == nil && f != nil {
			what.EnteredBy = f.Person
		}
		return err
	}
	return nil
}
