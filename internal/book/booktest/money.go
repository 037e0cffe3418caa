// Package booktest has two example modules that use every feature of the book,
// and a book to try them in. They serve tests only.
package booktest

import (
	"context"
	"fmt"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

const moneyTables = `
-- accounts may not be overdrawn; a number is used once
CREATE TABLE {account} (
  name    TEXT PRIMARY KEY,
  number  TEXT NOT NULL,
  balance INTEGER NOT NULL CHECK (balance >= 0),
  opened  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX {account_number} ON {account} (number);
CREATE TABLE {movement} (
  idx     INTEGER NOT NULL,
  account TEXT NOT NULL,
  amount  INTEGER NOT NULL,
  reason  TEXT,
  PRIMARY KEY (idx, account)
) STRICT, WITHOUT ROWID;
CREATE TABLE {offer} (
  name   TEXT PRIMARY KEY,
  amount INTEGER NOT NULL,
  state  TEXT NOT NULL
) STRICT;
`

// Money is a module with rules across subjects: accounts that may not be
// overdrawn, numbers that are used once, offers that are accepted or
// withdrawn. version is that of account.pay-in, 1 or 2.
func Money(version int) book.Module {
	payIn := act.Shape{Name: "account.pay-in", Version: 1, Title: "Payment into an account",
		Subjects: []string{"account"}, Audiences: []string{act.Public},
		Fields: []act.Field{{Name: "amount", Label: "Amount", Type: act.Integer, Required: true, Min: 1, Max: 1 << 40}}}
	if version == 2 {
		payIn.Version = 2
		payIn.Fields = append(payIn.Fields, act.Field{Name: "reason", Label: "Reason", Type: act.Text, Required: true})
		payIn.Upcasts = []act.Upcaster{func(o act.Object) (act.Object, error) {
			o["reason"] = "not stated"
			return o, nil
		}}
	}
	amount := act.Field{Name: "amount", Label: "Amount", Type: act.Integer, Required: true, Min: 1, Max: 1 << 40}
	public := []string{act.Public}
	return book.Module{Name: "money", Tables: moneyTables, Kinds: []book.Kind{
		{Shape: act.Shape{Name: "account.open", Version: 1, Title: "Opening of an account", Subjects: []string{"account"}, Audiences: public,
			Fields: []act.Field{{Name: "number", Label: "Number", Type: act.Text, Required: true}}},
			Decide: openAccount, Project: opened},
		{Shape: payIn, Decide: accountIsThere, Project: paidIn},
		{Shape: act.Shape{Name: "account.move", Version: 1, Title: "Transfer to another account", Subjects: []string{"account"}, Audiences: public,
			Fields: []act.Field{{Name: "to", Label: "To", Type: act.About, Required: true, Subjects: []string{"account"}}, amount}},
			Decide: mayMove, Project: moved},
		{Shape: act.Shape{Name: "offer.make", Version: 1, Title: "Offer", Subjects: []string{"offer"}, Audiences: public, Fields: []act.Field{amount}},
			Decide: newOffer, Project: madeOffer},
		{Shape: act.Shape{Name: "offer.accept", Version: 1, Title: "Acceptance of an offer", Subjects: []string{"offer"}, Audiences: public},
			Decide: offerIsOpen, Project: endOffer("accepted")},
		{Shape: act.Shape{Name: "offer.withdraw", Version: 1, Title: "Withdrawal of an offer", Subjects: []string{"offer"}, Audiences: public},
			Decide: offerIsOpen, Project: endOffer("withdrawn")},
	}}
}

func balance(ctx context.Context, r store.Reader, account act.Subject) (amount int64, found bool, err error) {
	found, err = store.One(ctx, r, `SELECT balance FROM {account} WHERE name = ?`, []any{string(account)}, &amount)
	return amount, found, err
}

func openAccount(ctx context.Context, r store.Reader, a *act.Act) error {
	var body struct{ Number string }
	if err := a.Decode(&body); err != nil {
		return err
	}
	if _, found, err := balance(ctx, r, a.Subject); err != nil || found {
		return refuseIf(err, "the account %s is open already", a.Subject)
	}
	var by string
	found, err := store.One(ctx, r, `SELECT name FROM {account} WHERE number = ?`, []any{body.Number}, &by)
	if err != nil || found {
		return refuseIf(err, "the number %s is used by %s", body.Number, by)
	}
	return nil
}

// refuseIf returns err, or the refusal when there is none.
func refuseIf(err error, format string, args ...any) error {
	if err != nil {
		return err
	}
	return book.Refuse(fmt.Sprintf(format, args...), "look at what was recorded")
}

func opened(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var body struct{ Number string }
	err := a.Decode(&body)
	return []store.Write{store.Do(`INSERT INTO {account} (name, number, balance, opened) VALUES (?, ?, 0, ?)`, string(a.Subject), body.Number, a.Index)}, err
}

func accountIsThere(ctx context.Context, r store.Reader, a *act.Act) error {
	_, found, err := balance(ctx, r, a.Subject)
	if err != nil || !found {
		return refuseIf(err, "there is no account %s", a.Subject)
	}
	return nil
}

func paidIn(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var body struct {
		Amount int64
		Reason *string
	}
	if err := a.Decode(&body); err != nil {
		return nil, err
	}
	var reason any
	if body.Reason != nil {
		reason = *body.Reason
	}
	return []store.Write{add(a.Subject, body.Amount), movement(a, a.Subject, body.Amount, reason)}, nil
}

func add(account act.Subject, amount int64) store.Write {
	return store.Do(`UPDATE {account} SET balance = balance + ? WHERE name = ?`, amount, string(account))
}

func movement(a *act.Act, account act.Subject, amount int64, reason any) store.Write {
	return store.Do(`INSERT INTO {movement} (idx, account, amount, reason) VALUES (?, ?, ?, ?)`, a.Index, string(account), amount, reason)
}

type move struct {
	To     act.Subject
	Amount int64
}

func mayMove(ctx context.Context, r store.Reader, a *act.Act) error {
	var body move
	if err := a.Decode(&body); err != nil {
		return err
	}
	if body.To == a.Subject {
		return refuseIf(nil, "money can't be moved from %s to itself", a.Subject)
	}
	have, found, err := balance(ctx, r, a.Subject)
	if err != nil || !found {
		return refuseIf(err, "there is no account %s", a.Subject)
	}
	if _, found, err := balance(ctx, r, body.To); err != nil || !found {
		return refuseIf(err, "there is no account %s", body.To)
	}
	if have < body.Amount {
		return refuseIf(nil, "%s has %d, less than %d", a.Subject, have, body.Amount)
	}
	return nil
}

func moved(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var body move
	err := a.Decode(&body)
	return []store.Write{
		add(a.Subject, -body.Amount), add(body.To, body.Amount),
		movement(a, a.Subject, -body.Amount, nil), movement(a, body.To, body.Amount, nil),
	}, err
}

func newOffer(ctx context.Context, r store.Reader, a *act.Act) error {
	found, err := store.One(ctx, r, `SELECT state FROM {offer} WHERE name = ?`, []any{string(a.Subject)}, new(string))
	if err != nil || found {
		return refuseIf(err, "the offer %s was made already", a.Subject)
	}
	return nil
}

func madeOffer(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var body struct{ Amount int64 }
	err := a.Decode(&body)
	return []store.Write{store.Do(`INSERT INTO {offer} (name, amount, state) VALUES (?, ?, 'open')`, string(a.Subject), body.Amount)}, err
}

func offerIsOpen(ctx context.Context, r store.Reader, a *act.Act) error {
	state := "not made"
	_, err := store.One(ctx, r, `SELECT state FROM {offer} WHERE name = ?`, []any{string(a.Subject)}, &state)
	if err != nil || state != "open" {
		return refuseIf(err, "the offer %s is %s", a.Subject, state)
	}
	return nil
}

func endOffer(state string) func(context.Context, store.Reader, *act.Act) ([]store.Write, error) {
	return func(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
		return []store.Write{store.Do(`UPDATE {offer} SET state = ? WHERE name = ?`, state, string(a.Subject))}, nil
	}
}
