package communication

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/ui"
)

// filled records calls to all States with questions, every reply complete, a third
// of them released.
func (w *site) filled(calls, questions int) {
	w.Helper()
	states, _ := AddresseesOf(w.parties, AllStates, "", today)
	states = slices.DeleteFunc(states, func(c string) bool { return w.parties.ByCode(c).StatusOn(today) != "member" })
	text := strings.Repeat("The lamps are kept by their keepers, who write down each evening what they saw. ", 2)
	b := DraftedBody{Reference: "CU", Channel: "note-verbale", Original: "en", Languages: []string{"en"}, Asked: NamedParties, Addressees: states, Deadline: "2042-09-01", Open: true}
	words := WordedBody{Language: "en", Title: "Lamps", Letter: "Letter"}
	var given []Answer
	for i := range questions {
		id := itoa(i + 1)
		b.Questions = append(b.Questions, Question{ID: id, Type: act.Text, Provisions: []act.Cite{act.Cite("UNCAC#" + id)}})
		words.Questions = append(words.Questions, WordedItem{ID: id, QuestionWords: QuestionWords{Text: "Question " + id}})
		given = append(given, Answer{Question: id, Text: text})
	}
	record := func(acts ...book.Draft) {
		w.Helper()
		_, err := w.book.Record(context.WithoutCancel(ctx), book.Call{Acts: acts})
		w.must(err)
	}
	draft := func(kind string, s act.Subject, party, audience string, body any) book.Draft {
		return book.Draft{Kind: "communication." + kind, Subject: s, Party: party, Standing: act.Own, Day: today, Cites: []act.Cite{"A/RES/69/197#35"}, Audience: audience, Body: []byte(pack(body))}
	}
	for i := range calls {
		code := fmt.Sprintf("CU-%d", i+1)
		record(draft("drafted", CallSubject(code), "UNODC", staff[0], b), draft("worded", CallSubject(code), "UNODC", staff[0], words))
		_, err := w.book.Record(ctx, book.Call{Person: bo, Acts: []book.Draft{draft("cleared", CallSubject(code), "UNODC", staff[0], NoteBody{})}})
		w.must(err)
		var sent, replies []book.Draft
		for j, s := range states {
			sent = append(sent, draft("circulated", AddresseeSubject(code, s), "UNODC", withParty(s), w.sent(s)))
			r := &typedReply{Code: code, Party: s, Number: 1, Standing: act.Own, Authority: "Ministry of Lamps", Language: "en"}
			more, err := replyDrafts(r, &Call{}, given, today)
			w.must(err)
			replies = append(replies, more...)
			if j%3 == 0 {
				replies = append(replies, draft("released", ReplySubject(code, s, 1), s, withParty(s), ReleasedBody{Extent: Full, Quote: true}))
			}
		}
		record(sent...)
		record(replies...)
	}
}

// waits are the times within which half and 99 of 100 answers came, with what it
// takes to know the reader.
func (w *site) waits(to string, times int) (p50, p99 time.Duration) {
	w.Helper()
	took := make([]time.Duration, times)
	for i := range took {
		began := time.Now()
		w.get(to)
		took[i] = time.Since(began)
		if _, ok := w.answer.(ui.Page); !ok {
			w.Fatalf("%s: %v", to, w.err)
		}
	}
	slices.Sort(took)
	return took[times/2], took[times*99/100]
}

// Load: 193 States, 10 calls, 60 questions. COMITY_LOAD=1 runs it at that size;
// without it a tenth is run, and nothing is said of time.
func TestLoad(t *testing.T) {
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			calls, questions, whole := 1, 6, os.Getenv("COMITY_LOAD") != ""
			if whole {
				calls, questions = 10, 60
			}
			var s store.Store
			if name == "sqlite" {
				s = booktest.InSQLite(t)
			} else {
				dsn := pgtest.DSN(t)
				var err error
				if s, err = postgres.Open(ctx, dsn, postgres.Options{Schema: pgtest.Schema(t, dsn)}); err != nil {
					t.Fatal(err)
				}
			}
			w := siteWith(t, s, false)
			w.filled(calls, questions)
			for reader, pages := range map[string][]string{
				ana:   {"/communications", "/communications/CU-1", "/communications/CU-1/questions/1"},
				"":    {"/communications", "/communications/CU-1", "/communications/CU-1/questions/1"},
				chloe: {"/communications/mine", "/communications/CU-1", "/communications/CU-1/replies/FRA/1"},
			} {
				w.as(reader)
				for _, to := range pages {
					p50, p99 := w.waits(to, map[bool]int{true: 300, false: 2}[whole])
					t.Logf("%s as %q: p50 %v, p99 %v", to, reader, p50, p99)
					if whole && p99 > 50*time.Millisecond && strings.HasSuffix(to, "CU-1") {
						t.Errorf("the overview took %v", p99)
					}
				}
			}
			began, rows := time.Now(), 0
			var b bytes.Buffer
			v := w.as(ana).scope()
			w.read(func(r store.View) error {
				b.Reset()
				return WriteReplies(ctx, r, v, "", &b, w.words.Localizer("en"), func(code string) string { rows++; return code })
			})
			took := time.Since(began)
			t.Logf("all replies as XLSX: %v, %d bytes, %d States", took, b.Len(), rows)
			if whole && took > 5*time.Second {
				t.Errorf("the export took %v", took)
			}
			if rows != 193 {
				t.Errorf("%d States", rows)
			}
		})
	}
}
