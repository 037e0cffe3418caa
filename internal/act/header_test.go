package act

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func sample() *Header {
	return &Header{
		Index: 1204, ID: "019ab1c2-0000-7000-8000-000000000001", Kind: "treaty.deposit", Version: 1,
		Subject: "treaty/untoc/FRA", Party: "FRA", Person: "6f1d3c52-8a6f-4f0e-9d07-0c8e6a3f7b11",
		Standing: Communicated,
		Source:   &Source{Channel: "note-verbale", Reference: `No. "12" \ é`, Received: "2014-12-18"},
		Day:      "2014-12-18", Recorded: 1795426200_000001,
		Cites: []Cite{"A/RES/69/197#4", "UNTOC#18.15"}, Audience: Public, Body: HashOf([]byte("{}")),
	}
}

func TestHeaderHasTheseBytes(t *testing.T) {
	got, err := EncodeHeader(sample())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"index":1204,"id":"019ab1c2-0000-7000-8000-000000000001","kind":"treaty.deposit","version":1,` +
		`"subject":"treaty/untoc/FRA","party":"FRA","person":"6f1d3c52-8a6f-4f0e-9d07-0c8e6a3f7b11",` +
		`"standing":"communicated","source":{"channel":"note-verbale","reference":"No. \"12\" \\ é","received":"2014-12-18","document":""},` +
		`"day":"2014-12-18","recorded":"2026-11-23T09:30:00.000001Z","cites":["A/RES/69/197#4","UNTOC#18.15"],` +
		`"audience":"public","corrects":"","body":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}`
	if string(got) != want {
		t.Errorf("header bytes\n%s\nwant\n%s", got, want)
	}
	if !json.Valid(got) {
		t.Error("the header is not JSON")
	}
}

func TestHeaderFaultsAreAllNamed(t *testing.T) {
	h := sample()
	h.ID, h.Kind, h.Subject, h.Party = "x", "Treaty", "treaty", "F R"
	h.Standing, h.Day, h.Audience, h.Corrects = "heard", "0000-01-01", "Staff", "me"
	h.Cites = []Cite{"A#1", "A#1", "#4"}
	h.Source.Document, h.Source.Channel, h.Source.Reference = "md5:1", "", "e\u0301"
	_, err := EncodeHeader(h)
	var places []string
	for _, f := range AllFaults(err) {
		places = append(places, f.Where)
		if f.Code == "" || f.Why == "" || f.Do == "" {
			t.Errorf("fault without code, reason or advice: %+v", f)
		}
	}
	want := "/id /kind /subject /party /standing /source/channel /source/reference /source/document /day /cites/1 /cites/2 /audience /corrects"
	if got := strings.Join(places, " "); got != want {
		t.Errorf("places\n%s\nwant\n%s", got, want)
	}
	h = sample()
	h.Source = nil
	if _, err := EncodeHeader(h); AllFaults(err) == nil || AllFaults(err)[0].Code != "header.source-missing" {
		t.Errorf("communicated without source: %v", err)
	}
}

func TestParseHeaderRefusesOtherSpellings(t *testing.T) {
	good, _ := EncodeHeader(sample())
	for what, change := range map[string][2]string{
		"white space":            {`"index":1204,`, `"index": 1204,`},
		"leading zero":           {`"index":1204,`, `"index":01204,`},
		"negative index":         {`"index":1204,`, `"index":-1,`},
		"54 bits":                {`"index":1204,`, `"index":9007199254740992,`},
		"needless escape":        {`No. `, `No\u002e `},
		"escaped slash":          {`untoc/FRA`, `untoc\/FRA`},
		"upper-case hex":         {`No. `, `No.\u001F`},
		"NUL":                    {`No. `, `No.\u0000`},
		"five decimals":          {`.000001Z`, `.00001Z`},
		"another order":          {`"corrects":"",`, ``},
		"unknown member":         {`"corrects":"",`, `"corrects":"","x":1,`},
		"day out of calendar":    {`"day":"2014-12-18"`, `"day":"2014-02-30"`},
		"upper-case hash":        {`44136fa3`, `44136FA3`},
		"trailing bytes":         {`caaff8a"}`, `caaff8a"} `},
		"comma after last cite":  {`"UNTOC#18.15"]`, `"UNTOC#18.15",]`},
		"recorded before year 1": {`"recorded":"2026-`, `"recorded":"0000-`},
	} {
		bytes := strings.Replace(string(good), change[0], change[1], 1)
		if bytes == string(good) {
			t.Fatalf("%s: the change found nothing", what)
		}
		if h, err := ParseHeader([]byte(bytes)); err == nil {
			t.Errorf("%s: accepted as %+v", what, h)
		}
	}
}

func TestHeaderRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHeader(t)
		b, err := EncodeHeader(h)
		if err != nil {
			t.Fatalf("%v: %+v", err, h)
		}
		back, err := ParseHeader(b)
		if err != nil {
			t.Fatalf("%v: %s", err, b)
		}
		if !reflect.DeepEqual(h, back) {
			t.Fatalf("came back as\n%+v\nfrom\n%+v", back, h)
		}
		if !json.Valid(b) {
			t.Fatalf("not JSON: %s", b)
		}
	})
}

func drawHeader(t *rapid.T) *Header {
	h := sample()
	h.Index = rapid.Int64Range(0, MaxInteger).Draw(t, "index")
	h.ID, _ = NewID()
	h.Kind = rapid.StringMatching(`[a-z][a-z0-9-]{0,9}(\.[a-z][a-z0-9-]{0,9}){1,4}`).Draw(t, "kind")
	h.Version = rapid.IntRange(1, 1<<40).Draw(t, "version")
	h.Subject = Subject(rapid.StringMatching(`[a-z][a-z0-9-]{0,9}(/[A-Za-z0-9_~-]{1,20}){1,5}`).Draw(t, "subject"))
	h.Party = rapid.StringMatching(`[A-Za-z0-9._~-]{1,64}`).Draw(t, "party")
	if rapid.Bool().Draw(t, "node") {
		h.Person = ""
	}
	h.Standing = rapid.SampledFrom([]Standing{Own, Communicated, Observed}).Draw(t, "standing")
	if h.Standing != Communicated && rapid.Bool().Draw(t, "bare") {
		h.Source = nil
	} else {
		h.Source.Reference = rapid.StringMatching(`[a-zA-Z"\\/ <>&éж中ع.-]{0,50}`).Draw(t, "reference")
	}
	h.Recorded = Instant(rapid.Int64Range(int64(firstInstant), int64(lastInstant)).Draw(t, "recorded"))
	h.Day = DayOf(h.Recorded.Time())
	h.Cites = nil
	seen := map[string]bool{}
	for _, c := range rapid.SliceOfN(rapid.StringMatching(`[A-Z/0-9"\\]{1,20}(#[A-Za-z0-9]{1,5}(\([a-z]{1,3}\)){0,2}(\.[0-9]{1,3})?(:[1-9])?)?`), 0, MaxCites).Draw(t, "cites") {
		if !seen[c] {
			seen[c] = true
			h.Cites = append(h.Cites, Cite(c))
		}
	}
	h.Audience = rapid.StringMatching(`[a-z][a-z0-9-]{0,63}`).Draw(t, "audience")
	h.Body = HashOf([]byte(h.Audience))
	return h
}

