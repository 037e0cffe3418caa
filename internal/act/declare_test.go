package act

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

func compiled(t *testing.T, s *Shape) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(s.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.UseRegexpEngine(lookahead)
	if err := c.AddResource("mem:kind", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("mem:kind")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSchemaSaysWhatReadBodySays(t *testing.T) {
	s := helpShape()
	schema := compiled(t, s)
	valid := func(body string) bool {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		return err == nil && schema.Validate(v) == nil
	}
	if !valid(helpBody) {
		v, _ := jsonschema.UnmarshalJSON(strings.NewReader(helpBody))
		t.Fatal(schema.Validate(v))
	}
	for _, body := range []string{
		`{}`, `[]`, `{"title":"","need":"training"}`, `{"title":"T","need":"other"}`, `{"title":"T","need":"training","other":"x"}`,
		`{"title":"T","need":"training","urgent":true}`, `{"title":"T","need":"training","colour":1}`,
		`{"title":"T","need":"training","people":0}`, `{"title":"T","need":"training","people":1.5}`, `{"title":"T","need":"training","people":null}`,
		`{"title":"T","need":"training","from":"0000-01-01"}`, `{"title":"T","need":"training","from":"2014-13-01"}`,
		`{"title":"T","need":"training","rate":"1."}`, `{"title":"T","need":"training","about":"party/FRA"}`,
		`{"title":"T","need":"training","with":[]}`, `{"title":"T","need":"training","under":["#"]}`,
		`{"title":"T","need":"training","steps":[{}]}`, `{"title":"T","need":"training","details":[{"text":"x"}]}`,
		`{"title":"T","need":"training","letter":{"blob":"md5:0","name":"a","type":"a/b","size":1}}`,
	} {
		if valid(body) {
			t.Errorf("the schema takes %s", body)
		}
		if _, err := s.ReadBody([]byte(body), "2026-11-23", fewCodes{}); err == nil {
			t.Errorf("ReadBody takes %s", body)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		b, err := s.Encode(drawBody(t, s.Fields, ""), "2026-11-23", fewCodes{})
		if err != nil || !valid(string(b)) {
			t.Fatalf("the schema refuses %s (%v)", b, err)
		}
	})
}

// lookahead serves the schema's one lookahead, against the year 0, which Go's
// regular expressions do not have.
func lookahead(s string) (jsonschema.Regexp, error) {
	rest, ok := strings.CutPrefix(s, "^(?!0000)")
	re, err := goRegexp("^" + strings.TrimPrefix(rest, "^"))
	return yearOne{re, ok, s}, err
}

func TestFormGivesTheBodyBack(t *testing.T) {
	s := helpShape()
	rapid.Check(t, func(t *rapid.T) {
		want, err := s.Encode(drawBody(t, s.Fields, ""), "2026-11-23", fewCodes{})
		if err != nil {
			t.Fatal(err)
		}
		o, _ := ParseObject(want)
		if slices.ContainsFunc(textsOf(o), func(v string) bool { return v != strings.TrimSpace(v) }) {
			t.Skip("a form takes white space off the ends")
		}
		values := map[string][]string{}
		post(values, "", o)
		got, err := s.ReadBody(s.FormBody(values, nil), "2026-11-23", fewCodes{})
		if err != nil || string(got) != string(want) {
			t.Fatalf("posted as %v, read as\n%s, want\n%s (%v)", values, got, want, err)
		}
	})
}

func textsOf(v any) (texts []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, e := range v {
			texts = append(texts, textsOf(e)...)
		}
	case Object:
		for _, e := range v {
			texts = append(texts, textsOf(e)...)
		}
	}
	return texts
}

func post(values map[string][]string, name string, v any) {
	switch v := v.(type) {
	case Object:
		for k, e := range v {
			post(values, strings.TrimPrefix(name+"."+k, "."), e)
		}
	case []any:
		for i, e := range v {
			post(values, name+"."+string(rune('0'+i)), e)
		}
	default:
		b, _ := json.Marshal(v)
		s := strings.Trim(string(b), `"`)
		if str, ok := v.(string); ok {
			s = str
		}
		values[name] = []string{s}
	}
}

func TestFormTakesWhatPeopleType(t *testing.T) {
	s := helpShape()
	minor := func(c string) (int, bool) { d, ok := map[string]int{"USD": 2, "JPY": 0}[c]; return d, ok }
	got := s.FormBody(map[string][]string{
		"title": {" e\u0301 "}, "need": {"training"}, "other": {""}, "urgent": {"on"}, "why": {"a\r\nb"},
		"budget.amount": {"-12.5"}, "budget.currency": {"USD"}, "with": {"FRA", "PER"}, "people": {"many"},
		"details.0.language": {"fr"}, "details.0.text": {""}, "details.2.language": {"en"}, "details.2.text": {"x"},
		"steps.0.costs.0.amount": {"3"}, "steps.0.costs.0.currency": {"JPY"}, "unknown": {"x"},
	}, minor)
	want := `{"title":"é","need":"training","details":[{"language":"en","text":"x"}],"people":"many","budget":{"amount":-1250,"currency":"USD"},` +
		`"urgent":true,"why":"a\u000ab","with":["FRA","PER"],"steps":[{"costs":[{"amount":3,"currency":"JPY"}]}]}`
	if string(got) != want {
		t.Errorf("posted as\n%s\nwant\n%s", got, want)
	}
	_, err := s.ReadBody(got, "2026-11-23", fewCodes{})
	var places []string
	for _, f := range AllFaults(err) {
		places = append(places, f.Where)
	}
	if strings.Join(places, " ") != "/people /steps/0/name" {
		t.Errorf("faults at %q", places)
	}
	for in, want := range map[string]string{"12": "1200", "0.05": "5", "-0.5": "-50", "12.345": "12.345", "x": "x", "0": "0", "0.00": "0"} {
		if got := toMinor(in, 2); got != want {
			t.Errorf("toMinor(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestFormModel(t *testing.T) {
	f := helpShape().Form()
	if f.Action != "help.ask" || len(f.Standings) != 3 || len(f.Inputs) != 17 {
		t.Errorf("form %+v", f)
	}
	i := slices.IndexFunc(f.Inputs, func(in Input) bool { return in.Name == "steps" })
	costs := f.Inputs[i].Inputs[1]
	if costs.Name != "steps.costs" || costs.Key != "help.ask.steps.costs" || costs.Control != "money" || !costs.Repeat || costs.Inputs[0].Control != "integer" || costs.Inputs[0].Key != "act.money.amount" {
		t.Errorf("costs %+v", costs)
	}
}

func TestPrintedTrail(t *testing.T) {
	h := sample()
	h.Kind = "help.ask"
	a := &Act{Header: *h, Clear: []byte(helpBody)}
	var b strings.Builder
	if err := helpShape().Print(&b, a); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Request for help: help.ask 1\n", "On behalf of: FRA\n", "Cites: UNTOC#18.15\n",
		"Details\n  1: [fr] Deux\n    lignes\n", "Budget: USD -1250 in minor units\n", "Urgent: yes\n",
		"Steps\n  1\n    Name: first\n    Costs\n      1: JPY 1 in minor units\n  2\n    Name: second\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the trail lacks %q:\n%s", want, b.String())
		}
	}
	lines, err := helpShape().Trail(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []Line{
		{Label: "Urgent", Key: "help.ask.urgent", Value: "yes", Type: YesNo},
		{Label: "1", Depth: 1, Type: Group},
		{Label: "Name", Key: "help.ask.steps.name", Value: "second", Depth: 2, Type: Text},
		{Label: "Costs", Key: "help.ask.steps.costs", Depth: 2},
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line %+v in\n%+v", want, lines)
		}
	}
	for _, a := range []*Act{{Header: *h}, {Header: *h, Erased: true}} {
		lines, err := helpShape().Trail(a)
		if last := lines[len(lines)-1]; err != nil || last.Key != map[bool]string{true: "act.erased", false: "act.closed"}[a.Erased] {
			t.Errorf("last line %+v (%v)", last, err)
		}
	}
}

const draftTOML = `
subject = "request/1"
party = "FRA"
standing = "communicated"
day = 2026-11-20
cites = ["A/RES/69/197#4"]
audience = "public"

[source]
channel = "note-verbale"
reference = "12/2026"
received = 2026-11-21

[body]
title = "Laboratory"
need = "training"
budget = {amount = 1250, currency = "USD"}

[[body.steps]]
name = "first"
`

func TestDraftsFromFiles(t *testing.T) {
	s := helpShape()
	in, err := FromTOML([]byte(draftTOML))
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.ReadDraft(in, fewCodes{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Subject != "request/1" || d.Day != "2026-11-20" || d.Source.Received != "2026-11-21" || d.Cites[0] != "A/RES/69/197#4" ||
		string(d.Body) != `{"title":"Laboratory","need":"training","budget":{"amount":1250,"currency":"USD"},"steps":[{"name":"first"}]}` {
		t.Errorf("draft %+v, body %s", d, d.Body)
	}
	for _, c := range []struct{ in, faults string }{
		{`{`, "body.syntax "},
		{`[]`, "body.type "},
		{`{"subject":"request/1","subject":"request/2","party":"FRA","standing":"own","day":"2026-01-01","audience":"public","body":{"title":"T","need":"x"},"z":1}`,
			"body.twice /subject, body.unknown /z, code.unknown /body/need"},
		{`{"subject":"treaty/1","party":"FRA","standing":"heard","day":"2026-01-01","audience":"public","body":{"title":"T","need":"training"}}`, "header.standing /standing"},
		{`{"subject":"treaty/1","party":"FRA","standing":"own","day":"2026-01-01","audience":"public","body":{"title":"T","need":"training"}}`, "subject.type /subject"},
		{`{"subject":"request/1","party":"FRA","standing":"own","day":"2026-01-01","audience":"public"}`, "draft.body /body"},
		{`{"subject":"request/1","party":"FRA","standing":"own","day":"2026-01-01","audience":"public","sealed":"AA=="}`, "draft.sealed /audience"},
		{`{"subject":"request/1","party":"FRA","standing":"own","day":"x","audience":"public","body":{"title":"T","need":"training"}}`, "day.calendar /day"},
	} {
		_, err := s.ReadDraft([]byte(c.in), fewCodes{})
		var faults []string
		for _, f := range AllFaults(err) {
			faults = append(faults, f.Code+" "+f.Where)
		}
		if strings.Join(faults, ", ") != c.faults {
			t.Errorf("%s\n gave %v (%v)\n want %s", c.in, faults, err, c.faults)
		}
	}
}
