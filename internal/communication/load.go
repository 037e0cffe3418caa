package communication

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
)

// unpack reads a composite value of a column; "" is none.
func unpack[T any](column string, v *T) error {
	if column == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(column), v); err != nil {
		return fmt.Errorf("read a column of the communications' tables: %w", err)
	}
	return nil
}

// pack writes a composite value; nothing is "".
func pack(v any) string {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "null" || string(b) == "[]" {
		return ""
	}
	return string(b)
}

const callColumns = `c.code, c.act, c.reference, c.channel, c.original, c.languages, c.asked, c.asked_group, c.instrument, c.parties, c.deadline, c.open, c.status, c.drafted_by, c.cleared_by, c.sent, c.closed, c.cites, c.questions`

func scanCall(rows store.Rows) (*Call, error) {
	c := &Call{Words: map[string]Words{}}
	var languages, asked, parties, deadline, status, sent, closed, cites, questions string
	err := rows.Scan(&c.Code, &c.LastAct, &c.Reference, &c.Channel, &c.Original, &languages, &asked, &c.Group, &c.Instrument, &parties, &deadline, &c.Open, &status, &c.DraftedBy, &c.ClearedBy, &sent, &closed, &cites, &questions)
	if err != nil {
		return nil, err
	}
	c.Languages, c.Asked, c.Parties, c.Deadline, c.Status = lines(languages), Asked(asked), lines(parties), act.Day(deadline), Status(status)
	c.Sent, c.ClosedOn = act.Day(sent), act.Day(closed)
	for _, s := range lines(cites) {
		c.Cites = append(c.Cites, act.Cite(s))
	}
	return c, unpack(questions, &c.Questions)
}

// loadCall reads a call with its words, nil where there is none.
func loadCall(ctx context.Context, r store.Reader, code string) (*Call, error) {
	list, err := loadCalls(ctx, r, `WHERE c.code = ?`, code)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], loadWords(ctx, r, list[0])
}

func loadCalls(ctx context.Context, r store.Reader, where string, args ...any) (list []*Call, err error) {
	err = store.Each(ctx, r, `SELECT `+callColumns+` FROM {communication_call} AS c `+where, args, func(rows store.Rows) error {
		c, err := scanCall(rows)
		list = append(list, c)
		return err
	})
	return list, err
}

func loadWords(ctx context.Context, r store.Reader, c *Call) error {
	return store.Each(ctx, r, `SELECT language, title, letter, questions, worded_by FROM {communication_words} WHERE code = ? ORDER BY language`, []any{c.Code}, func(rows store.Rows) error {
		var w Words
		var questions, by string
		if err := rows.Scan(&w.Language, &w.Title, &w.Letter, &questions, &by); err != nil {
			return err
		}
		c.Words[w.Language] = w
		c.WordedBy = append(c.WordedBy, by)
		w.Questions = map[string]QuestionWords{}
		c.Words[w.Language] = w
		return unpack(questions, &w.Questions)
	})
}

// tally counts what one addressee was reminded and replied.
type tally struct {
	reminders, replies int
	reminded, replied  string // the last reminder, the first reply that came
}

// tallies counts reminders and replies of a call by party; where narrows it to
// one. They are counted once and not for each addressee, and put together here:
// the two stores differ in what they make of joins with counts.
func tallies(ctx context.Context, r store.Reader, where string, args ...any) (map[string]*tally, error) {
	out := map[string]*tally{}
	of := func(party string) *tally {
		if out[party] == nil {
			out[party] = &tally{}
		}
		return out[party]
	}
	err := store.Each(ctx, r, `SELECT party, COUNT(*), MAX(day) FROM {communication_reminder} WHERE `+where+` GROUP BY party`, args, func(rows store.Rows) error {
		var party, day string
		var n int
		err := rows.Scan(&party, &n, &day)
		t := of(party)
		t.reminders, t.reminded = n, day
		return err
	})
	if err != nil {
		return nil, err
	}
	err = store.Each(ctx, r, `SELECT party, COUNT(*), MIN(day) FROM {communication_reply} WHERE `+where+` GROUP BY party`, args, func(rows store.Rows) error {
		var party, day string
		var n int
		err := rows.Scan(&party, &n, &day)
		t := of(party)
		t.replies, t.replied = n, day
		return err
	})
	return out, err
}

