package score

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/resolution"
	"comity/internal/resolution/akn"
)

// The hand-checked case. Gold, three paragraphs and four clauses:
//
//	1:1 Requests  [Harbour Council, Pilots]  "to mend the ten old lights of the harbour"  deadline "by 2031"
//	1:2 Invites   [Donors]                   "to pay for the lights"                      condition upon-request
//	2:1 Notes     []                         "the report on buoys"                        cites A/RES/1/1
//	3:1 Decides   []                         "to meet again"
//
// Read:
//
//	1:1 Requests  [Harbour Council]          "to mend the ten old lights of harbour"      deadline null   matches: 2·8/(9+8) = 0.94
//	1:2 Invites   [Donors]                   "to pay"                                     no match: 2·2/(5+2) = 0.57
//	2:1 Notes     []                         "The report on buoys,"                       cites A/RES/1/1, A/RES/2/2, UNTOC#3; matches: 1
//	2:2 Asks      [Nobody]                   "nothing"                                    no match
//	paragraph 3 is not found
const handGold = `[
 {"doc":"A/RES/9/9","num":"1.","text":"Requests the Harbour Council and Pilots to mend the ten old lights of the harbour by 2031, and invites Donors to pay for the lights;","clauses":[
  {"paragraph":"1","index":1,"phrase":"Requests","verb":"request","force":"request","addressees":["Harbour Council","Pilots"],"entities":["other","other"],"action":"to mend the ten old lights of the harbour","conditions":[],"deadline":"by 2031","report":null,"cites":[]},
  {"paragraph":"1","index":2,"phrase":"invites","verb":"invite","force":"recommend","addressees":["Donors"],"entities":["donors"],"action":"to pay for the lights","conditions":["upon-request"],"deadline":null,"report":{"to":"Assembly","at":null,"on":null},"cites":[]}]},
 {"doc":"A/RES/9/9","num":"2.","text":"Notes the report on buoys;","clauses":[
  {"paragraph":"2","index":1,"phrase":"Notes","verb":"note","force":"state","addressees":[],"entities":[],"action":"the report on buoys","conditions":[],"deadline":null,"report":null,"cites":["A/RES/1/1"]}]},
 {"doc":"A/RES/9/9","num":"3.","text":"Decides to meet again.","clauses":[
  {"paragraph":"3","index":1,"phrase":"Decides","verb":"decide","force":"decide","addressees":[],"entities":[],"action":"to meet again","conditions":[],"deadline":null,"report":null,"cites":[]}]}
]`

var handRead = map[string][]resolution.Clause{
	"1": {
		{Paragraph: "1", Index: 1, Phrase: "Requests", Verb: "request", Force: "request", Addressees: []string{"Harbour Council"}, Entities: []string{"other"}, Action: "to mend the ten old lights of harbour"},
		{Paragraph: "1", Index: 2, Phrase: "invites", Verb: "invite", Force: "recommend", Addressees: []string{"Donors"}, Entities: []string{"donors"}, Action: "to pay"},
	},
	"2": {
		{Paragraph: "2", Index: 1, Phrase: "Notes", Verb: "note", Force: "request", Action: "The report on buoys,", Cites: []string{"A/RES/1/1", "A/RES/2/2", "UNTOC#3"}},
		{Paragraph: "2", Index: 2, Phrase: "Asks", Addressees: []string{"Nobody"}, Entities: []string{"other"}, Action: "nothing"},
	},
}

func TestHandCheckedClauses(t *testing.T) {
	labels, err := ReadLabels("gold.json", []byte(handGold))
	if err != nil {
		t.Fatal(err)
	}
	s := Clauses(labels, func(l Label) ([]resolution.Clause, bool) {
		c, ok := handRead[l.Number()]
		return c, ok
	})
	if s.Paragraphs != 3 || s.NotFound != 1 {
		t.Errorf("paragraphs %d, not found %d; want 3, 1", s.Paragraphs, s.NotFound)
	}
	for name, c := range map[string]struct{ got, want Rate }{
		"clauses":               {s.Clauses, Rate{2, 4, 4}},
		"addressees":            {s.Addressees.All, Rate{1, 3, 3}}, // 2 + Donors missed; 1 + Donors and Nobody wrong
		"addressees of matched": {s.Addressees.OfMatched, Rate{1, 2, 1}},
		"entities":              {s.Entities.All, Rate{1, 3, 3}},
		"conditions":            {s.Conditions.All, Rate{0, 1, 0}},
		"cites":                 {s.Cites.All, Rate{1, 1, 3}},
		"cites of acts":         {s.CitesOfActs.All, Rate{1, 1, 2}},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, c.got, c.want)
		}
	}
	for name, c := range map[string]struct{ got, want Share }{
		"verb":                {s.Verb.All, Share{2, 4}},
		"force":               {s.Force.All, Share{1, 4}}, // Requests only; Notes was read as a request
		"force of matched":    {s.Force.OfMatched, Share{1, 2}},
		"deadline":            {s.Deadline.All, Share{1, 4}}, // Notes has none, and none was read
		"deadline of matched": {s.Deadline.OfMatched, Share{1, 2}},
		"report":              {s.Report.All, Share{2, 4}},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, c.got, c.want)
		}
	}
	if f := s.Clauses.F1(); f != 0.5 {
		t.Errorf("clauses F1 %v, want 2·2/(4+4) = 0.5", f)
	}
	if f := s.Addressees.All.F1(); math.Abs(f-1.0/3) > 1e-9 {
		t.Errorf("addressees F1 %v, want 2·1/(3+3)", f)
	}
}

