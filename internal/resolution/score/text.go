package score

import (
	"strings"

	"comity/internal/resolution"
	"comity/internal/resolution/akn"
)

// TextScore is how well documents were read against the markup of the published
// files.
type TextScore struct {
	Files    int `json:"files"`
	Unread   int `json:"unread"`   // files that gave no document
	Language int `json:"language"` // files whose language was not the markup's

	Operative     Rate `json:"operative"`      // (number, text)
	OperativeText Rate `json:"operative_text"` // the text alone, whatever its number
	Preamble      Rate `json:"preamble"`       // the text
	Annex         Rate `json:"annex"`          // the text

	Phrase         Share `json:"phrase"`          // operative, against the italics that open a paragraph
	PreamblePhrase Share `json:"preamble_phrase"` // against container/@name

	Footnotes Rate `json:"footnotes"` // (paragraph, marker, note's text)

	Cites             Rate `json:"cites"`               // all acts that are linked or read
	CitesLinkable     Rate `json:"cites_linkable"`      // of kinds of symbol that are ever linked
	CitesBareCouncil  Rate `json:"cites_bare_council"`  // in paragraphs that say "Council resolution" without which Council
	CitesHumanRights  Rate `json:"cites_human_rights"`  // resolutions of the Human Rights Council
	CitesNotFootnotes Rate `json:"cites_in_paragraphs"` // without those in footnotes

	Misses []Miss `json:"misses,omitempty"`

	kinds   map[string]bool // of symbols that a link stands for anywhere
	perKind map[string]Rate
}

// Text scores the documents that were read from one file against its markup.
// Only files whose text the reader had without the markup (as plain text) are a
// test of reading; read as XML they show what the reader makes of good hints.
func Text(gold akn.Gold, docs []resolution.Document) TextScore {
	s := TextScore{Files: 1, kinds: map[string]bool{}, perKind: map[string]Rate{}}
	if len(docs) == 0 {
		s.Unread = 1
	} else if want := gold.Head.Language; want != "" && docs[0].Language != want {
		s.Language = 1
		s.Misses = append(s.Misses, Miss{gold.Name, "language", want, docs[0].Language})
	}
	s.paragraphs(gold, docs)
	s.footnotes(gold, docs)
	s.citations(gold, docs)
	s.linkable()
	return s
}

// Add adds the score of another file.
func (s *TextScore) Add(o TextScore) {
	s.Files, s.Unread, s.Language = s.Files+o.Files, s.Unread+o.Unread, s.Language+o.Language
	for _, r := range [][2]*Rate{
		{&s.Operative, &o.Operative}, {&s.OperativeText, &o.OperativeText}, {&s.Preamble, &o.Preamble}, {&s.Annex, &o.Annex},
		{&s.Footnotes, &o.Footnotes}, {&s.Cites, &o.Cites}, {&s.CitesBareCouncil, &o.CitesBareCouncil},
		{&s.CitesHumanRights, &o.CitesHumanRights}, {&s.CitesNotFootnotes, &o.CitesNotFootnotes},
	} {
		r[0].Add(*r[1])
	}
	s.Phrase.Add(o.Phrase)
	s.PreamblePhrase.Add(o.PreamblePhrase)
	s.Misses = append(s.Misses, o.Misses...)
	if s.kinds == nil {
		s.kinds, s.perKind = map[string]bool{}, map[string]Rate{}
	}
	for k := range o.kinds {
		s.kinds[k] = true
	}
	for k, r := range o.perKind {
		sum := s.perKind[k]
		sum.Add(r)
		s.perKind[k] = sum
	}
	s.linkable()
}

// linkable sums up the kinds of symbol that some file links.
func (s *TextScore) linkable() {
	s.CitesLinkable = Rate{}
	for k := range s.kinds {
		s.CitesLinkable.Add(s.perKind[k])
	}
}

