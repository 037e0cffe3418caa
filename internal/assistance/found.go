package assistance

import (
	"context"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/store"
)

// Types of what search finds.
const (
	FoundRequest = "assistance"
	FoundNetwork = "network"
)

// found says what can be found after an act. What is written of a request is found by
// the State and the Office; what is weighed apart by those who weigh; what the State
// published, and networks, by everybody.
func found(ctx context.Context, r store.Reader, a *act.Act) ([]module.Change, error) {
	if erased, ok := erasureOf(a); ok {
		return []module.Change{{Forget: &erased}}, nil
	}
	if !strings.HasPrefix(a.Kind, "assistance.") || a.Clear == nil {
		return nil, nil
	}
	switch a.Kind {
	case "assistance.network":
		var b NetworkBody
		if err := a.Decode(&b); err != nil {
			return nil, err
		}
		d := module.Document{ID: string(a.Subject), Subject: string(a.Subject), Audience: a.Audience, Type: FoundNetwork, Topics: b.Topics, Language: b.Title.Language, Title: b.Title.Text}
		if b.About != nil {
			d.Text = b.About.Text
		}
		return []module.Change{{Put: &d}}, nil
	case "assistance.contact", "assistance.joint", "assistance.expert":
		return nil, nil
	}
	id, err := idOf(a.Subject)
	if err != nil {
		return nil, nil //nolint:nilerr // there is nothing to find, and search must go on
	}
	if a.Kind == "assistance.published" {
		var b PublishedBody
		if err := a.Decode(&b); err != nil {
			return nil, err
		}
		return []module.Change{{Put: &module.Document{ID: string(a.Subject) + "#public", Subject: string(a.Subject), Audience: act.Public, Type: FoundRequest, Topics: b.Topics, Parties: []string{a.Party},
			Language: b.Title.Language, Title: b.Title.Text, Text: fitting(b.Summary.Text)}}}, nil
	}
	q, err := whole(ctx, r, id)
	if err != nil || q == nil {
		return nil, err
	}
	audience := a.Audience
	list, err := StepsOf(ctx, r, NewScope([]string{audience}), id)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, e := range list {
		if !e.Corrected && e.Audience == audience {
			texts = append(texts, textOf(e)...)
		}
	}
	place := "#shared"
	if audience == Apart {
		place = "#apart"
	}
	return []module.Change{{Put: &module.Document{ID: string(a.Subject) + place, Subject: string(a.Subject), Audience: audience, Type: FoundRequest,
		Topics: append([]string{q.Topic}, q.Body.Topics...), Parties: []string{q.Party}, Language: q.Language, Title: q.Title, Text: fitting(texts...)}}}, nil
}

// whole reads a request with what it says, for whoever may read it, nil for none.
func whole(ctx context.Context, r store.Reader, id string) (*Request, error) {
	q, err := loadRequest(ctx, r, id)
	if err != nil || q == nil {
		return nil, err
	}
	return Find(ctx, r, NewScope([]string{q.Audience}), id)
}

// textOf are the words of a step.
func textOf(e *Entry) []string {
	var b struct {
		Title, Authority, Reason, Baseline, Plan, Beneficiaries, Text, Letter, Risks, Mitigation, Further, Unit string
	}
	if unpack(e.Body, &b) != nil {
		return nil
	}
	return []string{b.Title, b.Authority, b.Reason, b.Baseline, b.Plan, b.Beneficiaries, b.Text, b.Letter, b.Risks, b.Mitigation, b.Further, b.Unit}
}

// erasureOf is the pair of this room that an act erases.
func erasureOf(a *act.Act) (module.Pair, bool) {
	if a.Kind != "book.erased" && a.Kind != "erasure.applied" {
		return module.Pair{}, false
	}
	var b struct {
		About    act.Subject
		Audience string
	}
	if a.Decode(&b) != nil {
		return module.Pair{}, false
	}
	return module.Pair{Subject: string(b.About), Audience: b.Audience}, slices.Contains([]string{requestType, networkType, expertType}, b.About.Type())
}

// fitting joins texts as far as a document holds them.
func fitting(texts ...string) string {
	const most = 40_000 // bytes; a document's title and text are at most 64 KiB and 15,000 words
	var kept []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			kept = append(kept, t)
		}
	}
	s := strings.Join(kept, "\n")
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	if f := strings.Fields(s); len(f) > 14_000 {
		s = strings.Join(f[:14_000], " ")
	}
	return s
}
