package party

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/testshared"
	"comity/programmes"
)

const today act.Day = "2026-11-23"

// registry is the programme's own, read once.
var registry = sync.OnceValues(func() (*Registry, error) {
	fsys, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		return nil, err
	}
	return Load(fsys)
})

func load(tb testing.TB) *Registry {
	tb.Helper()
	r, err := registry()
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func codes(ps []*Party) string {
	list := make([]string, len(ps))
	for i, p := range ps {
		list[i] = p.Code
	}
	return strings.Join(list, " ")
}

// TestTheMembershipGrewAsTheUnitedNationsCounts holds every date of admission,
// union and division against the Organization's own count at the end of years.
func TestTheMembershipGrewAsTheUnitedNationsCounts(t *testing.T) {
	r := load(t)
	for year, want := range map[string]int{
		"1945": 51, "1946": 55, "1947": 57, "1948": 58, "1949": 59, "1950": 60, "1955": 76, "1956": 80, "1957": 82, "1958": 82,
		"1960": 99, "1961": 104, "1962": 110, "1963": 113, "1964": 115, "1965": 117, "1966": 122, "1967": 123, "1968": 126,
		"1970": 127, "1971": 132, "1973": 135, "1974": 138, "1975": 144, "1976": 147, "1977": 149, "1978": 151, "1979": 152,
		"1980": 154, "1981": 157, "1983": 158, "1984": 159, "1990": 159, "1991": 166, "1992": 179, "1993": 184, "1994": 185,
		"1999": 188, "2000": 189, "2002": 191, "2006": 192, "2011": 193, "2025": 193,
	} {
		if got := len(r.Members(act.Day(year + "-12-31"))); got != want {
			t.Errorf("at the end of %s: %d Members, want %d", year, got, want)
		}
	}
	if got := len(r.Members("1945-10-23")); got != 0 {
		t.Errorf("%d Members before the Charter was in force", got)
	}
}

func TestRegionalGroupsHaveTheirNumbers(t *testing.T) {
	r := load(t)
	in := map[string]string{}
	for group, want := range map[string]int{"AG": 54, "APG": 54, "EEG": 23, "GRULAC": 33, "WEOG": 29} {
		members := r.InGroup(group, today)
		if len(members) != want {
			t.Errorf("%s counts %d, want %d", group, len(members), want)
		}
		for _, p := range members {
			if in[p.Code] != "" {
				t.Errorf("%s is counted with %s and %s", p.Code, in[p.Code], group)
			}
			in[p.Code] = group
		}
	}
	for code, want := range map[string]string{"USA": "WEOG", "ISR": "WEOG", "TUR": "WEOG", "AUS": "WEOG", "NZL": "WEOG", "ARM": "EEG", "KIR": "APG", "CYP": "APG", "PSE": "", "VAT": "", "COK": "", "NIU": "", "EU": ""} {
		if in[code] != want {
			t.Errorf("%s is counted with %q, want %q", code, in[code], want)
		}
	}
	if got := r.ByCode("ISR").GroupOn("1999-12-31"); got != "" {
		t.Errorf("in 1999 Israel is counted with %q, want none", got)
	}
}

func TestStatesAreThoseOfTheUnitedNationsNotOfISO(t *testing.T) {
	r := load(t)
	observers := r.where(func(p *Party) bool { return p.StatusOn(today) == "observer" })
	if got := codes(observers); got != "PSE VAT" {
		t.Errorf("observer States: %s", got)
	}
	others := r.where(func(p *Party) bool { return p.StatusOn(today) == "non-member" })
	if got := codes(others); got != "COK NIU" {
		t.Errorf("other States of treaties: %s", got)
	}
	if got := len(r.All(State)); got != 197 {
		t.Errorf("%d States, want 193 Members, 2 observers and 2 others", got)
	}
	for _, code := range []string{"TWN", "HKG", "MAC", "GRL", "PRI", "ATA", "XKX", "ESH"} {
		if r.ByCode(code) != nil {
			t.Errorf("%s is in ISO 3166 or in use with it, and is no party here", code)
		}
	}
}

func TestNamesOfTreatyListsResolve(t *testing.T) {
	r := load(t)
	dir := testshared.Dir(t, "treaties")
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.csv"))
	if err != nil || len(files) < 30 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		for _, name := range participants(t, file) {
			p, err := r.ByName(name, "2014-07-10")
			if err != nil {
				t.Errorf("%s: %v", filepath.Base(file), err)
				continue
			}
			if p.Type != State && p.Code != "EU" {
				t.Errorf("%s: %q is the %s %s", filepath.Base(file), name, p.Type, p.Code)
			}
			seen[p.Code] = true
		}
	}
	if len(seen) < 195 {
		t.Errorf("the lists name %d parties in all; 195 were expected", len(seen))
	}
}

func participants(t *testing.T, file string) []string {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, row := range rows[1:] {
		names = append(names, row[0])
	}
	return names
}

