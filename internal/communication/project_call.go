package communication

import (
	"context"

	"comity/internal/act"
	"comity/internal/store"
)

// local is one part of an act's subject; rules hold that it is there.
func local(a *act.Act, i int) string {
	if l := a.Subject.Locals(); i < len(l) {
		return l[i]
	}
	return ""
}

func draftCall(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b DraftedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	code := local(a, 0)
	out := []store.Write{
		store.Do(`INSERT INTO {communication_call} (code, idx, act, audience, reference, channel, original, languages, asked, asked_group, instrument, parties, deadline, open, status, drafted_by, cleared_by, sent, closed, cites, questions)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'draft', ?, '', '', '', ?, ?)
			ON CONFLICT (code) DO UPDATE SET idx = excluded.idx, act = excluded.act, reference = excluded.reference, channel = excluded.channel, original = excluded.original, languages = excluded.languages,
				asked = excluded.asked, asked_group = excluded.asked_group, instrument = excluded.instrument, parties = excluded.parties, deadline = excluded.deadline, open = excluded.open,
				status = 'draft', drafted_by = excluded.drafted_by, cleared_by = '', cites = excluded.cites, questions = excluded.questions`,
			code, a.Index, a.ID, a.Audience, b.Reference, b.Channel, b.Original, joined(b.Languages), string(b.Asked), b.Group, b.Instrument, joined(b.Addressees), string(b.Deadline), yes(b.Open), a.Person, joined(a.Cites), pack(b.Questions)),
		store.Do(`DELETE FROM {communication_rests} WHERE code = ?`, code),
	}
	for _, c := range a.Cites {
		out = append(out, store.Do(`INSERT INTO {communication_rests} (cite, code) VALUES (?, ?) ON CONFLICT (cite, code) DO NOTHING`, string(c), code))
	}
	return out, nil
}

// yes is a yes-no column.
func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

func wordCall(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b WordedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	code := local(a, 0)
	return []store.Write{
		store.Do(`INSERT INTO {communication_words} (code, language, title, letter, questions, worded_by) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (code, language) DO UPDATE SET title = excluded.title, letter = excluded.letter, questions = excluded.questions, worded_by = excluded.worded_by`,
			code, b.Language, b.Title, b.Letter, pack(b.words().Questions), a.Person),
		store.Do(`UPDATE {communication_call} SET act = ?, status = 'draft', cleared_by = '' WHERE code = ?`, a.ID, code),
	}, nil
}

func clearCall(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`UPDATE {communication_call} SET act = ?, status = 'cleared', cleared_by = ? WHERE code = ?`, a.ID, a.Person, local(a, 0))}, nil
}

// eraseCall leaves nothing of a call's words; what was sent to each addressee is
// kept with the addressee.
func eraseCall(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	code := local(a, 0)
	return []store.Write{
		store.Do(`DELETE FROM {communication_call} WHERE code = ?`, code),
		store.Do(`DELETE FROM {communication_words} WHERE code = ?`, code),
		store.Do(`DELETE FROM {communication_rests} WHERE code = ?`, code),
	}, nil
}

const insertAddressee = `INSERT INTO {communication_addressee} (code, party, idx, audience, sent, channel, reference, proof, region, deadline) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '')`

func circulate(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b SentBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	return []store.Write{
		store.Do(insertAddressee, local(a, 0), local(a, 1), a.Index, a.Audience, string(a.Day), b.Channel, b.Reference, pack(b.Proof), b.Group),
		store.Do(`UPDATE {communication_call} SET status = 'circulated', sent = ? WHERE code = ? AND status = 'cleared'`, string(a.Day), local(a, 0)),
	}, nil
}

func eraseCirculated(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{
		store.Do(insertAddressee+` ON CONFLICT (code, party) DO UPDATE SET channel = '', reference = '', proof = '', region = '', deadline = ''`,
			local(a, 0), local(a, 1), a.Index, a.Audience, string(a.Day), "", "", "", ""),
		store.Do(`UPDATE {communication_call} SET status = 'circulated', sent = ? WHERE code = ? AND status = 'cleared'`, string(a.Day), local(a, 0)),
	}, nil
}

const insertReminder = `INSERT INTO {communication_reminder} (idx, code, party, audience, day, channel, reference) VALUES (?, ?, ?, ?, ?, ?, ?)`

func remind(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b SentBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	return []store.Write{store.Do(insertReminder, a.Index, local(a, 0), local(a, 1), a.Audience, string(a.Day), b.Channel, b.Reference)}, nil
}

func eraseReminded(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(insertReminder+` ON CONFLICT (idx) DO UPDATE SET channel = '', reference = ''`,
		a.Index, local(a, 0), local(a, 1), a.Audience, string(a.Day), "", "")}, nil
}

func extend(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b ExtendedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	if party := local(a, 1); party != "" {
		return []store.Write{store.Do(`UPDATE {communication_addressee} SET deadline = ? WHERE code = ? AND party = ?`, string(b.Until), local(a, 0), party)}, nil
	}
	return []store.Write{store.Do(`UPDATE {communication_call} SET deadline = ? WHERE code = ?`, string(b.Until), local(a, 0))}, nil
}

// eraseExtended: of a call all is erased together; an addressee's day goes with
// what the circulation leaves.
func eraseExtended(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	if party := local(a, 1); party != "" {
		return []store.Write{store.Do(`UPDATE {communication_addressee} SET deadline = '' WHERE code = ? AND party = ?`, local(a, 0), party)}, nil
	}
	return eraseCall(ctx, r, a)
}

func closeCall(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`UPDATE {communication_call} SET status = 'closed', closed = ? WHERE code = ?`, string(a.Day), local(a, 0))}, nil
}
