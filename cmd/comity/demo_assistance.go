package main

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"comity/internal/act"
	"comity/internal/assistance"
	"comity/internal/book"
)

// requestID names an invented request, the same for the same words.
func requestID(words string) string {
	sum := sha256.Sum256([]byte("invented request " + words))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:26]
}

// requests records what two States asked for, how far it went, and a network that
// might help: one request that is evaluated and published, one that waits for its
// State, one that came by letter, and one at which nobody has looked in time.
func (t *teller) requests(group func(state string, day act.Day) string) {
	first, second := t.mission(0), t.mission(1)
	rests := citing("A/RES/69/197#8", "A/RES/95/12#4(b)")
	apart := func(who, kind, id string, day int, body any) {
		t.tell(who, "assistance."+kind, assistance.Subject(id), "UNODC", assistance.Apart, day, body)
	}
	ask := func(who, id, state, audience string, day int, b assistance.RequestedBody, change ...func(*book.Draft)) {
		b.Group = group(state, inDays(day))
		t.tell(who, "assistance.requested", assistance.Subject(id), state, audience, day, b, append(change, rests)...)
	}
	done := requestID("keepers")
	ask(first.user, done, first.state, first.audience, -300, assistance.RequestedBody{Reference: "MP 12 (inventé)", Title: "Formation de gardiens de phare (inventé)", Language: "fr", Authority: "Ministère des phares (inventé)", Topic: "maritime-crime", Topics: []string{"criminal-justice"},
		Help: []string{"training", "mentoring"}, Reason: "Nos gardiens ne savent pas reconnaître un faux feu. (inventé)", Baseline: "Trois gardiens sur quarante sont formés. (inventé)", Plan: "Stratégie des côtes 2040 (inventée)", Urgency: "routine", Funding: "none"})
	step := func(kind, id, audience string, day int, body any, change ...func(*book.Draft)) {
		t.tell("officer", "assistance."+kind, assistance.Subject(id), "UNODC", audience, day, body, change...)
	}
	step("asked", done, first.audience, -297, assistance.TextBody{Text: "How many keepers would take part, and in which ports? (invented)"})
	t.tell(first.user, "assistance.given", assistance.Subject(done), first.state, first.audience, -280, assistance.TextBody{Text: "Quarante, dans deux ports. (inventé)"})
	step("checked", done, first.audience, -278, assistance.NoteBody{})
	weighed := assistance.AppraisedBody{Advice: assistance.InPart, Reason: "The training is well within the mandate; a mentor can’t be found this year. (invented)"}
	for _, c := range assistance.Criteria {
		weighed.Findings = append(weighed.Findings, assistance.Finding{Criterion: c, Finding: "favourable", Reason: "Nothing stands against it. (invented)"})
	}
	apart("officer", "appraised", done, -260, weighed)
	reply := assistance.ReplyBody{Outcome: assistance.InPart, Reason: "A mentor can’t be found this year. (invented)", Language: "fr", Title: "Votre demande d’assistance (inventé)", Letter: "L’Office a l’honneur de proposer deux cours pour quarante gardiens. Un mentor ne peut être détaché cette année. (inventé)"}
	apart("officer", "drafted", done, -258, reply)
	apart("reviewer", "cleared", done, -257, assistance.NoteBody{})
	reply.Channel, reply.Reference = "note-verbale", "CU 2042/88 (invented)"
	step("replied", done, first.audience, -255, reply, rests)
	step("assigned", done, first.audience, -250, assistance.AssignedBody{Office: "UNODC", Unit: "Training Section (invented)"})
	step("delivered", done, first.audience, -120, assistance.DeliveredBody{Help: "training", Text: "Two courses were held, with 38 keepers, 17 of them women. (invented)", Final: true}, rests)
	t.tell(first.user, "assistance.evaluated", assistance.Subject(done), first.state, first.audience, -90, assistance.EvaluatedBody{Met: "largely", Text: "Nos gardiens savent reconnaître un faux feu. (inventé)", Further: "Un mentor. (inventé)", Language: "fr"})
	step("closed", done, first.audience, -85, assistance.NoteBody{})
	t.tell(first.user, "assistance.published", assistance.Subject(done), first.state, act.Public, -80, assistance.PublishedBody{Title: assistance.Prose{Language: "fr", Text: "Formation de gardiens de phare (inventé)"},
		Summary: assistance.Prose{Language: "fr", Text: "Trente-huit gardiens ont été formés à reconnaître un faux feu. (inventé)"}, Topics: []string{"maritime-crime"}, Help: []string{"training"}, Outcome: assistance.InPart, Met: "largely"}, rests)

	waits := requestID("law")
	ask(first.user, waits, first.state, first.audience, -20, assistance.RequestedBody{Title: "Projet de loi sur les faux feux (inventé)", Language: "fr", Authority: "Ministère des phares (inventé)", Topic: "maritime-crime", Help: []string{"legislative", "model-law"}, Reason: "Aucune loi ne punit qui allume un faux feu. (inventé)", Urgency: "urgent"})
	step("asked", waits, first.audience, -12, assistance.TextBody{Text: "Please send the law of 2031 that it would amend. (invented)"})

	letter := requestID("letter")
	ask("officer", letter, second.state, second.audience, -40, assistance.RequestedBody{Title: "أجهزة لحفظ المنارات (مختلق)", Language: "ar", Authority: "وزارة المنارات (مختلقة)", Topic: "maritime-crime", Help: []string{"equipment"}, Reason: "لا تكفي الأجهزة. (مختلق)", Forces: true, Urgency: "routine"}, byNote("NV 12 (invented)", -38))
	step("checked", letter, second.audience, -30, assistance.NoteBody{})

	late := requestID("late")
	ask("officer", late, t.of[2], audienceWith(t.of[2]), -45, assistance.RequestedBody{Title: "Lentes de repuesto (inventado)", Language: "es", Authority: "Ministerio de Faros (inventado)", Topic: "maritime-crime", Help: []string{"equipment"}, Reason: "Se robaron las lentes de tres faros. (inventado)", Urgency: "urgent"}, byNote("NV 31 (invented)", -44))

	network := func(kind, audience string, body any) {
		t.tell("officer", "assistance."+kind, assistance.NetworkSubject("keepers"), "UNODC", audience, -200, body)
	}
	network("network", act.Public, assistance.NetworkBody{Title: assistance.Prose{Language: "en", Text: "Network of keepers of lights (invented)"}, About: &assistance.Prose{Language: "en", Text: "Keepers tell each other of false lights at any hour. (invented)"}, Coordinator: "UNODC", Members: []string{first.state, second.state}, Topics: []string{"maritime-crime"}, Help: []string{"training"}, Languages: []string{"fr", "ar"}})
	network("contact", "partners", assistance.ContactBody{Party: first.state, Authority: "Watch of lights (invented)", Reached: "watch@lights.example", Always: true, Languages: []string{"fr"}})
	network("joint", act.Public, assistance.JointBody{What: "training", Title: assistance.Prose{Language: "en", Text: "Joint course on false lights (invented)"}, Parties: []string{first.state, second.state}, From: inDays(-150), Until: inDays(-148)})
	t.tell("officer", "assistance.expert", "expert/invented-1", "UNODC", "secretariat", -200, assistance.ExpertBody{Name: "An Invented Expert", Function: "Keeper of lights (invented)", Topics: []string{"maritime-crime"}, Help: []string{"training", "equipment"}, Languages: []string{"fr", "ar"}})
}
