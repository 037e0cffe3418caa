package browsertest

import (
	"net/http"
	"regexp"
	"testing"
)

// signIn signs an invented person of the demonstration in, as a reader does.
func signIn(t *testing.T, tab *Tab, lang, user string) {
	t.Helper()
	tab.OpenWell("/sign-in?lang=" + lang)
	tab.Fill(say(t, lang, "sign-in.name"), user)
	tab.Fill(say(t, lang, "account.password"), user+"-of-the-demonstration")
	tab.Click(say(t, lang, "account.sign-in"))
	if at := tab.Address(); at != "/" {
		t.Fatalf("signing %s in led to %s:\n%.800s", user, at, tab.Text())
	}
}

// Who is signed in finds their pages as well made as the public's: each page of
// their menu, and the forms that are theirs.
func TestPagesOfThoseSignedIn(t *testing.T) {
	open(t) // or skip
	n, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	b, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		user, lang string
		paths      []string
	}{
		{"officer", "en", []string{"/", "/account", "/kinds", "/mandates/import", "/acts/new/mandate.assigned", "/acts/new/mandate.status"}},
		{"reviewer", "ar", []string{"/", "/account", "/proposals", "/kinds"}},
		{"administrator", "ru", []string{"/", "/people", "/acts/new/hold.place", "/acts/new/role.granted"}},
		{"auditor", "zh", []string{"/", "/book", "/account"}},
	} {
		t.Run(c.user, func(t *testing.T) {
			tab := b.Tab(t, n.Address)
			signIn(t, tab, c.lang, c.user)
			for _, path := range c.paths {
				if status := tab.Open(path); status != http.StatusOK {
					t.Errorf("%s is answered to the %s by %d", path, c.user, status)
					continue
				}
				for _, width := range []int64{390, 1280} {
					tab.Width(width)
					tab.Well()
				}
			}
		})
	}
}

// An officer finds the paragraph of a resolution, and comes from it to an act
// that is its evidence and to that act's proof, in English and Arabic.
func TestFromAParagraphToAProof(t *testing.T) {
	open(t) // or skip
	n, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	b, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "ar"} {
		tab := b.Tab(t, n.Address)
		signIn(t, tab, lang, "officer")
		tab.OpenWell("/mandates/A/RES/95/12")
		tab.Well()
		acts := regexp.MustCompile(`href="(/book/acts/[0-9a-f-]{36})"`)
		var found string
		for _, place := range []string{"1", "2", "3", "4", "5"} {
			tab.OpenWell("/paragraphs/A/RES/95/12/" + place)
			tab.Well()
			if m := acts.FindStringSubmatch(tab.HTML()); m != nil && found == "" {
				found = m[1]
			}
		}
		if found == "" {
			t.Fatal("no paragraph of the demonstration's resolution leads to an act")
		}
		tab.OpenWell(found)
		tab.Well()
		proof := fetch(t, n.Address+found+"/proof")
		tab.OpenWell("/book/check")
		tab.Fill(say(t, lang, "book.proof-text"), proof)
		tab.Click(say(t, lang, "do.verify"))
		tab.Sees(say(t, lang, "book.holds"))
	}
}
