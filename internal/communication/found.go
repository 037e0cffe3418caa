package communication

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/store"
)

// Types of what search finds.
const (
	FoundCall    = "call"
	FoundAnswer  = "answer"
	FoundSummary = "summary"
)

// copies are the documents of one thing: one for its own audience, one for
// everybody while it is open.
func copies(d module.Document, open bool) []module.Change {
	d.Whole = cmp.Or(d.Whole, d.ID)
	public := d
	public.ID, public.Audience = d.ID+".open", act.Public
	changes := []module.Change{{Put: &d}}
	if open {
		return append(changes, module.Change{Put: &public})
	}
	return append(changes, module.Change{Remove: public.ID})
}

// found says what can be found after an act: a call's words, answers, summaries.
// What a State has not released is found by the State and the secretariat alone.
func found(ctx context.Context, r store.Reader, a *act.Act) ([]module.Change, error) {
	if erased, ok := erasureOf(a); ok {
		return []module.Change{{Forget: &module.Pair{Subject: erased, Audience: act.Public}}}, nil
	}
	switch a.Kind {
	case "communication.worded", "communication.circulated":
		return foundCall(ctx, r, local(a, 0))
	case "communication.answered", "communication.translated", "communication.released", "communication.withdrawn":
		return foundReply(ctx, r, a)
	case "communication.summarized", "communication.summary-cleared":
		var changes []module.Change
		c, err := loadCall(ctx, r, local(a, 0))
		if err != nil || c == nil {
			return nil, err
		}
		for _, lang := range c.Languages {
			more, err := foundSummary(ctx, r, c, local(a, 1), lang)
			if err != nil {
				return nil, err
			}
			changes = append(changes, more...)
		}
		return changes, nil
	}
	return nil, nil
}

// erasureOf is the subject of this room that an act erases. The copies for
// everybody go with it.
func erasureOf(a *act.Act) (string, bool) {
	if a.Kind != "book.erased" && a.Kind != "erasure.applied" {
		return "", false
	}
	var b struct{ About act.Subject }
	if a.Decode(&b) != nil {
		return "", false
	}
	return string(b.About), slices.Contains([]string{callType, replyType, summaryType}, b.About.Type())
}

func foundCall(ctx context.Context, r store.Reader, code string) (changes []module.Change, err error) {
	c, err := loadCall(ctx, r, code)
	if err != nil || c == nil {
		return nil, err
	}
	for _, lang := range c.Languages {
		w, ok := c.Words[lang]
		if !ok {
			continue
		}
		texts := []string{c.Reference, w.Letter}
		for _, q := range c.Questions {
			texts = append(texts, w.Questions[q.ID].Text, w.Questions[q.ID].Help)
		}
		changes = append(changes, copies(module.Document{ID: string(CallSubject(code)) + "#" + lang, Subject: string(CallSubject(code)), Whole: string(CallSubject(code)), Audience: staff[0],
			Type: FoundCall, Language: lang, Title: w.Title, Text: fitting(texts)}, c.Open && c.Sent != "")...)
	}
	return changes, nil
}

// fitting joins texts as far as a document holds them.
func fitting(texts []string) string {
	const most = 40_000 // bytes; a document's title and text are at most 64 KiB and 15,000 words
	s := strings.TrimSpace(strings.Join(texts, "\n"))
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	if f := strings.Fields(s); len(f) > 14_000 {
		s = strings.Join(f[:14_000], " ")
	}
	return s
}

func foundReply(ctx context.Context, r store.Reader, a *act.Act) ([]module.Change, error) {
	code, party, n, err := ParseReply(a.Subject)
	if err != nil {
		return nil, err
	}
	c, err := loadCall(ctx, r, code)
	if err != nil || c == nil {
		return nil, err
	}
	p, err := loadReply(ctx, r, code, party, n)
	if err != nil || p == nil {
		return nil, err
	}
	list, err := AnswersOf(ctx, r, NewScope([]string{p.Audience}), p)
	if err != nil {
		return nil, err
	}
	said := map[string]*Answered{}
	for _, w := range list {
		said[w.Question] = w
	}
	var changes []module.Change
	title := c.In(p.Language).Title
	for _, q := range c.Questions {
		id := string(a.Subject) + "#" + q.ID
		w := said[q.ID]
		if w == nil {
			changes = append(changes, module.Change{Remove: id}, module.Change{Remove: id + ".open"})
			continue
		}
		texts := []string{w.Text}
		for _, l := range w.Laws {
			texts = append(texts, l.Title)
		}
		for _, f := range w.Figures {
			texts = append(texts, f.Name)
		}
		for _, t := range w.Translations {
			texts = append(texts, t.Text)
		}
		changes = append(changes, copies(module.Document{ID: id, Subject: string(a.Subject), Audience: p.Audience, Type: FoundAnswer,
			Parties: []string{party}, Language: p.Language, Title: title + " · " + q.ID + " · " + party, Text: fitting(texts)}, w.Open)...)
	}
	touched, err := summariesOn(ctx, r, code, party, n)
	if err != nil {
		return nil, err
	}
	for _, t := range touched {
		more, err := foundSummary(ctx, r, c, t[0], t[1])
		if err != nil {
			return nil, err
		}
		changes = append(changes, more...)
	}
	return changes, nil
}

func foundSummary(ctx context.Context, r store.Reader, c *Call, question, lang string) ([]module.Change, error) {
	s, err := loadSummary(ctx, r, c.Code, question, lang)
	if err != nil || s == nil {
		return nil, err
	}
	var texts []string
	for _, t := range s.Sentences {
		texts = append(texts, t.Text)
	}
	subject := string(SummarySubject(c.Code, question))
	return copies(module.Document{ID: subject + "#" + lang, Subject: subject, Whole: subject, Audience: staff[0], Type: FoundSummary,
		Language: lang, Title: c.In(lang).Title + " · " + question, Text: fitting(texts)}, s.Cleared != ""), nil
}
