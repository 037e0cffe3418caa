package custody

import (
	"context"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

const tables = `
CREATE TABLE {retention_rule} (
  code   TEXT PRIMARY KEY,
  months INTEGER NOT NULL
) STRICT;
CREATE TABLE {retention_type} (
  code TEXT NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (code, type)
) STRICT;
-- lifted is the index of the act that lifted the hold, -1 while it stands.
CREATE TABLE {legal_hold} (
  hold   TEXT PRIMARY KEY,
  about  TEXT NOT NULL,
  lifted INTEGER NOT NULL
) STRICT;
CREATE INDEX {legal_hold_about} ON {legal_hold} (about, hold);
-- done is the index of the act that erased, -1 while it is proposed only.
CREATE TABLE {erasure} (
  erasure  TEXT PRIMARY KEY,
  about    TEXT NOT NULL,
  audience TEXT NOT NULL,
  rule     TEXT NOT NULL,
  proposer TEXT NOT NULL,
  done     INTEGER NOT NULL
) STRICT;
-- data keys that were destroyed, by their ids: no later body may be under one.
CREATE TABLE {erased_key} (
  key TEXT PRIMARY KEY,
  idx INTEGER NOT NULL
) STRICT;
`

// The commands that record kinds which nobody enters by themselves.
const (
	eraseCommand     = "comity erase confirm"
	RestoreCommand   = "comity restore"
	KeyChangeCommand = "comity key change"
)

// Module declares the kinds of acts about the book.
func Module() book.Module {
	public := []string{act.Public}
	own := []act.Standing{act.Own}
	about := act.Field{Name: "about", Label: "About", Type: act.About, Required: true}
	audience := act.Field{Name: "audience", Label: "Audience", Type: act.Text, Max: 64, Required: true}
	rule := act.Field{Name: "rule", Label: "Retention rule", Type: act.Text, Max: 64, Required: true}
	return book.Module{Name: "custody", Sentences: says, Tables: tables, Kinds: []book.Kind{
		{Shape: act.Shape{Name: "retention.set", Version: 1, Title: "Retention rule", Subjects: []string{"retention"}, Audiences: public, Standings: own, Fields: []act.Field{
			{Name: "title", Label: "Title", Type: act.Text, Required: true},
			{Name: "types", Label: "Types of subject", Type: act.Text, Max: 64, Repeat: true, Required: true},
			{Name: "months", Label: "Months kept after the last act", Type: act.Integer, Min: 0, Max: 1200, Required: true},
			{Name: "basis", Label: "Basis", Type: act.Text},
		}}, Decide: decideRetention, Project: setRetention},
		{Shape: act.Shape{Name: "hold.place", Version: 1, Title: "Legal hold", Subjects: []string{"hold"}, Audiences: public, Standings: own, Fields: []act.Field{
			about, {Name: "reason", Label: "Reason", Type: act.Text, Lines: true, Required: true},
		}}, Decide: decideHold, Project: placeHold},
		{Shape: act.Shape{Name: "hold.lift", Version: 1, Title: "End of a legal hold", Subjects: []string{"hold"}, Audiences: public, Standings: own, Fields: []act.Field{
			{Name: "reason", Label: "Reason", Type: act.Text, Lines: true, Required: true},
		}}, Decide: decideLift, Project: liftHold},
		{Shape: act.Shape{Name: "erasure.propose", Version: 1, Title: "Proposal to erase", Subjects: []string{"erasure"}, Audiences: public, Standings: own,
			Fields: []act.Field{about, audience, rule}}, Decide: decideProposal, Project: propose},
		{Shape: act.Shape{Name: "book.erased", Version: 1, Title: "Erasure", Command: eraseCommand, Subjects: []string{"erasure"}, Audiences: public, Standings: own, Fields: []act.Field{
			about, audience, rule,
			{Name: "proposer", Label: "Proposed by", Type: act.Text, Max: 36, Required: true},
			{Name: "keys", Label: "Keys destroyed", Type: act.Text, Max: 32, Repeat: true, Most: 1000},
		}}, Decide: decideErasure, Project: erased, Erases: erases},
		{Shape: act.Shape{Name: "erasure.applied", Version: 1, Title: "Erasure applied again after a restore", Command: RestoreCommand, Subjects: []string{"erasure"}, Audiences: public, Standings: own, Fields: []act.Field{
			about, audience,
			{Name: "keys", Label: "Keys found destroyed", Type: act.Text, Max: 32, Repeat: true, Most: 1000},
		}}, Decide: decideApplied, Project: applied, Erases: erases},
		{Shape: act.Shape{Name: "book.restored", Version: 1, Title: "Restore of the book", Command: RestoreCommand, Subjects: []string{"book"}, Audiences: public, Standings: own, Fields: []act.Field{
			{Name: "epoch", Label: "Epoch that begins", Type: act.Integer, Min: 2, Max: act.MaxInteger, Required: true},
			{Name: "reason", Label: "Reason", Type: act.Text, Lines: true, Required: true},
			{Name: "restored", Label: "Head of the backup", Type: act.Text, Lines: true, Max: 2000, Required: true},
			{Name: "lost", Label: "Last head that the witness saw", Type: act.Text, Lines: true, Max: 2000},
		}}, Epoch: restoredEpoch},
		{Shape: act.Shape{Name: "book.key-changed", Version: 1, Title: "Change of the master key", Command: KeyChangeCommand, Subjects: []string{"book"}, Audiences: public, Standings: own, Fields: []act.Field{
			{Name: "from", Label: "Old key", Type: act.Text, Max: 64, Required: true},
			{Name: "to", Label: "New key", Type: act.Text, Max: 64, Required: true},
			{Name: "keys", Label: "Data keys wrapped anew", Type: act.Integer, Min: 0, Max: act.MaxInteger, Required: true},
		}}},
	}}
}

// ErasureBody is the body of erasure.propose and book.erased.
type ErasureBody struct {
	About    act.Subject `json:"about"`
	Audience string      `json:"audience"`
	Rule     string      `json:"rule"`
	Proposer string      `json:"proposer,omitempty"`
	Keys     []string    `json:"keys,omitempty"`
}

func setRetention(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var body struct {
		Types  []string
		Months int64
	}
	if err := a.Decode(&body); err != nil {
		return nil, err
	}
	code := a.Subject.Locals()[0]
	writes := []store.Write{
		store.Do(`INSERT INTO {retention_rule} (code, months) VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET months = excluded.months`, code, body.Months),
		store.Do(`DELETE FROM {retention_type} WHERE code = ?`, code),
	}
	for _, t := range body.Types {
		writes = append(writes, store.Do(`INSERT INTO {retention_type} (code, type) VALUES (?, ?) ON CONFLICT DO NOTHING`, code, t))
	}
	return writes, nil
}

func placeHold(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var body struct{ About string }
	err := a.Decode(&body)
	return []store.Write{store.Do(`INSERT INTO {legal_hold} (hold, about, lifted) VALUES (?, ?, -1)`, string(a.Subject), body.About)}, err
}

func liftHold(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	return []store.Write{store.Do(`UPDATE {legal_hold} SET lifted = ? WHERE hold = ?`, a.Index, string(a.Subject))}, nil
}

func propose(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var body ErasureBody
	err := a.Decode(&body)
	return []store.Write{store.Do(`INSERT INTO {erasure} (erasure, about, audience, rule, proposer, done) VALUES (?, ?, ?, ?, ?, -1)`,
		string(a.Subject), string(body.About), body.Audience, body.Rule, a.Person)}, err
}

func erased(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var body ErasureBody
	err := a.Decode(&body)
	writes := []store.Write{store.Do(`UPDATE {erasure} SET done = ? WHERE erasure = ?`, a.Index, string(a.Subject))}
	return append(writes, keyWrites(body.Keys, a.Index)...), err
}

func applied(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var body ErasureBody
	err := a.Decode(&body)
	return keyWrites(body.Keys, a.Index), err
}

func keyWrites(keys []string, idx int64) (writes []store.Write) {
	for _, k := range keys {
		writes = append(writes, store.Do(`INSERT INTO {erased_key} (key, idx) VALUES (?, ?) ON CONFLICT DO NOTHING`, k, idx))
	}
	return writes
}

func erases(a *act.Act) (act.Subject, string, error) {
	var body ErasureBody
	err := a.Decode(&body)
	return body.About, body.Audience, err
}

func restoredEpoch(a *act.Act) (int64, error) {
	var body struct{ Epoch int64 }
	err := a.Decode(&body)
	return body.Epoch, err
}
