package structure

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"comity/internal/resolution/source"
)

// A footnote's marker in the text is sure where the source says so and where it
// is printed raised. Where an extraction made it a plain number, "reviews, 8",
// it is told from other numbers by its looks and by the row of all markers: it
// must have a footnote, and markers run 1, 2, 3 … through a document.

// mark is a footnote marker found in a text.
type mark struct {
	text       int // index of the text
	start, end int // bytes
	marker     string
	n          int
	own        int  // how much it looks like a marker
	sure       bool // markup or a raised digit
	named      bool // plain, set apart by a space behind a name or a mark of punctuation
}

// findMarkers finds the markers in texts and takes them out: the texts returned
// have all of them in their notes. known are the footnotes' markers.
func findMarkers(texts []rich, known map[string]bool, printed bool, t *tongue) {
	var all []mark
	for i := range texts {
		all = scanMarkers(all, texts, i, known, printed, t)
	}
	if len(all) == 0 {
		return
	}
	chosen := choose(all, known)
	byText := map[int][]mark{}
	for _, m := range chosen {
		if m.start < m.end {
			byText[m.text] = append(byText[m.text], m)
		}
	}
	for i, marks := range byText {
		texts[i] = takeOut(texts[i], marks)
	}
}

// scanMarkers adds the candidates of text i to all.
func scanMarkers(all []mark, texts []rich, i int, known map[string]bool, printed bool, t *tongue) []mark {
	s := texts[i].text
	if !printed && len(texts[i].notes) == 0 && !raisedIn(s) {
		return all
	}
	next := 0
	for k := 0; k < len(s); {
		for next < len(texts[i].notes) && texts[i].notes[next].At <= k {
			n := texts[i].notes[next]
			v, _ := strconv.Atoi(n.Marker)
			all = append(all, mark{text: i, start: n.At, end: n.At, marker: n.Marker, n: v, sure: true, own: 8})
			next++
		}
		c := s[k]
		switch {
		case c == 0xC2 || c == 0xE2:
			m, w := superscript(s[k:])
			if w == 0 {
				_, n := utf8.DecodeRuneInString(s[k:])
				k += n
				continue
			}
			if !unit(s[:k], m) || known[m] && !squared(s[:k]) {
				v, _ := strconv.Atoi(m)
				all = append(all, mark{text: i, start: k, end: k + w, marker: m, n: v, sure: true, own: 6})
			}
			k += w
		case isDigit(c):
			w := digits(s[k:])
			if printed && w <= 3 && c != '0' && known[s[k:k+w]] {
				if own, start, end := plainMarker(s, k, k+w, t); own > -9 {
					v := number(s[k : k+w])
					all = append(all, mark{text: i, start: start, end: end, marker: s[k : k+w], n: v, own: own, named: named(s, k)})
				}
			} else if y := yearAnd(s[k : k+w]); printed && y > 0 && known[s[k+y:k+w]] && k > 0 && yearStart(s, k) && (k+w == len(s) || strings.IndexByte(" ,;.:)", s[k+w]) >= 0) {
				all = append(all, mark{text: i, start: k + y, end: k + w, marker: s[k+y : k+w], n: number(s[k+y : k+w]), own: 1})
			}
			k += w
		case c == '*' && printed:
			w := run(s[k:], '*')
			if known[s[k:k+w]] && k > 0 {
				all = append(all, mark{text: i, start: k, end: k + w, marker: s[k : k+w], sure: true, own: 3})
			}
			k += w
		default:
			k++
		}
	}
	for ; next < len(texts[i].notes); next++ {
		n := texts[i].notes[next]
		v, _ := strconv.Atoi(n.Marker)
		all = append(all, mark{text: i, start: n.At, end: n.At, marker: n.Marker, n: v, sure: true, own: 8})
	}
	return all
}

// raisedIn says whether a text may hold raised digits.
func raisedIn(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if c := s[i]; c < 0xC2 || c > 0xE2 {
			continue
		}
		if d, _ := superDigit(s[i:]); d > 0 || strings.HasPrefix(s[i:], "⁰") {
			return true
		}
	}
	return false
}

// unit says whether raised digits belong to a unit: "km²".
func unit(before, marker string) bool {
	return (marker == "2" || marker == "3") && squared(before)
}

func squared(before string) bool {
	return hasSuffixOf(before, " m", " km", " cm", " ha") || hasSuffixOf(before, "/m", "/km")
}

