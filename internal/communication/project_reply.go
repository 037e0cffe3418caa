package communication

import (
	"context"
	"encoding/json"

	"comity/internal/act"
	"comity/internal/store"
)

// key is code, party and number of the reply that an act is about.
func key(a *act.Act) (code, party string, n int, err error) { return ParseReply(a.Subject) }

const insertReply = `INSERT INTO {communication_reply} (code, party, n, idx, act, audience, person, standing, source, day, confirmed, authority, language, note, scan, extent, quote, released, withdrawn)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, '', 0, '', '')`

// sourceOf is the source of an act as it is kept.
func sourceOf(a *act.Act) string {
	if a.Source == nil {
		return ""
	}
	return pack(a.Source)
}

func reply(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b RepliedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	code, party, n, err := key(a)
	return []store.Write{store.Do(insertReply, code, party, n, a.Index, a.ID, a.Audience, a.Person, string(a.Standing), sourceOf(a), string(cameOn(a)), b.Authority, b.Language, b.Note, pack(b.Scan))}, err
}

// eraseReply leaves that a reply came, and when.
func eraseReply(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	code, party, n, err := key(a)
	return []store.Write{store.Do(insertReply+` ON CONFLICT (code, party, n) DO UPDATE SET authority = '', language = '', note = '', scan = ''`,
		code, party, n, a.Index, a.ID, a.Audience, a.Person, string(a.Standing), sourceOf(a), string(cameOn(a)), "", "", "", "")}, err
}

func answer(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	var b AnsweredBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	code, party, n, err := key(a)
	if err != nil {
		return nil, err
	}
	var language string
	if _, err := store.One(ctx, r, `SELECT language FROM {communication_reply} WHERE code = ? AND party = ? AND n = ?`, []any{code, party, n}, &language); err != nil {
		return nil, err
	}
	var out []store.Write
	for i := range b.Answers {
		w := &b.Answers[i]
		out = append(out, store.Do(`DELETE FROM {communication_translation} WHERE code = ? AND party = ? AND n = ? AND question = ?`, code, party, n, w.Question),
			store.Do(`DELETE FROM {communication_settled} WHERE code = ? AND party = ? AND n = ? AND question = ?`, code, party, n, w.Question)) // it is offered anew
		if w.Empty() {
			out = append(out, store.Do(`DELETE FROM {communication_answer} WHERE code = ? AND question = ? AND party = ? AND n = ?`, code, w.Question, party, n))
			continue
		}
		out = append(out, store.Do(`INSERT INTO {communication_answer} (code, question, party, n, idx, audience, language, text, value, laws, figures, files, bank, open, quoted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
			ON CONFLICT (code, question, party, n) DO UPDATE SET idx = excluded.idx, language = excluded.language, text = excluded.text, value = excluded.value, laws = excluded.laws, figures = excluded.figures, files = excluded.files, bank = excluded.bank, open = 0, quoted = 0`,
			code, w.Question, party, n, a.Index, a.Audience, language, w.Text, w.Value, pack(w.Laws), pack(w.Figures), pack(w.Files), string(w.Bank)))
	}
	return out, nil
}

