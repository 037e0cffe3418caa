package project

import (
	"math/big"
	"strconv"
	"strings"

	"comity/internal/i18n"
	"comity/internal/ui"
)

// amount is money as data: a decimal with all the decimals of its currency, as
// "90000.00". Sheets and the API give it so; acts alone hold minor units.
type amount string

// exactly writes minor units as an amount.
func exactly(minor int64, currency string) amount {
	e := i18n.Decimals(currency)
	digits, sign := strconv.FormatInt(minor, 10), ""
	if digits[0] == '-' {
		digits, sign = digits[1:], "-"
	}
	if e == 0 {
		return amount(sign + digits)
	}
	if short := e + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	return amount(sign + digits[:len(digits)-e] + "." + digits[len(digits)-e:])
}

// known is exactly, and nil where the amount is not known.
func known(minor *int64, currency string) *amount {
	if minor == nil {
		return nil
	}
	a := exactly(*minor, currency)
	return &a
}

// roughly writes a sum to people in whole units of its currency, halves up: a
// tile is read at a glance, and cents of millions say nothing.
func roughly(v *ui.Visit, minor *int64, currency string) string {
	if minor == nil {
		return v.Text("project.unknown")
	}
	return v.Localizer.Money(whole(*minor, i18n.Decimals(currency)), 0, currency)
}

// whole are units of a currency with so many decimals, halves away from zero.
func whole(minor int64, decimals int) int64 {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	n, rest := new(big.Int).QuoRem(big.NewInt(minor), unit, new(big.Int))
	if rest.Lsh(rest, 1).CmpAbs(unit) >= 0 {
		n.Add(n, big.NewInt(int64(rest.Sign())))
	}
	return n.Int64()
}
