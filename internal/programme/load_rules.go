package programme

import (
	"strings"

	"comity/internal/act"
)

// with is the instrument together with which i enters into force, "" for none.
func (i Instrument) with() string {
	if i.Rules == nil || i.Rules.Entry == nil {
		return ""
	}
	return i.Rules.Entry.With
}

// amended is the treaty that takes i's place between parties to both.
func (i Instrument) amended() string {
	if i.Law == nil {
		return ""
	}
	return i.Law.Amended
}

// lawOf checks what a file says of a treaty's rules, offences and cooperation.
func (l loader) lawOf(file string, i Instrument, numbers *names) error {
	if i.Group() && (i.Rules != nil || i.Law != nil || i.Number != "") {
		return l.at(file, l.keyLine(file, "members"), "%s stands for several instruments, so it has no rules or number of its own", i.Code)
	}
	if i.Number != "" {
		if err := numbers.take(strings.ToLower(i.Number), file, l.keyLine(file, "number")); err != nil {
			return err
		}
	}
	for _, d := range i.Depositaries {
		if !act.IsPartyCode(d) {
			return l.at(file, l.keyLine(file, "depositaries"), "depositary %q is no code of a party", d)
		}
	}
	if i.Rules != nil {
		if key, err := i.Rules.check(i.Code); err != nil {
			return l.at(file, l.keyLine(file, key), "%s: %w", key, err)
		}
		if i.Parent == "" && (i.Rules.ParentDenounced != nil || i.Rules.Entry != nil && i.Rules.Entry.ParentFirst || i.Rules.Joining != nil && i.Rules.Joining.ParentNeeded) {
			return l.at(file, l.keyLine(file, "rules"), "a rule turns on the parent, and %s has none", i.Code)
		}
	}
	if i.Law != nil {
		if key, err := i.Law.check(i.Code); err != nil {
			return l.at(file, l.keyLine(file, key), "%s: %w", key, err)
		}
		if i.Law.Parent != "" && i.Parent == "" {
			return l.at(file, l.keyLine(file, "law"), "the parent's cooperation is to apply, and %s has no parent", i.Code)
		}
	}
	return nil
}
