package browsertest

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/access/totp"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/codelist"
	"comity/internal/i18n"
	"comity/internal/testshared"
	"comity/programmes"
)

// The whole way, on a node of one's own: an invitation, a password and one-time
// codes; a text taken in; its paragraph 52 found by search and by its document;
// the status of its clause set on evidence; the trail and the file read; the proof
// checked by the page and by the program. With scripts and without.
func TestFromAnInvitationToAProof(t *testing.T) {
	open(t) // or skip
	text := testshared.Dir(t, "resolutions", "A_RES_69_197.txt")
	for _, c := range []struct {
		name, lang string
		scripts    bool
	}{{"English", "en", true}, {"English without scripts", "en", false}, {"Arabic", "ar", true}, {"Arabic without scripts", "ar", false}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b, err := browser()
			if err != nil {
				t.Fatal(err)
			}
			n := newNode(t)
			s := &story{T: t, node: n, tab: b.Tab(t, n.Address), lang: c.lang, scripts: c.scripts}
			s.tab.Scripts(c.scripts)
			s.comesIn()
			s.takesIn(text)
			s.finds()
			act := s.setsStatus()
			s.readsTrail(act)
			s.checksProof(act)
			s.tab.Quiet()
		})
	}
}

// story is one officer's day.
type story struct {
	*testing.T
	node    *ownNode
	tab     *Tab
	lang    string
	scripts bool
}

func (s *story) word(id string) string { s.Helper(); return say(s.T, s.lang, id) }

// well looks at the page as far as can be done: axe is a script.
func (s *story) well() {
	s.Helper()
	s.tab.Fits()
	if s.scripts {
		s.tab.Accessible()
	}
	s.tab.Quiet()
}

const storyPassword = "nine lighthouses and a harbour"

// comesIn takes the invitation up, sets a password and one-time codes, signs out,
// and signs in with both.
func (s *story) comesIn() {
	tab := s.tab
	tab.OpenWell("/invitation?lang=" + s.lang)
	tab.Fill(s.word("sign-in.invitation-code"), s.node.invitation)
	s.well()
	tab.Click(s.word("sign-in.go-on"))
	s.well()
	tab.Fill(s.word("sign-in.new-password"), storyPassword)
	tab.Click(s.word("sign-in.set-password"))
	s.well()
	shown := regexp.MustCompile(`<code translate="no">([A-Z2-7 ]+)</code>`).FindStringSubmatch(tab.HTML())
	if shown == nil {
		s.Fatalf("no secret of one-time codes is shown:\n%.800s", tab.Text())
	}
	secret, err := totp.ParseSecret(shown[1])
	if err != nil {
		s.Fatal(err)
	}
	// No code counts twice: the first is of this half minute, the second of the next.
	now := totp.Counter(time.Now())
	tab.Fill(s.word("account.one-time-code"), totp.Code(secret, now, totp.SHA1, totp.Digits))
	tab.Click(s.word("do.confirm"))
	tab.Sees(s.word("sign-in.recovery"))
	s.well()
	tab.Click(s.word("sign-in.kept-codes"))
	tab.Click("Ines Invented")
	tab.Click(s.word("account.sign-out"))

	tab.Click(s.word("account.sign-in"))
	tab.Fill(s.word("sign-in.name"), officerMail)
	tab.Fill(s.word("account.password"), storyPassword)
	tab.Click(s.word("account.sign-in"))
	tab.Sees(s.word("sign-in.second"))
	s.well()
	tab.Fill(s.word("account.one-time-code"), totp.Code(secret, max(now+1, totp.Counter(time.Now())), totp.SHA1, totp.Digits))
	tab.Click(s.word("account.sign-in"))
	tab.Sees("Ines Invented")
	if at := tab.Address(); at != "/" {
		s.Fatalf("signing in led to %s:\n%.800s", at, tab.Text())
	}
	s.well()
}

// takesIn takes the resolution in by the page.
func (s *story) takesIn(text string) {
	s.tab.Click(s.word("nav.mandates"))
	s.well()
	s.tab.Click(s.word("register.import"))
	s.tab.Attach(s.word("register.file"), text)
	s.well()
	s.tab.Click(s.word("register.import"))
	if at := s.tab.Address(); at != "/mandates/A/RES/69/197" {
		s.Fatalf("taking the text in led to %s:\n%.800s", at, s.tab.Text())
	}
	s.tab.Sees(s.word("said.recorded"))
	s.well()
}

