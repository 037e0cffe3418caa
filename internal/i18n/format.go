package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/number"

	"comity/internal/act"
)

// months as the United Nations writes them in a date. Arabic gives both the
// names used in the east and those used in the west of the Arab world.
var months = map[string][12]string{
	"ar": {"كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيه", "تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر"},
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"es": {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	"fr": {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	"ru": {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
}

// russianMonths are those that stand without a day.
var russianMonths = [12]string{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"}

// Day writes a day: "18 December 2014". A day outside the calendar is returned
// as it is.
func (l *Localizer) Day(day act.Day) string {
	t := day.Time()
	if t.IsZero() && day != "0001-01-01" {
		return string(day)
	}
	y, m, d := t.Date()
	switch l.Lang {
	case "zh":
		return fmt.Sprintf("%d年%d月%d日", y, m, d)
	case "es":
		return fmt.Sprintf("%d de %s de %d", d, months["es"][m-1], y)
	case "ru":
		return fmt.Sprintf("%d %s %d года", d, months["ru"][m-1], y)
	case "fr":
		first := strconv.Itoa(d)
		if d == 1 {
			first = "1er"
		}
		return fmt.Sprintf("%s %s %d", first, months["fr"][m-1], y)
	case "ar":
		return fmt.Sprintf("%d %s %d", d, months["ar"][m-1], y)
	}
	return l.Named(fmt.Sprintf("%d %s %d", d, months["en"][m-1], y))
}

// Month writes a month, given as "2014-12"; anything else is returned as it is.
func (l *Localizer) Month(month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	y, m, _ := t.Date()
	switch l.Lang {
	case "zh":
		return fmt.Sprintf("%d年%d月", y, m)
	case "es":
		return fmt.Sprintf("%s de %d", months["es"][m-1], y)
	case "ru":
		return fmt.Sprintf("%s %d года", russianMonths[m-1], y)
	case "ar", "fr":
		return fmt.Sprintf("%s %d", months[l.Lang][m-1], y)
	}
	return l.Named(fmt.Sprintf("%s %d", months["en"][m-1], y))
}

// Named passes on a text that was looked up by language outside the catalogue (a
// State's name, a code's label); in the pseudo-language it gets the brackets by
// which tests know such text from text in one language only.
func (l *Localizer) Named(text string) string {
	if l.Lang == Pseudo {
		return "⟦" + text + "⟧"
	}
	return text
}

// Instant writes an instant to the minute, in UTC and saying so.
func (l *Localizer) Instant(t time.Time) string {
	t = t.UTC()
	comma := ", "
	switch l.Lang {
	case "ar":
		comma = "، "
	case "zh":
		comma = " "
	}
	return l.Day(act.DayOf(t)) + comma + t.Format("15:04") + l.Named(" UTC")
}

// Number writes a whole number with the language's separators: "1,234,567".
func (l *Localizer) Number(n int64) string {
	if 0 <= n && n < 1000 { // no language parts these: most numbers of a page
		return strconv.FormatInt(n, 10)
	}
	return l.printer.Sprint(number.Decimal(n))
}

// Money writes an amount in minor units of a currency, which has so many of them
// to ten to the exponent: Money(123450, 2, "USD") is "USD 1,234.50". No rounding
// takes place; exponents are 0 to 4.
func (l *Localizer) Money(minor int64, exponent int, currency string) string {
	exponent = min(max(exponent, 0), 4)
	digits := strconv.FormatInt(minor, 10)
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for len(digits) <= exponent {
		digits = "0" + digits
	}
	units, fraction := digits[:len(digits)-exponent], digits[len(digits)-exponent:]
	// Unsigned, because the least int64 has no positive counterpart.
	whole, _ := strconv.ParseUint(units, 10, 64)
	text := sign + l.printer.Sprint(number.Decimal(whole))
	if fraction != "" {
		text += l.point() + fraction
	}
	if Rtl(l.Lang) {
		text = isolate + text + endIsolate
	}
	return l.Named(currency) + "\u00a0" + text
}

// point is the mark between units and fraction.
func (l *Localizer) point() string {
	switch l.Lang {
	case "fr", "ru", "es":
		return ","
	}
	return "."
}