// loadAddressees reads those to whom a call was sent; where narrows them, and
// counted are their tallies.
func loadAddressees(ctx context.Context, r store.Reader, counted map[string]*tally, where string, args ...any) (list []*Addressee, err error) {
	err = store.Each(ctx, r, `SELECT a.party, a.audience, a.sent, a.channel, a.reference, a.proof, a.region, a.deadline FROM {communication_addressee} AS a WHERE `+where+` ORDER BY a.party`, args, func(rows store.Rows) error {
		a := &Addressee{}
		var sent, proof, deadline string
		err := rows.Scan(&a.Party, &a.Audience, &sent, &a.Channel, &a.Reference, &proof, &a.Group, &deadline)
		if err != nil {
			return err
		}
		a.Sent, a.Deadline = act.Day(sent), act.Day(deadline)
		if t := counted[a.Party]; t != nil {
			a.Reminders, a.Reminded, a.Replies, a.Replied = t.reminders, act.Day(t.reminded), t.replies, act.Day(t.replied)
		}
		list = append(list, a)
		return unpack(proof, &a.Proof)
	})
	return list, err
}

// loadAddressee reads one addressee of a call, nil where it was not sent there.
func loadAddressee(ctx context.Context, r store.Reader, code, party string) (*Addressee, error) {
	counted, err := tallies(ctx, r, `code = ? AND party = ?`, code, party)
	if err != nil {
		return nil, err
	}
	list, err := loadAddressees(ctx, r, counted, `a.code = ? AND a.party = ?`, code, party)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

const replyColumns = `p.code, p.party, p.n, p.idx, p.act, p.audience, p.person, p.standing, p.source, p.day, p.confirmed, p.authority, p.language, p.note, p.scan, p.extent, p.quote, p.released, p.withdrawn,
	CASE WHEN EXISTS (SELECT 1 FROM {communication_answer} AS w WHERE w.code = p.code AND w.party = p.party AND w.n = p.n) THEN 1 ELSE 0 END`

// loadReplies reads replies by party and number; where narrows them.
func loadReplies(ctx context.Context, r store.Reader, where string, args ...any) (list []*Reply, err error) {
	err = store.Each(ctx, r, `SELECT `+replyColumns+` FROM {communication_reply} AS p `+where+` ORDER BY p.code, p.party, p.n`, args, func(rows store.Rows) error {
		p := &Reply{}
		var standing, source, day, confirmed, scan, extent, released, withdrawn string
		err := rows.Scan(&p.Code, &p.Party, &p.Number, &p.Index, &p.Act, &p.Audience, &p.Person, &standing, &source, &day, &confirmed, &p.Authority, &p.Language, &p.Note, &scan, &extent, &p.Quote, &released, &withdrawn, &p.Answered)
		if err != nil {
			return err
		}
		p.Standing, p.Day, p.Confirmed, p.Extent = act.Standing(standing), act.Day(day), act.Day(confirmed), Extent(extent)
		p.Released, p.Withdrawn = act.Day(released), act.Day(withdrawn)
		list = append(list, p)
		if err := unpack(source, &p.Source); err != nil {
			return err
		}
		return unpack(scan, &p.Scan)
	})
	return list, err
}

func loadReply(ctx context.Context, r store.Reader, code, party string, n int) (*Reply, error) {
	list, err := loadReplies(ctx, r, `WHERE p.code = ? AND p.party = ? AND p.n = ?`, code, party, n)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// answeredOf are the questions that a reply answers.
func answeredOf(ctx context.Context, r store.Reader, p *Reply) (ids []string, err error) {
	err = store.Each(ctx, r, `SELECT question FROM {communication_answer} WHERE code = ? AND party = ? AND n = ? ORDER BY question`, []any{p.Code, p.Party, p.Number}, func(rows store.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// restedOf are the replies that answer a question, and whether each may be used
// in a summary.
func restedOf(ctx context.Context, r store.Reader, code, question string) (list []Rested, err error) {
	err = store.Each(ctx, r, `SELECT party, n, open, quoted FROM {communication_answer} WHERE code = ? AND question = ? ORDER BY party, n`, []any{code, question}, func(rows store.Rows) error {
		var party string
		var n int
		var open, quoted bool
		err := rows.Scan(&party, &n, &open, &quoted)
		list = append(list, Rested{ReplySubject(code, party, n), open || quoted})
		return err
	})
	return list, err
}

// holds are question marks for a list in a query, with its arguments.
func holds(list []string) (marks string, args []any) {
	for _, s := range list {
		args = append(args, s)
	}
	return strings.TrimPrefix(strings.Repeat(", ?", len(list)), ", "), args
}
