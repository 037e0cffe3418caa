package score

import (
	"encoding/json"
	"fmt"
)

// Rate counts what was found of what should be.
type Rate struct {
	Hits int // found and right
	Gold int // should be found
	Read int // found
}

// Precision is the share of the found that is right; 1 where nothing was found.
func (r Rate) Precision() float64 { return ratio(r.Hits, r.Read) }

// Recall is the share of what should be found that is; 1 where there is nothing.
func (r Rate) Recall() float64 { return ratio(r.Hits, r.Gold) }

// F1 is the harmonic mean of precision and recall.
func (r Rate) F1() float64 { return ratio(2*r.Hits, r.Gold+r.Read) }

// Add adds other counts to these.
func (r *Rate) Add(o Rate) { r.Hits, r.Gold, r.Read = r.Hits+o.Hits, r.Gold+o.Gold, r.Read+o.Read }

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// MarshalJSON writes the counts and what follows from them.
func (r Rate) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Hits      int     `json:"hits"`
		Gold      int     `json:"gold"`
		Read      int     `json:"read"`
		Precision float64 `json:"precision"`
		Recall    float64 `json:"recall"`
		F1        float64 `json:"f1"`
	}{r.Hits, r.Gold, r.Read, r.Precision(), r.Recall(), r.F1()})
}

func (r Rate) String() string {
	return fmt.Sprintf("precision %.4f  recall %.4f  F1 %.4f  (%d of %d, %d read)", r.Precision(), r.Recall(), r.F1(), r.Hits, r.Gold, r.Read)
}

// Share counts how many of some are equal.
type Share struct{ Equal, Of int }

// Value is the share, 1 of none.
func (s Share) Value() float64 { return ratio(s.Equal, s.Of) }

// Add adds other counts to these.
func (s *Share) Add(o Share) { s.Equal, s.Of = s.Equal+o.Equal, s.Of+o.Of }

func (s *Share) count(equal bool) {
	s.Of++
	if equal {
		s.Equal++
	}
}

// MarshalJSON writes the counts and the share.
func (s Share) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Equal int     `json:"equal"`
		Of    int     `json:"of"`
		Share float64 `json:"share"`
	}{s.Equal, s.Of, s.Value()})
}

func (s Share) String() string { return fmt.Sprintf("%.4f  (%d of %d)", s.Value(), s.Equal, s.Of) }

// Miss is one difference between gold and reading, for whoever mends the rules.
type Miss struct {
	Where string `json:"where"` // "A/RES/69/197#4", or a file and a number
	What  string `json:"what"`  // "clause", "addressees", "operative" ...
	Gold  string `json:"gold"`  // "" where nothing should have been found
	Read  string `json:"read"`  // "" where nothing was
}
