package outline

import (
	"fmt"
	"strings"

	"comity/internal/codelist"
	"comity/internal/party"
	"comity/internal/programme"
)

// Known is what the codes of an outline are held against.
type Known struct {
	Lists     codelist.Lists
	Parties   *party.Registry
	Programme *programme.Programme // its topics and instruments; topics are not held against an empty list
}

// Check returns the faults of an outline's codes, each with file and line.
func (o *Outline) Check(k Known) []error {
	var faults []error
	topics := map[string]bool{}
	for _, t := range k.Programme.Topics {
		topics[t.Code] = true
	}
	for _, p := range o.Paragraphs {
		bad := func(format string, args ...any) {
			faults = append(faults, fmt.Errorf("%s:%d: paragraph %q: %s", o.File, p.Line, p.Number, fmt.Sprintf(format, args...)))
		}
		if len(p.Topics) == 0 {
			bad("it has no topic")
		}
		for _, code := range p.Topics {
			if len(topics) > 0 && !topics[code] {
				bad("topics.toml has no topic %q", code)
			}
		}
		for _, code := range p.Evidence {
			if !k.Lists.Has("evidence", code, o.AsOf) {
				bad("the list evidence has no code %q", code)
			}
		}
		for _, ask := range p.Asks {
			if !k.Lists.Has("force", ask.Force, o.AsOf) {
				bad("the list force has no code %q", ask.Force)
			}
			if ask.Force == "state" && len(ask.To) > 0 {
				bad("it states, and so asks nobody, but names %s", strings.Join(ask.To, ", "))
			}
			for _, to := range ask.To {
				if !k.addressee(o, to) {
					bad("%q is no party, no code of the list addressee and no states-parties of an instrument", to)
				}
			}
		}
	}
	return faults
}

func (k Known) addressee(o *Outline, code string) bool {
	if instrument, ok := strings.CutPrefix(code, "states-parties:"); ok {
		for _, i := range k.Programme.Instruments {
			if i.Code == instrument {
				return true
			}
		}
		return false
	}
	return k.Lists.Has("addressee", code, o.AsOf) || k.Parties.ByCode(code) != nil
}
