package clause

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"comity/internal/resolution"
)

// reader knows a few bodies of our own making beside the programme's.
func reader() *Reader {
	return NewReader([]Body{
		{"OFFICE", []string{"United Nations Office for Harbour Safety"}},
		{"secretary-general", []string{"Secretary-General"}},
		{"GA", []string{"General Assembly"}},
		{"CHS", []string{"Commission on Harbour Safety"}},
		{"UN", []string{"United Nations"}},
		{"SECRETARIAT", []string{"Secretariat of the United Nations"}},
	}, append(knownInstruments(), Instrument{"HARBOUR", []string{"Convention on Harbours"}}))
}

// row is what a test says of a clause; nil lists are not compared.
type row struct {
	phrase     string
	force      resolution.Force
	addressees []string
	action     string // begins "…" or ends "…" where cut
	entities   []string
	conditions []string
	deadline   string
	report     string // "to X | at Y | on Z"
}

// The texts are invented.
var paragraphs = []struct {
	name, text string
	want       []row
}{
	{"one act", "Encourages Member States to light their harbours at night;",
		[]row{{phrase: "Encourages", force: "recommend", addressees: []string{"Member States"}, action: "to light their harbours at night", entities: []string{"member-states"}}}},
	{"a second verb after and", "Notes the work of the pilots, and invites all States to train more of them;",
		[]row{{phrase: "Notes", force: "state", action: "the work of the pilots"}, {phrase: "invites", addressees: []string{"all States"}, action: "to train more of them"}}},
	{"an intro is neither's", "Recalls its resolution 11/2, and in that regard expresses its concern about wrecks;",
		[]row{{phrase: "Recalls", action: "its resolution 11/2"}, {phrase: "expresses its concern about", force: "state", action: "wrecks"}}},
	{"commas alone", "Welcomes the new lights, stresses that masts must be seen, and also urges ports to paint them;",
		[]row{{phrase: "Welcomes", action: "the new lights"}, {phrase: "stresses", action: "that masts must be seen"}, {phrase: "also urges", force: "call", action: "ports to paint them"}}},
	{"a shared action", "Invites Member States and requests the United Nations Office for Harbour Safety, within its mandate, to count the buoys, as appropriate;",
		[]row{{phrase: "Invites", addressees: []string{"Member States"}, action: "to count the buoys, as appropriate", conditions: []string{"as-appropriate"}},
			{phrase: "requests", addressees: []string{"United Nations Office for Harbour Safety"}, action: "to count the buoys, as appropriate", conditions: []string{"as-appropriate", "within-mandate"}, entities: []string{"OFFICE"}}}},
	{"three that share", "Urges all States, requests relevant organizations and invites donors to pay for paint;",
		[]row{{phrase: "Urges", addressees: []string{"all States"}, action: "to pay for paint"}, {phrase: "requests", action: "to pay for paint"}, {phrase: "invites", entities: []string{"donors"}, action: "to pay for paint"}}},
	{"two verbs, one object", "Welcomes and encourages the marking of reefs;",
		[]row{{phrase: "Welcomes", force: "state", action: "the marking of reefs"}, {phrase: "encourages", force: "recommend", action: "the marking of reefs"}}},
	{"a participle begins nothing", "Urges States to dredge channels, noting that silt returns and recognizing the cost;",
		[]row{{phrase: "Urges", action: "to dredge channels, noting that silt returns and recognizing the cost"}}},
	{"a relative clause begins nothing", "Notes the charter which requests pilots to sign and encourages masters to read it;",
		[]row{{phrase: "Notes"}}},
	{"a quotation begins nothing", "Recalls the motto “Who steers, requests the stars and invites the wind”;", []row{{phrase: "Recalls"}}},
	{"an intrusion", "Also requests the Secretary-General, in consultation with port authorities and subject to the availability of extrabudgetary resources, to chart the shoals;",
		[]row{{phrase: "Also requests", addressees: []string{"Secretary-General"}, action: "to chart the shoals", conditions: []string{"extrabudgetary", "in-consultation"}}}},
	{"including", "Invites all stakeholders, including shipping companies, the private sector and academia, to help;",
		[]row{{addressees: []string{"all stakeholders", "shipping companies", "private sector", "academia"}}}},
	{"an infinitive inside the addressee", "Calls upon States wishing to join and able to pay to sign the list;",
		[]row{{phrase: "Calls upon", addressees: []string{"States wishing to join and able to pay"}, action: "to sign the list"}}},
	{"who have not yet done so", "Urges those States that have not yet done so to ratify it;", []row{{addressees: []string{"those States that have not yet done so"}, action: "to ratify it"}}},
	{"not to", "Urges States not to hide their wrecks;", []row{{addressees: []string{"States"}, action: "not to hide their wrecks"}}},
	{"adjectives share a noun", "Encourages international and regional organizations and other donors to give lamps;",
		[]row{{addressees: []string{"international and regional organizations", "other donors"}, entities: []string{"intergovernmental-organizations", "donors"}}}},
	{"an apposition", "Calls upon Ruritania, the administering Power, to keep its quay;", []row{{addressees: []string{"Ruritania, the administering Power"}}}},
	{"the subject of that", "Recommends that Member States, as appropriate, adopt a code of ropes;",
		[]row{{phrase: "Recommends", addressees: []string{"Member States"}, action: "that Member States, as appropriate, adopt a code of ropes", conditions: []string{"as-appropriate"}}}},
	{"the agent of a passive", "Calls for urgent steps to be taken by all coastal States;",
		[]row{{phrase: "Calls for", force: "request", addressees: []string{"all coastal States"}, action: "urgent steps to be taken by all coastal States"}}},
	{"a passive act", "Should the sum not suffice, the Secretary-General is authorized to borrow from the fund;",
		[]row{{phrase: "is authorized", force: "request", addressees: []string{"Secretary-General"}, action: "to borrow from the fund"}}},
	{"an adverb between commas", "Requests, furthermore, the Secretary-General to ring the bell;",
		[]row{{phrase: "Requests, furthermore", addressees: []string{"Secretary-General"}, action: "to ring the bell"}}},
	{"what a reiterated act asks", "Reiterates its request to the Secretary-General to sound the depths;",
		[]row{{phrase: "Reiterates its request to", force: "request", addressees: []string{"Secretary-General"}, action: "to sound the depths"}}},
	{"States parties by what is asked", "Urges States parties to apply the Convention on Harbours in full;", []row{{entities: []string{"states-parties:HARBOUR"}}}},
	{"all parties are those of a conflict", "Calls upon all parties to cease fire at the lighthouses and to respect the Convention against Corruption;", []row{{addressees: []string{"all parties"}, entities: []string{"other"}}}},
	{"the law named elsewhere gives bare parties no treaty", "Calls upon the parties to abide by the harbour truce, recalls the United Nations Convention against Corruption, and requests the parties to keep it;", []row{
		{phrase: "Calls upon", addressees: []string{"parties"}, entities: []string{"other"}}, {phrase: "recalls"},
		{phrase: "requests", addressees: []string{"parties"}, entities: []string{"other"}}}},
	{"those who are not parties", "Calls upon States not parties to the United Nations Convention against Corruption to consider acceding to it;", []row{{addressees: []string{"States not parties to the United Nations Convention against Corruption"}, entities: []string{"other"}}}},
	{"parties to a conflict are none", "Calls upon all parties to the conflict to spare lighthouses;", []row{{addressees: []string{"all parties to the conflict"}, entities: []string{"other"}}}},
	{"the body named before", "Commends the United Nations Office for Harbour Safety for its maps, and requests the Office to print them;",
		[]row{{}, {addressees: []string{"Office"}, entities: []string{"OFFICE"}}}},
	{"them", "Invites States and donors to send lamps, and urges them to send oil;",
		[]row{{}, {addressees: []string{"them"}, entities: []string{"member-states", "donors"}}}},
	{"a session", "Decides to include in the provisional agenda of its ninetieth session the item entitled “Harbours”;",
		[]row{{phrase: "Decides", force: "decide", deadline: "its ninetieth session"}}},
	{"a date", "Requests the Secretary-General to finish the chart by the end of 2031;", []row{{deadline: "by the end of 2031"}}},
	{"months in place of a date", "Requests the Secretary-General to answer no later than three months after the storm;", []row{{deadline: "no later than three months"}}},
	{"a date in what is recalled", "Urges States to paint buoys, recalling that all were to be painted by 2020;", []row{{deadline: ""}}},
	{"whose session it was", "Requests States to apply the code adopted by the Commission at its third session;", []row{{deadline: ""}}},
	{"some of a group", "Encourages Member States, in particular coastal States, to sound horns;", []row{{addressees: []string{"Member States", "coastal States"}}}},
	{"recommends to", "Recommends to the General Assembly the approval of the chart;",
		[]row{{phrase: "Recommends to", addressees: []string{"General Assembly"}, action: "the approval of the chart"}}},
	{"every so many days", "Requests the Secretary-General to report to the Commission on Harbour Safety every ninety days on wrecks;",
		[]row{{report: "to Commission on Harbour Safety | at  | on wrecks"}}},
	{"named, not addressed", "Notes the help given by Member States and donors, and encourages them to give more;",
		[]row{{}, {addressees: []string{"them"}, entities: []string{"member-states", "donors"}}}},
	{"demands that", "Acting under Chapter VII of the Charter, demands that all parties to the conflict spare ports;",
		[]row{{phrase: "demands", force: "call", addressees: []string{"all parties to the conflict"}}}},
	{"verbs of a relative clause", "Urges States that import and export lamps to test them;", []row{{addressees: []string{"States that import and export lamps"}}}},
	{"a noun before to", "Invites donors interested in lamp action to give oil;", []row{{addressees: []string{"donors interested in lamp action"}, action: "to give oil"}}},
	{"a date of the past", "Encourages States to apply the guidelines adopted at its eleventh session;", []row{{deadline: "", action: "to apply the guidelines adopted at its eleventh session"}}},
	{"a report", "Requests the Secretary-General to submit to the General Assembly, at its ninety-first session, a report on the state of harbours;",
		[]row{{deadline: "at its ninety-first session", report: "to General Assembly | at its ninety-first session | on the state of harbours"}}},
	{"thereon", "Requests the Commission on Harbour Safety to examine the question of tides and to report thereon to the General Assembly at its next session;",
		[]row{{deadline: "at its next session", report: "to General Assembly | at its next session | on the question of tides"}}},
	{"keep informed", "Requests the Secretary-General to keep the General Assembly informed of progress;", []row{{report: "to General Assembly | at  | on progress"}}},
	{"information in a report", "Requests the Secretary-General to include in his next report information on the use of lamps;", []row{{report: "to  | at  | on the use of lamps"}}},
	{"thousands are one number", "Decides, taking into account the sum of 1,074,718,900 crowns, to apportion among States the sum of 2,500 crowns;",
		[]row{{phrase: "Decides", action: "to apportion among States the sum of 2,500 crowns"}}},
	{"parties to conflict", "Urges States, parties to conflict and other relevant actors to spare pilots;",
		[]row{{addressees: []string{"States", "parties to conflict", "other relevant actors"}, action: "to spare pilots"}}},
	{"the competence of who is asked", "Calls upon States and harbour boards with the competence to close quays urgently to count their cranes;",
		[]row{{addressees: []string{"States", "harbour boards with the competence to close quays"}, action: "to count their cranes"}}},
	{"the capacity to do so", "Encourages States with the capacity to do so to lend pilots;",
		[]row{{addressees: []string{"States with the capacity to do so"}, action: "to lend pilots"}}},
	{"those that have not yet", "Welcomes the signing of the charter, and encourages those that have not yet done so to sign it;",
		[]row{{}, {addressees: []string{"those that have not yet done so"}, action: "to sign it"}}},
	{"not to do what the lexicon does not know", "Calls upon countries not to hoard rope;", []row{{addressees: []string{"countries"}, action: "not to hoard rope"}}},
	{"her", "Welcomes the pilot's report, and requests her to continue her soundings;", []row{{}, {addressees: []string{"her"}, action: "to continue her soundings"}}},
	{"where it is to be reported is no part of the addressee", "Requests the Secretary-General in his next report to provide information on the use of lamps;",
		[]row{{addressees: []string{"Secretary-General"}, report: "to  | at  | on the use of lamps"}}},
	{"information in the context of a report", "Encourages the Secretary-General to deepen the channel and to provide information on the dredging in the context of his next report;",
		[]row{{report: "to  | at  | on the dredging"}}},
	{"those named in a report", "Urges the States referred to in the report to pay;", []row{{addressees: []string{"States referred to in the report"}, action: "to pay"}}},
	{"a request with its place", "Reiterates its request in paragraph 7 of its resolution 95/2 that the Secretary-General sound the depths;",
		[]row{{phrase: "Reiterates its request", force: "request", addressees: []string{"Secretary-General"}, action: "that the Secretary-General sound the depths"}}},
	{"a request in this regard", "Reiterates its request in this regard to the Secretary-General to sound the depths;",
		[]row{{phrase: "Reiterates its request", force: "request", addressees: []string{"Secretary-General"}, action: "to sound the depths"}}},
	{"a request for somebody to act", "Reiterates its request for relevant organizations to lend boats;",
		[]row{{phrase: "Reiterates its request for", force: "request", addressees: []string{"relevant organizations"}, action: "to lend boats"}}},
	{"a call for a thing to be done addresses nobody", "Calls for safety objectives to be written into port plans;", []row{{addressees: []string{}, action: "safety objectives to be written into port plans"}}},
	{"an adjective is no adverb", "Urges timely action to mend the quay;", []row{{phrase: "Urges", action: "timely action to mend the quay"}}},
	{"an aside after and", "Takes note of the report of the pilots, and, with a view to dry feet, decides to raise the quay;",
		[]row{{phrase: "Takes note of", action: "the report of the pilots"}, {phrase: "decides", action: "to raise the quay"}}},
	{"a condition in the aside is that of the act it leads to", "Welcomes the raft, and, in accordance with international law, encourages States to build another;",
		[]row{{conditions: []string{}}, {conditions: []string{"international-law"}}}},
	{"an aside in a list is none", "Requests the Secretary-General to offer maps, help in storms, when feasible, and, where appropriate, training, invites donors to pay for them;",
		[]row{{action: "to offer maps, help in storms, when feasible, and, where appropriate, training"}, {phrase: "invites"}}},
	{"somebody's report is not handed in", "Requests the Secretary-General to forward to the Commission on Harbour Safety the records of the debate on the report of the pilots;", []row{{report: ""}}},
	{"input is no report", "Encourages the Office to provide input to the General Assembly, as the outcome of the talks may help;", []row{{report: ""}}},
	{"the public is no body", "Requests the Secretary-General to inform the public of progress;", []row{{report: ""}}},
	{"to whom, between commas", "Requests the Secretary-General to consult with, and report to, Member States on the lamps;", []row{{report: "to Member States | at  | on the lamps"}}},
	{"a maximum period", "Requests States to answer within a maximum period of six months;", []row{{deadline: "within a maximum period of six months"}}},
	{"information for somebody else's report", "Urges States to submit information for inclusion in the report of the Secretary-General;", []row{{report: ""}}},
	{"kept informed thereof", "Authorizes the Secretary-General to take steps, and to keep the General Assembly informed thereof;", []row{{report: "to General Assembly | at  | on "}}},
	{"a report no later than", "Requests the Secretary-General to provide to the General Assembly, after discussion with pilots, an interim report no later than 12 August 2044;",
		[]row{{deadline: "no later than 12 August 2044", report: "to General Assembly | at no later than 12 August 2044 | on "}}},
	{"an aside before the last of a list", "Encourages Member States, including through their missions, and the Secretariat of the United Nations to count lamps;",
		[]row{{addressees: []string{"Member States", "Secretariat of the United Nations"}}}},
	{"for a period enables nobody", "Requests the Secretary-General to appoint, for a period of one year, three persons of standing, and the General Assembly to assist them;",
		[]row{{addressees: []string{"Secretary-General", "General Assembly"}}}},
	{"a working group is no organization", "Mandates the open-ended intergovernmental working group to prepare a list;", []row{{entities: []string{"other"}}}},
	{"a decision that is told", "At its 2nd plenary meeting, on 3 May 2041, the General Assembly, on the proposal of its President, decided to include in the agenda of its ninetieth session the item on lamps.",
		[]row{{phrase: "decided", force: "decide", deadline: "its ninetieth session", action: "to include in the agenda of its ninetieth session the item on lamps"}}},
	{"not a report", "Requests the Secretary-General to update the United Nations Harbour Manual and to review the report of the pilots;", []row{{report: ""}}},
	{"laws", "Urges States, in accordance with national laws and, as appropriate, with international law, to fine polluters, as a matter of priority;",
		[]row{{conditions: []string{"as-appropriate", "international-law", "national-law", "priority"}}}},
	{"a request as a condition", "Invites the Office to help States, upon their request and within existing resources;",
		[]row{{conditions: []string{"upon-request", "within-existing-resources"}}}},
	{"asking for money is no condition", "Invites donors to provide extrabudgetary resources and voluntary contributions for lamps;", []row{{conditions: []string{}}}},
	{"decides to", "Requests the Secretary-General to count the buoys, and decides to take up the matter at its ninety-first session;",
		[]row{{action: "to count the buoys"}, {phrase: "decides", force: "decide", action: "to take up the matter at its ninety-first session", deadline: "at its ninety-first session"}}},
	{"requests that are contained in a text", "Invites the pilots to answer all recommendations and requests contained in the harbour plan;", []row{{phrase: "Invites"}}},
	{"two laws after a comma", "Urges States to try wreckers, in compliance with obligations under international law, as well as applicable domestic law;",
		[]row{{conditions: []string{"international-law", "national-law"}}}},
	{"a law among laws", "Urges States to try wreckers in accordance with applicable law, including international law;", []row{{conditions: []string{"international-law", "national-law"}}}},
	{"not contrary to law", "Invites States to publish charts, provided that this is not contrary to national laws;", []row{{conditions: []string{"national-law"}}}},
	{"a mandate that is respected", "Urges relevant organizations, respecting their mandates, to sound horns;",
		[]row{{addressees: []string{"relevant organizations"}, action: "to sound horns", conditions: []string{"within-mandate"}}}},
	{"issues of a mandate are no condition", "Invites States to discuss the issues within the mandate of the pilots;", []row{{conditions: []string{}}}},
	{"both parties", "Calls upon both parties to clear the channel;", []row{{addressees: []string{"both parties"}}}},
	{"a participle of the addressee", "Urges all Member States requesting berths under the harbour rules to write early;",
		[]row{{addressees: []string{"all Member States requesting berths under the harbour rules"}, action: "to write early"}}},
	{"some of a group after an aside", "Encourages port authorities, within their mandates, including regional organizations, and shipping companies, such as small and large enterprises, along with other donors, to share tide tables;",
		[]row{{addressees: []string{"port authorities", "regional organizations", "shipping companies", "small and large enterprises", "other donors"}}}},
	{"somebody in an aside", "Requests the United Nations Office for Harbour Safety, as keeper of the fund for sailors, especially women and children, to buy oars;",
		[]row{{addressees: []string{"United Nations Office for Harbour Safety"}}}},
	{"somebody else and what is asked of them", "Urges States that have not done so to consider signing, and port authorities to carry out, the harbour code;",
		[]row{{addressees: []string{"States that have not done so", "port authorities"}, action: "to consider signing, and port authorities to carry out, the harbour code"}}},
	{"whom an action helps is not addressed", "Urges States to enable pilots to train at sea, and crews to rest;", []row{{addressees: []string{"States"}}}},
	{"the agent of an object", "Encourages further efforts by relevant national and international actors to clear fog;",
		[]row{{addressees: []string{"relevant national and international actors"}, action: "further efforts by relevant national and international actors to clear fog"}}},
	{"what is done to somebody", "Decides that Member States that have paid their harbour dues shall be credited with the balance;", []row{{addressees: []string{}, force: "decide"}}},
	{"who shall be authorized, acts", "Decides that the Secretary-General shall be authorized to sell the old lamps;", []row{{addressees: []string{"Secretary-General"}}}},
	{"a year's session", "Urges the Commission on Harbour Safety to begin during its 2031 session;", []row{{deadline: "during its 2031 session"}}},
	{"whose session it is to be", "Requests the Secretary-General to speak at the ninety-first session of the General Assembly;", []row{{deadline: "at the ninety-first session of the General Assembly"}}},
	{"the date of a goal", "Requests the Secretary-General to hold talks that lead towards the commitment of ending collisions by 2040;", []row{{deadline: ""}}},
	{"agrees", "Agrees to review the harbour plan at its ninetieth session;", []row{{phrase: "Agrees", deadline: "at its ninetieth session"}}},
	{"what is reported, first", "Requests the Office to collect soundings and to regularly report that information to the Commission on Harbour Safety and the General Assembly;",
		[]row{{report: "to Commission on Harbour Safety and the General Assembly | at  | on that information"}}},
	{"what is reported, last", "Requests pilots to report to the Commission on Harbour Safety all collisions;", []row{{report: "to Commission on Harbour Safety | at  | on all collisions"}}},
	{"two subjects of one report", "Requests the Secretary-General to report to the General Assembly on the lamps and on the use of the present plan;",
		[]row{{report: "to General Assembly | at  | on the lamps and on the use of the present plan"}}},
	{"recommendations beside an update", "Requests the Secretary-General to include in his report an update on the lamps, as well as recommendations for oil;", []row{{report: "to  | at  | on the lamps"}}},
	{"results go into a report", "Requests the Secretary-General to test the lamps and to provide the results in the context of his next report;", []row{{report: "to  | at  | on the results"}}},
	{"thereon is not always a thing", "Requests the Secretary-General to hold masters to account when ships are lost and to report thereon to the General Assembly;",
		[]row{{report: "to General Assembly | at  | on "}}},
	{"contributions to a fund are asked for", "Encourages all stakeholders to raise funds through voluntary contributions to the lamp fund;", []row{{conditions: []string{}}}},
	{"a letter of an article", "Urges States to mark wrecks, consistent with Article 73 b of the Charter;", []row{{conditions: []string{"international-law"}}}},
	{"if requested", "Invites the Secretary-General to lend pilots, if requested;", []row{{conditions: []string{"upon-request"}}}},
	{"an adverb before to", "Urges all parties directly concerned seriously to consider a truce at sea;", []row{{addressees: []string{"all parties directly concerned"}}}},
	{"pending", "Requests the Commission on Harbour Safety, pending the end of the storm, to keep watch;",
		[]row{{addressees: []string{"Commission on Harbour Safety"}, action: "to keep watch"}}},
	{"is encouraged by", "Notes that fog is dense, is encouraged by the new lamps, and urges States to light them;",
		[]row{{action: "that fog is dense"}, {phrase: "is encouraged by", force: "state", action: "the new lamps"}, {phrase: "urges"}}},
	{"information relating to something", "Invites States to regularly report information relating to all wrecks to the Commission on Harbour Safety by mail;",
		[]row{{report: "to Commission on Harbour Safety | at  | on information relating to all wrecks"}}},
	{"a publication is no report to anyone", "Invites the Secretary-General to reflect such views in the World Harbour Report;", []row{{report: ""}}},
	{"both kinds of organization", "Invites intergovernmental and non-governmental organizations to help;", []row{{entities: []string{"intergovernmental-organizations", "civil-society"}}}},
	{"them who are commended", "Commends the Ruritanian countries for their lamps, and encourages them to keep oil;", []row{{}, {addressees: []string{"them"}, entities: []string{"member-states"}}}},
	{"when to report", "Invites the Secretary-General to report to Member States in 2034 on the lamps;", []row{{deadline: "in 2034", report: "to Member States | at in 2034 | on the lamps"}}},
	{"a name that ends inside another", "Invites the secretariat of the United Nations Office for Harbour Safety to share maps;",
		[]row{{addressees: []string{"secretariat of the United Nations Office for Harbour Safety"}, entities: []string{"OFFICE"}}}},
	{"in a quarter of a year", "Requests the Secretary-General to brief the General Assembly in the first quarter of 2041 on the state of harbours;",
		[]row{{deadline: "in the first quarter of 2041", report: "to General Assembly | at in the first quarter of 2041 | on the state of harbours"}}},
	{"parties that keep a law", "Calls upon both parties to talk in line with the Charter of the United Nations;", []row{{entities: []string{"other"}}}},
	{"a list that an aside breaks", "Calls upon Governments, within their mandates, international and regional organizations, including banks, and all other donors, to help;",
		[]row{{addressees: []string{"Governments", "international and regional organizations", "banks", "all other donors"}}}},
	{"a bare chapeau", "Urges Member States:", nil},
	{"a chapeau with its own act", "Calls upon States to keep their harbours safe at all times, including by:", []row{{action: "to keep their harbours safe at all times, including by"}}},
}

