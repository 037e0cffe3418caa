package clause

import "strings"

// Context is what a document said before a paragraph.
type Context struct {
	Organ  string // organ code: "GA", "SC"; "" reads as "GA"
	Symbol string // of the document, for messages
	Year   int    // of adoption; 0 where not known

	heads       map[string]string // "office" → "UNODC": bodies by the head of their name
	instruments []string          // codes, latest last, none twice
}

// note takes up the bodies and instruments that a line names, so that "the
// Office" and "the Convention" can be understood further on.
func (c *Context) note(l *line, upTo int) {
	for _, m := range l.found {
		if m.from >= upTo {
			break
		}
		if m.instrument {
			if strings.HasSuffix(m.code, "CHARTER") {
				continue // nearly every text names it, and no "States parties" are its
			}
			for i, code := range c.instruments {
				if code == m.code {
					c.instruments = append(c.instruments[:i], c.instruments[i+1:]...)
					break
				}
			}
			c.instruments = append(c.instruments, m.code)
			continue
		}
		if c.heads == nil {
			c.heads = map[string]string{}
		}
		for _, h := range l.heads(m) {
			c.heads[h] = m.code
		}
	}
}

// heads gives the short forms of a body's name: "office"; "special committee",
// "committee"; "unit".
func (l *line) heads(m mention) []string {
	last := m.from
	for n := m.from; n < m.to; n++ {
		t := l.tok(n)
		if t.kind != wordToken || t.has(isPreposition) || t.is("to", "that") || t.is("and") && l.tok(last).has(isOrgHead) {
			break
		}
		last = n
	}
	h := l.tok(last)
	if !h.has(isOrgHead) || h.is("nations", "states") {
		return nil
	}
	if last > m.from {
		return []string{h.word, l.tok(last-1).word + " " + h.word}
	}
	if last+1 < m.to {
		return []string{h.word}
	}
	return nil
}
