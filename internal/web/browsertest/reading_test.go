package browsertest

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Whoever works by keyboard alone meets the skip link first, sees where they
// are at every step, and comes to everything that can be pressed.
func TestByKeyboardAlone(t *testing.T) {
	for _, lang := range []string{"en", "ar"} {
		tab := open(t)
		tab.OpenWell("/?lang=" + lang)
		tab.Keys("\t")
		first := tab.Focus()
		if first.Name != say(t, lang, "nav.skip") || !first.Seen {
			t.Errorf("%s: the first stop is %+v, want the link past the navigation, to be seen", lang, first)
		}
		tab.Keys("\r")
		if at := tab.Focus(); at.Tag != "main#main" {
			t.Errorf("%s: the skip link leads to %+v", lang, at)
		}
		for _, path := range []string{"/", "/lists", "/book/check"} {
			tab.OpenWell(path)
			want := tab.Stops()
			for i := range want {
				tab.Keys("\t")
				if at := tab.Focus(); !at.Seen || at.Tag == "" {
					t.Errorf("%s %s: stop %d of %d, %+v, is not to be seen", lang, path, i+1, want, at)
				}
			}
			if at := tab.Stop(want - 1); at.Tag != tab.Focus().Tag || at.Name != tab.Focus().Name {
				t.Errorf("%s %s: after %d stops the focus is on %+v, want the page's last, %+v", lang, path, want, tab.Focus(), at)
			}
		}
		tab.Quiet()
	}
}

// A menu opens by keyboard, Escape closes it and gives the focus back.
func TestMenuByKeyboard(t *testing.T) {
	tab := open(t)
	tab.OpenWell("/?lang=en")
	tab.FocusOn(".languages summary")
	tab.Keys("\r\t")
	if at := tab.Focus(); at.Name != "العربية" {
		t.Errorf("in the open menu the focus is on %+v, want the first language", at)
	}
	tab.Accessible()
	tab.Keys("\x1b")
	if at := tab.Focus(); at.Tag != "summary" || tab.Shows(".languages ul") {
		t.Errorf("after Escape the focus is on %+v; the menu is open: %v", at, tab.Shows(".languages ul"))
	}
	tab.Keys("\r\t")
	tab.Enter()
	tab.Sees(say(t, "ar", "home.latest"))
	tab.Quiet()
}

// The search in the head is used by keyboard alone.
func TestSearchByKeyboard(t *testing.T) {
	tab := open(t)
	tab.OpenWell("/?lang=en")
	tab.FocusOn(".find input")
	tab.Keys("register")
	tab.Enter()
	if at := tab.Address(); at != "/search?q=register" {
		t.Errorf("searching led to %s", at)
	}
	tab.Well()
}

// The same is done with scripts and without: find an act, take its proof, check
// it; and be told beside the field what is wrong with a proof.
func TestCheckAProofWithAndWithoutScripts(t *testing.T) {
	for _, c := range []struct {
		lang    string
		scripts bool
	}{{"en", true}, {"en", false}, {"ar", false}} {
		words := func(id string) string { return say(t, c.lang, id) }
		tab := open(t)
		tab.Scripts(c.scripts)
		tab.OpenWell("/?lang=" + c.lang)
		tab.Click(words("home.all-acts"))
		tab.OpenWell(tab.FirstLink())
		proof := fetch(t, served(t)+tab.Address()+"/proof")
		tab.Click(words("nav.book"))
		tab.Click(words("book.check"))
		tab.Fill(words("book.proof-text"), proof)
		tab.Click(words("do.verify"))
		tab.Sees(words("book.holds"))
		tab.Fits()

		broken := strings.Replace(proof, "header ", "header A", 1)
		tab.Fill(words("book.proof-text"), broken)
		tab.Click(words("do.verify"))
		tab.Sees(words("book.does-not-hold"))
		if kept := tab.Value(words("book.proof-text")); kept != broken {
			t.Errorf("what was typed is lost: %.80q", kept)
		}
		if c.scripts { // without, axe can't run either
			tab.Accessible()
		}
		tab.Fits()
		tab.Quiet()
	}
}

