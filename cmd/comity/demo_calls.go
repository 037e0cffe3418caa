package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/communication"
	"comity/internal/i18n"
)

// missions are the invented people of three invented States, by their place in
// the cast. The States are invented with what they say.
var missions = []struct{ user, authority string }{
	{"mission", "Permanent Mission (invented)"},
	{"ministry", "Permanent Mission (invented)"},
	{"authority", "Central Authority (invented)"},
}

// demoStates are the invented States of the story, by their place in it.
var demoStates = []string{"XAA", "XAB", "XAC", "XAD", "XAE", "XAF"}

// teller records one act after another; the first that fails ends the story.
type teller struct {
	ctx    context.Context
	book   *book.Book
	people map[string]string
	of     []string // the States of the story
	err    error
}

// mission is one of the invented people with the State that it speaks for.
type mission struct{ user, authority, state, audience string }

func (t *teller) mission(i int) mission {
	return mission{missions[i].user, missions[i].authority, t.of[i], audienceWith(t.of[i])}
}

// tell records an act of a person; days are counted from today.
func (t *teller) tell(who, kind string, subject act.Subject, party, audience string, day int, body any, change ...func(*book.Draft)) {
	if t.err != nil {
		return
	}
	raw, err := json.Marshal(body)
	if err != nil {
		t.err = err
		return
	}
	d := book.Draft{Kind: kind, Subject: subject, Party: party, Standing: act.Own, Day: inDays(day), Audience: audience, Body: raw}
	for _, c := range change {
		c(&d)
	}
	if _, err := t.book.Record(t.ctx, book.Call{Person: t.people[who], Acts: []book.Draft{d}}); err != nil {
		t.err = fmt.Errorf("record %s of %s: %w", kind, subject, err)
	}
}

func inDays(n int) act.Day { return act.DayOf(time.Now().AddDate(0, 0, n)) }

// byNote makes an act one that was communicated by a note.
func byNote(reference string, day int) func(*book.Draft) {
	return func(d *book.Draft) {
		d.Standing = act.Communicated
		d.Source = &act.Source{Channel: "note-verbale", Reference: reference, Received: inDays(day), Document: act.HashOf([]byte(reference)).String()}
	}
}

func citing(cites ...act.Cite) func(*book.Draft) {
	return func(d *book.Draft) { d.Cites = cites }
}

// demonstrateCalls records what the secretariat asked States and what two of them
// answered: one call that is open, one whose answers come from a bank, one that is overdue.
func demonstrateCalls(ctx context.Context, n *node, people map[string]string, states []string) error {
	t := &teller{ctx: ctx, book: n.book, people: people, of: states}
	for i := range missions {
		m := t.mission(i)
		if people[m.user] == "" {
			continue
		}
		s := act.Subject("accreditation/" + m.user)
		note := byNote("NV invented "+m.state, -90)
		t.tell("officer", "accreditation.recorded", s, m.state, m.audience, -90, map[string]any{"person": "person/" + people[m.user], "authority": m.authority, "mission": true, "function": "Counsellor (invented)",
			"kinds": []string{"*", "read"}, "instruments": []string{"*"}, "from": inDays(-90)}, note)
		t.tell("colleague", "accreditation.confirmed", s, m.state, m.audience, -90, map[string]string{"document": act.HashOf([]byte("NV invented " + m.state)).String()}, note)
	}
	words, err := i18n.Load()
	if err != nil {
		return err
	}
	asked := []string{t.of[0], t.of[1], t.of[2], t.of[5], t.of[3], t.of[4]}
	rests := citing("A/RES/69/197#35", "A/RES/95/12#4(a)")
	t.call(words, n, "CU-INV-1", -60, -5, asked, rests, [][]string{
		{"Keeping of lamps (invented)", "How does your law punish whoever sets a false light?", "Is there a register of lights?"},
		{"Garde des feux (inventé)", "Comment votre loi punit-elle l’allumage d’un faux feu ?", "Existe-t-il un registre des feux ?"},
		{"حفظ المنارات (مختلق)", "كيف يعاقب قانونكم من يوقد ضوءا كاذبا؟", "هل يوجد سجل للأضواء؟"}})
	t.call(words, n, "CU-INV-2", -3, 30, []string{t.of[0], t.of[1]}, rests, [][]string{
		{"False lights, again (invented)", "What did your courts decide on false lights?", "Was anyone trained?"},
		{"Faux feux, suite (inventé)", "Qu’ont décidé vos tribunaux au sujet de faux feux ?", "Quelqu’un a-t-il été formé ?"},
		{"الأضواء الكاذبة مجددا (مختلق)", "ماذا قررت محاكمكم بشأن الأضواء الكاذبة؟", "هل دُرب أحد؟"}})
	t.call(words, n, "CU-INV-3", -40, -2, []string{t.of[0], t.of[1]}, rests, [][]string{
		{"Wicks of lamps (invented)", "Of what are your wicks?", "Are they changed each month?"},
		{"Mèches des lampes (inventé)", "De quoi sont faites vos mèches ?", "Sont-elles changées chaque mois ?"},
		{"فتائل المصابيح (مختلق)", "مم تصنع فتائلكم؟", "هل تغير كل شهر؟"}})
	t.replies()
	t.requests(func(state string, day act.Day) string { return n.program.Parties.ByCode(state).GroupOn(day) })
	t.projects()
	return t.err
}

var demoLanguages = []string{"en", "fr", "ar"}

