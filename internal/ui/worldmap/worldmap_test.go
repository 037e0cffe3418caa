package worldmap

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"comity/internal/i18n"
	"comity/internal/party"
	"comity/internal/ui"
	"comity/programmes"
	"io/fs"
)

func TestEveryMemberStateIsOnTheMap(t *testing.T) {
	files, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	parties, err := party.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string]bool{}
	for _, s := range shapes {
		drawn[s.m49] = true
	}
	for _, p := range parties.Members("2026-11-25") {
		if !drawn[p.M49] {
			t.Errorf("%s (%s) is not drawn", p.Code, p.M49)
		}
	}
}

func TestTheMapSaysWhatItIsGiven(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	v := &ui.Visit{Request: httptest.NewRequest(http.MethodGet, "/", nil), Localizer: words.Localizer("en")}
	var b strings.Builder
	areas := map[string]Area{"250": {ui.Good, "France: party"}, "674": {ui.Open, "San Marino: signatory"}}
	if err := View(v, "Parties", areas, []Key{{ui.Good, "Party"}}).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<path class="land good"`, "<title>France: party</title>", `<circle class="land open"`, "<title>San Marino: signatory</title>", "Boundaries and names"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the map has no %s", want)
		}
	}
	if n := strings.Count(b.String(), "<title>"); n != 2 {
		t.Errorf("%d areas are named, want 2", n)
	}
}

func TestNothingIsDrawnAcrossTheWholeMap(t *testing.T) {
	for _, s := range shapes {
		if s.m49 == "010" { // Antarctica, around the pole
			continue
		}
		for ring := range strings.SplitSeq(s.path, "M") {
			_, steps, found := strings.Cut(ring, "l")
			if !found {
				continue
			}
			numbers := strings.Fields(strings.TrimSuffix(steps, "z"))
			for i := 0; i < len(numbers); i += 2 {
				if wide, err := strconv.Atoi(numbers[i]); err != nil || wide > 500 || wide < -500 {
					t.Errorf("%s has a step of %s units: a ring is not cut at the 180th meridian", s.m49, numbers[i])
				}
			}
		}
	}
}
