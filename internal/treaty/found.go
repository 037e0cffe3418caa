package treaty

import (
	"context"
	"strings"

	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/programme"
)

// Types of what search finds.
const (
	FoundTreaty    = "treaty"
	FoundAgreement = "agreement"
	FoundStatement = "statement" // the text of a reservation, declaration or the like
)

// found says what acts give to search: treaties by their names in each language, as
// the programme has them; bilateral and regional ones by their titles; what parties
// declared by its words.
func found(instruments []programme.Instrument) module.Source {
	return func(_ context.Context, a *act.Act) ([]module.Change, error) {
		if a.Clear == nil {
			return nil, nil
		}
		switch a.Kind {
		case "treaty.instrument":
			if i, ok := ofCode(instruments, a.Subject.Locals()[0]); ok {
				return foundTreaty(a, &i), nil
			}
		case "treaty.agreement":
			var b agreementBody
			err := a.Decode(&b)
			return []module.Change{{Put: &module.Document{ID: string(a.Subject), Subject: string(a.Subject), Audience: a.Audience, Type: FoundAgreement, Topics: []string{"treaties"},
				Parties: b.Parties, Language: b.Title.Language, Title: b.Title.Text}}}, err
		case "treaty.deposit":
			var b body
			err := a.Decode(&b)
			return foundStatement(a, &b, instruments), err
		case "treaty.correction":
			var b struct{ Deposit *body }
			err := a.Decode(&b)
			changes := []module.Change{{Remove: string(a.Subject) + "#" + a.Corrects}}
			if b.Deposit != nil {
				changes = append(changes, foundStatement(a, b.Deposit, instruments)...)
			}
			return changes, err
		}
		return nil, nil
	}
}

func foundTreaty(a *act.Act, i *programme.Instrument) (changes []module.Change) {
	names := map[string][]string{"en": i.AllNames()}
	for lang, list := range i.In {
		names[lang] = list
	}
	for lang, list := range names {
		changes = append(changes, module.Change{Put: &module.Document{ID: string(a.Subject) + "#" + lang, Subject: string(a.Subject), Whole: string(a.Subject), Audience: a.Audience, Type: FoundTreaty, Topics: []string{"treaties"},
			Language: lang, Title: list[0], Text: strings.Join(append([]string{i.Code, i.Number}, list[1:]...), "\n")}})
	}
	return changes
}

func foundStatement(a *act.Act, b *body, instruments []programme.Instrument) []module.Change {
	if b.Text == nil {
		return nil
	}
	title := strings.ToUpper(a.Subject.Locals()[0])
	if i, ok := ofCode(instruments, title); ok {
		title = i.Title
		if names := i.In[b.Text.Language]; len(names) > 0 {
			title = names[0]
		}
	}
	return []module.Change{{Put: &module.Document{ID: string(a.Subject) + "#" + a.ID, Subject: string(a.Subject), Audience: a.Audience, Type: FoundStatement, Topics: []string{"treaties"},
		Parties: []string{a.Party}, Language: b.Text.Language, Title: title, Text: b.Text.Text}}}
}
