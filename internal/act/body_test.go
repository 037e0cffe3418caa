package act

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// fewCodes holds currencies by ISO and two invented lists; EUR stands from 1999.
type fewCodes struct{}

func (fewCodes) Has(list, code string, day Day) bool {
	switch list {
	case "currency":
		return code == "USD" || code == "JPY" || code == "EUR" && day >= "1999-01-01"
	case "help":
		return code == "training" || code == "other"
	}
	return false
}

// helpShape is an invented kind that has every type of field.
func helpShape() *Shape {
	return &Shape{
		Name: "help.ask", Version: 1, Title: "Request for help", Subjects: []string{"request"},
		Audiences: []string{Public, AnyNamed},
		Fields: []Field{
			{Name: "title", Label: "Title", Type: Text, Required: true},
			{Name: "need", Label: "Kind of help", Type: Code, List: "help", Required: true},
			{Name: "other", Label: "Which other help", Type: Text, Required: true, When: &When{Field: "need", Is: []string{"other"}}},
			{Name: "details", Label: "Details", Type: Prose, Repeat: true, Most: 6},
			{Name: "from", Label: "From", Type: DayOn},
			{Name: "month", Label: "Month", Type: Month},
			{Name: "at", Label: "At", Type: Moment},
			{Name: "people", Label: "People", Type: Integer, Min: 1, Max: 1000},
			{Name: "budget", Label: "Budget", Type: Money},
			{Name: "rate", Label: "Rate", Type: Decimal},
			{Name: "urgent", Label: "Urgent", Type: YesNo},
			{Name: "why", Label: "Why it is urgent", Type: Text, Lines: true, Required: true, When: &When{Field: "urgent", Is: []string{"true"}}},
			{Name: "about", Label: "About", Type: About, Subjects: []string{"treaty", "project"}},
			{Name: "with", Label: "With", Type: PartyOf, Repeat: true, Most: 3},
			{Name: "under", Label: "Under", Type: Citing, Repeat: true},
			{Name: "letter", Label: "Letter", Type: File},
			{Name: "steps", Label: "Steps", Type: Group, Repeat: true, Fields: []Field{
				{Name: "name", Label: "Name", Type: Text, Required: true},
				{Name: "costs", Label: "Costs", Type: Money, Repeat: true},
			}},
		},
	}
}

const helpBody = `{"title":"Laboratory","need":"other","other":"Equipment","details":[{"language":"fr","text":"Deux\u000alignes"}],` +
	`"from":"2026-01-31","month":"2026-02","at":"2026-11-23T09:30:00.000001Z","people":12,"budget":{"amount":-1250,"currency":"USD"},` +
	`"rate":"0.875","urgent":true,"why":"Soon","about":"treaty/untoc/FRA","with":["FRA","PER"],"under":["A/RES/69/197#4"],` +
	`"letter":{"blob":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","name":"a.pdf","type":"application/pdf","size":0},` +
	`"steps":[{"name":"first","costs":[{"amount":1,"currency":"JPY"}]},{"name":"second"}]}`

func TestBodyHasOneEncoding(t *testing.T) {
	s := helpShape()
	if err := s.CheckDeclaration(); err != nil {
		t.Fatal(err)
	}
	var loose any
	if err := json.Unmarshal([]byte(helpBody), &loose); err != nil {
		t.Fatal(err)
	}
	// Indented, keys in another order, more escapes than needed.
	other, _ := json.MarshalIndent(loose, " ", "\t")
	other = []byte(strings.ReplaceAll(string(other), "Laboratory", `\u004caboratory`))
	for _, in := range []string{helpBody, string(other)} {
		got, err := s.ReadBody([]byte(in), "2026-11-23", fewCodes{})
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != helpBody {
			t.Errorf("encoded as\n%s\nwant\n%s", got, helpBody)
		}
	}
}

