package assistance

import (
	"cmp"
	"slices"

	"comity/internal/act"
)

// Need is what a request asks for, as far as it is matched.
type Need struct {
	State, Group string // regional group
	Topics, Help []string
	Language     string
}

// Offer is somebody or something that might serve a need: a project or programme, an
// expert, a network.
type Offer struct {
	Subject act.Subject
	Title   string
	Lang    string // of the title, "" for a name
	// Topics and Help that it is about; States, members or those that it works in;
	// none named for anywhere.
	Topics, Help, States, Languages []string
	// Until is the day from which it is no longer there, "" for none.
	Until act.Day
	// Link is its page, "" for none.
	Link string
}

// Why an offer is suggested: the id of the sentence and the codes that both share.
type Why struct {
	ID    string // "topic", "help", "state", "language"
	Codes []string
}

// Suggestion is an offer with its reasons. It decides nothing.
type Suggestion struct {
	Offer
	Why []Why
}

// Suggest names the offers that share a topic or a kind of help with a need on a
// day, those with more reasons first, and gives each reason. States that an offer
// names do not exclude others, but where one names the State that is a reason.
func Suggest(n Need, offers []Offer, day act.Day) (list []Suggestion) {
	for _, o := range offers {
		if o.Until != "" && o.Until <= day {
			continue
		}
		s := Suggestion{Offer: o}
		because := func(id string, codes []string) {
			if len(codes) > 0 {
				s.Why = append(s.Why, Why{id, codes})
			}
		}
		because("topic", shared(n.Topics, o.Topics))
		because("help", shared(n.Help, o.Help))
		if len(s.Why) == 0 {
			continue
		}
		because("state", shared([]string{n.State}, o.States))
		because("language", shared([]string{n.Language}, o.Languages))
		list = append(list, s)
	}
	slices.SortStableFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(len(b.Why), len(a.Why)), cmp.Compare(b.weight(), a.weight()), cmp.Compare(a.Subject, b.Subject))
	})
	return list
}

func (s *Suggestion) weight() (n int) {
	for _, w := range s.Why {
		n += len(w.Codes)
	}
	return n
}

// shared are the codes of a that stand in b, once each.
func shared(a, b []string) (both []string) {
	for _, x := range a {
		if x != "" && slices.Contains(b, x) && !slices.Contains(both, x) {
			both = append(both, x)
		}
	}
	return both
}