func FuzzParseHeader(f *testing.F) {
	b, _ := EncodeHeader(sample())
	f.Add(b)
	h := sample()
	h.Source, h.Standing, h.Cites, h.Person = nil, Own, nil, ""
	b, _ = EncodeHeader(h)
	f.Add(b)
	f.Add([]byte(`{"index":0,"id":"`))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := ParseHeader(b)
		if err != nil {
			return
		}
		again, err := EncodeHeader(h)
		if err != nil || string(again) != string(b) {
			t.Fatalf("%q was read, but is written as %q (%v)", b, again, err)
		}
	})
}

func TestLeafHidesWhatIsNotPublic(t *testing.T) {
	b, _ := EncodeHeader(sample())
	if got := string(LeafBytes(Public, b, nil)); got != "comity/act/v1\n"+string(b) {
		t.Errorf("public leaf %q", got)
	}
	salt := make([]byte, SaltSize)
	leaf := string(LeafBytes("staff", b, salt))
	if len(leaf) != len(leafHidden)+64 || !strings.HasPrefix(leaf, leafHidden) || strings.Contains(leaf, "FRA") {
		t.Errorf("hidden leaf %q", leaf)
	}
	salt[0]++
	if string(LeafBytes("staff", b, salt)) == leaf {
		t.Error("the salt does not change the leaf")
	}
}

func BenchmarkEncodeHeader(b *testing.B) {
	h := sample()
	h.Source.Reference = "OLA/2014/118"
	b.ReportAllocs()
	for b.Loop() {
		if _, err := EncodeHeader(h); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseHeader(b *testing.B) {
	bytes, _ := EncodeHeader(sample())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseHeader(bytes); err != nil {
			b.Fatal(err)
		}
	}
}
