package party

import (
	"fmt"

	"comity/internal/act"
	"comity/internal/codelist/sheet"
)

func (l *loader) membership() error {
	kinds := map[string]bool{"member": true, "observer": true, "non-member": true}
	err := l.each("parties/membership.csv", func(r sheet.Row) error {
		p, err := l.party(r, "code")
		if err != nil {
			return err
		}
		span, err := r.Span()
		if err != nil {
			return err
		}
		s := Status{Kind: r.Get("status"), Span: span, Note: r.Get("note")}
		if !kinds[s.Kind] || span.From == "" {
			return r.Errorf("%s: a status is member, observer or non-member, from a day", p.Code)
		}
		for _, other := range p.Status {
			if other.Span.Meets(span) {
				return r.Errorf("%s: it has two statuses from %s to %s; let one end before the other begins", p.Code, span.From, span.Until)
			}
		}
		p.Status = append(p.Status, s)
		return nil
	}, "code", "status", "from", "until", "note")
	if err != nil {
		return err
	}
	for _, p := range l.reg.byCode {
		if p.Type == State && len(p.Status) == 0 {
			return fmt.Errorf("parties/membership.csv: %s is a State and has no status: member, observer or non-member", p.Code)
		}
	}
	return nil
}

func (l *loader) groups() error {
	roles := map[string]bool{"member": true, "observer": true, "participant": true}
	return l.each("parties/groups.csv", func(r sheet.Row) error {
		p, err := l.party(r, "code")
		if err != nil {
			return err
		}
		span, err := r.Span()
		if err != nil {
			return err
		}
		b := Belonging{Group: r.Get("group"), Role: r.Get("role"), Span: span, Note: r.Get("note")}
		if !l.groupCodes[b.Group] {
			return r.Errorf("%s: group %q is not in codelists/group.csv", p.Code, b.Group)
		}
		if !roles[b.Role] {
			return r.Errorf("%s: role %q is none of member, observer, participant", p.Code, b.Role)
		}
		for _, other := range p.Groups {
			if b.Role != "participant" && other.Role != "participant" && other.Span.Meets(span) {
				return r.Errorf("%s: it is counted with two groups, %s and %s, on the same days", p.Code, other.Group, b.Group)
			}
		}
		p.Groups = append(p.Groups, b)
		return nil
	}, "code", "group", "role", "from", "until", "note")
}

func (l *loader) successions() error {
	manners := map[Manner]bool{Continuation: true, Unification: true, Dissolution: true, Separation: true}
	return l.each("parties/successions.csv", func(r sheet.Row) error {
		if _, err := l.party(r, "predecessor"); err != nil {
			return err
		}
		if _, err := l.party(r, "successor"); err != nil {
			return err
		}
		day, err := act.ParseDay(r.Get("day"))
		if err != nil {
			return r.Errorf("the day of a succession: %w", err)
		}
		s := Succession{Predecessor: r.Get("predecessor"), Successor: r.Get("successor"), Day: day, Manner: Manner(r.Get("manner")), Note: r.Get("note")}
		if s.Predecessor == s.Successor {
			return r.Errorf("%s: no one succeeds to itself", s.Predecessor)
		}
		if !manners[s.Manner] {
			return r.Errorf("%s to %s: manner %q is none of continuation, unification, dissolution, separation", s.Predecessor, s.Successor, s.Manner)
		}
		l.reg.successions = append(l.reg.successions, s)
		return nil
	}, "predecessor", "successor", "day", "manner", "note")
}