func TestParagraph(t *testing.T) {
	r := reader()
	for _, test := range paragraphs {
		t.Run(test.name, func(t *testing.T) {
			got, _ := r.Paragraph("1", test.text, nil, nil)
			sound(t, test.text, got)
			if len(got) != len(test.want) {
				for _, c := range got {
					t.Logf("%q %q", c.Phrase, c.Action)
				}
				t.Fatalf("%d clauses, want %d", len(got), len(test.want))
			}
			for i, w := range test.want {
				w.check(t, got[i])
			}
		})
	}
}

func (w row) check(t *testing.T, c resolution.Clause) {
	t.Helper()
	equal := func(what string, want, got any) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s of %q (-want +got):\n%s", what, c.Phrase, d)
		}
	}
	if w.phrase != "" {
		equal("phrase", w.phrase, c.Phrase)
	}
	if w.force != "" {
		equal("force", w.force, c.Force)
	}
	if w.addressees != nil {
		equal("addressees", w.addressees, c.Addressees)
	}
	if w.entities != nil {
		equal("entities", w.entities, c.Entities)
	}
	if w.conditions != nil {
		equal("conditions", w.conditions, c.Conditions)
	}
	if w.action != "" {
		equal("action", w.action, c.Action)
	}
	equal("deadline", w.deadline, text(c.Deadline))
	equal("report", w.report, reported(c.Report))
}

