package structure

import (
	"fmt"
	"strings"
)

// findDate finds the first date in s, in the language's manner. It returns it as
// ISO 8601 and its place.
func findDate(s string, t *tongue) (iso string, start, end int, ok bool) {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			continue
		}
		n := digits(s[i:])
		if t == &chinese {
			if y, m, d, w := chineseDate(s[i:]); w > 0 {
				return fmt.Sprintf("%04d-%02d-%02d", y, m, d), i, i + w, true
			}
		}
		if n <= 2 {
			if iso, w := dayMonthYear(s[i:], n, t); w > 0 {
				return iso, i, i + w, true
			}
		}
		i += n - 1
	}
	return "", 0, 0, false
}

func dayMonthYear(s string, n int, t *tongue) (string, int) {
	day := number(s[:n])
	rest := s[n:]
	for _, skip := range [...]string{"er ", "º ", " de ", " "} {
		if r, ok := strings.CutPrefix(rest, skip); ok {
			rest = r
			break
		}
	}
	for k, month := range t.months {
		r, ok := cutMonth(rest, month)
		if !ok {
			continue
		}
		for _, skip := range [...]string{" de ", " ", ", "} {
			if after, ok := strings.CutPrefix(r, skip); ok {
				r = after
				break
			}
		}
		if digits(r) == 4 && day >= 1 && day <= 31 {
			return fmt.Sprintf("%s-%02d-%02d", r[:4], k+1, day), len(s) - len(r) + 4
		}
	}
	return "", 0
}

// cutMonth takes a month's name from s. In Arabic two names stand together,
// "كانون الأول/ديسمبر".
func cutMonth(s, month string) (string, bool) {
	month = strings.ReplaceAll(month, "_", " ")
	if len(s) < len(month) || !strings.EqualFold(s[:len(month)], month) {
		return "", false
	}
	rest := s[len(month):]
	if strings.HasPrefix(rest, "/") {
		if i := strings.IndexByte(rest, ' '); i > 0 {
			rest = rest[i:]
		}
	}
	return rest, true
}

func chineseDate(s string) (y, m, d, width int) {
	rest := s
	read := func(unit string) (int, bool) {
		n := digits(rest)
		after, ok := strings.CutPrefix(rest[n:], unit)
		if n == 0 || n > 4 || !ok {
			return 0, false
		}
		v := number(rest[:n])
		rest = after
		return v, true
	}
	var ok1, ok2, ok3 bool
	if y, ok1 = read("年"); ok1 {
		if m, ok2 = read("月"); ok2 {
			d, ok3 = read("日")
		}
	}
	if !ok3 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0, 0, 0, 0
	}
	return y, m, d, len(s) - len(rest)
}

func number(s string) int {
	n := 0
	for i := 0; i < len(s) && isDigit(s[i]) && n < 1e8; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
