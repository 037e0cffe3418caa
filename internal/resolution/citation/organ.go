package citation

import (
	"fmt"
	"strings"

	"comity/internal/programme"
)

// settle gives each number its symbol.
func (s *scan) settle() {
	for gi := range s.groups {
		g := &s.groups[gi]
		if len(g.hits) == 0 {
			continue
		}
		// A later run of the list can name a body of its own behind it:
		// "resolutions 5/1 of the X and 6/1 of the Y".
		before := s.ownerBefore(g)
		if g.after {
			before = s.ownerChinese(g)
		}
		s.hits[g.hits[0]].phrase = min(s.hits[g.hits[0]].phrase, before.start)
		if before.same && gi > 0 {
			before.code, before.rule = s.organBefore(g, &s.groups[gi-1]), "list-before"
		}
		from := 0
		for k := range g.hits {
			if before.code == "" && !before.unknown && !g.after {
				if after, found := s.ownerAfter(s.hits[g.hits[k]].end); found {
					for _, h := range g.hits[from : k+1] {
						s.give(g, h, after)
					}
					from = k + 1
				}
			}
		}
		for _, h := range g.hits[from:] {
			s.give(g, h, before)
		}
	}
}

// organBefore is the organ of the group that g goes on, where its numbers fit.
func (s *scan) organBefore(g, earlier *group) string {
	if len(earlier.hits) == 0 || g.after {
		return ""
	}
	last := s.hits[earlier.hits[len(earlier.hits)-1]]
	if last.organ == "" || endsSentence(s.text[last.end:g.noun[0]]) {
		return ""
	}
	if s.form(last.organ, g.kind) == "" {
		return ""
	}
	for _, h := range g.hits {
		if !s.fits(last.organ, s.hits[h].number) {
			return ""
		}
	}
	return last.organ
}

// give settles one number under what is known of its owner.
func (s *scan) give(g *group, index int, o owner) {
	h := &s.hits[index]
	code, rule := s.organOf(h, o)
	if code == "" && !o.unknown && h.number.shape == bySession {
		code, rule = s.onlyOrgan(h, o)
	}
	if code == "" {
		why := fmt.Sprintf("the text does not say whose %s %s is", map[kind]string{aResolution: "resolution", aDecision: "decision"}[g.kind], h.number.full())
		s.doubts = append(s.doubts, doubt{h.start, h.end, why})
		return
	}
	form := s.form(code, g.kind)
	if form == "" {
		s.doubts = append(s.doubts, doubt{h.start, h.end, fmt.Sprintf("no form of symbol is known for %s of %s", h.number.full(), s.organs[code].Name())})
		return
	}
	h.symbol, h.rule, h.organ = symbolOf(form, h.number), rule, code
}

// form is the form of symbol of an organ's resolutions or decisions.
func (r *Reader) form(code string, k kind) string {
	if k == aDecision {
		return r.organs[code].Decision
	}
	return r.organs[code].Resolution
}

// symbolOf writes a number in an organ's form of symbol.
func symbolOf(form string, n number) string {
	session, serial, found := strings.Cut(n.printed, "/")
	if strings.Contains(form, "{s}") {
		if !found {
			return ""
		}
		form = strings.ReplaceAll(strings.ReplaceAll(form, "{s}", session), "{i}", serial)
		if n.letter != "" {
			form += " " + n.letter
		}
		return form
	}
	return strings.ReplaceAll(form, "{n}", n.full())
}

