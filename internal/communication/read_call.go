package communication

import (
	"context"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/custody"
	"comity/internal/store"
)

// Scope is what a reader may see: rows for their audiences, and what States
// released to everybody. Every question here is asked in one.
type Scope struct {
	Audiences []string
	staff     bool
	set       map[string]bool
	with, own []string // of Audiences: what parties share, what they keep
}

// NewScope makes the scope of a reader of audiences.
func NewScope(audiences []string) Scope {
	s := Scope{Audiences: audiences, set: make(map[string]bool, len(audiences))}
	for _, a := range audiences {
		s.set[a] = true
		switch {
		case strings.HasPrefix(a, "with-"):
			s.with = append(s.with, a)
		case strings.HasPrefix(a, "own-"):
			s.own = append(s.own, a)
		}
	}
	s.staff = s.set[staff[0]]
	return s
}

// Reads says whether the reader belongs to an audience.
func (s *Scope) Reads(audience string) bool { return s.set[audience] }

// Staff says whether the reader is of the secretariat.
func (s *Scope) Staff() bool { return s.staff }

// rows is the condition that leaves rows of the reader's audiences, in tables of
// what is written to and by parties. Rules hold that their audience is with-xxx,
// so the reader's others, of which an officer has a thousand, are left out.
func (s *Scope) rows(column string) (string, []any) { return among(column, s.with) }

// kept is rows for what parties keep to themselves: own-xxx.
func (s *Scope) kept(column string) (string, []any) { return among(column, s.own) }

// among is custody.Readable with its arguments as the rows of a table: PostgreSQL
// looks them up in a hash, where it goes through a list of two hundred for every
// row of an export.
func among(column string, audiences []string) (string, []any) {
	_, args := custody.Readable(column, audiences)
	return "(" + column + " IN (VALUES (?)" + strings.Repeat(", (?)", len(args)-1) + "))", args
}

// calls is the condition that leaves the calls c that the reader may read: the
// secretariat all; its addressees those that were sent to them; everybody those
// that are open, once they were circulated.
func (s *Scope) calls() (string, []any) {
	if s.staff {
		return "1 = 1", nil
	}
	cond, args := s.rows("a.audience")
	return "(c.sent <> '' AND (c.open = 1 OR EXISTS (SELECT 1 FROM {communication_addressee} AS a WHERE a.code = c.code AND " + cond + ")))", args
}

// CallFilter narrows a list of calls; "" in a field leaves it out.
type CallFilter struct {
	Status Status
	// Rests is a provision that the call rests on, or a symbol.
	Rests string
	// Party is an addressee to whom it was sent.
	Party string
}

// CallLine is a call in a list. Whom it was sent to and who replied are counted
// by parties, never by replies.
type CallLine struct {
	Call
	Title, TitleLanguage string
	SentTo, Replied      int
	index                int64
}

// Calls lists calls, the newest first, before an index (0 for the first page),
// with their titles in a language.
func Calls(ctx context.Context, r store.Reader, s Scope, f CallFilter, lang string, before int64, limit int) (list []*CallLine, next int64, err error) {
	cond, args := s.calls()
	if f.Status != "" {
		cond, args = cond+" AND c.status = ?", append(args, string(f.Status))
	}
	if f.Rests != "" {
		cond, args = cond+" AND EXISTS (SELECT 1 FROM {communication_rests} AS t WHERE t.code = c.code AND t.cite = ?)", append(args, f.Rests)
	}
	if f.Party != "" {
		cond, args = cond+" AND EXISTS (SELECT 1 FROM {communication_addressee} AS t WHERE t.code = c.code AND t.party = ?)", append(args, f.Party)
	}
	if before > 0 {
		cond, args = cond+" AND c.idx < ?", append(args, before)
	}
	query := `SELECT c.code, c.idx, c.reference, c.status, c.deadline, c.sent, c.closed, c.open, c.original,
		(SELECT COUNT(*) FROM {communication_addressee} AS a WHERE a.code = c.code),
		(SELECT COUNT(DISTINCT p.party) FROM {communication_reply} AS p WHERE p.code = c.code),
		(SELECT w.title FROM {communication_words} AS w WHERE w.code = c.code AND w.language = ?),
		(SELECT w.title FROM {communication_words} AS w WHERE w.code = c.code AND w.language = c.original)
		FROM {communication_call} AS c WHERE ` + cond + ` ORDER BY c.idx DESC LIMIT ?`
	err = store.Each(ctx, r, query, append(append([]any{lang}, args...), limit+1), func(rows store.Rows) error {
		l := &CallLine{}
		var status, deadline, sent, closed string
		var title, original *string
		if err := rows.Scan(&l.Code, &l.index, &l.Reference, &status, &deadline, &sent, &closed, &l.Open, &l.Original, &l.SentTo, &l.Replied, &title, &original); err != nil {
			return err
		}
		l.Status, l.Deadline, l.Sent, l.ClosedOn = Status(status), act.Day(deadline), act.Day(sent), act.Day(closed)
		switch {
		case title != nil:
			l.Title, l.TitleLanguage = *title, lang
		case original != nil:
			l.Title, l.TitleLanguage = *original, l.Original
		}
		list = append(list, l)
		return nil
	})
	if err == nil && len(list) > limit {
		list = list[:limit]
		next = list[limit-1].index
	}
	return list, next, err
}

