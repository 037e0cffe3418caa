package structure

import "strings"

// reportHeading says whether a piece is the heading of another part of the
// report in which a commission's resolutions are published: "Chapter II", "B.
// Draft decision recommended for adoption by …", "Decision 60/1". symbol is
// that of the document at hand, whose own heading ends nothing.
func reportHeading(p *piece, symbol string) bool {
	s := strings.Trim(p.text, "*_# ")
	if p.cell || p.sub != "" || len(s) > 220 || terminal(s) || p.number != "" && !partNumber(p.number) {
		return false
	}
	if rest, ok := cutFold(s, "Chapter "); ok {
		word, _, _ := strings.Cut(rest, " ")
		return romanValue(word) > 0 || len(word) > 0 && digits(word) == len(word)
	}
	if p.number == "" {
		if number, _, _, ok := docTitle(s); ok && (strings.HasPrefix(s, "Decision ") || strings.HasPrefix(s, "Resolution ")) {
			return !strings.HasSuffix(symbol, number)
		}
		if label, rest, ok := strings.Cut(s, ". "); ok && partNumber(label) {
			s = rest
		}
	}
	for _, h := range [...]string{"Draft resolution", "Draft decision", "Matters calling for action by", "Matters brought to the attention of", "Other matters brought to"} {
		if _, ok := cutFold(s, h); ok {
			return true
		}
	}
	return false
}

// cutFold is strings.CutPrefix without regard to case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// told returns the organ of which a piece tells what it decided, or "".
func told(p *piece, t *tongue) string {
	if t != &english || p.number != "" || p.sub != "" || !strings.HasPrefix(p.text, "At its ") {
		return ""
	}
	return organIn([]piece{*p})
}

// toldDecision finds a decision that is told and has no enacting formula: a
// title "Decision 60/1", then "At its 8th meeting, on …, the Commission decided
// …" at piece i. It returns the piece of the title and the organ.
func toldDecision(pieces []piece, i int, t *tongue) (title int, organ string, ok bool) {
	organ = told(&pieces[i], t)
	if organ == "" {
		return 0, "", false
	}
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if terminal(pieces[k].text) {
			break
		}
		if _, _, decision, ok := docTitle(strings.Trim(pieces[k].text, "*_# ")); ok && decision {
			return k, organ, true
		}
	}
	return 0, "", false
}
