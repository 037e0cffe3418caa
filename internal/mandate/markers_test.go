package mandate

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"comity/internal/i18n"
	"comity/internal/resolution"
	"comity/internal/ui"
)

func TestRunsPutMarkersWhereTheyStood(t *testing.T) {
	for _, c := range []struct {
		text, phrase string
		markers      []Marker
		want         []run
	}{
		{"Notes lamps.", "Notes", nil, []run{{Text: "Notes", Phrase: true}, {Text: " lamps."}}},
		{"Notes lamps.", "Notes", []Marker{{"1", 11}}, []run{{Text: "Notes", Phrase: true}, {Text: " lamps"}, {Marker: "1"}, {Text: "."}}},
		{"Notes lamps.", "Notes", []Marker{{"*", 2}}, []run{{Text: "No", Phrase: true}, {Marker: "*"}, {Text: "tes", Phrase: true}, {Text: " lamps."}}},
		{"Notes lamps.", "", []Marker{{"1", -1}, {"1", -1}}, []run{{Text: "Notes lamps."}, {Marker: "1"}, {Marker: "1", Times: 1}}},
		{"注意到灯，", "注意到", []Marker{{"1", 4}, {"2", 5}}, []run{{Text: "注意到", Phrase: true}, {Text: "灯"}, {Marker: "1"}, {Text: "，"}, {Marker: "2"}}},
	} {
		if got := runs(c.text, c.phrase, c.markers); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %+v, want %+v", c.text, got, c.want)
		}
	}
}

// Whatever the places, no word is lost, and every marker is there once and in order.
func TestRunsLoseNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aб灯 .")), 0, 30, -1).Draw(r, "text")
		phrase := string([]rune(text)[:rapid.IntRange(0, utf8.RuneCountInString(text)).Draw(r, "phrase")])
		var markers []Marker
		for _, at := range rapid.SliceOfN(rapid.IntRange(-1, 40), 0, 5).Draw(r, "places") {
			markers = append(markers, Marker{rapid.SampledFrom([]string{"1", "2", "*"}).Draw(r, "marker"), at})
		}
		var words strings.Builder
		var called []string
		for _, p := range runs(text, phrase, markers) {
			if words.WriteString(p.Text); p.Marker != "" {
				called = append(called, p.Marker)
			}
		}
		var want []string
		for _, m := range markers {
			want = append(want, m.Marker)
		}
		if words.String() != text || !slices.Equal(called, want) {
			r.Fatalf("%q and %q", words.String(), called)
		}
		if got := splitMarkers(joinMarkers(markers)); !slices.Equal(got, markers) {
			r.Fatalf("%v came back from its column as %v", markers, got)
		}
	})
}

// A marker and its footnote lead to one another, and the words stay as they are
// printed.
func TestMarkersAndFootnotesLeadToOneAnother(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	v := &ui.Visit{Localizer: words.Localizer("en")}
	notes := []NoteBody{{Marker: "1", Text: "Lamps, vol. 1."}}
	var b strings.Builder
	if err := printed(v, "p4", "Notes lamps, and oil.", "Notes", []Marker{{"1", 11}, {"1", 20}, {"9", 20}}, notes).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	const want = `<em>Notes</em> lamps<sup class="call"><a id="call-p4-1-1" href="#n1" aria-label="Footnote 1">1</a></sup>, and oil` +
		`<sup class="call"><a id="call-p4-1-2" href="#n1" aria-label="Footnote 1">1</a></sup><sup class="call">9</sup>.`
	if b.String() != want {
		t.Errorf("%s\nwant\n%s", b.String(), want)
	}
	e := &edition{Readings: []Reading{{Language: "en", Notes: notes}}, Language: "en", Lines: []Line{
		{Ref: Ref{Place: "3"}, In: "fr", Notes: []Marker{{"1", 2}}}, {Ref: Ref{Place: "4"}, In: "en", Notes: []Marker{{"1", 2}}}}}
	if got := e.called("1"); got != callID(anchor("4"), 0, 0) {
		t.Errorf("footnote 1 leads back to %s", got)
	}
	if got := e.called("2"); got != "" {
		t.Errorf("footnote 2, which nothing calls, leads back to %s", got)
	}
}

func TestPlacesOfMarkersFit(t *testing.T) {
	for _, c := range []struct {
		markers []string
		places  []int
		want    bool
	}{
		{nil, nil, true}, {[]string{"1"}, nil, true}, {[]string{"1"}, []int{4}, true}, {[]string{"1", "2"}, []int{2, 2}, true},
		{nil, []int{1}, false}, {[]string{"1"}, []int{5}, false}, {[]string{"1", "2"}, []int{3, 2}, false}, {[]string{"1"}, []int{-1}, false},
	} {
		if got := placed(&ParagraphBody{Text: "灯灯灯灯", Footnotes: c.markers, FootnotePlaces: c.places}); got != c.want {
			t.Errorf("%v at %v: %v", c.markers, c.places, got)
		}
	}
}

// Composing a text moves the places of its markers.
func TestComposingMovesMarkers(t *testing.T) {
	d := &resolution.Document{Paragraphs: []resolution.Paragraph{{Text: "E\u0301tats, lampes", Footnotes: []string{"1"}, NoteSpans: []resolution.Note{{At: 6}}}}}
	composed(d)
	if b := paragraphBody(&d.Paragraphs[0], "fr"); !slices.Equal(b.FootnotePlaces, []int{5}) || !placed(&b) {
		t.Errorf("%+v", b)
	}
}