// The same case read from whole documents: paragraph 2 stands there as 7 and is
// found by its text.
func TestClausesInDocuments(t *testing.T) {
	labels, err := ReadLabels("gold.json", []byte(handGold))
	if err != nil {
		t.Fatal(err)
	}
	doc := resolution.Document{Symbol: "A/RES/9/9", Paragraphs: []resolution.Paragraph{
		{Part: resolution.Operative, Number: "1", Text: labels[0].Text, Clauses: handRead["1"]},
		{Part: resolution.Operative, Number: "7", Text: labels[1].Text + " ", Clauses: handRead["2"]},
		{Part: resolution.Operative, Number: "3", Text: "Something else altogether about fish.", Clauses: nil},
	}}
	s := Clauses(labels, InDocuments([]resolution.Document{doc}))
	if s.NotFound != 1 || s.Clauses != (Rate{2, 4, 4}) {
		t.Errorf("not found %d, clauses %+v", s.NotFound, s.Clauses)
	}
}

func TestReadLabelsRefuses(t *testing.T) {
	for name, c := range map[string]struct{ in, why string }{
		"no JSON":        {"{", "line 1"},
		"unknown field":  {"[\n{\"doc\":\"a\",\n\"txt\":\"b\"}]", "txt"},
		"wrong kind":     {"[\n\n{\"doc\":7}]", "line 3"},
		"no text":        {`[{"doc":"a","num":"1."}]`, "label 1"},
		"no phrase":      {`[{"doc":"a","num":"1.","text":"x","clauses":[{"paragraph":"1"}]}]`, "without phrase"},
		"something more": {`[] []`, "follows"},
	} {
		if _, err := ReadLabels("gold.json", []byte(c.in)); err == nil || !strings.Contains(err.Error(), c.why) || !strings.HasPrefix(err.Error(), "gold.json") {
			t.Errorf("%s: got %v, want it to say %q", name, err, c.why)
		}
	}
}

// The hand-checked text: the markup has two preambular and three operative
// paragraphs, two links of which one is shuffled, and a footnote.
const handMarkup = `<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">
<preamble><formula name="enactingFormula"><p>The Assembly of Ports,</p></formula>
<container name="Recalling"><p><span class="italic">Recalling</span> its resolution <a href="https://undocs.org/en/A/RES/71/3">71/3</a> and Council resolution <a href="https://undocs.org/en/A/RES/71/3">72/9</a>,<authorialNote marker="1"><p>See <a href="https://undocs.org/A/71/5">A/71/5</a>.</p></authorialNote></p></container>
<container name="Noting"><p><span class="italic">Noting also</span> the sea,</p></container></preamble>
<mainBody><paragraph><num>1.</num><content><p><span class="italic">Also requests</span> Pilots to sail:</p></content></paragraph>
<paragraph><content><p>(a)	By day; see <a href="https://undocs.org/A/RES/70/2">70/2</a>;</p></content></paragraph>
<paragraph><num>2.</num><content><p><span class="italic">Decides</span> to end.</p></content></paragraph></mainBody></statement></akomaNtoso>`