// paragraphs compares numbers, texts and phrases.
func (s *TextScore) paragraphs(gold akn.Gold, docs []resolution.Document) {
	read := map[string][]*resolution.Paragraph{} // by part and text
	counts := map[resolution.Part]*bag{resolution.Operative: {}, resolution.Preamble: {}, resolution.Annex: {}}
	pairs := bag{}
	for i := range docs {
		for k := range docs[i].Paragraphs {
			p := &docs[i].Paragraphs[k]
			text := fold(p.Text)
			if c := counts[p.Part]; c != nil {
				c.read(text)
			}
			if p.Part == resolution.Operative {
				pairs.read(p.Number + "\t" + text)
			}
			key := string(p.Part) + "\t" + text
			read[key] = append(read[key], p)
		}
	}
	for _, d := range gold.Documents {
		for _, g := range d.Paragraphs {
			text := fold(g.Text)
			counts[g.Part].gold(text)
			if g.Part == resolution.Operative {
				pairs.gold(g.Number + "\t" + text)
			}
			if found := read[string(g.Part)+"\t"+text]; len(found) > 0 {
				s.phrase(gold.Name, g, found[0])
			}
		}
	}
	s.Operative = pairs.rate()
	s.OperativeText = counts[resolution.Operative].rate()
	s.Preamble = counts[resolution.Preamble].rate()
	s.Annex = counts[resolution.Annex].rate()
	s.Misses = append(s.Misses, pairs.misses(gold.Name, "operative")...)
	s.Misses = append(s.Misses, counts[resolution.Preamble].misses(gold.Name, "preamble")...)
}

// phrase compares the phrase that opens a paragraph with what the markup says.
// Italics tell it in an operative paragraph that begins with them; the name of
// the container in the preamble, where the text does begin with it.
func (s *TextScore) phrase(file string, g akn.GoldParagraph, p *resolution.Paragraph) {
	want, share := "", &s.Phrase
	switch g.Part {
	case resolution.Operative:
		want = strings.TrimRight(fold(g.Italic), " ,:;")
	case resolution.Preamble:
		share = &s.PreamblePhrase
		if name := fold(g.Container); strings.HasPrefix(fold(g.Text), name) {
			want = name
		}
	}
	if want == "" {
		return
	}
	equal := fold(p.Phrase) == want
	share.count(equal)
	if !equal {
		s.Misses = append(s.Misses, Miss{file + "#" + p.ID, "phrase", want, p.Phrase})
	}
}

// footnotes compares which note stands at which paragraph.
func (s *TextScore) footnotes(gold akn.Gold, docs []resolution.Document) {
	var notes bag
	for i := range docs {
		for _, p := range docs[i].Paragraphs {
			text := fold(p.Text)
			for _, n := range p.NoteSpans {
				if n.Footnote >= 0 && n.Footnote < len(docs[i].Footnotes) {
					f := docs[i].Footnotes[n.Footnote]
					notes.read(text + "\t" + f.Marker + "\t" + fold(f.Text))
				}
			}
		}
	}
	for _, d := range gold.Documents {
		byMarker := map[string]string{}
		for _, n := range d.Notes {
			if _, again := byMarker[n.Marker]; !again {
				byMarker[n.Marker] = fold(n.Text)
			}
		}
		for _, p := range d.Paragraphs {
			text := fold(p.Text)
			for _, m := range p.Notes {
				if note, ok := byMarker[m]; ok {
					notes.gold(text + "\t" + m + "\t" + note)
				}
			}
		}
	}
	s.Footnotes = notes.rate()
	s.Misses = append(s.Misses, notes.misses(gold.Name, "footnote")...)
}

// bag holds what should be found and what was, with repetition.
type bag struct {
	want, have map[string]int
	order      []string
}

func (b *bag) gold(v string) { b.add(&b.want, v) }
func (b *bag) read(v string) { b.add(&b.have, v) }

func (b *bag) add(to *map[string]int, v string) {
	if *to == nil {
		*to = map[string]int{}
	}
	if b.want[v]+b.have[v] == 0 {
		b.order = append(b.order, v)
	}
	(*to)[v]++
}

func (b *bag) rate() Rate {
	var r Rate
	for _, v := range b.order {
		r.Add(Rate{min(b.want[v], b.have[v]), b.want[v], b.have[v]})
	}
	return r
}

func (b *bag) misses(where, what string) []Miss {
	var out []Miss
	for _, v := range b.order {
		switch {
		case b.want[v] > b.have[v]:
			out = append(out, Miss{Where: where, What: what, Gold: v})
		case b.want[v] < b.have[v]:
			out = append(out, Miss{Where: where, What: what, Read: v})
		}
	}
	return out
}