// finds comes to paragraph 52 by its document and by search.
func (s *story) finds() {
	tab := s.tab
	tab.Click(say(s.T, s.lang, "register.paragraph", i18n.Args{"Number": "52"}))
	s.at52()
	words := "implementation of the mandates of the programme seventieth session"
	for range 200 { // until the index has read what was just recorded
		tab.OpenWell("/search?q=" + url.QueryEscape(words))
		if strings.Contains(tab.HTML(), `href="/paragraphs/A/RES/69/197/52`) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.well()
	tab.Click("A/RES/69/197#52")
	s.at52()
}

func (s *story) at52() {
	s.Helper()
	if at := s.tab.Address(); !strings.HasPrefix(at, "/paragraphs/A/RES/69/197/52") {
		s.Fatalf("the way to paragraph 52 led to %s:\n%.800s", at, s.tab.Text())
	}
	s.tab.Sees("Requests the Secretary-General to submit a report")
	s.well()
}

const evidence = "What was done, in full. (invented)\n"

// setsStatus sets the status of the paragraph's clause: first without the evidence
// that "completed" asks for, then with a file.
func (s *story) setsStatus() (act string) {
	tab := s.tab
	file := filepath.Join(s.TempDir(), "evidence of 52.txt")
	if err := os.WriteFile(file, []byte(evidence), 0o600); err != nil {
		s.Fatal(err)
	}
	tab.Click(s.word("register.set-status"))
	s.well()
	tab.Click(s.label("mandate-status", "completed"))
	tab.Fill(s.word("word.note"), "The report was submitted. (invented)")
	tab.Click(s.word("do.record"))
	tab.Sees(s.word("register.evidence-needed"))
	if kept := tab.Value(s.word("word.note")); kept != "The report was submitted. (invented)" {
		s.Errorf("what was typed is lost: %q", kept)
	}
	s.well()
	tab.Fill(s.word("register.evidence-kind"), "report")
	tab.Attach(s.word("register.evidence-file"), file)
	tab.Click(s.word("do.record"))
	tab.Sees(s.word("said.recorded"))
	tab.Sees(s.label("mandate-status", "completed"))
	s.at52()
	m := regexp.MustCompile(`<article class="clause".*?href="(/book/acts/[0-9a-f-]{36})"`).FindStringSubmatch(strings.ReplaceAll(tab.HTML(), "\n", " "))
	if m == nil {
		s.Fatalf("the clause does not lead to the act that set its status:\n%.2000s", tab.Text())
	}
	return m[1]
}

// label is the name of a code in the reader's language.
func (s *story) label(list, code string) string {
	s.Helper()
	files, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		s.Fatal(err)
	}
	lists, err := codelist.Load(files)
	if err != nil {
		s.Fatal(err)
	}
	entry, ok := lists[list].Find(code, act.DayOf(time.Now()))
	if !ok {
		s.Fatalf("the list %s has no %s", list, code)
	}
	label, _ := entry.Label(s.lang)
	return label
}

// readsTrail reads who did what on which evidence, and opens the file.
func (s *story) readsTrail(at string) {
	tab := s.tab
	tab.OpenWell(at)
	tab.Sees("A/RES/69/197#52:1")
	tab.Sees("The report was submitted. (invented)")
	tab.Sees("evidence of 52.txt")
	s.well()
	m := regexp.MustCompile(`href="(/book/acts/[0-9a-f-]{36}/files/[^"]+)"`).FindStringSubmatch(tab.HTML())
	if m == nil {
		s.Fatalf("the trail does not lead to the file:\n%.2000s", tab.Text())
	}
	if got := fetch(s.T, s.node.Address+m[1]); got != evidence {
		s.Errorf("the file of evidence is %q, want %q", got, evidence)
	}
}

// checksProof takes the act's proof and has it checked by the page, and by the
// program with nothing but the node's key.
func (s *story) checksProof(at string) {
	tab := s.tab
	proof := fetch(s.T, s.node.Address+at+"/proof")
	verifier, err := note.NewVerifier(s.node.verifier)
	if err != nil {
		s.Fatal(err)
	}
	p, err := book.ParseProof([]byte(proof))
	if err != nil {
		s.Fatal(err)
	}
	proven, err := p.Check(verifier)
	if err != nil {
		s.Fatalf("the proof does not hold: %v", err)
	}
	if proven.Header.Kind != "mandate.status" || proven.Header.Subject != "clause/A_RES_69_197/52/1" {
		s.Errorf("the proof is of %s of %s", proven.Header.Kind, proven.Header.Subject)
	}
	file := filepath.Join(s.TempDir(), "proof.txt")
	for _, c := range []struct{ proof, says string }{{proof, "book.holds"}, {strings.Replace(proof, "header ", "header A", 1), "book.does-not-hold"}} {
		if err := os.WriteFile(file, []byte(c.proof), 0o600); err != nil {
			s.Fatal(err)
		}
		tab.Click(s.word("nav.book"))
		tab.Click(s.word("book.check"))
		tab.Attach(s.word("book.proof-file"), file)
		tab.Click(s.word("do.verify"))
		tab.Sees(s.word(c.says))
		s.well()
	}
}