// choose keeps of the candidates those that are sure, those on the best path
// 1, 2, 3 … and clear repetitions of a marker seen before.
func choose(all []mark, known map[string]bool) []mark {
	sure := map[string]bool{}
	for _, m := range all {
		if m.sure {
			sure[m.marker] = true
		}
	}
	plain := false
	for m := range known {
		plain = plain || !sure[m]
	}
	if !plain { // every footnote has a sure marker: no plain number is one
		return slices.DeleteFunc(all, func(m mark) bool { return !m.sure })
	}
	type node struct{ total, back int }
	nodes := make([]node, len(all))
	best := map[int]int{}
	top := -1
	for i, m := range all {
		if m.n == 0 {
			nodes[i] = node{-1000, -1}
			continue
		}
		own := m.own
		if !m.sure {
			own -= 2
		}
		total, back := own-m.n/4, -1
		for missing := 0; missing < 12; missing++ {
			if k, ok := best[m.n-1-missing]; ok {
				if v := nodes[k].total + own + 4 - 2*missing; v > total {
					total, back = v, k
				}
				break
			}
		}
		nodes[i] = node{total, back}
		if old, ok := best[m.n]; !ok || nodes[old].total < total {
			best[m.n] = i
		}
		if top < 0 || total >= nodes[top].total {
			top = i
		}
	}
	onPath := make([]bool, len(all))
	if top >= 0 && nodes[top].total > 0 {
		for i := top; i >= 0; i = nodes[i].back {
			onPath[i] = true
		}
	}
	for i, m := range all {
		onPath[i] = onPath[i] || m.sure || m.own >= 2
	}
	fillIn(all, onPath)
	again(all, onPath)
	var out []mark
	for i, m := range all {
		if onPath[i] {
			out = append(out, m)
		}
	}
	return out
}

// named says whether what stands before s[k] is a space behind a word with a
// capital or a mark of punctuation.
func named(s string, k int) bool {
	if k < 2 || s[k-1] != ' ' {
		return false
	}
	held := s[:k-1]
	if numberless(held) {
		return true
	}
	if mark := lastRune(held); mark == ',' || mark == ';' || mark == '”' {
		before := strings.TrimRight(held, ",;")
		return before != "" && (!isDigit(before[len(before)-1]) || numberless(before))
	}
	return unicode.IsUpper(firstRune(held[strings.LastIndexByte(held, ' ')+1:]))
}

// again chooses markers that come again behind a name, in a text that sets its
// markers apart by a space.
func again(all []mark, chosen []bool) {
	apart, close := 0, 0
	for i, m := range all {
		switch {
		case !chosen[i] || m.sure:
		case m.end-m.start > len(m.marker):
			apart++
		default:
			close++
		}
	}
	if apart < 3 || apart < 4*close {
		return
	}
	seen := map[int]bool{}
	for i, m := range all {
		if chosen[i] {
			seen[m.n] = true
		} else if m.named && m.own >= -1 && m.n > 0 && seen[m.n] {
			chosen[i] = true
		}
	}
}

// fillIn chooses a marker for each footnote that has none yet: the candidate
// that looks most like one among those that stand behind the marker before and
// ahead of the marker after it.
func fillIn(all []mark, chosen []bool) {
	first := map[int]int{}
	for i := len(all) - 1; i >= 0; i-- {
		if chosen[i] && all[i].n > 0 {
			first[all[i].n] = i
		}
	}
	candidates := map[int][]int{}
	var open []int
	for i, m := range all {
		if _, ok := first[m.n]; ok || m.n == 0 || m.own < -1 {
			continue
		}
		if candidates[m.n] == nil {
			open = append(open, m.n)
		}
		candidates[m.n] = append(candidates[m.n], i)
	}
	sort.Ints(open)
	for _, n := range open {
		from, to := -1, len(all)
		for d := 1; d <= 8; d++ {
			if i, ok := first[n-d]; ok && n-d > 0 {
				from = i
				break
			}
		}
		for d := 1; d <= 8; d++ {
			if i, ok := first[n+d]; ok {
				to = i
				break
			}
		}
		best := -1
		for _, i := range candidates[n] {
			if i > from && i < to && (best < 0 || all[i].own > all[best].own) {
				best = i
			}
		}
		if best >= 0 {
			chosen[best] = true
			first[n] = best
		}
	}
}

// takeOut takes the printed markers out of a text, and a space that stood for
// nothing else before them, and puts them among its notes.
func takeOut(r rich, marks []mark) rich {
	at := newMapper(r)
	var b strings.Builder
	var notes []source.Note
	pos := 0
	s := r.text
	step := func(to int) {
		for pos < to {
			at.reach(pos, b.Len())
			b.WriteByte(s[pos])
			pos++
		}
	}
	for _, m := range marks {
		if m.start < pos {
			continue
		}
		start := m.start
		if start > 0 && s[start-1] == ' ' && start-1 >= pos && (m.end == len(s) || spaceBeforeMarkerGoes(s[m.end:])) {
			start--
		}
		step(start)
		notes = append(notes, source.Note{At: b.Len(), Marker: m.marker})
		at.reach(pos, b.Len())
		pos = m.end
		at.reach(pos, b.Len())
	}
	step(len(s))
	at.reach(len(s), b.Len())
	out := at.result(b.String())
	out.notes = mergeNotes(out.notes, notes)
	return fold(out)
}

// spaceBeforeMarkerGoes says whether with a marker the space before it goes
// too: what follows is a space or a mark of punctuation.
func spaceBeforeMarkerGoes(after string) bool {
	return strings.ContainsRune(" ,;.:)”’\"»؛،，；。", firstRune(after))
}

func mergeNotes(a, b []source.Note) []source.Note {
	out := make([]source.Note, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && a[0].At <= b[0].At {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return out
}
