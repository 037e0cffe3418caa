package sheetform

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"comity/internal/i18n"
)

// lamps is an invented form.
func lamps(version int) *Form {
	return &Form{Mark: "comity-lamps", Version: version, Sheet: "Lamps", Title: "Lamps", Help: "One lamp a row.", Columns: []Column{
		{Name: "name", Label: "Name", Required: true},
		{Name: "kind", Label: "Kind", Kind: OfList, Required: true, Choices: []Choice{{"oil", []string{"oil lamp", "lampe à huile", "مصباح زيتي"}}, {"gas", []string{"gas lamp", "lampe à gaz", "مصباح غازي"}}}},
		{Name: "uses", Label: "Uses", Kind: SomeOf, Choices: []Choice{{"port", []string{"port"}}, {"road", []string{"road"}}}},
		{Name: "lit", Label: "Lit", Kind: Day},
		{Name: "number", Label: "Number", Kind: Whole},
		{Name: "height", Label: "Height", Kind: Decimal},
	}}
}

func say(t testing.TB, lang string) *i18n.Localizer {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words.Localizer(lang)
}

// filled writes a form and changes it as people do.
func filled(t testing.TB, f *Form, lang string, change func(x *excelize.File)) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, say(t, lang), 100, nil); err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	change(x)
	var out bytes.Buffer
	if err := x.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func put(x *excelize.File, cells map[string]any) {
	for at, v := range cells {
		_ = x.SetCellValue("Lamps", at, v)
	}
}

func wheres(f Faults) (list []string) {
	for _, one := range f.List {
		list = append(list, one.Where+" "+one.ID)
	}
	return list
}

