package custody

import (
	"context"
	"slices"
	"strings"

	"comity/internal/act"
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
		return says.Refuse("custody.retention-name")
	}
	for _, t := range body.Types {
		if _, err := act.ParseSubject(t + "/x"); err != nil {
			return says.Refuse("custody.type-unknown", "type", t)
		}
		if slices.Contains(keptTypes, t) {
			return says.Refuse("custody.type-kept", "type", t)
		}
	}
	return nil
}

func decideHold(ctx context.Context, r store.Reader, a *act.Act) error {
	found, err := store.One(ctx, r, `SELECT lifted FROM {legal_hold} WHERE hold = ?`, []any{string(a.Subject)}, new(int64))
	if err == nil && found {
		return says.Refuse("custody.hold-taken")
	}
	return err
}

func decideLift(ctx context.Context, r store.Reader, a *act.Act) error {
	var lifted int64
	found, err := store.One(ctx, r, `SELECT lifted FROM {legal_hold} WHERE hold = ?`, []any{string(a.Subject)}, &lifted)
	if err == nil && (!found || lifted >= 0) {
		return says.Refuse("custody.hold-none")
	}
	return err
}

func decideProposal(ctx context.Context, r store.Reader, a *act.Act) error {
	var body ErasureBody
	if err := a.Decode(&body); err != nil {
		return err
	}
	if a.Person == "" {
		return says.Deny("custody.propose-node")
	}
	found, err := store.One(ctx, r, `SELECT done FROM {erasure} WHERE erasure = ?`, []any{string(a.Subject)}, new(int64))
	if err != nil {
		return err
	}
	if found {
		return says.Refuse("custody.propose-taken")
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
		return says.Refuse("custody.unproposed")
	case done >= 0:
		return says.Refuse("custody.done")
	case p.About != body.About || p.Audience != body.Audience || p.Rule != body.Rule || p.Proposer != body.Proposer:
		return says.Refuse("custody.other")
	case a.Person == "" || a.Person == p.Proposer:
		return says.Deny("custody.same-person")
	}
	for _, k := range body.Keys {
		if _, err := keyring.ParseKeyID(k); err != nil {
			return says.Refuse("custody.key", "key", k)
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
		return says.Deny("custody.applied")
	case body.Audience == act.Public || !act.IsAudience(body.Audience) || slices.Contains(keptTypes, body.About.Type()):
		return says.Refuse("custody.kept")
	}
	return nil
}

// mayErase holds an erasure against rule and holds.
func mayErase(ctx context.Context, r store.Reader, e ErasureBody, now act.Instant) error {
	switch {
	case e.Audience == act.Public:
		return says.Refuse("custody.public")
	case e.Audience == act.Sealed:
		return says.Refuse("custody.sealed")
	case !act.IsAudience(e.Audience):
		return says.Refuse("custody.audience", "audience", e.Audience)
	case slices.Contains(keptTypes, e.About.Type()):
		return says.Refuse("custody.about-kept", "type", e.About.Type())
	}
	var months int64
	found, err := store.One(ctx, r, `SELECT r.months FROM {retention_rule} AS r JOIN {retention_type} AS t ON t.code = r.code WHERE r.code = ? AND t.type = ?`,
		[]any{e.Rule, e.About.Type()}, &months)
	if err != nil {
		return err
	}
	if !found {
		return says.Refuse("custody.rule-none", "rule", e.Rule, "type", e.About.Type())
	}
	var last int64
	if _, err := store.One(ctx, r, `SELECT COALESCE(max(recorded), 0) FROM act WHERE subject = ? AND audience = ?`, []any{string(e.About), e.Audience}, &last); err != nil {
		return err
	}
	if until := act.Instant(last).Time().AddDate(0, int(months), 0); last > 0 && now.Time().Before(until) {
		return says.Refuse("custody.kept-until", "rule", e.Rule, "day", act.DayOf(until))
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
			return says.Refuse("custody.held", "hold", hold, "subject", at)
		}
	}
	return nil
}
