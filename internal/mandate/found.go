package mandate

import (
	"context"
	"regexp"
	"slices"

	"comity/internal/act"
	"comity/internal/module"
)

// Types of what search finds.
const (
	FoundDocument  = "document"
	FoundParagraph = "paragraph"
	FoundOutline   = "outline"
)

// foundID names what search finds of a subject in a language.
func foundID(s act.Subject, kind, language string) string {
	return string(s) + "#" + kind + "." + language
}

// searchable is what may stand as a code in search; an addressee that can't is
// found by its words.
var searchable = regexp.MustCompile(`^[A-Za-z0-9._~-]{1,64}$`)

func codes(list []string) (out []string) {
	for _, c := range list {
		if searchable.MatchString(c) && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// found: a document by its title, each paragraph by its words in each language, and
// what the programme says of it.
func found(_ context.Context, a *act.Act) ([]module.Change, error) {
	if a.Clear == nil {
		return nil, nil
	}
	switch a.Kind {
	case "mandate.imported":
		return foundImported(a)
	case "mandate.paragraph":
		return foundParagraph(a)
	case "mandate.outlined":
		return foundOutlined(a)
	}
	return nil, nil
}

func foundImported(a *act.Act) ([]module.Change, error) {
	var b ImportedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	changes := []module.Change{{Put: &module.Document{ID: foundID(a.Subject, FoundDocument, b.Language), Subject: string(a.Subject), Whole: string(a.Subject), Audience: a.Audience,
		Type: FoundDocument, Parties: codes([]string{b.Organ}), Language: b.Language, Title: b.Symbol + " " + b.Title, Text: b.Report}}}
	for _, place := range b.Gone {
		changes = append(changes, module.Change{Remove: foundID(Ref{Symbol: b.Symbol, Place: place}.Subject(), FoundParagraph, b.Language)})
	}
	return changes, nil
}

func foundParagraph(a *act.Act) ([]module.Change, error) {
	var b ParagraphBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	ref, err := RefOf(a.Subject)
	if err != nil {
		return nil, err
	}
	var topics, parties []string
	for _, c := range b.Clauses {
		topics = append(topics, topicCodes(c.Topics)...)
		parties = append(parties, c.Entities...)
	}
	return []module.Change{{Put: &module.Document{ID: foundID(a.Subject, FoundParagraph, b.Language), Subject: string(a.Subject), Whole: string(a.Subject), Audience: a.Audience,
		Type: FoundParagraph, Topics: codes(topics), Parties: codes(parties), Language: b.Language, Title: ref.String(), Text: b.Text}}}, nil
}

func foundOutlined(a *act.Act) (changes []module.Change, err error) {
	var b OutlinedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	ref, err := RefOf(a.Subject)
	if err != nil {
		return nil, err
	}
	var parties []string
	for _, ask := range b.Asks {
		parties = append(parties, ask.To...)
	}
	for _, s := range b.Summary {
		changes = append(changes, module.Change{Put: &module.Document{ID: foundID(a.Subject, FoundOutline, s.Language), Subject: string(a.Subject), Whole: string(a.Subject), Audience: a.Audience,
			Type: FoundOutline, Topics: codes(b.Topics), Parties: codes(parties), Language: s.Language, Title: ref.String(), Text: s.Text}})
	}
	return changes, nil
}
