package custody

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/keyring"
	"comity/internal/store"
)

// keptTypes are never erased: they are what shows that an erasure was lawful.
var keptTypes = []string{"retention", "hold", "erasure", "book", "node"}

func decideRetention(_ context.Context, _ store.Reader, a *act.Act) error {
	var body struct{ Types []string }
	if err := a.Decode(&body); err != nil {
		return err
	}
	if len(a.Subject.Locals()) != 1 {
		return book.Refuse("a retention rule is named retention/CODE", "give it one code")
	}
	for _, t := range body.Types {
		if _, err := act.ParseSubject(t + "/x"); err != nil {
			return book.Refuse(fmt.Sprintf("%q is no type of subject", t), "name the types as subjects begin with them")
		}
		if slices.Contains(keptTypes, t) {
			return book.Refuse("acts about a "+t+" are not erased", "leave that type out")
		}
	}
	return nil
}

func decideHold(ctx context.Context, r store.Reader, a *act.Act) error {
	found, err := store.One(ctx, r, `SELECT lifted FROM {legal_hold} WHERE hold = ?`, []any{string(a.Subject)}, new(int64))
	if err == nil && found {
		return book.Refuse("there is a hold of this name", "name the new one otherwise")
	}
	return err
}

func decideLift(ctx context.Context, r store.Reader, a *act.Act) error {
	var lifted int64
	found, err := store.One(ctx, r, `SELECT lifted FROM {legal_hold} WHERE hold = ?`, []any{string(a.Subject)}, &lifted)
	if err == nil && (!found || lifted >= 0) {
		return book.Refuse("no hold of this name stands", "name one that does")
	}
	return err
}

func decideProposal(ctx context.Context, r store.Reader, a *act.Act) error {
	var body ErasureBody
	if err := a.Decode(&body); err != nil {
		return err
	}
	if a.Person == "" {
		return book.Deny("an erasure is proposed by a person, not by the node", "sign in")
	}
	found, err := store.One(ctx, r, `SELECT done FROM {erasure} WHERE erasure = ?`, []any{string(a.Subject)}, new(int64))
	if err != nil {
		return err
	}
	if found {
		return book.Refuse("there is a proposal of this name", "name the new one otherwise")
	}
	return mayErase(ctx, r, body, a.Recorded)
}

// decideErasure: the proposal stands and says the same, another person
// confirms it, the rule has expired and no hold stands.
func decideErasure(ctx context.Context, r store.Reader, a *act.Act) error {
	var body ErasureBody
	if err := a.Decode(&body); err != nil {
		return err
	}
	var p ErasureBody
	var about string
	var done int64
	found, err := store.One(ctx, r, `SELECT about, audience, rule, proposer, done FROM {erasure} WHERE erasure = ?`, []any{string(a.Subject)},
		&about, &p.Audience, &p.Rule, &p.Proposer, &done)
	if err != nil {
		return err
	}
	switch p.About = act.Subject(about); {
	case !found:
		return book.Refuse("nobody proposed this erasure", "propose it first, and let another person confirm it")
	case done >= 0:
		return book.Refuse("this erasure was carried out", "propose another")
	case p.About != body.About || p.Audience != body.Audience || p.Rule != body.Rule || p.Proposer != body.Proposer:
		return book.Refuse("this is not what was proposed", "confirm the proposal as it is, or propose another")
	case a.Person == "" || a.Person == p.Proposer:
		return book.Deny("who proposed an erasure can't confirm it", "let a second person do so")
	}
	for _, k := range body.Keys {
		if _, err := keyring.ParseKeyID(k); err != nil {
			return book.Refuse(err.Error(), "let comity erase name the keys")
		}
	}
	return mayErase(ctx, r, body, a.Recorded)
}

// decideApplied: only the node itself applies again what it finds destroyed.
func decideApplied(_ context.Context, _ store.Reader, a *act.Act) error {
	var body ErasureBody
	if err := a.Decode(&body); err != nil {
		return err
	}
	switch {
	case a.Person != "":
		return book.Deny("a restore applies erasures again, not a person", "propose an erasure instead")
	case body.Audience == act.Public || !act.IsAudience(body.Audience) || slices.Contains(keptTypes, body.About.Type()):
		return book.Refuse("these acts are not erased", "name others")
	}
	return nil
}

// mayErase holds an erasure against rule and holds.
func mayErase(ctx context.Context, r store.Reader, e ErasureBody, now act.Instant) error {
	switch {
	case e.Audience == act.Public:
		return book.Refuse("public acts are not erased", "correct them instead")
	case e.Audience == act.Sealed:
		return book.Refuse("this node has no key of sealed bodies to destroy", "ask their recipients to destroy theirs")
	case !act.IsAudience(e.Audience):
		return book.Refuse(fmt.Sprintf("%q is no audience", e.Audience), "name the one whose bodies are to be erased")
	case slices.Contains(keptTypes, e.About.Type()):
		return book.Refuse("acts about a "+e.About.Type()+" are not erased", "name another subject")
	}
	var months int64
	found, err := store.One(ctx, r, `SELECT r.months FROM {retention_rule} AS r JOIN {retention_type} AS t ON t.code = r.code WHERE r.code = ? AND t.type = ?`,
		[]any{e.Rule, e.About.Type()}, &months)
	if err != nil {
		return err
	}
	if !found {
		return book.Refuse(fmt.Sprintf("there is no retention rule %s for a %s", e.Rule, e.About.Type()), "name the rule that applies, or set one")
	}
	var last int64
	if _, err := store.One(ctx, r, `SELECT COALESCE(max(recorded), 0) FROM act WHERE subject = ? AND audience = ?`, []any{string(e.About), e.Audience}, &last); err != nil {
		return err
	}
	if until := act.Instant(last).Time().AddDate(0, int(months), 0); last > 0 && now.Time().Before(until) {
		return book.Refuse(fmt.Sprintf("by the retention rule %s these bodies are kept until %s", e.Rule, until.Format(time.DateOnly)), "wait until then")
	}
	return noHold(ctx, r, e.About)
}

// noHold refuses while a hold stands on the subject or on one that contains it.
func noHold(ctx context.Context, r store.Reader, about act.Subject) error {
	for at := string(about); strings.Contains(at, "/"); at = at[:strings.LastIndexByte(at, '/')] {
		var hold string
		found, err := store.One(ctx, r, `SELECT hold FROM {legal_hold} WHERE about = ? AND lifted < 0 ORDER BY hold`, []any{at}, &hold)
		if err != nil {
			return err
		}
		if found {
			return book.Refuse(fmt.Sprintf("the legal hold %s stands on %s", hold, at), "wait until it is lifted")
		}
	}
	return nil
}