func settle(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b SettledBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	code, party, n, err := key(a)
	return []store.Write{store.Do(`INSERT INTO {communication_settled} (code, party, n, question, type, idx, day, outcome, act) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		code, party, n, b.Question, b.Type, a.Index, string(a.Day), string(b.Outcome), b.Act)}, err
}

func eraseSettled(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	code, party, n, err := key(a)
	return []store.Write{store.Do(`DELETE FROM {communication_settled} WHERE code = ? AND party = ? AND n = ?`, code, party, n)}, err
}

func eraseAnswers(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	code, party, n, err := key(a)
	return []store.Write{
		store.Do(`DELETE FROM {communication_answer} WHERE code = ? AND party = ? AND n = ?`, code, party, n),
		store.Do(`DELETE FROM {communication_translation} WHERE code = ? AND party = ? AND n = ?`, code, party, n),
	}, err
}

// confirm needs the header alone, so that it is the same once the body is erased.
func confirm(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	code, party, n, err := key(a)
	return []store.Write{store.Do(`UPDATE {communication_reply} SET confirmed = ? WHERE code = ? AND party = ? AND n = ?`, string(a.Day), code, party, n)}, err
}

func translate(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b TranslatedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	code, party, n, err := key(a)
	var out []store.Write
	for _, w := range b.Answers {
		out = append(out, store.Do(`INSERT INTO {communication_translation} (code, party, n, question, language, idx, official, author, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (code, party, n, question, language) DO UPDATE SET idx = excluded.idx, official = excluded.official, author = excluded.author, text = excluded.text`,
			code, party, n, w.Question, b.Language, a.Index, yes(b.Official), b.Author, w.Text))
	}
	return out, err
}

func release(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b ReleasedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	code, party, n, err := key(a)
	out := []store.Write{
		store.Do(`UPDATE {communication_reply} SET extent = ?, quote = ?, released = ?, withdrawn = '' WHERE code = ? AND party = ? AND n = ?`, string(b.Extent), yes(b.Quote), string(a.Day), code, party, n),
		store.Do(`UPDATE {communication_answer} SET open = ?, quoted = ? WHERE code = ? AND party = ? AND n = ?`, yes(b.Extent == Full), yes(b.Extent == Full && b.Quote), code, party, n),
	}
	if marks, ids := holds(b.Questions); len(ids) > 0 {
		out = append(out, store.Do(`UPDATE {communication_answer} SET open = ?, quoted = ? WHERE code = ? AND party = ? AND n = ? AND question IN (`+marks+`)`, append([]any{yes(b.Extent == Part), yes(b.Quote), code, party, n}, ids...)...))
	}
	return out, err
}

// ends are the writes after which nothing of a reply is released.
func ends(a *act.Act, withdrawn act.Day) ([]store.Write, error) {
	code, party, n, err := key(a)
	return []store.Write{
		store.Do(`UPDATE {communication_reply} SET extent = '', quote = 0, released = '', withdrawn = ? WHERE code = ? AND party = ? AND n = ?`, string(withdrawn), code, party, n),
		store.Do(`UPDATE {communication_answer} SET open = 0, quoted = 0 WHERE code = ? AND party = ? AND n = ?`, code, party, n),
	}, err
}

func eraseRelease(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return ends(a, "")
}

func withdraw(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return ends(a, a.Day)
}

func bank(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b BankedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	party, name := local(a, 0), local(a, 1)
	out := []store.Write{
		store.Do(`INSERT INTO {communication_bank} (party, name, idx, audience, day, ended, body) VALUES (?, ?, ?, ?, ?, '', ?)
			ON CONFLICT (party, name) DO UPDATE SET idx = excluded.idx, day = excluded.day, ended = '', body = excluded.body`,
			party, name, a.Index, a.Audience, string(a.Day), string(a.Clear)),
		store.Do(`DELETE FROM {communication_banked} WHERE party = ? AND name = ?`, party, name),
	}
	for _, c := range b.Provisions {
		out = append(out, store.Do(`INSERT INTO {communication_banked} (party, cite, name) VALUES (?, ?, ?) ON CONFLICT (party, cite, name) DO NOTHING`, party, string(c), name))
	}
	return out, nil
}

func endBanked(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{
		store.Do(`UPDATE {communication_bank} SET ended = ? WHERE party = ? AND name = ?`, string(a.Day), local(a, 0), local(a, 1)),
		store.Do(`DELETE FROM {communication_banked} WHERE party = ? AND name = ?`, local(a, 0), local(a, 1)),
	}, nil
}

func eraseBanked(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{
		store.Do(`DELETE FROM {communication_bank} WHERE party = ? AND name = ?`, local(a, 0), local(a, 1)),
		store.Do(`DELETE FROM {communication_banked} WHERE party = ? AND name = ?`, local(a, 0), local(a, 1)),
	}, nil
}

func summarize(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b SummarizedBody
	if err := json.Unmarshal(a.Clear, &b); err != nil {
		return nil, err
	}
	code, q := local(a, 0), local(a, 1)
	out := []store.Write{
		store.Do(`INSERT INTO {communication_summary} (code, question, language, idx, act, audience, person, day, cleared) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')
			ON CONFLICT (code, question, language) DO UPDATE SET idx = excluded.idx, act = excluded.act, person = excluded.person, day = excluded.day, cleared = ''`,
			code, q, b.Language, a.Index, a.ID, a.Audience, a.Person, string(a.Day)),
		store.Do(`DELETE FROM {communication_sentence} WHERE code = ? AND question = ? AND language = ?`, code, q, b.Language),
		store.Do(`DELETE FROM {communication_source} WHERE code = ? AND question = ? AND language = ?`, code, q, b.Language),
	}
	for i, s := range b.Sentences {
		out = append(out, store.Do(`INSERT INTO {communication_sentence} (code, question, language, ord, text) VALUES (?, ?, ?, ?, ?)`, code, q, b.Language, i, s.Text))
		for _, rest := range s.Rests {
			_, party, n, err := ParseReply(rest)
			if err != nil {
				return nil, err
			}
			out = append(out, store.Do(`INSERT INTO {communication_source} (code, question, language, ord, party, n) VALUES (?, ?, ?, ?, ?, ?)`, code, q, b.Language, i, party, n))
		}
	}
	return out, nil
}

func clearSummary(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b SummaryClearedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	return []store.Write{store.Do(`UPDATE {communication_summary} SET cleared = ? WHERE code = ? AND question = ? AND language = ?`, string(a.Day), local(a, 0), local(a, 1), b.Language)}, nil
}

func eraseSummary(_ context.Context, _ store.Reader, a *act.Act) (out []store.Write, _ error) {
	for _, table := range []string{`{communication_summary}`, `{communication_sentence}`, `{communication_source}`} {
		out = append(out, store.Do(`DELETE FROM `+table+` WHERE code = ? AND question = ?`, local(a, 0), local(a, 1)))
	}
	return out, nil
}