// call drafts, words, clears and circulates a call.
func (t *teller) call(words *i18n.Catalogue, n *node, code string, day, deadline int, parties []string, rests func(*book.Draft), texts [][]string) {
	s := communication.CallSubject(code)
	questions := []communication.Question{{ID: "1", Type: act.Text, Required: true, Provisions: []act.Cite{"A/RES/95/12#4(a)"}}, {ID: "2", Type: act.YesNo, Provisions: []act.Cite{"A/RES/95/12#3"}}}
	t.tell("officer", "communication.drafted", s, "UNODC", "secretariat", day, communication.DraftedBody{Reference: "CU 2042/" + code, Channel: "note-verbale", Original: "en", Languages: demoLanguages, Asked: communication.NamedParties, Addressees: parties,
		Deadline: inDays(deadline), Open: true, Questions: questions}, rests)
	var titles []communication.Prose
	for i, lang := range demoLanguages {
		say := words.Localizer(lang)
		letter := say.Text("communication.template", i18n.Args{"Reference": "CU 2042/" + code, "Deadline": say.Day(inDays(deadline)), "Rests": say.And("A/RES/69/197#35", "A/RES/95/12#4(a)")})
		body := communication.WordedBody{Language: lang, Title: texts[i][0], Letter: letter}
		for q := range questions {
			body.Questions = append(body.Questions, communication.WordedItem{ID: questions[q].ID, QuestionWords: communication.QuestionWords{Text: texts[i][q+1]}})
		}
		titles = append(titles, communication.Prose{Language: lang, Text: texts[i][0]})
		t.tell("officer", "communication.worded", s, "UNODC", "secretariat", day, body)
	}
	t.tell("reviewer", "communication.cleared", s, "UNODC", "secretariat", day+1, communication.NoteBody{})
	for _, p := range parties {
		t.tell("officer", "communication.circulated", communication.AddresseeSubject(code, p), "UNODC", audienceWith(p), day+2, communication.SentBody{Channel: "note-verbale", Reference: "CU 2042/" + code, Group: n.program.Parties.ByCode(p).GroupOn(inDays(day + 2))}, rests)
	}
	t.tell("officer", "communication.announced", s, "UNODC", act.Public, day+2, communication.AnnouncedBody{Reference: "CU 2042/" + code, Titles: titles, Asked: communication.NamedParties, Addressees: len(parties), Deadline: inDays(deadline)}, rests)
}

func audienceWith(party string) string { return access.AudienceFor("with", party) }

// replies are what two States answered to the first call, what they released, and
// what the secretariat made of it.
func (t *teller) replies() {
	const code = "CU-INV-1"
	t.tell("officer", "communication.reminded", communication.AddresseeSubject(code, t.of[2]), "UNODC", audienceWith(t.of[2]), -20, communication.SentBody{Channel: "email"})
	t.tell("officer", "communication.extended", communication.CallSubject(code), "UNODC", "secretariat", -10, communication.ExtendedBody{Until: inDays(14), Reason: "Two missions asked for more time. (invented)"})
	aluria, borvania := communication.ReplySubject(code, t.of[0], 1), communication.ReplySubject(code, t.of[1], 1)
	t.tell("mission", "communication.replied", aluria, t.of[0], audienceWith(t.of[0]), -12, communication.RepliedBody{Authority: "Ministère des phares (inventé)", Language: "fr"})
	law := []communication.Law{{Title: "Loi sur les faux feux (inventée)", Place: "12", Day: "2031-03-01"}}
	text := "Quiconque allume un faux feu encourt cinq ans d’emprisonnement. (inventé)"
	t.tell("mission", "communication.answered", aluria, t.of[0], audienceWith(t.of[0]), -12, communication.AnsweredBody{Answers: []communication.Answer{{Question: "1", Text: text, Laws: law}, {Question: "2", Value: "true"}}})
	t.tell("mission", "communication.released", aluria, t.of[0], audienceWith(t.of[0]), -11, communication.ReleasedBody{Extent: communication.Part, Questions: []string{"1"}, Quote: true})
	t.tell("mission", "communication.banked", communication.BankSubject(t.of[0], "feux"), t.of[0], access.AudienceFor("own", t.of[0]), -11, communication.BankedBody{Title: "Faux feux", Provisions: []act.Cite{"A/RES/95/12#4(a)"}, Language: "fr", Text: text, Laws: law, ClearedBy: "Cabinet (inventé)", Until: inDays(365)})
	letter := byNote("NV 77 (invented)", -9)
	t.tell("officer", "communication.replied", borvania, t.of[1], audienceWith(t.of[1]), -9, communication.RepliedBody{Authority: "وزارة المنارات (مختلقة)", Language: "ar"}, letter)
	t.tell("officer", "communication.answered", borvania, t.of[1], audienceWith(t.of[1]), -9, communication.AnsweredBody{Answers: []communication.Answer{{Question: "1", Text: "يعاقب بالحبس من يوقد ضوءا كاذبا. (مختلق)"}}}, letter)
	t.tell("officer", "communication.translated", borvania, "UNODC", audienceWith(t.of[1]), -8, communication.TranslatedBody{Language: "en", Author: "Translation desk (invented)", Answers: []communication.Translated{{Question: "1", Text: "Whoever sets a false light is punished by imprisonment. (invented)"}}})
	t.tell("officer", "communication.summarized", communication.SummarySubject(code, "1"), "UNODC", "secretariat", -7, communication.SummarizedBody{Language: "en", Sentences: []communication.Sentence{{Text: "One State punishes the setting of a false light with up to five years of imprisonment. (invented)", Rests: []act.Subject{aluria}}}})
	t.tell("reviewer", "communication.summary-cleared", communication.SummarySubject(code, "1"), "UNODC", "secretariat", -6, communication.SummaryClearedBody{Language: "en"})
}
