package party

import (
	"maps"
	"slices"
	"sync"

	"comity/internal/act"
	"comity/internal/codelist/sheet"
)

// Registry is all parties of a programme. It may be shared.
type Registry struct {
	byCode      map[string]*Party
	index       sync.Once
	names       map[string][]named // by folded name; see byName
	sorted      []string           // all codes
	regions     map[string]string  // M49 code of a region → that of the region it lies in
	successions []Succession       // by day
}

// named is one name of one party.
type named struct {
	party *Party
	span  sheet.Span
	own   bool // a short, formal or former name, not a variant
}

// Manner is how a State came to stand in another's place.
type Manner string

// The manners of succession.
const (
	Continuation Manner = "continuation" // the same legal person goes on under another name
	Unification  Manner = "unification"
	Dissolution  Manner = "dissolution"
	Separation   Manner = "separation" // the predecessor goes on
)

// Succession is one State standing in the place of another, or beside it, from
// a day, as notified to the depositary. It says nothing of any one treaty.
type Succession struct {
	Predecessor, Successor string
	Day                    act.Day
	Manner                 Manner
	Note                   string
}

// byName is what is looked up by folded name. It is made when the first name is
// looked up: folding all names takes longer than all else that is loaded.
func (r *Registry) byName() map[string][]named {
	r.index.Do(r.indexNames)
	return r.names
}

func (r *Registry) indexNames() {
	r.names = map[string][]named{}
	for _, code := range r.codes() {
		p := r.byCode[code]
		for i := range languages {
			for _, name := range []string{p.Short[i], p.Formal[i]} {
				if name != "" {
					r.name(name, named{p, p.Exists, true})
				}
			}
		}
		for _, o := range p.Others {
			r.name(o.Name, named{p, o.Span, o.Kind != Variant})
		}
	}
}

func (r *Registry) name(name string, n named) {
	key := fold(name)
	if !slices.Contains(r.names[key], n) {
		r.names[key] = append(r.names[key], n)
	}
}

// codes are all codes in their order.
func (r *Registry) codes() []string {
	if r.sorted != nil {
		return r.sorted
	}
	return slices.Sorted(maps.Keys(r.byCode))
}

// ByCode finds a party by its code, nil where there is none.
func (r *Registry) ByCode(code string) *Party { return r.byCode[code] }

// All returns every party by code, or those of the given types.
func (r *Registry) All(of ...Type) []*Party {
	return r.where(func(p *Party) bool { return len(of) == 0 || slices.Contains(of, p.Type) })
}

// Members are the Member States of the United Nations on a day, by code.
func (r *Registry) Members(day act.Day) []*Party {
	return r.where(func(p *Party) bool { return p.StatusOn(day) == "member" })
}

// InGroup are the Members counted with a regional group (AG, APG, EEG, GRULAC,
// WEOG) for elections on a day, by code.
func (r *Registry) InGroup(group string, day act.Day) []*Party {
	return r.where(func(p *Party) bool { return p.GroupOn(day) == group })
}

// InRegion are the States, present on a day, that lie in an M49 region or in a
// part of it, by code.
func (r *Registry) InRegion(region string, day act.Day) []*Party {
	return r.where(func(p *Party) bool {
		return (p.Type == State || p.Type == FormerState) && p.Exists.Has(day) && r.within(p.Region, region)
	})
}

func (r *Registry) within(part, whole string) bool {
	// A chain of regions is short; the bound is for a table that loops.
	for range 10 {
		if part == whole {
			return part != ""
		}
		part = r.regions[part]
	}
	return false
}

func (r *Registry) where(keep func(*Party) bool) []*Party {
	var kept []*Party
	for _, code := range r.codes() {
		if p := r.byCode[code]; keep(p) {
			kept = append(kept, p)
		}
	}
	return kept
}

// Successions are those in which the party stands on either side, by day.
func (r *Registry) Successions(code string) []Succession {
	var of []Succession
	for _, s := range r.successions {
		if s.Predecessor == code || s.Successor == code {
			of = append(of, s)
		}
	}
	return of
}

// Successors are the parties that on a day stand in the place of the given one,
// wholly or in part, by code: those that followed it, and those that followed
// them, as far as they are there on that day. A State that has come to stand in
// its own place again (Egypt after the United Arab Republic) has none.
func (r *Registry) Successors(code string, day act.Day) []*Party {
	since := map[string]act.Day{code: ""}
	// Successions are in order of day, so one pass follows every chain.
	for _, s := range r.successions {
		from, reached := since[s.Predecessor]
		if !reached || s.Day > day || s.Day < from {
			continue
		}
		if s.Successor == code {
			return nil
		}
		if _, known := since[s.Successor]; !known {
			since[s.Successor] = s.Day
		}
	}
	delete(since, code)
	return r.where(func(p *Party) bool {
		_, reached := since[p.Code]
		return reached && p.Exists.Has(day)
	})
}