func TestBadBodies(t *testing.T) {
	s := helpShape()
	put := func(more string) string { return `{"title":"T","need":"training",` + more + `}` }
	long := strings.Repeat("x", 20_000)
	for _, c := range []struct{ in, faults string }{
		{`{}`, "body.missing /title, body.missing /need"},
		{``, "body.syntax "},
		{`[]`, "body.type "},
		{`null`, "body.null "},
		{`{"title":"T","need":"training"} x`, "body.syntax "},
		{`{"title":"T","need":"training",}`, "body.syntax "},
		{`{'title':1}`, "body.syntax "},
		{"\ufeff{}", "body.syntax "},
		{"{\"title\":\"a\nb\"}", "body.syntax "},
		{`{"title":"\ud800","need":"training"}`, "body.syntax "},
		{`{"title":"\x","need":"training"}`, "body.syntax "},
		{put(`"people":01`), "body.syntax "},
		{put(`"colour":1`), "body.unknown /colour"},
		{put(`"a/b~c":1`), "body.unknown /a~1b~0c"},
		{put(`"title":"U"`), "body.twice /title"},
		{put(`"\u0074itle":"U"`), "body.twice /title"},
		{put(`"budget":{"amount":1,"currency":"USD","amount":2}`), "body.twice /budget/amount"},
		{put(`"other":"x"`), "body.uncalled /other"},
		{`{"title":"T","need":"other"}`, "body.missing /other"},
		{put(`"urgent":true`), "body.missing /why"},
		{put(`"urgent":false,"why":"x"`), "body.uncalled /why"},
		{`{"title":"a\u0000b","need":"training"}`, "text.nul /title"},
		{`{"title":"e` + "\u0301" + `","need":"training"}`, "text.nfc /title"},
		{"{\"title\":\"\xff\",\"need\":\"training\"}", "text.utf8 /title"},
		{`{"title":" \u00a0","need":"training"}`, "text.empty /title"},
		{`{"title":"a\nb","need":"training"}`, "text.control /title"},
		{`{"title":"a\u0085b","need":"training"}`, "text.control /title"},
		{put(`"urgent":true,"why":"a\r\nb"`), "text.control /why"},
		{`{"title":"` + strings.Repeat("é", 201) + `","need":"training"}`, "text.long /title"},
		{`{"title":"T","need":"cooking"}`, "code.unknown /need"},
		{put(`"budget":{"amount":1,"currency":"usd"}`), "code.unknown /budget/currency"},
		{put(`"budget":{"amount":1.5,"currency":"USD"}`), "number.integer /budget/amount"},
		{put(`"budget":"12"`), "body.type /budget"},
		{put(`"people":1e2`), "number.integer /people"},
		{put(`"people":-0`), "number.integer /people"},
		{put(`"people":9007199254740992`), "number.integer /people"},
		{put(`"people":1001`), "number.range /people"},
		{put(`"people":"12"`), "body.type /people"},
		{put(`"people":null`), "body.null /people"},
		{put(`"from":"0000-01-01"`), "day.calendar /from"},
		{put(`"from":"2023-02-29"`), "day.calendar /from"},
		{put(`"month":"2023-13"`), "month.calendar /month"},
		{put(`"at":"2023-01-01T00:00:00Z"`), "instant.form /at"},
		{put(`"rate":"1."`), "decimal.form /rate"},
		{put(`"rate":"-0.0"`), "decimal.form /rate"},
		{put(`"rate":".5"`), "decimal.form /rate"},
		{put(`"urgent":"yes"`), "body.type /urgent"},
		{put(`"about":"party/FRA"`), "subject.type /about"},
		{put(`"about":"treaty/é"`), "subject.grammar /about"},
		{put(`"with":"FRA"`), "body.type /with"},
		{put(`"with":[]`), "body.count /with"},
		{put(`"with":["A","B","C","D"]`), "body.count /with"},
		{put(`"with":["A","B C"]`), "header.party /with/1"},
		{put(`"under":["#"]`), "cite.grammar /under/0"},
		{put(`"letter":{"blob":"md5:0","name":"","type":"pdf","size":-1}`), "hash.form /letter/blob, text.empty /letter/name, file.type /letter/type, number.range /letter/size"},
		{put(`"details":[{"language":"French","text":"x"}]`), "language.form /details/0/language"},
		{put(`"steps":[{}]`), "body.missing /steps/0/name, body.empty /steps/0"},
		{put(`"steps":[{"name":"x","costs":[{"amount":1,"currency":"XXX"}],"y":0}]`), "code.unknown /steps/0/costs/0/currency, body.unknown /steps/0/y"},
		{put(`"people":0,"from":"x","zz":1`), "number.range /people, day.calendar /from, body.unknown /zz"},
		{put(`"details":[` + strings.TrimSuffix(strings.Repeat(`{"language":"en","text":"`+long+`"},`, 4), ",") + `]`), "body.long "},
		{put(`"steps":` + strings.Repeat("[", 40) + strings.Repeat("]", 40)), "body.syntax "},
		{strings.Repeat(" ", MaxInput+1), "body.long "},
	} {
		got, err := s.ReadBody([]byte(c.in), "2026-11-23", fewCodes{})
		var faults []string
		for _, f := range AllFaults(err) {
			faults = append(faults, f.Code+" "+f.Where)
			if f.Why == "" || f.Do == "" {
				t.Errorf("%s: no reason or no advice", f.Code)
			}
		}
		if strings.Join(faults, ", ") != c.faults || got != nil {
			t.Errorf("%.90s\n gave %v, %q\n want %s", c.in, faults, got, c.faults)
		}
	}
}

