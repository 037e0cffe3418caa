package topic_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"comity/internal/programme"
	"comity/internal/resolution"
	"comity/internal/resolution/topic"
	"comity/internal/testshared"
	"comity/programmes"

	"pgregory.net/rapid"
)

func crimePrevention(tb testing.TB) *programme.Programme {
	tb.Helper()
	sub, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		tb.Fatal(err)
	}
	p, err := programme.Load(sub)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// places writes topics as "code:words code:words".
func places(text string, topics []resolution.Topic) string {
	var out []string
	runes := []rune(text)
	for _, t := range topics {
		out = append(out, t.Code+":"+string(runes[t.Span[0]:t.Span[1]]))
	}
	return strings.Join(out, "; ")
}

func TestHowWordsAreMatched(t *testing.T) {
	m := topic.NewMatcher([]programme.Topic{
		{Code: "rope", Words: []string{"rope", "mooring line", "splic*"}, Except: []string{"rope ladder"}},
		{Code: "boat", Words: []string{"boat", "boat of wood", "child at sea", "life jacket", "tug, or barge", "wharf-side crane"}},
	})
	for _, c := range []struct{ text, want string }{
		{"Ropes and ROPE", "rope:Ropes; rope:ROPE"},
		{"a rope ladder and a rope", "rope:rope"},
		{"europe, ropemaker", ""},
		{"mooring lines; mooring. Line", "rope:mooring lines"},
		{"he splices, it was spliced", "rope:splices; rope:spliced"},
		{"boats of wood and a boat", "boat:boats of wood; boat:boat"},
		{"children at sea in life-jackets", "boat:children at sea; boat:life-jackets"},
		{"the boat’s rope", "boat:boat; rope:rope"},
		{"tugs, or barges", "boat:tugs, or barges"},
		{"tugs or barges", ""},
		{"a wharf‑side crane at the wharf, side crane", "boat:wharf‑side crane"},
		{"Été: une rope", "rope:rope"},
	} {
		if got := places(c.text, m.All(c.text)); got != c.want {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}

// Invented sentences, each judged by hand: the codes that it must have, and the
// ones after "not" that it must not.
func TestTopicsOfThePlainestSentences(t *testing.T) {
	m := topic.NewMatcher(crimePrevention(t).Topics)
	for _, c := range []struct{ text, want, not string }{
		{"to send judges on courses against bribery in the ports", "corruption criminal-justice", "prisons"},
		{"to give back stolen assets to the treasuries they came from", "asset-recovery", "cultural-property"},
		{"to trace the proceeds of crime through shell companies", "money-laundering", ""},
		{"to shelter victims of human trafficking", "trafficking-in-persons victims-witnesses", "smuggling-of-migrants"},
		{"the Protocol to Prevent, Suppress and Punish Trafficking in Persons, Especially Women and Children, supplementing the United Nations Convention against Transnational Organized Crime", "trafficking-in-persons", "women children organized-crime"},
		{"to rescue smuggled migrants at the border", "smuggling-of-migrants", "trafficking-in-persons"},
		{"to pay migrant workers on the day", "", "smuggling-of-migrants"},
		{"to mark firearms and count their ammunition", "firearms", ""},
		{"to grow coffee in place of coca under alternative development", "drugs", ""},
		{"requests the United Nations Office on Drugs and Crime to print a calendar", "", "drugs crime-prevention"},
		{"the Commission on Narcotic Drugs met in March", "", "drugs"},
		{"to buy antiretroviral drugs for the clinic", "", "drugs"},
		{"to try foreign terrorist fighters fairly", "terrorism", ""},
		{"to keep electronic evidence of ransomware safe", "cybercrime", "piracy"},
		{"to send looted antiquities home", "cultural-property", "asset-recovery"},
		{"to fine poachers and stop illegal logging", "environmental-crime", ""},
		{"to weigh precious metals at the mine", "minerals", ""},
		{"to open containers of counterfeit goods at the customs", "illicit-trade", "medical-products"},
		{"to burn falsified medicines", "medical-products", "drugs"},
		{"to escort ships where there is piracy", "maritime-crime", "cybercrime"},
		{"to free hostages without a ransom", "kidnapping", ""},
		{"to hear how identity theft is done", "identity-crime", ""},
		{"to ban match-fixing from every sport", "sport", ""},
		{"to transport the delegates", "", "sport"},
		{"to relieve prison overcrowding by probation", "prisons", ""},
		{"to feed prisoners of war", "", "prisons"},
		{"to end the gender-related killing of women and girls", "women", "children"},
		{"to try children in courts of their own", "children criminal-justice", ""},
		{"to listen to young people in the streets", "youth", "children"},
		{"to hide witnesses who fear for their lives", "victims-witnesses", ""},
		{"to let the parties meet in restorative justice programmes", "restorative-justice", ""},
		{"to pay for legal aid to defendants", "legal-aid", ""},
		{"to light the squares and so to keep gangs and urban crime out", "urban-crime", ""},
		{"to teach a culture of lawfulness at school", "education", ""},
		{"to apply the standards and norms of the Organization", "standards-norms", ""},
		{"to count burglaries by the International Classification of Crime for Statistical Purposes", "data-statistics", ""},
		{"to respect the protection of personal data", "", "data-statistics"},
		{"to fit out forensic laboratories", "forensic-science", ""},
		{"to answer requests for extradition and mutual legal assistance", "international-cooperation", "legal-aid"},
		{"to give technical assistance and capacity-building, upon request", "technical-assistance", ""},
		{"to ratify or accede to the instruments", "treaties", ""},
		{"to prepare for the Fifteenth United Nations Congress on Crime Prevention and Criminal Justice", "congress", "crime-prevention"},
		{"to pay voluntary contributions every spring", "funding", ""},
		{"to bring order into the paper stores", "", "governance"},
		{"to write to the Human Rights Council", "", "human-rights"},
		{"to protect human rights on the street", "human-rights", ""},
	} {
		found := map[string]bool{}
		for _, f := range m.Find(c.text) {
			if found[f.Code] {
				t.Errorf("%q: topic %s is given twice", c.text, f.Code)
			}
			found[f.Code] = true
		}
		for _, code := range strings.Fields(c.want) {
			if !found[code] {
				t.Errorf("%q lacks %s; it has %s", c.text, code, places(c.text, m.Find(c.text)))
			}
		}
		for _, code := range strings.Fields(c.not) {
			if found[code] {
				t.Errorf("%q must not have %s: %s", c.text, code, places(c.text, m.Find(c.text)))
			}
		}
	}
}

// What each operative paragraph of resolution 69/197 is about, judged by hand.
// Only the first is without a topic: it takes note of a report and no more.
var judged = map[int]string{
	1: "", 2: "organized-crime treaties", 3: "organized-crime treaties", 4: "treaties organized-crime drugs corruption terrorism",
	5: "organized-crime treaties", 6: "prisons standards-norms", 7: "cybercrime", 8: "technical-assistance international-cooperation",
	9: "congress", 10: "criminal-justice development", 11: "crime-prevention criminal-justice data-statistics technical-assistance",
	12: "crime-prevention development", 13: "organized-crime international-cooperation", 14: "technical-assistance",
	15: "technical-assistance criminal-justice victims-witnesses legal-aid human-rights", 16: "cybercrime international-cooperation",
	17: "organized-crime smuggling-of-migrants human-rights", 18: "smuggling-of-migrants international-cooperation",
	19: "smuggling-of-migrants money-laundering", 20: "trafficking-in-persons victims-witnesses organized-crime", 21: "women",
	22: "money-laundering terrorism technical-assistance", 23: "asset-recovery corruption money-laundering", 24: "treaties organized-crime corruption",
	25: "organized-crime international-cooperation", 26: "organized-crime", 27: "kidnapping technical-assistance",
	28: "maritime-crime cybercrime children cultural-property money-laundering environmental-crime identity-crime", 29: "data-statistics",
	30: "data-statistics", 31: "organized-crime drugs trafficking-in-persons smuggling-of-migrants firearms corruption terrorism",
	32: "firearms", 33: "tourism terrorism", 34: "cultural-property", 35: "cultural-property", 36: "environmental-crime", 37: "environmental-crime",
	38: "minerals", 39: "organized-crime drugs technical-assistance governance", 40: "maritime-crime technical-assistance", 41: "treaties organized-crime corruption",
	42: "funding treaties drugs organized-crime corruption", 43: "terrorism technical-assistance", 44: "criminal-justice technical-assistance",
	45: "standards-norms", 46: "corruption treaties", 47: "forensic-science technical-assistance", 48: "funding", 49: "funding", 50: "funding",
	51: "funding trafficking-in-persons", 52: "governance", 53: "treaties organized-crime",
}

var printedNumber = regexp.MustCompile(`(?m)^- (\d+)\. `)

func TestTopicsOfResolution69197(t *testing.T) {
	data, err := os.ReadFile(testshared.Dir(t, "resolutions", "A_RES_69_197.txt"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	// The operative paragraphs as the file has them: the next number in turn begins one.
	var starts []int
	for _, at := range printedNumber.FindAllStringSubmatchIndex(text, -1) {
		if text[at[2]:at[3]] == itoa(len(starts)+1) {
			starts = append(starts, at[1])
		}
	}
	if len(starts) != 53 {
		t.Fatalf("found %d paragraphs, not 53", len(starts))
	}
	m := topic.NewMatcher(crimePrevention(t).Topics)
	for i, start := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		paragraph := strings.Join(strings.Fields(text[start:end]), " ")
		found := m.Find(paragraph)
		var codes []string
		for _, f := range found {
			codes = append(codes, f.Code)
		}
		want := strings.Fields(judged[i+1])
		for _, code := range want {
			if !slices.Contains(codes, code) {
				t.Errorf("paragraph %d lacks %s: it has %v", i+1, code, codes)
			}
		}
		if len(want) == 0 && len(codes) > 0 {
			t.Errorf("paragraph %d should have no topic: %s", i+1, places(paragraph, found))
		}
		var more []string
		for _, f := range found {
			if !slices.Contains(want, f.Code) {
				more = append(more, places(paragraph, []resolution.Topic{f}))
			}
		}
		t.Logf("%2d %v, besides: %s", i+1, want, strings.Join(more, "; "))
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func checkTopics(t interface{ Fatalf(string, ...any) }, text string, topics []resolution.Topic) {
	length := utf8.RuneCountInString(text)
	if !sort.SliceIsSorted(topics, func(i, j int) bool { return topics[i].Span[0] < topics[j].Span[0] }) {
		t.Fatalf("%q: out of order: %v", text, topics)
	}
	reach := map[string]int{}
	for _, f := range topics {
		if f.Span[0] < reach[f.Code] || f.Span[1] <= f.Span[0] || f.Span[1] > length {
			t.Fatalf("%q: bad place %v", text, f)
		}
		reach[f.Code] = f.Span[1]
	}
}

func FuzzAll(f *testing.F) {
	for _, seed := range []string{"Drug-trafficking, piracy & the world’s prisons", "tracing, freezing", "children's \xff courts", "women and children, supplementing", strings.Repeat("crime prevention ", 50)} {
		f.Add(seed)
	}
	m := topic.NewMatcher(crimePrevention(f).Topics)
	f.Fuzz(func(t *testing.T, text string) { checkTopics(t, text, m.All(text)) })
}

// A word of a topic is found wherever it stands as a word, in either number.
func TestEveryWordOfTheListIsFound(t *testing.T) {
	p := crimePrevention(t)
	m := topic.NewMatcher(p.Topics)
	var all []programme.Topic
	for _, tp := range p.Topics {
		for _, w := range tp.Words {
			all = append(all, programme.Topic{Code: tp.Code, Title: strings.TrimSuffix(w, "*")})
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.SampledFrom(all).Draw(t, "word")
		before := rapid.SampledFrom([]string{"", "The ", "(", "again; ", "é ", "“"}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", ".", "; and so on", ")", ", again"}).Draw(t, "after")
		text := before + strings.ToUpper(w.Title) + after
		topics := m.All(text)
		checkTopics(t, text, topics)
		for _, f := range topics {
			if f.Code == w.Code {
				return
			}
		}
		t.Fatalf("%q has no %s: %v", text, w.Code, topics)
	})
}

func BenchmarkFind(b *testing.B) {
	m := topic.NewMatcher(crimePrevention(b).Topics)
	text := strings.Repeat("Requests the Harbour Office to keep the lights burning, to train judges and to report on smuggled migrants. ", 6)[:600]
	for b.Loop() {
		m.Find(text)
	}
}