// Filters apply by a choice alone where scripts run, and by the button where
// they don't.
func TestFilterStatesWithAndWithoutScripts(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		tab := open(t)
		tab.Scripts(scripts)
		tab.OpenWell("/states?lang=en")
		before := tab.Rows()
		tab.Choose(say(t, "en", "word.regional-group"), "African Group", scripts)
		if !scripts {
			tab.Click(say(t, "en", "do.filter"))
		}
		if rows := tab.Rows(); rows < 40 || rows >= before || !strings.HasPrefix(tab.Address(), "/states?group=") {
			t.Errorf("scripts %v: %s has %d rows of %d", scripts, tab.Address(), rows, before)
		}
		tab.Quiet()
	}
}

// On paper there is the page and no navigation.
func TestPrint(t *testing.T) {
	for _, lang := range []string{"en", "ar"} {
		tab := open(t)
		for _, path := range []string{"/", "/states", "/book"} {
			tab.OpenWell(withLang(path, lang))
			tab.Width(718) // A4 less its margins
			tab.Media("print")
			for _, gone := range []string{".top", ".filters", ".pages", ".skip", "form"} {
				if tab.Shows(gone) {
					t.Errorf("%s in print shows %s", path, gone)
				}
			}
			if !tab.Shows("main") || !tab.Shows("footer p") {
				t.Errorf("%s in print lacks the page or who says so", path)
			}
			tab.Fits()
			tab.Media("")
		}
		if pages := tab.PrintedPages(); pages < 2 {
			t.Errorf("the book is printed on %d pages", pages)
		}
	}
}

// At 200 per cent, at 400 per cent (320 pixels), and with text alone at twice its
// size nothing is cut off sideways (WCAG 1.4.4, 1.4.10).
func TestZoom(t *testing.T) {
	tab := open(t)
	for _, lang := range []string{"en", "ru", "ar"} {
		for _, f := range samples(t) {
			tab.Open(withLang(f.Path, lang))
			for _, width := range []int64{640, 320} {
				tab.Width(width)
				tab.Fits()
			}
			tab.Width(1280)
			tab.TextSize(200)
			tab.Fits()
		}
	}
}

// In dark colours axe finds no weak contrast; in colours forced by the reader's
// system the focus is still seen.
func TestColours(t *testing.T) {
	tab := open(t)
	for _, path := range []string{"/", "/states", "/book/check", "/search?q=%22open", "/nothing-is-here"} {
		tab.Media("", "prefers-color-scheme", "dark")
		tab.Open(withLang(path, "en"))
		tab.Accessible()
		tab.Media("", "forced-colors", "active")
		tab.Keys("\t\t")
		if at := tab.Focus(); !at.Seen {
			t.Errorf("%s: in forced colours the focus is not seen on %+v", path, at)
		}
		tab.Quiet()
	}
}

// What a reader's line carries: the first page with all that it draws on, and a
// page of 200 rows, compressed.
func TestWeight(t *testing.T) {
	base := served(t)
	assets := 0
	for _, m := range regexp.MustCompile(`(?:src|href)="(/asset/[^"]+)"`).FindAllStringSubmatch(fetch(t, base+"/"), -1) {
		assets += weigh(t, base+m[1])
	}
	if assets == 0 {
		t.Error("the home page has no style sheet")
	}
	for _, lang := range []string{"en", "ar", "ru"} {
		home := weigh(t, base+"/?lang="+lang) + assets
		rows := weigh(t, base+"/book?lang="+lang)
		if page := fetch(t, base+"/book?lang="+lang); strings.Count(page, "<tr>") != 201 {
			t.Fatalf("the register's page has %d rows, want 200 and the head", strings.Count(page, "<tr>"))
		}
		t.Logf("%s: home with style sheet, script and icon %d bytes, a page of 200 rows %d bytes", lang, home, rows)
		if home > 60_000 || rows > 100_000 {
			t.Errorf("%s: home weighs %d bytes of at most 60,000, a page of 200 rows %d of at most 100,000", lang, home, rows)
		}
	}
}

var plain = &http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableCompression: true}}

func get(t *testing.T, address, encoding string) string {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Accept-Encoding", encoding)
	a, err := plain.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	if err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", address, a.Status, err)
	}
	return string(b)
}

func fetch(t *testing.T, address string) string { t.Helper(); return get(t, address, "identity") }
func weigh(t *testing.T, address string) int    { t.Helper(); return len(get(t, address, "gzip")) }