func TestCodesStandOnTheActsDay(t *testing.T) {
	in := []byte(`{"title":"T","need":"training","budget":{"amount":1,"currency":"EUR"}}`)
	if _, err := helpShape().ReadBody(in, "1999-01-01", fewCodes{}); err != nil {
		t.Error(err)
	}
	if _, err := helpShape().ReadBody(in, "1998-12-31", fewCodes{}); err == nil {
		t.Error("a code was taken before its list had it")
	}
}

func TestObjectsComeBack(t *testing.T) {
	o, err := ParseObject([]byte(helpBody))
	if err != nil {
		t.Fatal(err)
	}
	got, err := helpShape().Encode(o, "2026-11-23", fewCodes{})
	if err != nil || string(got) != helpBody {
		t.Errorf("%v\n%s", err, got)
	}
	if _, err := helpShape().Encode(Object{"title": "a\x00b", "need": "training"}, "2026-11-23", fewCodes{}); err == nil {
		t.Error("a NUL built in the program was encoded")
	}
	if _, err := helpShape().Encode(Object{"title": 1.5}, "2026-11-23", fewCodes{}); err == nil {
		t.Error("a float was encoded")
	}
}

// Whatever is accepted is JSON, has one encoding, and is read again alike.
func FuzzReadBody(f *testing.F) {
	f.Add([]byte(helpBody))
	f.Add([]byte(`{"title":"T","need":"training","title":"\ud83d\ude00","people":1e9}`))
	f.Add([]byte(`{"title":"é` + "\x00" + `"`))
	s := helpShape()
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := s.ReadBody(in, "2026-11-23", fewCodes{})
		if err != nil {
			fs := AllFaults(err)
			if len(fs) == 0 || len(fs) > maxFaults {
				t.Fatalf("%d faults for %q", len(fs), in)
			}
			return
		}
		var a, b any
		if json.Unmarshal(in, &a) != nil || json.Unmarshal(out, &b) != nil || !reflect.DeepEqual(a, b) {
			t.Fatalf("%q became %q", in, out)
		}
		again, err := s.ReadBody(out, "2026-11-23", fewCodes{})
		if err != nil || string(again) != string(out) {
			t.Fatalf("%q was encoded again as %q (%v)", out, again, err)
		}
		o, err := ParseObject(out)
		if err != nil {
			t.Fatal(err)
		}
		if again, err = s.Encode(o, "2026-11-23", fewCodes{}); err != nil || string(again) != string(out) {
			t.Fatalf("%q was encoded from its object as %q (%v)", out, again, err)
		}
	})
}

// drawBody draws a lawful body of any shape.
func drawBody(t *rapid.T, fields []Field, label string) Object {
	o := Object{}
	for i := range fields {
		f := &fields[i]
		at := label + "." + f.Name
		if f.When != nil {
			if v, ok := o[f.When.Field]; !ok || !strings.Contains(strings.Join(f.When.Is, " "), fmt.Sprint(v)) {
				continue
			}
		}
		if !f.Required && rapid.Bool().Draw(t, at+"?") {
			continue
		}
		if !f.Repeat {
			o[f.Name] = drawValue(t, f, at)
			continue
		}
		var list []any
		for range rapid.IntRange(1, min(f.most(), 3)).Draw(t, at+"#") {
			list = append(list, drawValue(t, f, at))
		}
		o[f.Name] = list
	}
	return o
}

func drawValue(t *rapid.T, f *Field, at string) any {
	str := func(pattern string) any { return rapid.StringMatching(pattern).Draw(t, at) }
	switch f.Type {
	case Text:
		return str(`[A-Za-z"\\é中][A-Za-z <&>"\\é中ع]{0,40}`)
	case Prose:
		return drawBody(t, proseFields(f), at)
	case Money:
		return drawBody(t, moneyFields, at)
	case File:
		return drawBody(t, fileFields, at)
	case Group:
		return drawBody(t, f.Fields, at)
	case DayOn:
		return str(`(19|20)[0-9]{2}-0[1-9]-(0[1-9]|1[0-9]|2[0-8])`)
	case Month:
		return str(`(19|20)[0-9]{2}-(0[1-9]|1[0-2])`)
	case Moment:
		return Instant(rapid.Int64Range(0, int64(lastInstant)).Draw(t, at)).String()
	case Integer:
		if f.Min == 0 && f.Max == 0 {
			return rapid.Int64Range(-MaxInteger, MaxInteger).Draw(t, at)
		}
		return rapid.Int64Range(f.Min, f.Max).Draw(t, at)
	case Decimal:
		return str(`-?[1-9][0-9]{0,9}(\.[0-9]{1,9})?`)
	case YesNo:
		return rapid.Bool().Draw(t, at)
	case Code:
		if f.List == "currency" {
			return rapid.SampledFrom([]string{"USD", "JPY"}).Draw(t, at)
		}
		return rapid.SampledFrom([]string{"training", "other"}).Draw(t, at)
	case About:
		return str(`(treaty|project)/[A-Za-z0-9_~-]{1,20}`)
	case PartyOf:
		return str(`[A-Z]{3}`)
	case Citing:
		return str(`A/RES/[0-9]{2}/[0-9]{1,3}(#[1-9])?`)
	case hashType:
		return HashOf([]byte(at)).String()
	case mediaType:
		return str(`[a-z]{1,9}/x[a-z0-9.+-]{0,9}`)
	case languageType:
		return str(`[a-z]{2}(-[A-Z]{2})?`)
	}
	panic(f.Type)
}