func TestOneNameManyWaysOfWritingIt(t *testing.T) {
	r := load(t)
	for name, want := range map[string]string{
		"Iran (Islamic Republic of)": "IRN", "Islamic Republic of Iran": "IRN", "IRAN, Islamic Republic of": "IRN",
		"the Netherlands": "NLD", "Netherlands (Kingdom of the)": "NLD", "Kingdom of the Netherlands": "NLD",
		"St. Kitts & Nevis": "KNA", "Saint-Kitts-et-Nevis": "KNA",
		"Côte d’Ivoire": "CIV", "COTE D'IVOIRE": "CIV", "Cote d Ivoire": "CIV",
		"Lao People’s Democratic Republic": "LAO", "Democratic People's Republic of Korea": "PRK",
		"Türkiye": "TUR", "Turkey": "TUR", "TURKIYE": "TUR", "Türkıye": "TUR",
		"Swaziland": "SWZ", "Eswatini": "SWZ", "Czech Republic": "CZE", "Czechia": "CZE", "Cape Verde": "CPV",
		"The former Yugoslav Republic of Macedonia": "MKD", "North Macedonia": "MKD",
		"République démocratique du Congo": "COD", "Congo": "COG", "Zaire": "COD", "Upper Volta": "BFA",
		"Российская Федерация": "RUS", "الإمارات العربية المتحدة": "ARE", "المملكه العربيه السعوديه": "SAU", "大韩民国": "KOR",
		"Federated States of Micronesia": "FSM", "Guinea Bissau": "GNB", "Guinea": "GIN", "Equatorial Guinea": "GNQ",
		"Niger": "NER", "Nigeria": "NGA", "Dominica": "DMA", "Dominican Republic": "DOM",
		"Holy See": "VAT", "Palestine": "PSE", "European Community": "EU", "European Union": "EU",
		"UNODC": "UNODC", "United Nations Office on Drugs and Crime": "UNODC", "Secretary-General": "secretary-general",
		"Commission on Narcotic Drugs": "CND", "INTERPOL": "INTERPOL",
	} {
		p, err := r.ByName(name, today)
		if err != nil {
			t.Errorf("%q: %v", name, err)
		} else if p.Code != want {
			t.Errorf("%q is %s, want %s", name, p.Code, want)
		}
	}
}

func TestTheDayDecidesWhoseNameItIs(t *testing.T) {
	r := load(t)
	for _, c := range []struct {
		name string
		day  act.Day
		want string
	}{
		{"Yemen", "1980-01-01", "YAR"}, {"Yemen", "1990-05-22", "YEM"},
		{"Yugoslavia", "1980-01-01", "YUG"}, {"Yugoslavia", "2001-06-01", "SCG"},
		{"United Arab Republic", "1960-01-01", "UAR"}, {"United Arab Republic", "1965-01-01", "EGY"},
	} {
		p, err := r.ByName(c.name, c.day)
		if err != nil || p.Code != c.want {
			t.Errorf("%s on %s: %v, %v; want %s", c.name, c.day, p, err, c.want)
		}
	}
	var ambiguous *AmbiguousName
	if _, err := r.ByName("Korea", today); !errors.As(err, &ambiguous) || codes(ambiguous.Candidates) != "KOR PRK" {
		t.Errorf("Korea: %v", err)
	}
}

func TestAnUnknownNameIsAnsweredWithItsNeighbours(t *testing.T) {
	r := load(t)
	for name, want := range map[string]string{"Kazakstan": "KAZ", "Filippines": "PHL", "Moroco": "MAR", "Atlantis": "", "": "", "of the": ""} {
		var unknown *UnknownName
		if _, err := r.ByName(name, today); !errors.As(err, &unknown) {
			t.Errorf("%q: %v", name, err)
		} else if got := codes(unknown.Near); got != want {
			t.Errorf("%q is near %q, want %q", name, got, want)
		}
	}
}

func TestListsPrintTheNameOfTheirDay(t *testing.T) {
	r := load(t)
	for _, c := range []struct {
		code string
		day  act.Day
		want string
	}{
		{"TUR", "2014-01-27", "Turkey"}, {"TUR", "2022-06-01", "Türkiye"}, {"CPV", "2013-10-23", "Cape Verde"}, {"CPV", "2013-10-24", "Cabo Verde"},
		{"MKD", "2014-07-10", "The former Yugoslav Republic of Macedonia"}, {"SWZ", "2014-07-10", "Swaziland"}, {"FRA", "2014-07-10", "France"},
	} {
		if got := r.ByCode(c.code).NameOn(c.day); got != c.want {
			t.Errorf("%s on %s: %q, want %q", c.code, c.day, got, c.want)
		}
	}
}

