package result

import "comity/internal/act"

// Value is one measured value. What is nil, or "" of Text, is not known; a value
// in which all is so is unknown, which is not 0, no, or nothing said.
type Value struct {
	Number      *Number `json:"number,omitempty"`
	Numerator   *Number `json:"numerator,omitempty"`
	Denominator *Number `json:"denominator,omitempty"`
	Yes         *bool   `json:"yes,omitempty"`
	Text        string  `json:"text,omitempty"`
}

// Of makes the value of a number.
func Of(n Number) Value { return Value{Number: &n} }

// Part makes the value of so many of so many.
func Part(numerator, denominator Number) Value {
	return Value{Numerator: &numerator, Denominator: &denominator}
}

// Known says whether anything is known.
func (v *Value) Known() bool {
	return v.Number != nil || v.Numerator != nil && v.Denominator != nil || v.Yes != nil || v.Text != ""
}

// Fits says whether a value is one of the measure: unknown, or of its kind with
// nothing else. A numerator alone, a denominator of 0 or less, and a numerator
// less than 0 are none.
func (v *Value) Fits(m Measure) bool {
	number, fraction, half := v.Number != nil, v.Numerator != nil && v.Denominator != nil, (v.Numerator != nil) != (v.Denominator != nil)
	switch {
	case half:
		return false
	case fraction && (v.Denominator.Sign() <= 0 || v.Numerator.Sign() < 0):
		return false
	}
	given := 0
	for _, is := range []bool{number, fraction, v.Yes != nil, v.Text != ""} {
		if is {
			given++
		}
	}
	switch {
	case given == 0:
		return true
	case given > 1:
		return false
	}
	switch m {
	case Count:
		return number
	case Percentage:
		return fraction
	case YesNo:
		return v.Yes != nil
	case Qualitative:
		return v.Text != ""
	}
	return false
}

// Percent is numerator over denominator in hundredths; false where there is none.
func (v *Value) Percent() (Number, bool) {
	if v.Numerator == nil || v.Denominator == nil {
		return Number{}, false
	}
	q, ok := v.Numerator.Over(*v.Denominator)
	return q.Times(Int(100)), ok
}

// Same says whether two values say the same.
func (v *Value) Same(w *Value) bool {
	same := func(a, b *Number) bool { return (a == nil) == (b == nil) && (a == nil || a.Equal(*b)) }
	return same(v.Number, w.Number) && same(v.Numerator, w.Numerator) && same(v.Denominator, w.Denominator) &&
		(v.Yes == nil) == (w.Yes == nil) && (v.Yes == nil || *v.Yes == *w.Yes) && v.Text == w.Text
}

// Period is a run of days, both of them in it.
type Period struct {
	From  act.Day `json:"from"`
	Until act.Day `json:"until"`
}

// Meets says whether two periods have a day in common.
func (p Period) Meets(q Period) bool { return p.From <= q.Until && q.From <= p.Until }