// FindCall reads a call with its words, nil where there is none that the reader
// may read.
func FindCall(ctx context.Context, r store.Reader, s Scope, code string) (*Call, error) {
	cond, args := s.calls()
	list, err := loadCalls(ctx, r, `WHERE c.code = ? AND `+cond, append([]any{code}, args...)...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], loadWords(ctx, r, list[0])
}

// GroupCount counts the addressees of one regional group, "" for those in none.
type GroupCount struct {
	Group                    string
	Asked, Replied, Reminded int
}

// ByGroup counts who was asked and who replied by regional group, in the order of
// the groups' codes: nobody is ranked.
func ByGroup(ctx context.Context, r store.Reader, code string) ([]GroupCount, error) {
	counted, err := tallies(ctx, r, `code = ?`, code)
	if err != nil {
		return nil, err
	}
	return byGroup(ctx, r, code, counted)
}

func byGroup(ctx context.Context, r store.Reader, code string, counted map[string]*tally) (list []GroupCount, err error) {
	err = store.Each(ctx, r, `SELECT region, party FROM {communication_addressee} WHERE code = ? ORDER BY region, party`, []any{code}, func(rows store.Rows) error {
		var region, party string
		if err := rows.Scan(&region, &party); err != nil {
			return err
		}
		if len(list) == 0 || list[len(list)-1].Group != region {
			list = append(list, GroupCount{Group: region})
		}
		g := &list[len(list)-1]
		g.Asked++
		if t := counted[party]; t != nil {
			g.Replied += min(t.replies, 1)
			g.Reminded += min(t.reminders, 1)
		}
		return nil
	})
	return list, err
}

// Addressees are those to whom a call was sent, as far as the reader reads what
// is written to them.
func Addressees(ctx context.Context, r store.Reader, s Scope, code string) ([]*Addressee, error) {
	counted, err := tallies(ctx, r, `code = ?`, code)
	if err != nil {
		return nil, err
	}
	return addressees(ctx, r, s, code, counted)
}

func addressees(ctx context.Context, r store.Reader, s Scope, code string, counted map[string]*tally) ([]*Addressee, error) {
	cond, args := s.rows("a.audience")
	return loadAddressees(ctx, r, counted, `a.code = ? AND `+cond, append([]any{code}, args...)...)
}

// AskedLine is a call as one of its addressees meets it.
type AskedLine struct {
	*CallLine
	To  *Addressee
	Due act.Day
}

// AskedOf are the calls that were sent to a party, those without a reply first,
// by the day on which they are due.
func AskedOf(ctx context.Context, r store.Reader, s Scope, party, lang string) (list []AskedLine, err error) {
	calls, _, err := Calls(ctx, r, s, CallFilter{Party: party}, lang, 0, 1000)
	if err != nil {
		return nil, err
	}
	for _, c := range calls {
		to, err := loadAddressee(ctx, r, c.Code, party)
		if err != nil {
			return nil, err
		}
		if to != nil && s.Reads(to.Audience) {
			list = append(list, AskedLine{c, to, c.Due(to)})
		}
	}
	slices.SortStableFunc(list, func(a, b AskedLine) int {
		if x, y := a.To.Replies > 0, b.To.Replies > 0; x != y {
			return yes(x) - yes(y)
		}
		return compareDays(a.Due, b.Due)
	})
	return list, nil
}

func compareDays(a, b act.Day) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