func TestAFormComesBackAsItWasFilledIn(t *testing.T) {
	for _, lang := range i18n.Languages() {
		content := filled(t, lamps(1), lang, func(x *excelize.File) {
			put(x, map[string]any{"A5": "Tower", "B5": "مصباح زيتي", "C5": "Road; port", "D5": "2041-05-01", "E5": 12, "F5": "1,5",
				"A7": "Pier", "B7": "GAS LAMP", "D7": time.Date(2041, 6, 2, 0, 0, 0, 0, time.UTC), "F7": 2.25})
		})
		rows, faults := lamps(1).Read(content, 100)
		if faults.N > 0 || len(rows) != 2 {
			t.Fatalf("%d rows, %v", len(rows), faults.List)
		}
		for i, want := range []string{"Tower oil road\nport 2041-05-01 12 1.5", "Pier gas  2041-06-02  2.25"} {
			r := rows[i]
			if got := strings.Join([]string{r.Get("name"), r.Get("kind"), r.Get("uses"), r.Get("lit"), r.Get("number"), r.Get("height")}, " "); got != want {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
		if rows[1].Number != 7 || rows[1].Where("lit") != "Lamps!D7" {
			t.Errorf("%d %s", rows[1].Number, rows[1].Where("lit"))
		}
	}
}

func TestEveryFaultIsNamedInItsCell(t *testing.T) {
	content := filled(t, lamps(1), "en", func(x *excelize.File) {
		put(x, map[string]any{
			"A5": "Tower", "B5": "candle", "E5": "twelve", "F5": "high",
			"A6": "", "B6": "oil", "D6": "1447-06-04", // of the Hijri calendar
			"A7": "Pier", "B7": "oil", "D7": "2569-11-25", // of the Buddhist calendar
			"A8": "Quay", "B8": "oil", "D8": "3 June", "C8": "port; sea",
			"A9": "Rock", "B9": "oil", "D9": "٢٠٤١-٠٥-٠١", "E9": -3, "G9": "beside",
			"A10": "Mole", "B10": "oil",
		})
		_ = x.SetCellFormula("Lamps", "E10", "1+1")
		_ = x.MergeCell("Lamps", "A11", "B12")
	})
	_, faults := lamps(1).Read(content, 100)
	want := []string{"Lamps!E10 sheet.formula", "Lamps!A11:B12 sheet.merged", "Lamps!B5 sheet.choice", "Lamps!E5 sheet.whole", "Lamps!F5 sheet.decimal", "Lamps!A6 sheet.missing", "Lamps!D6 sheet.calendar", "Lamps!D7 sheet.calendar",
		"Lamps!C8 sheet.choice", "Lamps!D8 sheet.day", "Lamps!G9 sheet.outside", "Lamps!E9 sheet.whole"}
	if got := wheres(faults); !slices.Equal(got, want) || faults.N != len(want) {
		t.Errorf("%d\n%s\nwant\n%s", faults.N, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, lang := range i18n.Languages() {
		for _, f := range faults.List {
			if words := f.Say(say(t, lang)); strings.Contains(words, "sheet.") || strings.Contains(words, "{{") {
				t.Errorf("%s: %s", lang, words)
			}
		}
	}
}

func TestWhatIsNotThisFormIsRefusedWhole(t *testing.T) {
	nothing := func(*excelize.File) {}
	other := lamps(1)
	other.Mark = "comity-ropes"
	about := lamps(1)
	about.About = []string{"project/p1"}
	for name, c := range map[string]struct {
		content []byte
		form    *Form
		want    string
	}{
		"another form":    {filled(t, other, "en", nothing), lamps(1), "sheet.other-form"},
		"an old version":  {filled(t, lamps(1), "en", nothing), lamps(2), "sheet.version"},
		"another project": {filled(t, about, "en", nothing), &Form{Mark: about.Mark, Version: 1, Sheet: "Lamps", Columns: about.Columns, About: []string{"project/p2"}}, "sheet.about"},
		"a moved column":  {filled(t, lamps(1), "en", func(x *excelize.File) { put(x, map[string]any{"A4": "kind"}) }), lamps(1), "sheet.moved"},
		"nothing in it":   {filled(t, lamps(1), "en", nothing), lamps(1), "sheet.empty"},
		"no spreadsheet":  {[]byte("%PDF-1.7"), lamps(1), "sheet.no-spreadsheet"},
		"too long":        {make([]byte, MaxBytes+1), lamps(1), "sheet.too-long"},
		"too many rows": {filled(t, lamps(1), "en", func(x *excelize.File) {
			for i := range 4 {
				put(x, map[string]any{cell(1, FirstRow+i): "L", cell(2, FirstRow+i): "oil"})
			}
		}), lamps(1), "sheet.too-many"},
	} {
		_, faults := c.form.Read(c.content, 3)
		if len(faults.List) == 0 || faults.List[0].ID != c.want {
			t.Errorf("%s: %v, want %s", name, faults.List, c.want)
		}
	}
}

// many fills rows with the given cells.
func many(t testing.TB, rows int, kind string) []byte {
	t.Helper()
	f := lamps(1)
	var table [][]string
	for i := range rows {
		table = append(table, []string{fmt.Sprint("Lamp ", i), kind, "port", "2041-05-01", "12", "1.5"})
	}
	var b bytes.Buffer
	if err := f.Write(&b, say(t, "en"), rows, table); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTenThousandFaultsAreCounted(t *testing.T) {
	_, faults := lamps(1).Read(many(t, 10_000, "candle"), 20_000)
	if faults.N != 10_000 || len(faults.List) != MaxFaults {
		t.Errorf("%d faults, %d named", faults.N, len(faults.List))
	}
}

func TestFiveThousandRowsAreReadQuickly(t *testing.T) {
	content := many(t, 5000, "oil")
	began := time.Now()
	rows, faults := lamps(1).Read(content, 5000)
	took := time.Since(began)
	t.Logf("%d rows in %v", len(rows), took)
	if len(rows) != 5000 || faults.N > 0 {
		t.Errorf("%d rows, %v", len(rows), faults.List)
	}
}

func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := lamps(1).Write(&b, say(f, "en"), 5, [][]string{{"Tower", "oil", "port", "2041-05-01", "12", "1.5"}}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("PK\x03\x04"))
	form := lamps(1)
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, faults := form.Read(content, 100)
		if len(rows) > 100 || faults.N < len(faults.List) {
			t.Errorf("%d rows, %d faults", len(rows), faults.N)
		}
		if len(rows) == 0 && faults.N == 0 {
			t.Error("neither a row nor a fault")
		}
	})
}

func FuzzCells(f *testing.F) {
	for _, s := range []string{"2041-05-01", "45000", "1447-01-01", "oil", "1,5", "٢٠٤١-٠٥-٠١", "45000.5", "9999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var faults Faults
		form := lamps(1)
		r := reader{form: form, faults: &faults, lookup: make([]map[string]string, len(form.Columns))}
		for i := range form.Columns {
			v, ok := r.value(&form.Columns[i], i, s, "Lamps!A1")
			if ok && form.Columns[i].Kind == Day && (len(v) != 10 || v < "1900" || v >= "2200") {
				t.Errorf("%q is read as the day %q", s, v)
			}
		}
	})
}

// Numbers as people write them; what may be a thousand or a fraction is refused.
func TestNumbers(t *testing.T) {
	for in, want := range map[string]string{"12": "12", "1,5": "1.5", "1.25": "1.25", "1.125": "1.125", "0,125": "0.125", "١٢": "12", "۱۲": "12", "1,200": "thousands", "1.200": "thousands", "12,000": "thousands", "-1,200": "thousands",
		"1 200": "decimal", "twelve": "decimal", "1,200,000": "decimal", "#REF!": "decimal", "1e3": "decimal", "": "decimal"} {
		n, fault := decimal(in)
		if n+fault != want {
			t.Errorf("%q is read as %q %q, want %q", in, n, fault, want)
		}
	}
	r := &reader{faults: &Faults{}}
	for in, want := range map[string]string{"3": "3", "3/10": "3/10", "3 / 10": "3/10", "?": "?", "؟": "?", "？": "?"} {
		if got, ok := r.share(in, "A1"); !ok || got != want {
			t.Errorf("%q is read as %q", in, got)
		}
	}
	for _, in := range []string{"3/", "/10", "a/b", "1,200/3", "3/4/5"} {
		if _, ok := r.share(in, "A1"); ok {
			t.Errorf("%q is taken", in)
		}
	}
}

// What goes out with the form is passed over where nothing was added.
func TestRowsThatWentOutFilled(t *testing.T) {
	f := lamps(1)
	f.Columns[0].Ahead = true
	var b bytes.Buffer
	if err := f.Write(&b, say(t, "en"), 100, [][]string{{"Tower"}, {"Pier"}}); err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	put(x, map[string]any{"B6": "oil lamp"})
	var out bytes.Buffer
	if err := x.Write(&out); err != nil {
		t.Fatal(err)
	}
	rows, faults := f.Read(out.Bytes(), 1)
	if faults.N > 0 || len(rows) != 1 || rows[0].Get("name") != "Pier" {
		t.Errorf("%d rows, %v", len(rows), faults.List)
	}
}

// Days of other calendars and of the count from 1904.
func TestDaysOfOtherCalendars(t *testing.T) {
	for in, want := range map[string]string{
		"2041-05-01": "2041-05-01", "٢٠٤١-٠٥-٠١": "2041-05-01", "51622": "2041-05-01",
		"2584-05-01": "calendar", "2584/5/1": "calendar", "1463-04-02": "calendar", "1420-02-11": "calendar", "۱۴۲۰-۰۲-۱۱": "calendar", "令和23年5月1日": "day",
		"2033-13-05": "day", "01/05/2041": "day", "May 1st": "day", // the thirteenth month is of the Ethiopian calendar
	} {
		day, fault := (&reader{}).day(in)
		if day+fault != want {
			t.Errorf("%q is read as %q %q, want %q", in, day, fault, want)
		}
	}
	if day, fault := (&reader{late: true}).day("50160"); day != "2041-05-01" || fault != "" {
		t.Errorf("a day counted from 1904 is read as %q %q", day, fault)
	}
}