func TestSuccessorsStandInTheirPredecessorsPlace(t *testing.T) {
	r := load(t)
	for _, c := range []struct {
		code string
		day  act.Day
		want string
	}{
		{"SUN", "1991-12-23", ""}, {"SUN", "1991-12-24", "RUS"},
		{"YUG", "1991-06-30", "SVN"}, {"YUG", "2000-01-01", "BIH HRV MKD SCG SVN"}, {"YUG", "2010-01-01", "BIH HRV MKD MNE SRB SVN"},
		{"SCG", "2010-01-01", "MNE SRB"}, {"CSK", today, "CZE SVK"}, {"DDR", today, "DEU"},
		{"YAR", today, "YEM"}, {"YMD", today, "YEM"}, {"ZANZIBAR", today, "TZA"}, {"RVN", today, "VNM"},
		{"EGY", "1959-01-01", "UAR"}, {"SYR", "1959-01-01", "UAR"}, {"EGY", "1970-01-01", ""}, {"UAR", "1970-01-01", "EGY SYR"},
		{"SDN", "2011-07-08", ""}, {"SDN", "2012-01-01", "SSD"}, {"FRA", today, ""},
	} {
		if got := codes(r.Successors(c.code, c.day)); got != c.want {
			t.Errorf("in the place of %s on %s: %q, want %q", c.code, c.day, got, c.want)
		}
	}
}

func TestRegionsHoldTheirParts(t *testing.T) {
	r := load(t)
	africa := r.InRegion("002", today)
	if len(africa) != 54 {
		t.Errorf("Africa has %d States: %s", len(africa), codes(africa))
	}
	if got := codes(r.InRegion("053", today)); got != "AUS NZL" {
		t.Errorf("Australia and New Zealand: %s", got)
	}
	if got := len(r.InRegion("001", today)); got != 197 {
		t.Errorf("the world has %d States on the lists, want 197", got)
	}
}

func TestEveryPartyIsFoundByEachOfItsNames(t *testing.T) {
	r := load(t)
	for _, p := range r.All() {
		day := today
		if p.Exists.Until != "" {
			day = act.DayOf(p.Exists.Until.Time().AddDate(0, 0, -1))
		}
		for _, lang := range languages {
			for _, name := range []string{p.Short.Get(lang), p.Formal.Get(lang)} {
				if name == "" {
					continue
				}
				if q, err := r.ByName(name, day); err != nil || q != p {
					t.Errorf("%s: its %s name %q finds %v, %v", p.Code, lang, name, q, err)
				}
			}
		}
	}
}

func TestNamesAreFoundHoweverTheyAreTyped(t *testing.T) {
	r := load(t)
	states := r.All(State)
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(states).Draw(t, "party")
		lang := rapid.SampledFrom(languages[:]).Draw(t, "lang")
		typed := p.Short.Get(lang)
		if rapid.Bool().Draw(t, "loud") {
			typed = strings.ToUpper(typed)
		}
		if rapid.Bool().Draw(t, "plain") {
			typed = strings.NewReplacer("(", " ", ")", "  ", ",", " ", "-", " ").Replace(typed)
		}
		if rapid.Bool().Draw(t, "turned") {
			words := strings.Fields(typed)
			slices.Reverse(words)
			typed = strings.Join(words, " ")
		}
		got, err := r.ByName(typed, today)
		if err != nil || got != p {
			t.Fatalf("%q (%s) finds %v, %v", typed, p.Code, got, err)
		}
	})
}

func TestSuccessionHoldsTogether(t *testing.T) {
	r := load(t)
	all := r.codes()
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom(all).Draw(t, "code")
		day := act.DayOf(act.Day("1940-01-01").Time().AddDate(0, 0, rapid.IntRange(0, 32000).Draw(t, "days")))
		for _, p := range r.Successors(code, day) {
			if p.Code == code {
				t.Fatalf("%s succeeds to itself on %s", code, day)
			}
			if !p.Exists.Has(day) {
				t.Fatalf("%s stands in the place of %s on %s, when it is not there", p.Code, code, day)
			}
		}
		if p := r.ByCode(code); p.StatusOn(day) == "" && p.GroupOn(day) != "" {
			t.Fatalf("%s is in a group on %s and no Member", code, day)
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Iran (Islamic Republic of)", "Côte d'Ivoire", "İstanbul", "’s ", "St. Lucia", "大韩民国", "الجمهورية", "ﬁ the \xff", "ŉ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := fold(s)
		if again := fold(key); again != key {
			t.Fatalf("%q folds to %q and that to %q", s, key, again)
		}
	})
}

func BenchmarkByName(b *testing.B) {
	r := load(b)
	for b.Loop() {
		if _, err := r.ByName("Iran (Islamic Republic of)", today); err != nil {
			b.Fatal(err)
		}
	}
}

func TestEveryStateOrganAndOfficeIsNamedInSixLanguages(t *testing.T) {
	r := load(t)
	for _, p := range append(r.All(State, FormerState, Organ), r.ByCode("UNODC"), r.ByCode("secretary-general"), r.ByCode("EU")) {
		for _, lang := range languages {
			if p.Short.Get(lang) == "" || p.Formal.Get(lang) == "" {
				t.Errorf("%s has no name in %q", p.Code, lang)
			}
		}
	}
	for _, p := range r.All("field-office", "institute") {
		for _, lang := range languages {
			if p.Short.Get(lang) == "" {
				t.Errorf("%s has no name in %q", p.Code, lang)
			}
		}
	}
	if name, is := r.ByCode("GFMD").Short.In("fr"); is != "en" || name == "" {
		t.Errorf("a name that is missing in French falls back to %q in %q", name, is)
	}
}
