package html

import (
	"strings"

	"comity/internal/resolution/source"
)

// anchor is an open link; its text is held back until it is known whether it is
// the marker of a footnote.
type anchor struct {
	href, class string
	ids         []string
	pieces      []piece
}

type piece struct {
	text           string
	italic, raised bool
}

// openAnchor begins a link. A mere place (<a name=...>) is none.
func (r *reader) openAnchor(attrs map[string]string) {
	if attrs["href"] == "" {
		return
	}
	a := &anchor{href: attrs["href"], class: strings.ToLower(attrs["class"] + " " + attrs["role"] + " " + attrs["type"])}
	if strings.Contains(attrs["style"], "mso-footnote-id") || strings.Contains(attrs["style"], "mso-endnote-id") {
		a.class += " footnote"
	}
	for _, k := range []string{"id", "name"} {
		if attrs[k] != "" {
			a.ids = append(a.ids, attrs[k])
		}
	}
	r.anchor = a
}

// closeAnchor ends a link: as a reference to a footnote, as the way back from
// one, or as text.
func (r *reader) closeAnchor() {
	a := r.anchor
	if a == nil {
		return
	}
	r.anchor = nil
	var text strings.Builder
	raised := false
	for _, p := range a.pieces {
		text.WriteString(p.text)
		raised = raised || p.raised
	}
	whole := strings.TrimSpace(strings.ReplaceAll(text.String(), "\u00a0", " "))
	target, inside := strings.CutPrefix(a.href, "#")
	markers := source.NoteMarkers(whole)
	if n := len(r.stack); n > 0 && r.stack[n-1].raised {
		raised = true
	}
	switch {
	case inside && (whole == "↩" || whole == "↩︎" || whole == "^" || whole == "↑"):
		return
	case inside && len(markers) == 1:
		cited := false // an earlier reference leads here
		for _, id := range append(a.ids, r.ids...) {
			cited = cited || r.targets[id] != ""
		}
		marked := raised || strings.HasPrefix(whole, "[") || strings.Contains(a.class, "note")
		switch {
		case r.build.Empty() && r.marker == "" && (cited || marked):
			r.marker = markers[0]
			return
		case marked:
			r.build.Note(markers[0])
			if _, taken := r.targets[target]; !taken && len(r.targets) < source.MaxBlocks {
				r.targets[target] = markers[0]
			}
			return
		}
	}
	for _, p := range a.pieces {
		r.build.Write(p.text, source.Style{Italic: p.italic, Href: a.href})
	}
}

// joinNotes puts the further paragraphs of notes behind their first.
func (r *reader) joinNotes() {
	for i, more := range r.more {
		b := &r.blocks[i]
		b.Text += " " + strings.Join(more, " ")
	}
}

// bindNotes makes a footnote of each block that a reference leads to and that
// does not itself begin with its marker as a link.
func (r *reader) bindNotes() {
	for i := range r.blocks {
		b := &r.blocks[i]
		if b.Role == source.Footnote || len(b.Text) == 0 {
			continue
		}
		for _, id := range r.blockID[i] {
			marker, ok := r.targets[id]
			if !ok || refersTo(b, marker) {
				continue
			}
			b.Role, b.Level = source.Footnote, 0
			cut := len(b.Text) - len(afterMarker(b.Text, marker))
			b.Text, b.Number = b.Text[cut:], marker
			b.Notes, b.Italic, b.Links = nil, shift(b.Italic, cut), shiftLinks(b.Links, cut)
			break
		}
	}
}

// refersTo says whether the reference to the marker stands in this very block:
// then the id is the reference's own.
func refersTo(b *source.Block, marker string) bool {
	for _, n := range b.Notes {
		if n.Marker == marker {
			return true
		}
	}
	return false
}

// afterMarker cuts the marker that a footnote's text begins with.
func afterMarker(text, marker string) string {
	for _, form := range []string{"[" + marker + "]", "(" + marker + ")", marker} {
		if rest, ok := strings.CutPrefix(text, form); ok {
			rest = strings.TrimLeft(rest, ".):")
			if trimmed := strings.TrimLeft(rest, " \t\u00a0"); trimmed != rest {
				return trimmed
			}
		}
	}
	return text
}

func shift(spans []source.Span, by int) []source.Span {
	out := spans[:0]
	for _, s := range spans {
		if s.End > by {
			out = append(out, source.Span{Start: max(0, s.Start-by), End: s.End - by})
		}
	}
	return out
}

func shiftLinks(links []source.Link, by int) []source.Link {
	out := links[:0]
	for _, l := range links {
		if l.End > by {
			l.Start, l.End = max(0, l.Start-by), l.End-by
			out = append(out, l)
		}
	}
	return out
}

// noteID says whether an id is one that word processors give to the element
// that holds a footnote: "sdfootnote3", "ftn3", "_edn3".
func noteID(id string) bool {
	for _, prefix := range []string{"sdfootnote", "sdendnote", "ftn", "edn", "footnote"} {
		if rest, ok := strings.CutPrefix(id, prefix); ok && rest != "" && strings.Trim(rest, "0123456789") == "" {
			return true
		}
	}
	return false
}
