package communication

import (
	"context"

	"comity/internal/act"
	"comity/internal/store"
)

// Answered is an answer as it is read, with the reply that it stands in.
type Answered struct {
	Answer
	Code, Party  string
	Number       int
	Language     string
	Audience     string
	Open, Quoted bool
	Translations []Translation
}

// Translation of an answer. One that is not official is marked wherever it is
// shown.
type Translation struct {
	Language string
	Official bool
	Author   string
	Text     string
}

// Replies are the replies to a call that the reader may read, in whole or in part.
func Replies(ctx context.Context, r store.Reader, s Scope, code string) ([]*Reply, error) {
	cond, args := s.rows("p.audience")
	return loadReplies(ctx, r, `WHERE p.code = ? AND (p.extent IN ('full', 'part') OR `+cond+`)`, append([]any{code}, args...)...)
}

// FindReply reads a reply, nil where there is none that the reader may read.
func FindReply(ctx context.Context, r store.Reader, s Scope, code, party string, n int) (*Reply, error) {
	cond, args := s.rows("p.audience")
	list, err := loadReplies(ctx, r, `WHERE p.code = ? AND p.party = ? AND p.n = ? AND (p.extent IN ('full', 'part') OR `+cond+`)`, append([]any{code, party, n}, args...)...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	p := list[0]
	if !s.Reads(p.Audience) { // what comes with the letter is not released with the answers
		p.Note, p.Source, p.Scan, p.Person = "", nil, nil, ""
	}
	return p, nil
}

const answerColumns = `w.code, w.question, w.party, w.n, w.language, w.audience, w.text, w.value, w.laws, w.figures, w.files, w.bank, w.open, w.quoted`

func loadAnswers(ctx context.Context, r store.Reader, s Scope, where string, args []any, order string, f func(*Answered) error) error {
	cond, more := s.rows("w.audience")
	return store.Each(ctx, r, `SELECT `+answerColumns+` FROM {communication_answer} AS w WHERE `+where+` AND (w.open = 1 OR `+cond+`) ORDER BY `+order, append(args, more...), func(rows store.Rows) error {
		w := &Answered{}
		var laws, figures, files, bank string
		if err := rows.Scan(&w.Code, &w.Question, &w.Party, &w.Number, &w.Language, &w.Audience, &w.Text, &w.Value, &laws, &figures, &files, &bank, &w.Open, &w.Quoted); err != nil {
			return err
		}
		w.Bank = act.Subject(bank)
		for _, err := range []error{unpack(laws, &w.Laws), unpack(figures, &w.Figures), unpack(files, &w.Files)} {
			if err != nil {
				return err
			}
		}
		if !s.Reads(w.Audience) {
			w.Bank = ""
		}
		return f(w)
	})
}

// AnswersOf are the answers of a reply that the reader may read, with their
// translations.
func AnswersOf(ctx context.Context, r store.Reader, s Scope, p *Reply) (list []*Answered, err error) {
	err = loadAnswers(ctx, r, s, `w.code = ? AND w.party = ? AND w.n = ?`, []any{p.Code, p.Party, p.Number}, `w.question`, func(w *Answered) error {
		list = append(list, w)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, translations(ctx, r, list, `code = ? AND party = ? AND n = ?`, p.Code, p.Party, p.Number)
}

// AnswersTo are the answers to a question that the reader may read, by party.
func AnswersTo(ctx context.Context, r store.Reader, s Scope, code, question string) (list []*Answered, err error) {
	err = loadAnswers(ctx, r, s, `w.code = ? AND w.question = ?`, []any{code, question}, `w.party, w.n`, func(w *Answered) error {
		list = append(list, w)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, translations(ctx, r, list, `code = ? AND question = ?`, code, question)
}

// EachAnswer calls f for every answer to a call, or to all calls for "", that the
// reader may read: by call, question, party and reply.
func EachAnswer(ctx context.Context, r store.Reader, s Scope, code string, f func(*Answered) error) error {
	where, args := `1 = 1`, []any(nil)
	if code != "" {
		where, args = `w.code = ?`, []any{code}
	}
	return loadAnswers(ctx, r, s, where, args, `w.code, w.question, w.party, w.n`, f)
}

func translations(ctx context.Context, r store.Reader, list []*Answered, where string, args ...any) error {
	type place struct {
		party    string
		n        int
		question string
	}
	at := map[place]*Answered{}
	for _, w := range list {
		at[place{w.Party, w.Number, w.Question}] = w
	}
	return store.Each(ctx, r, `SELECT party, n, question, language, official, author, text FROM {communication_translation} WHERE `+where+` ORDER BY party, n, question, language`, args, func(rows store.Rows) error {
		var p place
		var t Translation
		err := rows.Scan(&p.party, &p.n, &p.question, &t.Language, &t.Official, &t.Author, &t.Text)
		if w := at[p]; w != nil && err == nil { // of what the reader may not read there is none
			w.Translations = append(w.Translations, t)
		}
		return err
	})
}

// Banked is an entry of a State's bank.
type Banked struct {
	Party, Name string
	Day         act.Day
	BankedBody
}

// Valid says whether the entry may still be used on a day.
func (b *Banked) Valid(day act.Day) bool { return b.Until == "" || b.Until >= day }

// Subject is the subject of acts on the entry.
func (b *Banked) Subject() act.Subject { return BankSubject(b.Party, b.Name) }

// Bank is a State's bank, as far as the reader reads what the State keeps: the
// entries that were not removed, by name.
func Bank(ctx context.Context, r store.Reader, s Scope, party string) ([]*Banked, error) {
	return loadBank(ctx, r, s, `b.party = ? AND b.ended = ''`, party)
}

// FindBanked reads one entry, nil where there is none that the reader may read.
func FindBanked(ctx context.Context, r store.Reader, s Scope, party, name string) (*Banked, error) {
	list, err := loadBank(ctx, r, s, `b.party = ? AND b.name = ? AND b.ended = ''`, party, name)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

func loadBank(ctx context.Context, r store.Reader, s Scope, where string, args ...any) (list []*Banked, err error) {
	cond, more := s.kept("b.audience")
	err = store.Each(ctx, r, `SELECT b.party, b.name, b.day, b.body FROM {communication_bank} AS b WHERE `+where+` AND `+cond+` ORDER BY b.party, b.name`, append(args, more...), func(rows store.Rows) error {
		b := &Banked{}
		var day, body string
		if err := rows.Scan(&b.Party, &b.Name, &day, &body); err != nil {
			return err
		}
		b.Day = act.Day(day)
		list = append(list, b)
		return unpack(body, &b.BankedBody)
	})
	return list, err
}

// Offers are the entries of a bank that may answer a question on a day: those
// that share a provision with it and are still valid, those with more provisions
// in common first. The State decides whether to use one.
func Offers(bank []*Banked, q *Question, day act.Day) (list []*Banked) {
	for most := len(q.Provisions); most > 0; most-- {
		for _, b := range bank {
			if b.Valid(day) && shared(b.Provisions, q.Provisions) == most {
				list = append(list, b)
			}
		}
	}
	return list
}

func shared(a, b []act.Cite) (n int) {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				n++
				break
			}
		}
	}
	return n
}
