package treaty

import (
	"context"
	"encoding/json"
	"math"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/subject"
)

// known and replaced are instants in microseconds between which the row was
// what the record said; a row that stands has the last instant there is, and
// -1 as the act that replaced it. more is the act's body where it says more
// than action and list.
const tables = `
CREATE TABLE {treaty_deposit} (
  id          TEXT PRIMARY KEY,
  idx         INTEGER NOT NULL,
  instrument  TEXT NOT NULL,
  party       TEXT NOT NULL,
  action      TEXT NOT NULL,
  day         TEXT NOT NULL,
  standing    TEXT NOT NULL,
  channel     TEXT NOT NULL,
  reference   TEXT NOT NULL,
  list        TEXT NOT NULL,
  more        TEXT NOT NULL,
  known       INTEGER NOT NULL,
  replaced    INTEGER NOT NULL,
  replaced_by INTEGER NOT NULL
) STRICT;
CREATE INDEX {treaty_deposit_idx} ON {treaty_deposit} (idx);
CREATE INDEX {treaty_deposit_replaced} ON {treaty_deposit} (replaced_by);
CREATE INDEX {treaty_deposit_pair} ON {treaty_deposit} (instrument, party, idx);
CREATE TABLE {treaty_list} (
  idx        INTEGER PRIMARY KEY,
  instrument TEXT NOT NULL,
  list       TEXT NOT NULL,
  as_of      TEXT NOT NULL,
  hash       TEXT NOT NULL,
  recorded   INTEGER NOT NULL
) STRICT;
CREATE INDEX {treaty_list_instrument} ON {treaty_list} (instrument, list, idx);
CREATE TABLE {treaty_instrument} (
  instrument TEXT PRIMARY KEY,
  hash       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE {treaty_agreement} (
  idx       INTEGER PRIMARY KEY,
  agreement TEXT NOT NULL,
  body      TEXT NOT NULL,
  standing  TEXT NOT NULL,
  known     INTEGER NOT NULL,
  replaced  INTEGER NOT NULL
) STRICT;
CREATE INDEX {treaty_agreement_name} ON {treaty_agreement} (agreement, idx);
`

// open is the instant until which a row stands that nothing has replaced.
const open = act.Instant(math.MaxInt64)

func project(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b body
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	w, err := insert(a, &b)
	return []store.Write{w}, err
}

func insert(a *act.Act, b *body) (store.Write, error) {
	more := ""
	if !b.plain() {
		text, err := json.Marshal(b)
		if err != nil {
			return store.Write{}, err
		}
		more = string(text)
	}
	channel, reference := "", ""
	if a.Source != nil {
		channel, reference = a.Source.Channel, a.Source.Reference
	}
	locals := a.Subject.Locals()
	return store.Do(`INSERT INTO {treaty_deposit} (id, idx, instrument, party, action, day, standing, channel, reference, list, more, known, replaced, replaced_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, -1)`,
		a.ID, a.Index, locals[0], locals[1], string(b.Action), string(a.Day), string(a.Standing), channel, reference, b.List, more, int64(a.Recorded), int64(open)), nil
}

func projectCorrection(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b struct {
		Struck  bool
		Deposit *body
	}
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	out := []store.Write{store.Do(`UPDATE {treaty_deposit} SET replaced = ?, replaced_by = ? WHERE id = ?`, int64(a.Recorded), a.Index, a.Corrects)}
	if b.Struck || b.Deposit == nil {
		return out, nil
	}
	w, err := insert(a, b.Deposit)
	return append(out, w), err
}

type listBody struct {
	List      string  `json:"list"`
	AsOf      act.Day `json:"as_of"`
	Hash      string  `json:"hash"`
	Rows      int     `json:"rows"`
	Added     int     `json:"added"`
	Corrected int     `json:"corrected"`
	Struck    int     `json:"struck"`
}

func projectList(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b listBody
	err := a.Decode(&b)
	return []store.Write{store.Do(`INSERT INTO {treaty_list} (idx, instrument, list, as_of, hash, recorded) VALUES (?, ?, ?, ?, ?, ?)`,
		a.Index, a.Subject.Locals()[0], b.List, string(b.AsOf), b.Hash, int64(a.Recorded))}, err
}

func projectInstrument(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b struct {
		Title prose
		Hash  string
	}
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	return append(subject.Put(subject.Entry{ID: a.Subject, Title: b.Title.Text, Language: b.Title.Language, Topics: []string{"treaties"}}),
		store.Do(`INSERT INTO {treaty_instrument} (instrument, hash) VALUES (?, ?) ON CONFLICT (instrument) DO UPDATE SET hash = excluded.hash`,
			a.Subject.Locals()[0], b.Hash)), nil
}

type agreementBody struct {
	Title   prose      `json:"title"`
	Parties []string   `json:"parties"`
	Help    []string   `json:"help"`
	From    act.Day    `json:"from"`
	Until   act.Day    `json:"until,omitempty"`
	InLieu  []act.Cite `json:"in_lieu,omitempty"`
}

// projectAgreement: what is said of an agreement last is what stands.
func projectAgreement(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b agreementBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	text, err := json.Marshal(b)
	name := strings.Join(a.Subject.Locals(), "/")
	return []store.Write{
		store.Do(`UPDATE {treaty_agreement} SET replaced = ? WHERE agreement = ? AND replaced = ?`, int64(a.Recorded), name, int64(open)),
		store.Do(`INSERT INTO {treaty_agreement} (idx, agreement, body, standing, known, replaced) VALUES (?, ?, ?, ?, ?, ?)`,
			a.Index, name, string(text), string(a.Standing), int64(a.Recorded), int64(open)),
		subject.Put(subject.Entry{ID: a.Subject, Title: b.Title.Text, Language: b.Title.Language, Topics: []string{"treaties"}, States: b.Parties})[0],
	}, err
}
