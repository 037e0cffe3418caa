package mandate

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
)

// Stand is how a clause stood on a day: as far as it was recorded by then, or by
// another time.
type Stand struct {
	Statuses    []BodyStatus
	Office      string
	Unit        string
	Since       act.Day
	Effect      Effect
	EffectBy    act.Cite
	EffectDay   act.Day
	Shared      []string
	Coordinator string
}

// StandOn says how a clause stood on a day, as known when the book held so many
// acts. entries are those on the clause, in any order.
func StandOn(entries []Entry, day act.Day, known int64) (s Stand, err error) {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b Entry) int { return compare(float64(a.Index), float64(b.Index)) })
	var statuses []Status
	bodies := map[string]bool{}
	var office, effect, shared act.Day // of the entries that count
	for _, e := range entries {
		if e.Index >= known || e.Corrected >= 0 && e.Corrected < known {
			continue
		}
		switch e.Kind {
		case "mandate.status":
			var b StatusBody
			if err := read(e, &b); err != nil {
				return s, err
			}
			bodies[b.Of] = true
			statuses = append(statuses, Status{Act: e.Act, Index: e.Index, Body: b.Of, Code: b.Status, Day: e.Day})
		case "mandate.assigned":
			var b AssignedBody
			if err := read(e, &b); err != nil {
				return s, err
			}
			if e.Day <= day && e.Day >= office {
				office = e.Day
				s.Office, s.Unit, s.Since = b.Office, b.Unit, ""
				if b.Office != "" {
					s.Since = e.Day
				}
			}
		case "mandate.changed":
			var b ChangedBody
			if err := read(e, &b); err != nil {
				return s, err
			}
			if b.Since <= day && b.Since >= effect {
				effect = b.Since
				s.Effect, s.EffectBy, s.EffectDay = b.Effect, b.By, b.Since
			}
		case "mandate.shared":
			var b SharedBody
			if err := read(e, &b); err != nil {
				return s, err
			}
			if e.Day <= day && e.Day >= shared {
				shared = e.Day
				s.Shared, s.Coordinator = b.Bodies, b.Coordinator
			}
		}
	}
	for body := range bodies {
		if st, ok := StatusOn(statuses, body, day); ok {
			s.Statuses = append(s.Statuses, BodyStatus{body, st.Code})
		}
	}
	slices.SortFunc(s.Statuses, func(a, b BodyStatus) int { return strings.Compare(a.Body, b.Body) })
	return s, nil
}

func read(e Entry, into any) error {
	if err := json.Unmarshal(e.Body, into); err != nil {
		return fmt.Errorf("read the act %s on %s: %w", e.Act, e.Ref, err)
	}
	return nil
}

// StandOf reads how a clause stood on a day, as known when the book held so many
// acts.
func StandOf(ctx context.Context, r store.Reader, ref Ref, day act.Day, known int64) (Stand, error) {
	list, err := Entries(ctx, r, ref, Reader{Audiences: []string{act.Public}, Day: day})
	if err != nil {
		return Stand{}, err
	}
	return StandOn(list, day, known)
}