func TestSubParagraphsTakeTheirChapeau(t *testing.T) {
	doc := resolution.Document{Language: "en", Adopted: "2030-12-01", Paragraphs: []resolution.Paragraph{
		{ID: "pp1", Part: resolution.Preamble, Text: "Recalling also the work of the United Nations Office for Harbour Safety,"},
		{ID: "1", Number: "1", Part: resolution.Operative, Text: "Requests the Office, within existing resources, to:"},
		{ID: "1(a)", Number: "1(a)", Part: resolution.Operative, Text: "Train pilots by:"},
		{ID: "1(a)(i)", Number: "1(a)(i)", Part: resolution.Operative, Text: "Teaching them to swim;"},
		{ID: "1(b)", Number: "1(b)", Part: resolution.Operative, Text: "Count ships, upon request;"},
		{ID: "2", Number: "2", Part: resolution.Operative, Text: "Takes note of the tide."},
	}}
	reader().Annotate(&doc)
	if got := doc.Paragraphs[0].Phrase; got != "Recalling also" {
		t.Errorf("preambular phrase %q", got)
	}
	if n := len(doc.Paragraphs[1].Clauses); n != 0 {
		t.Errorf("a bare chapeau has %d clauses", n)
	}
	for _, p := range doc.Paragraphs[3:5] {
		if len(p.Clauses) != 1 {
			t.Fatalf("%s has %d clauses", p.ID, len(p.Clauses))
		}
		c := p.Clauses[0]
		if c.Phrase != "Requests" || c.ID != p.ID+":1" || strings.Join(c.Entities, " ") != "OFFICE" || strings.Join(c.Addressees, " ") != "Office" {
			t.Errorf("%s: %+v", p.ID, c)
		}
		if !contains(c.Conditions, "within-existing-resources") {
			t.Errorf("%s: the chapeau's condition is lost: %v", p.ID, c.Conditions)
		}
	}
	if c := doc.Paragraphs[5].Clauses; len(c) != 1 || c[0].Phrase != "Takes note of" || doc.Paragraphs[5].Phrase != "Takes note" {
		t.Errorf("paragraph 2: %q, %+v", doc.Paragraphs[5].Phrase, c)
	}
	if len(doc.Uncertain) != 0 {
		t.Errorf("uncertain: %+v", doc.Uncertain)
	}
}

