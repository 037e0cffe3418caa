package act

import (
	"regexp"
	"slices"
	"strings"
)

// TypedCites reads cites as people type them: one a line, or several in a line parted
// by commas, semicolons or spaces. "A/RES/69/197, para. 25 (a)" is read as
// "A/RES/69/197#25(a)", with the words of the six languages. What is no cite is given
// as it was typed, for the book to refuse in its place.
func TypedCites(text string) (list []Cite) {
	add := func(c string) {
		if c != "" && !slices.Contains(list, Cite(c)) {
			list = append(list, Cite(c))
		}
	}
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' || r == ';' || r == '；' || r == '؛' }) {
		line = strings.TrimSpace(line)
		if whole := tidyCite(line); Names(Cite(whole)) {
			add(whole)
			continue
		}
		for part := range strings.FieldsFuncSeq(line, func(r rune) bool { return r == ',' || r == '，' || r == '،' }) {
			if part = tidyCite(strings.TrimSpace(part)); Names(Cite(part)) {
				add(part)
				continue
			}
			words := strings.Fields(part)
			if slices.ContainsFunc(words, func(w string) bool { return !Names(Cite(tidyCite(w))) }) {
				add(part) // it stands as it was typed beside what is wrong with it
				continue
			}
			for _, w := range words {
				add(tidyCite(w))
			}
		}
	}
	return list
}

// Names says whether a cite can name a provision: its symbol is that of a document,
// with a stroke and a number (A/RES/69/197, E/CN.15/2014/18), or the code of an
// instrument (UNTOC). Whether there is such a text, nobody here can know.
func Names(c Cite) bool {
	return isCite(string(c)) && (documentSymbol.MatchString(c.Symbol()) || instrumentCode.MatchString(c.Symbol()))
}

// Nameless is the fault of a cite that can name no provision.
func Nameless(c Cite) Invalid {
	return Invalid{Code: "cite.nothing", What: string(c), Why: "this names no provision",
		Do: "write the symbol of the document or the code of the instrument, and the place: A/RES/69/197#25, UNTOC#18.15"}
}

var (
	// A symbol has parts after its number: A/RES/67/234 B, S/RES/1373 (2001),
	// A/RES/2200 A (XXI), NPT/CONF.1995/32 (Part I)/Corr.2.
	documentSymbol = regexp.MustCompile(`^(?:[^,;/]*(?i:decision|resolution|décision|résolution|decisión|resolución|решение|резолюция|القرار|المقرر|决定|决议)\s)?[^\s,;]*/[^\s,;]*\d[^\s,;]*(?: [A-Z](?:(?:-| and |, )[A-Z])*)?(?: \((?:[A-Z0-9]|part )[^()]*\)[^\s,;]*)*$`)
	instrumentCode = regexp.MustCompile(`^[A-Z][A-Z0-9-]{2,}$`)

	// typedPlace has "paragraph" and "article" in the six languages, with their
	// short forms.
	typedPlace = regexp.MustCompile(`(?i)^(.*?\S)\s*[,，،]?\s*(?:#|§|(?:op(?:erative)?\.?\s+)?para(?:graph)?s?\.?|paragraphe|párr(?:afo)?\.?|párrafo|п(?:ункт|\.)|пунктa?|ст(?:атья|\.)|art(?:icle|ículo)?s?\.?|الفقرة|المادة|第)\s*([0-9]+(?:\.[0-9]+)*)\s*(\([a-z]\))?\s*(?:段|条)?\.?$`)
	typedPart  = regexp.MustCompile(`^(.*#\S+)\s+(\([a-z]\))$`)
	bareNumber = regexp.MustCompile(`^\d{1,3}/\d{1,4}(#.*)?$`)
	typedWord  = regexp.MustCompile(`(?i)^(?:(?:general assembly )?resolution|ga res\.?|résolution|resolución|резолюция|القرار|第?决议)\s+`)
)

// tidyCite writes a cite as the grammar has it, where what was typed is one in other
// words.
func tidyCite(typed string) string {
	out := typedWord.ReplaceAllString(typed, "")
	if m := typedPlace.FindStringSubmatch(out); m != nil {
		out = m[1] + "#" + m[2] + m[3]
	} else if m := typedPart.FindStringSubmatch(out); m != nil {
		out = m[1] + m[2]
	}
	if bareNumber.MatchString(out) {
		out = "A/RES/" + out // resolutions of the General Assembly are called by their number alone
	}
	if Names(Cite(out)) {
		return out
	}
	return typed
}
