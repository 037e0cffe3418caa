package project

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
	FoundProgramme = "programme"
	FoundProject   = "project"
	FoundDelivery  = "delivery"
	FoundLesson    = "finding"
)

// found says what can be found after an act: programmes, projects, deliveries and
// findings. A project is found by everybody from its announcement on; which request
// it answers is found by nobody.
func found(ctx context.Context, r store.Reader, a *act.Act) ([]module.Change, error) {
	if about, ok := erasureOf(a); ok {
		return []module.Change{{Forget: &module.Pair{Subject: about, Audience: act.Public}}}, nil
	}
	switch a.Kind {
	case "project.programme":
		return foundProgramme(ctx, r, a)
	case "project.concept", "project.announced", "project.revision-approved", "project.taken-in":
		return foundProject(ctx, r, localOf(a.Subject, 0))
	case "project.delivered":
		return foundDelivery(a)
	case "project.evaluated":
		return foundFinding(a)
	}
	return nil, nil
}

// erasureOf is the subject of this room that an act erases; what was copied for
// everybody goes with it.
func erasureOf(a *act.Act) (string, bool) {
	if a.Kind != "book.erased" && a.Kind != "erasure.applied" {
		return "", false
	}
	var b struct{ About act.Subject }
	if a.Decode(&b) != nil {
		return "", false
	}
	return string(b.About), slices.Contains([]string{projectType, programmeType, deliveryType, findingType}, b.About.Type())
}

// searchable leaves codes that search takes.
func searchable(list ...string) (out []string) {
	for _, c := range list {
		if c != "" && len(c) <= 64 && !slices.Contains(out, c) && strings.Trim(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-") == "" {
			out = append(out, c)
		}
	}
	return out
}

// fitting joins texts as far as a document holds them.
func fitting(texts ...string) string {
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

func foundProgramme(ctx context.Context, r store.Reader, a *act.Act) ([]module.Change, error) {
	g, err := loadProgramme(ctx, r, localOf(a.Subject, 0))
	if err != nil || g == nil || g.Title == "" {
		return nil, err
	}
	return []module.Change{{Put: &module.Document{ID: string(a.Subject), Subject: string(a.Subject), Audience: g.Audience, Type: FoundProgramme, Topics: searchable(g.Topics...),
		Parties: searchable(append(slices.Clone(g.States), g.Office)...), Language: g.Language, Title: g.Code + " " + g.Title, Text: fitting(g.Summary)}}}, nil
}

// foundProject: the secretariat finds it as it is; everybody what was announced.
func foundProject(ctx context.Context, r store.Reader, code string) ([]module.Change, error) {
	p, err := loadProject(ctx, r, code)
	if err != nil || p == nil || p.Status == Erased {
		return nil, err
	}
	d := module.Document{ID: string(Subject(code)), Subject: string(Subject(code)), Audience: staff[0], Type: FoundProject, Topics: searchable(p.Topics...),
		Parties: searchable(append(append(slices.Clone(p.States), p.Partners...), p.Office)...), Language: p.Language, Title: p.Code + " " + p.Title, Text: fitting(p.Summary, p.Outcome)}
	public := d
	public.ID, public.Audience = d.ID+".open", act.Public
	switch {
	case p.Audience == act.Public:
		return []module.Change{{Put: &public}}, nil
	case p.Open:
		return []module.Change{{Put: &d}, {Put: &public}}, nil
	}
	return []module.Change{{Put: &d}, {Remove: public.ID}}, nil
}

func foundDelivery(a *act.Act) ([]module.Change, error) {
	if a.Clear == nil {
		return nil, nil
	}
	var b DeliveredBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	texts := []string{b.Text, b.Place}
	for _, p := range b.Participants {
		texts = append(texts, p.Institution)
	}
	for _, i := range b.Items {
		texts = append(texts, i.Title)
	}
	for _, l := range b.Laws {
		texts = append(texts, l.Title)
	}
	return []module.Change{{Put: &module.Document{ID: string(a.Subject), Subject: string(a.Subject), Audience: a.Audience, Type: FoundDelivery, Topics: searchable(b.Topics...),
		Parties: searchable(b.States...), Language: b.Language, Title: b.Title, Text: fitting(texts...)}}}, nil
}

func foundFinding(a *act.Act) ([]module.Change, error) {
	if a.Clear == nil {
		return nil, nil
	}
	var b EvaluatedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	return []module.Change{{Put: &module.Document{ID: string(a.Subject), Subject: string(a.Subject), Audience: a.Audience, Type: FoundLesson, Topics: searchable(b.Topics...),
		Language: b.Language, Title: b.Evaluation, Text: fitting(b.Text, b.Response)}}}, nil
}