func TestTwoActsBeforeAListBothHoldForEachOfIt(t *testing.T) {
	doc := resolution.Document{Language: "en", Paragraphs: []resolution.Paragraph{
		{ID: "1", Number: "1", Part: resolution.Operative, Text: "Calls upon Member States, and encourages donors:"},
		{ID: "1(a)", Number: "1(a)", Part: resolution.Operative, Text: "To train pilots;"},
	}}
	reader().Annotate(&doc)
	if n := len(doc.Paragraphs[0].Clauses); n != 0 {
		t.Errorf("the bare chapeau has %d clauses", n)
	}
	var got []string
	for _, c := range doc.Paragraphs[1].Clauses {
		got = append(got, c.ID+" "+c.Phrase+" "+strings.Join(c.Addressees, ",")+" "+c.Action)
	}
	want := []string{"1(a):1 Calls upon Member States To train pilots", "1(a):2 encourages donors To train pilots"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWhoActsUnderThat reads chapeaux that end before their verb, one of them
// without a number, and a Conference of the Parties that speaks of "States parties".
func TestWhoActsUnderThat(t *testing.T) {
	r := NewReader([]Body{{"HARBOUR-COP", []string{"Conference of the Parties to the Convention on Harbours"}}}, []Instrument{{"HARBOUR", []string{"Convention on Harbours"}}})
	doc := resolution.Document{Language: "en", Organ: "HARBOUR-COP", Paragraphs: []resolution.Paragraph{
		{ID: "op1", Part: resolution.Operative, Text: "Urges that all countries and organizations:"},
		{ID: "op1(a)", Number: "(a)", Part: resolution.Operative, Text: "Cooperate;"},
		{ID: "2", Number: "2", Part: resolution.Operative, Text: "Decides that:"},
		{ID: "2(a)", Number: "2(a)", Part: resolution.Operative, Text: "States parties shall paint their quays;"},
		{ID: "2(b)", Number: "2(b)", Part: resolution.Operative, Text: "The Committee shall:"},
		{ID: "2(b)(i)", Number: "2(b)(i)", Part: resolution.Operative, Text: "Meet twice;"},
		{ID: "2(c)", Number: "2(c)", Part: resolution.Operative, Text: "The fund shall be closed."},
	}}
	r.Annotate(&doc)
	var got []string
	for _, p := range doc.Paragraphs {
		for _, c := range p.Clauses {
			got = append(got, c.ID+" "+c.Phrase+" ["+strings.Join(c.Addressees, ", ")+"] ["+strings.Join(c.Entities, ", ")+"]")
		}
	}
	want := []string{
		"op1(a):1 Urges [all countries, organizations] [member-states, other]",
		"2(a):1 Decides [States parties] [states-parties:HARBOUR]",
		"2(b)(i):1 Decides [Committee] [other]",
		"2(c):1 Decides [] []",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnotherLanguageHasNoClauses(t *testing.T) {
	doc := resolution.Document{Language: "fr", Paragraphs: []resolution.Paragraph{
		{ID: "1", Number: "1", Part: resolution.Operative, Text: "Prie l’Office de compter les phares;", Emphasis: []resolution.Span{{0, 4}}},
	}}
	reader().Annotate(&doc)
	if p := doc.Paragraphs[0]; p.Clauses != nil || p.Phrase != "Prie" {
		t.Errorf("phrase %q, clauses %v", p.Phrase, p.Clauses)
	}
	if len(doc.Uncertain) != 1 || doc.Uncertain[0].Field != "clauses" {
		t.Errorf("uncertain: %+v", doc.Uncertain)
	}
}

func TestUncertainRatherThanGuess(t *testing.T) {
	_, doubts := reader().Paragraph("7", "Requests the Bureau to meet;", nil, nil)
	if len(doubts) != 1 || doubts[0].Field != "entities" || doubts[0].Paragraph != "7" {
		t.Errorf("%+v", doubts)
	}
}

func TestCitesGoToTheirClause(t *testing.T) {
	text := "Recalls resolution 1/1, and requests States to apply resolution 2/2;"
	at := func(s string) resolution.Span { i := strings.Index(text, s); return resolution.Span{i, i + len(s)} }
	got, _ := reader().Paragraph("1", text, []resolution.Cite{{Symbol: "A/RES/1/1", Span: at("1/1")}, {Symbol: "A/RES/2/2", Span: at("2/2")}}, nil)
	if len(got) != 2 || len(got[0].Cites) != 1 || got[0].Cites[0] != "A/RES/1/1" || len(got[1].Cites) != 1 || got[1].Cites[0] != "A/RES/2/2" {
		t.Errorf("%+v", got)
	}
}

func TestPhrases(t *testing.T) {
	r := reader()
	for _, test := range []struct{ text, want string }{
		{"Takes note with appreciation of the chart", "Takes note with appreciation"},
		{"Encourages further dredging", "Encourages"},
		{"Further encourages States to dredge", "Further encourages"},
		{"Calls once again upon States to dredge", "Calls once again upon"},
		{"Reiterates its call upon pilots", "Reiterates its call upon"},
		{"Recalls its decision 4/1", "Recalls"},
		{"Expresses its deep concern and alarm at wrecks", "Expresses its deep concern and alarm"},
		{"Condemns in the strongest possible terms piracy", "Condemns in the strongest possible terms"},
		{"Remains deeply concerned about wrecks", "Remains deeply concerned"},
		{"Considers it important to dredge", "Considers it important"},
		{"Continues to encourage States", "Continues to encourage"},
		{"Welcomes and supports the pilots", "Welcomes and supports"},
		{"Looks forward to the launch", "Looks forward"},
		{"Draws attention to the tide", "Draws attention"},
		{"Acting under Chapter VII of the Charter, demands that ships stop", "demands"},
		{"Harbours are safe", ""},
	} {
		if got := r.OperativePhrase(test.text); got != test.want {
			t.Errorf("%q: phrase %q, want %q", test.text, got, test.want)
		}
	}
	for _, test := range []struct{ text, want string }{
		{"Deeply concerned at the fog,", "Deeply concerned"},
		{"Having considered the chart,", "Having considered"},
		{"Bearing in mind also the fog,", "Bearing in mind also"},
		{"Reaffirming its commitment to lamps,", "Reaffirming its commitment"},
		{"Expressing concern also about fog,", "Expressing concern also"},
		{"Aware and mindful of the fog,", "Aware and mindful"},
		{"The fog,", ""},
	} {
		if got := r.PreamblePhrase(test.text); got != test.want {
			t.Errorf("%q: preambular phrase %q, want %q", test.text, got, test.want)
		}
	}
}

// Every rule that decides a field is named in docs/clauses.md.
func TestRulesAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../../docs/clauses.md")
	if err != nil {
		t.Fatal(err)
	}
	r := reader()
	for _, p := range paragraphs {
		got, _ := r.Paragraph("1", p.text, nil, nil)
		for _, c := range got {
			for field, rule := range c.Rules {
				if !strings.Contains(string(doc), "`"+rule+"`") {
					t.Errorf("docs/clauses.md does not name the rule %s of %s", rule, field)
				}
			}
		}
	}
}
