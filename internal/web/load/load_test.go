package load

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// stalled serves what discover asks for, and stands still once for a while.
func stalled(t *testing.T, still time.Duration) string {
	var asked atomic.Int64
	gate := make(chan struct{}, 1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("as") == "json" {
			fmt.Fprint(w, `{"name":"x","rows":[{"index":41,"id":"a","subject":"hold/a","code":"FRA","list":"group"}]}`)
			return
		}
		gate <- struct{}{} // one at a time: who comes while it stands still waits
		defer func() { <-gate }()
		if asked.Add(1) == 10 {
			time.Sleep(still)
		}
		if r.URL.Path == "/about" {
			http.Error(w, "gone", http.StatusGone)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// A server that stands still for half a second keeps all waiting who come in
// that half second, not only the one whose request it held.
func TestWhoComesWhileTheServerStandsStillWaitsToo(t *testing.T) {
	r, err := Run(t.Context(), Options{URL: stalled(t, 500*time.Millisecond), Rate: 100, For: time.Second, Mix: Mix{"home": 1}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if r.All.Requests != 100 || r.All.Failed != 0 {
		t.Fatalf("%+v", r.All)
	}
	if r.All.P50 > 400 || r.All.P95 < 300 || r.All.Max < 490 {
		t.Errorf("p50 %.0f, p95 %.0f, max %.0f ms: some 50 of 100 requests came while the server stood still", r.All.P50, r.All.P95, r.All.Max)
	}
}

func TestAnAnswerOf400OrMoreIsAFailure(t *testing.T) {
	r, err := Run(t.Context(), Options{URL: stalled(t, 0), Rate: 200, For: 200 * time.Millisecond, Mix: Mix{"about": 1, "state": 1}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range r.Kinds {
		if want := map[string]int{"about": l.Requests}[l.Kind]; l.Failed != want {
			t.Errorf("%s: %d of %d failed, want %d", l.Kind, l.Failed, l.Requests, want)
		}
	}
	if r.Fault == "" {
		t.Error("the first failure is not told")
	}
}

func TestQuantile(t *testing.T) {
	var all []time.Duration
	for i := range 100 {
		all = append(all, time.Duration(i+1)*time.Millisecond)
	}
	for percent, want := range map[int]float64{50: 50, 95: 95, 99: 99, 100: 100} {
		if got := quantile(all, percent); got != want {
			t.Errorf("%d of a hundred: %v, want %v", percent, got, want)
		}
	}
	if got := quantile(all[:1], 99); got != 1 {
		t.Errorf("of one: %v", got)
	}
}

func TestMixIsRead(t *testing.T) {
	var m Mix
	if err := m.UnmarshalText([]byte("home=10,act=20")); err != nil || m["home"] != 10 || m["act"] != 20 || m.String() != "act=20,home=10" {
		t.Errorf("%v, %v", m, err)
	}
	for _, wrong := range []string{"", "home", "home=x", "home=-1"} {
		if err := m.UnmarshalText([]byte(wrong)); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
	k := &known{acts: []string{"a"}, subjects: []string{"s"}, states: []string{"c"}, lists: []string{"l"}, documents: []string{"d"}, paragraphs: []string{"p"}, treaties: []string{"t"}, words: []string{"w"}, some: []string{"w"}, size: 1}
	for _, wrong := range []Mix{{"nothing": 1}, {"home": 0}, {}} {
		if _, err := wrong.kinds(k); err == nil {
			t.Errorf("%v was taken", wrong)
		}
	}
	if list, err := Usual().kinds(k); err != nil || len(list) != len(Usual()) {
		t.Errorf("%v, %v", list, err)
	}
}