// organOf decides whose a number is, and by which rule. "" where it is open.
func (s *scan) organOf(h *hit, o owner) (code, rule string) {
	n := h.number
	if o.unknown {
		return "", ""
	}
	if o.code != "" && s.fits(o.code, n) {
		return o.code, o.rule
	}
	switch n.shape {
	case bySerial:
		return "SC", "security-council-number"
	case byRoman:
		if o.council {
			return "ECOSOC", "council-roman"
		}
		if o.back {
			if code := s.antecedent(h); code != "" {
				return code, "its-antecedent"
			}
		}
		if s.organs[s.ctx.Organ].Roman && o.code == "" {
			return s.ctx.Organ, "roman-number"
		}
		return "GA", "roman-number"
	case byYear:
		if o.back {
			if code := s.antecedent(h); code != "" {
				return code, "its-antecedent"
			}
		}
		if s.ctx.Organ != "" && o.rule == "its" && s.fits(s.ctx.Organ, n) {
			return s.ctx.Organ, "its"
		}
		return "ECOSOC", "year-number"
	}
	if o.council {
		if s.fits("HRC", n) {
			return "HRC", "council-session"
		}
		return "", ""
	}
	if o.back {
		if code := s.antecedent(h); code != "" {
			return code, "its-antecedent"
		}
	}
	if n.shape == bySpecial && o.rule != "its" {
		// The special sessions of two organs look alike: as the list before it.
		for _, other := range s.groups[h.group].hits {
			if organ := s.hits[other].organ; organ == "HRC" && s.hits[other].end <= h.start {
				return organ, "list-before"
			}
		}
	}
	if o.rule == "" && n.year == 0 && s.antecedent(h) == "HRC" && s.ctx.Organ == "GA" {
		return "HRC", "organ-named-earlier"
	}
	speaker := s.ctx.Organ
	if speaker != "" && s.fits(speaker, n) {
		if o.rule == "its" {
			return speaker, "its"
		}
		return speaker, "own-resolution"
	}
	if speaker != "GA" && s.fits("GA", n) {
		return "GA", "general-assembly-number"
	}
	if code := s.antecedent(h); code != "" {
		return code, "organ-named-earlier"
	}
	return "", ""
}

// antecedent is the organ last named before a number, in its sentence, that
// numbers its resolutions so.
func (s *scan) antecedent(h *hit) string {
	code := ""
	for _, m := range s.organsNamed() {
		if m.end <= h.start && s.fits(m.code, h.number) && !endsSentence(s.text[m.end:h.start]) && strings.IndexByte(s.text[m.end:h.start], ';') < 0 {
			code = m.code
		}
	}
	return code
}

// onlyOrgan is the one organ of the sentence that numbers its resolutions so,
// wherever it is named: "through its resolution 54/18 of 12 October 2023, the
// Human Rights Council ...". Failing that, a date that contradicts an organ named
// in plain words is held to be the mistake.
func (s *scan) onlyOrgan(h *hit, o owner) (code, rule string) {
	for _, m := range s.organsNamed() {
		if !s.fits(m.code, h.number) || m.end <= h.start && endsSentence(s.text[m.end:h.start]) || m.start >= h.end && endsSentence(s.text[h.end:m.start]) {
			continue
		}
		if code != "" && code != m.code {
			code = ""
			break
		}
		code = m.code
	}
	if code != "" {
		return code, "only-organ-named"
	}
	undated := h.number
	undated.year = 0
	if o.code != "" && s.fits(o.code, undated) {
		return o.code, o.rule
	}
	if o.rule == "its" && s.fits(s.ctx.Organ, undated) {
		return s.ctx.Organ, "its"
	}
	return "", ""
}

// fits tells whether the organ numbers its resolutions so, as far as the form
// of the number and its date tell.
func (s *scan) fits(code string, n number) bool {
	o, known := s.organs[code]
	if !known {
		return false
	}
	switch n.shape {
	case bySerial:
		return o.Numbering == programme.NumberSerial
	case byRoman:
		return o.Roman
	case byYear:
		return o.Numbering == programme.NumberYear
	case bySpecial:
		return code == "GA" || code == "HRC"
	}
	if o.Numbering != programme.NumberSession {
		return false
	}
	if code == "GA" && n.session <= lastRomanSession {
		return false
	}
	if code == s.ctx.Organ && s.ctx.Session > 0 && n.session > s.ctx.Session {
		return false
	}
	if code != "GA" && n.kind == aResolution && len(n.serial) > 2 {
		return false // nobody else adopts a hundred at a session
	}
	if o.First == 0 {
		return true
	}
	opened := o.First + (n.session-1)/max(1, o.PerYear)
	if speaker := s.organs[s.ctx.Organ]; speaker.First > 0 && s.ctx.Session > 0 && opened > speaker.First+(s.ctx.Session-1)/max(1, speaker.PerYear)+1 {
		return false // a session that was still to come
	}
	return n.year == 0 || n.year == opened || n.year == opened+1
}

// lastRomanSession is the General Assembly's last session whose resolutions
// carry it in Roman numerals: 3541 (XXX) of 17 December 1975; then 31/1.
const lastRomanSession = 30
