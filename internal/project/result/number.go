package result

import (
	"fmt"
	"math/big"
	"strings"
)

// Number is an exact number. The zero value is 0; it is never changed in place.
type Number struct{ r *big.Rat }

// ParseNumber reads decimal text as acts have it: "-12.5". At most 40 bytes, no
// exponent.
func ParseNumber(s string) (Number, error) {
	if s == "" || len(s) > 40 || strings.Trim(s, "0123456789.-") != "" {
		return Number{}, fmt.Errorf("%.40q is no decimal number; write digits, with a full stop before the fraction: 0.875", s)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return Number{}, fmt.Errorf("%.40q is no decimal number; write digits, with a full stop before the fraction: 0.875", s)
	}
	return Number{r}, nil
}

// Int makes a number of a whole one.
func Int(n int64) Number { return Number{new(big.Rat).SetInt64(n)} }

func (n Number) rat() *big.Rat {
	if n.r == nil {
		return new(big.Rat)
	}
	return n.r
}

// Plus is the sum.
func (n Number) Plus(m Number) Number { return Number{new(big.Rat).Add(n.rat(), m.rat())} }

// Minus is the difference.
func (n Number) Minus(m Number) Number { return Number{new(big.Rat).Sub(n.rat(), m.rat())} }

// Times is the product.
func (n Number) Times(m Number) Number { return Number{new(big.Rat).Mul(n.rat(), m.rat())} }

// Over is the quotient; false where the divisor is 0.
func (n Number) Over(m Number) (Number, bool) {
	if m.Sign() == 0 {
		return Number{}, false
	}
	return Number{new(big.Rat).Quo(n.rat(), m.rat())}, true
}

// Cmp is -1, 0 or 1 as n is less than, equal to or greater than m.
func (n Number) Cmp(m Number) int { return n.rat().Cmp(m.rat()) }

// Equal says whether both are the same number, however they were written.
func (n Number) Equal(m Number) bool { return n.Cmp(m) == 0 }

// Sign is -1, 0 or 1.
func (n Number) Sign() int { return n.rat().Sign() }

// Rounded writes the number with at most so many digits after the full stop,
// halves away from nothing, without zeros at the end.
func (n Number) Rounded(digits int) string {
	s := n.rat().FloatString(digits)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// Fixed writes the number with so many digits after the full stop, halves away from
// nothing.
func (n Number) Fixed(digits int) string { return n.rat().FloatString(digits) }

// String writes it exactly where it is a decimal fraction, as every number is that
// was reported and every sum of such; a quotient is rounded to 12 digits.
func (n Number) String() string {
	if digits, exact := n.rat().FloatPrec(); exact {
		return n.Rounded(digits)
	}
	return n.Rounded(12)
}

// MarshalText implements encoding.TextMarshaler.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (n *Number) UnmarshalText(b []byte) (err error) {
	*n, err = ParseNumber(string(b))
	return err
}