func TestAnyLawfulBodyIsRead(t *testing.T) {
	s := helpShape()
	rapid.Check(t, func(t *rapid.T) {
		o := drawBody(t, s.Fields, "")
		b, err := s.Encode(o, "2026-11-23", fewCodes{})
		if err != nil {
			t.Fatalf("%v: %v", o, err)
		}
		loose, _ := json.Marshal(map[string]any(o)) // sorted keys, HTML escapes
		read, err := s.ReadBody(loose, "2026-11-23", fewCodes{})
		if err != nil || string(read) != string(b) {
			t.Fatalf("%s read as\n%s, want\n%s (%v)", loose, read, b, err)
		}
	})
}

func TestDeclarationFaults(t *testing.T) {
	ok := helpShape()
	for what, change := range map[string]func(*Shape){
		"name":              func(s *Shape) { s.Name = "help" },
		"title":             func(s *Shape) { s.Title = "" },
		"version":           func(s *Shape) { s.Version = 0 },
		"upcaster":          func(s *Shape) { s.Version = 2 },
		"nil upcaster":      func(s *Shape) { s.Version, s.Upcasts = 2, []Upcaster{nil} },
		"subject":           func(s *Shape) { s.Subjects = nil },
		"audience":          func(s *Shape) { s.Audiences = nil },
		"standing":          func(s *Shape) { s.Standings = []Standing{"heard"} },
		"twice":             func(s *Shape) { s.Fields = append(s.Fields, s.Fields[0]) },
		"field name":        func(s *Shape) { s.Fields = []Field{{Name: "A", Label: "A", Type: Text}} },
		"label":             func(s *Shape) { s.Fields = []Field{{Name: "a", Type: Text}} },
		"type":              func(s *Shape) { s.Fields = []Field{{Name: "a", Label: "A", Type: "float"}} },
		"code without list": func(s *Shape) { s.Fields = []Field{{Name: "a", Label: "A", Type: Code}} },
		"empty group":       func(s *Shape) { s.Fields = []Field{{Name: "a", Label: "A", Type: Group}} },
		"bounds":            func(s *Shape) { s.Fields = []Field{{Name: "a", Label: "A", Type: Integer, Min: 2, Max: 1}} },
		"depends on nothing": func(s *Shape) {
			s.Fields = []Field{{Name: "a", Label: "A", Type: Text, When: &When{"b", []string{"x"}}}}
		},
	} {
		s := *ok
		change(&s)
		if s.CheckDeclaration() == nil {
			t.Errorf("%s: a wrong declaration passed", what)
		}
	}
}

func TestHeaderAgainstItsKind(t *testing.T) {
	s := helpShape()
	s.Standings = []Standing{Own}
	s.Correction = true
	h := sample()
	h.Audience = Sealed
	var codes []string
	for _, f := range AllFaults(s.CheckHeader(h)) {
		codes = append(codes, f.Code)
	}
	want := "header.version subject.type header.standing-kind header.audience-kind header.corrects-missing"
	if got := strings.Join(codes, " "); got != want {
		t.Errorf("faults %s, want %s", got, want)
	}
	h.Kind, h.Subject, h.Standing, h.Audience, h.Corrects = s.Name, "request/1", Own, "reviewers", h.ID
	if err := s.CheckHeader(h); err != nil {
		t.Error(err)
	}
}

func BenchmarkReadBody(b *testing.B) {
	s := helpShape()
	b.ReportAllocs()
	b.SetBytes(int64(len(helpBody)))
	for b.Loop() {
		if _, err := s.ReadBody([]byte(helpBody), "2026-11-23", fewCodes{}); err != nil {
			b.Fatal(err)
		}
	}
}
