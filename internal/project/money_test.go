package project

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/i18n"
)

func TestMoneyAsDataIsADecimalOfItsCurrency(t *testing.T) {
	for _, s := range []struct {
		minor    int64
		currency string
		want     amount
		whole    int64
	}{
		{9_000_000, "USD", "90000.00", 90_000}, {0, "USD", "0.00", 0}, {5, "USD", "0.05", 0}, {50, "EUR", "0.50", 1}, {149, "EUR", "1.49", 1}, {-5, "USD", "-0.05", 0}, {-150, "USD", "-1.50", -2},
		{1234, "JPY", "1234", 1234}, {1234, "XOF", "1234", 1234}, {1234, "KWD", "1.234", 1}, {math.MinInt64, "USD", "-92233720368547758.08", -92233720368547758}, {math.MaxInt64, "KRW", "9223372036854775807", math.MaxInt64},
	} {
		if got, n := exactly(s.minor, s.currency), whole(s.minor, i18n.Decimals(s.currency)); got != s.want || n != s.whole {
			t.Errorf("%d of %s: %s and about %d, want %s and %d", s.minor, s.currency, got, n, s.want, s.whole)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64Range(-1<<53+1, 1<<53-1).Draw(t, "minor")
		units, cents, _ := strings.Cut(string(exactly(minor, "USD")), ".")
		back, ok := minorUnits(strings.TrimPrefix(units, "-")+"."+cents, 2)
		if minor < 0 {
			back = -back
		}
		if !ok || back != minor {
			t.Fatalf("%d is written %s.%s and read %d", minor, units, cents, back)
		}
	})
}

// The API gives what the sheets give: a decimal under the same name.
func TestTheAPIGivesMoneyAsTheSheetsDo(t *testing.T) {
	n := int64(1_250_000_00)
	b, err := json.Marshal(projectRow(&Project{Code: "HARBOUR-1", Money: Money{Currency: "USD", Required: &n}}))
	if err != nil || !strings.Contains(string(b), `"currency":"USD","required":"1250000.00"`) || strings.Contains(string(b), "spent") {
		t.Errorf("%s %v", b, err)
	}
}