func TestHandCheckedText(t *testing.T) {
	gold, err := akn.GoldOf("hand.xml", []byte(handMarkup))
	if err != nil {
		t.Fatal(err)
	}
	doc := resolution.Document{Symbol: "A/RES/73/1", Language: "en",
		Paragraphs: []resolution.Paragraph{
			{ID: "pp1", Part: resolution.Preamble, Text: "Recalling its resolution 71/3 and Council resolution 72/9,", Phrase: "Recalling",
				Cites: []string{"A/RES/71/3", "A/HRC/RES/72/9", "UNTOC#3"}, NoteSpans: []resolution.Note{{Footnote: 0, At: 57}}},
			{ID: "pp2", Part: resolution.Preamble, Text: "Noting also the sea, and", Phrase: "Noting also"},
			{ID: "1", Part: resolution.Operative, Number: "1", Text: "Also requests Pilots to sail:", Phrase: "Requests"},
			{ID: "1(a)", Part: resolution.Operative, Number: "1(a)", Text: "By day; see 70/2;", Cites: []string{"A/RES/70/2#4", "A/69/2", "A/44/44"}},
			{ID: "3", Part: resolution.Operative, Number: "3", Text: "Decides to end.", Phrase: "Decides"},
		},
		Footnotes: []resolution.Footnote{{Marker: "1", Text: "See A/71/5."}},
	}
	s := Text(gold, []resolution.Document{doc})
	for name, c := range map[string]struct{ got, want Rate }{
		"operative":         {s.Operative, Rate{2, 3, 3}},     // 3 for 2
		"operative by text": {s.OperativeText, Rate{3, 3, 3}}, //
		"preamble":          {s.Preamble, Rate{1, 2, 2}},
		"footnotes":         {s.Footnotes, Rate{1, 1, 1}},
		// 71/3 and 70/2 right, A/71/5 of the note missed, A/69/2 wrong; 72/9, whose
		// link is shuffled, and A/44/44, which is not printed, neither.
		"cites":              {s.Cites, Rate{2, 3, 3}},
		"cites linkable":     {s.CitesLinkable, Rate{2, 3, 3}},
		"cites bare Council": {s.CitesBareCouncil, Rate{1, 1, 1}},
		"cites of HRC":       {s.CitesHumanRights, Rate{0, 0, 0}},
		"cites, paragraphs":  {s.CitesNotFootnotes, Rate{2, 2, 3}},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, c.got, c.want)
		}
	}
	if s.Phrase != (Share{1, 2}) { // Decides; not “Also requests”
		t.Errorf("phrase %+v", s.Phrase)
	}
	if s.PreamblePhrase != (Share{1, 1}) { // the second text was not found
		t.Errorf("preambular phrase %+v", s.PreamblePhrase)
	}

	var sum TextScore
	sum.Add(s)
	sum.Add(Text(gold, nil))
	if sum.Files != 2 || sum.Unread != 1 || sum.Operative != (Rate{2, 6, 3}) || sum.CitesLinkable != (Rate{2, 6, 3}) {
		t.Errorf("sum %+v", sum)
	}
	out, err := json.Marshal(sum)
	if err != nil || !bytes.Contains(out, []byte(`"operative":{"hits":2,"gold":6,"read":3,"precision":0.66`)) {
		t.Errorf("%v %s", err, out)
	}
	var table bytes.Buffer
	if err := sum.WriteTable(&table); err != nil || !strings.Contains(table.String(), "operative paragraphs     precision 0.6667  recall 0.3333") {
		t.Errorf("%v\n%s", err, table.String())
	}
}

func TestLinkedActs(t *testing.T) {
	for _, c := range []struct{ words, href, want string }{
		{"71/3", "https://undocs.org/en/A/RES/71/3", "A/RES/71/3"},
		{"71/4", "https://undocs.org/en/A/RES/71/3", ""},
		{"66/235", "https://undocs.org/en/A/RES/66/235b", "A/RES/66/235"},
		{"194 (III)", "https://undocs.org/en/A/RES/194(III)", "A/RES/194(III)"},
		{"1373 (2001)", "https://undocs.org/S/RES/1373(2001)", "S/RES/1373(2001)"},
		{"22/7", "https://undocs.org/A/RES/22/7", ""},
		{"A/56/45", "https://undocs.org/en/A/56/45(SUPP)", "A/56/45"},
		{"A/74/L.3", "https://undocs.org/A/74/L.3", "A/74/L.3"},
		{"A/70/95-S/2015/420", "https://undocs.org/A/70/95", "A/70/95 S/2015/420"},
		{"here", "https://example.org", ""},
	} {
		if got := strings.Join(linkedActs(c.words, c.href), " "); got != c.want {
			t.Errorf("linkedActs(%q, %q) = %q, want %q", c.words, c.href, got, c.want)
		}
	}
}

// A reading equal to the labels is without fault; and scores never exceed 1.
func TestScoresAreShares(t *testing.T) {
	word := rapid.SampledFrom([]string{"to", "repair", "the", "lights", "by", "Pilots"})
	clause := rapid.Custom(func(t *rapid.T) Clause {
		return Clause{Paragraph: "1", Phrase: word.Draw(t, "phrase"), Action: strings.Join(rapid.SliceOf(word).Draw(t, "action"), " "),
			Addressees: rapid.SliceOf(word).Draw(t, "addressees"), Verb: word.Draw(t, "verb")}
	})
	as := func(cs []Clause) (out []resolution.Clause) {
		for _, c := range cs {
			out = append(out, resolution.Clause{Paragraph: c.Paragraph, Phrase: c.Phrase, Action: c.Action, Addressees: c.Addressees, Verb: c.Verb})
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		gold, read := rapid.SliceOf(clause).Draw(t, "gold"), rapid.SliceOf(clause).Draw(t, "read")
		labels := []Label{{Doc: "A", Num: "1.", Text: "x", Clauses: gold}}
		s := Clauses(labels, func(Label) ([]resolution.Clause, bool) { return as(read), true })
		for _, r := range []Rate{s.Clauses, s.Addressees.All, s.Addressees.OfMatched} {
			if r.Hits > r.Gold || r.Hits > r.Read || r.F1() < 0 || r.F1() > 1 {
				t.Fatalf("%+v", r)
			}
		}
		same := Clauses(labels, func(Label) ([]resolution.Clause, bool) { return as(gold), true })
		if same.Clauses.F1() != 1 || len(same.Clauses.String()) == 0 {
			t.Fatalf("equal clauses score %+v", same.Clauses)
		}
	})
}
