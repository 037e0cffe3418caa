package communication

import (
	"context"

	"comity/internal/act"
	"comity/internal/store"
)

// Summary is the synthesis of the answers to a question in a language.
type Summary struct {
	Code, Question, Language string
	Act, Person              string
	Day, Cleared             act.Day
	Sentences                []Told
}

// Told is a sentence of a summary as it may be shown. Where one of its sources is
// no longer released, its words and that State's name are gone.
type Told struct {
	Text    string
	Sources []Source
	// Gone is how many of its sources are no longer released.
	Gone int
}

// Source is a reply on which a sentence rests.
type Source struct {
	Party  string
	Number int
	// Open: everybody may read the answer; one that may only be quoted is not.
	Open bool
}

// Words is the number of words that are shown.
func (s *Summary) Words() (n int) {
	for _, t := range s.Sentences {
		n += CountWords(t.Text)
	}
	return n
}

// Gone says whether any source is no longer released.
func (s *Summary) Gone() bool {
	for _, t := range s.Sentences {
		if t.Gone > 0 {
			return true
		}
	}
	return false
}

// sentences are the sentences with their sources, for the rule of clearance. A
// sentence whose source is gone rests on nothing that may be used.
func (s *Summary) sentences() (list []Sentence) {
	for _, t := range s.Sentences {
		n := Sentence{Text: t.Text}
		if t.Gone == 0 {
			for _, src := range t.Sources {
				n.Rests = append(n.Rests, ReplySubject(s.Code, src.Party, src.Number))
			}
		}
		list = append(list, n)
	}
	return list
}

// FindSummary reads the summary of a question in a language: a draft for the
// secretariat, and for others what was cleared. Nil where there is none.
func FindSummary(ctx context.Context, r store.Reader, s Scope, code, question, lang string) (*Summary, error) {
	sum, err := loadSummary(ctx, r, code, question, lang)
	if err != nil || sum == nil || sum.Cleared == "" && !s.Staff() {
		return nil, err
	}
	return sum, nil
}

// loadSummary reads a summary as it may be shown, to anyone: what is no longer
// released is nowhere in it.
func loadSummary(ctx context.Context, r store.Reader, code, question, lang string) (*Summary, error) {
	s := &Summary{Code: code, Question: question, Language: lang}
	var day, cleared string
	found, err := store.One(ctx, r, `SELECT act, person, day, cleared FROM {communication_summary} WHERE code = ? AND question = ? AND language = ?`, []any{code, question, lang}, &s.Act, &s.Person, &day, &cleared)
	if err != nil || !found {
		return nil, err
	}
	s.Day, s.Cleared = act.Day(day), act.Day(cleared)
	at := map[int]int{}
	err = store.Each(ctx, r, `SELECT ord, text FROM {communication_sentence} WHERE code = ? AND question = ? AND language = ? ORDER BY ord`, []any{code, question, lang}, func(rows store.Rows) error {
		var ord int
		var t Told
		err := rows.Scan(&ord, &t.Text)
		at[ord] = len(s.Sentences)
		s.Sentences = append(s.Sentences, t)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = store.Each(ctx, r, `SELECT s.ord, s.party, s.n, CASE WHEN w.open = 1 OR w.quoted = 1 THEN 1 ELSE 0 END, CASE WHEN w.open = 1 THEN 1 ELSE 0 END FROM {communication_source} AS s
		LEFT JOIN {communication_answer} AS w ON w.code = s.code AND w.question = s.question AND w.party = s.party AND w.n = s.n
		WHERE s.code = ? AND s.question = ? AND s.language = ? ORDER BY s.ord, s.party, s.n`, []any{code, question, lang}, func(rows store.Rows) error {
		var ord int
		var src Source
		var usable bool
		if err := rows.Scan(&ord, &src.Party, &src.Number, &usable, &src.Open); err != nil {
			return err
		}
		t := &s.Sentences[at[ord]]
		if !usable {
			t.Gone++
			t.Text = ""
			return nil
		}
		t.Sources = append(t.Sources, src)
		return nil
	})
	return s, err
}

// summariesOn are the questions and languages of the summaries that rest on a
// reply.
func summariesOn(ctx context.Context, r store.Reader, code, party string, n int) (list [][2]string, err error) {
	err = store.Each(ctx, r, `SELECT DISTINCT question, language FROM {communication_source} WHERE code = ? AND party = ? AND n = ? ORDER BY question, language`, []any{code, party, n}, func(rows store.Rows) error {
		var k [2]string
		err := rows.Scan(&k[0], &k[1])
		list = append(list, k)
		return err
	})
	return list, err
}
