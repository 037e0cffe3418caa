package source

import (
	"strconv"
	"strings"
)

// Numeral writes n in a number format of WordprocessingML (ST_NumberFormat).
// A format that is not known is written in digits.
func Numeral(format string, n int) string {
	if n < 1 || n > 1<<15 {
		if format == "none" {
			return ""
		}
		return strconv.Itoa(n)
	}
	switch format {
	case "none":
		return ""
	case "lowerLetter":
		return letters("abcdefghijklmnopqrstuvwxyz", n)
	case "upperLetter":
		return letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ", n)
	case "russianLower":
		return letters("абвгдежзиклмнопрстуфхцчшщыэюя", n)
	case "russianUpper":
		return letters("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ", n)
	case "arabicAbjad":
		return letters("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ", n)
	case "arabicAlpha":
		return letters("أبتثجحخدذرزسشصضطظعغفقكلمنهوي", n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "ideographDigital":
		return chinese(n)
	case "chicago":
		signs := []string{"*", "†", "‡", "§"}
		return strings.Repeat(signs[(n-1)%4], min((n-1)/4+1, 64))
	}
	return strconv.Itoa(n)
}

// letters writes n as Word does past the alphabet's end: a ... z, aa, bb.
func letters(alphabet string, n int) string {
	a := []rune(alphabet)
	return strings.Repeat(string(a[(n-1)%len(a)]), min((n-1)/len(a)+1, 64))
}

func roman(n int) string {
	var b strings.Builder
	for _, d := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= d.value {
			b.WriteString(d.sign)
			n -= d.value
		}
	}
	return b.String()
}

// chinese writes n up to 99 in Chinese numerals, past that in digits.
func chinese(n int) string {
	digits := []rune("零一二三四五六七八九")
	switch {
	case n < 10:
		return string(digits[n])
	case n < 20 && n == 10:
		return "十"
	case n < 20:
		return "十" + string(digits[n-10])
	case n < 100 && n%10 == 0:
		return string(digits[n/10]) + "十"
	case n < 100:
		return string(digits[n/10]) + "十" + string(digits[n%10])
	}
	return strconv.Itoa(n)
}
