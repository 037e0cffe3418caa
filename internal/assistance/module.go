package assistance

import (
	_ "embed"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/programme"
)

//go:embed tables.sql
var tables string

// Module is the room as the program takes it: by its settings, the parties and the
// topics of the programme.
func Module(s *Settings, parties *party.Registry, p *programme.Programme) module.Module {
	ru := newRules(s, parties, p)
	return module.Module{
		Title: "Technical assistance",
		Serves: []act.Cite{"A/RES/69/197#8", "A/RES/69/197#11", "A/RES/69/197#14", "A/RES/69/197#15", "A/RES/69/197#18", "A/RES/69/197#22", "A/RES/69/197#25", "A/RES/69/197#26",
			"A/RES/69/197#27", "A/RES/69/197#31", "A/RES/69/197#32", "A/RES/69/197#33", "A/RES/69/197#39", "A/RES/69/197#40", "A/RES/69/197#43", "A/RES/69/197#44", "A/RES/69/197#45", "A/RES/69/197#47"},
		Record:  book.Module{Name: "assistance", Tables: tables, Kinds: ru.kinds(), Sentences: says},
		FoundIn: found,
		Keeps:   module.KeepsWritten(`SELECT fields FROM assistance_draft`),
		Pages:   ru.pages,
		API:     ru.api,
	}
}

func newRules(s *Settings, parties *party.Registry, p *programme.Programme) rules {
	ru := rules{settings: s, parties: parties}
	for _, t := range p.Topics {
		titles := map[string]string{"en": t.Title}
		for lang, title := range t.Titles {
			titles[lang] = title
		}
		ru.topics = append(ru.topics, Topic{t.Code, titles})
	}
	return ru
}
