// Package docx takes a Word document apart (WordprocessingML, ECMA-376 part 1)
// into Blocks: paragraphs with the numbers that Word would print, footnotes
// with their references, italics, links, the cells of tables. Revisions are
// taken as accepted. Text boxes, pictures and comments are passed over.
package docx

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"

	"comity/internal/resolution/source"
)

// Read takes the document apart. It refuses, with the part and the reason, what
// is no DOCX, is cut off, encrypted, or larger than source's limits.
func Read(name string, data []byte) (source.Source, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return source.Source{}, &source.Refused{Name: name, Why: "it begins like a DOCX but cannot be opened", Hint: "it is probably cut off: fetch it again", Err: err}
	}
	p := &pack{name: name, members: map[string]*zip.File{}, left: source.MaxUnpacked}
	for _, f := range z.File {
		p.members[strings.TrimPrefix(f.Name, "/")] = f
	}
	main := p.mainPart()
	if p.members[main] == nil {
		return source.Source{}, &source.Refused{Name: name, Why: "the archive holds no Word document", Hint: "give the resolution as text, XML, DOCX, HTML or PDF"}
	}
	rels, err := p.relations(main)
	if err != nil {
		return source.Source{}, err
	}
	d := &document{pack: p, rels: rels, footnotes: noteCounter{format: "decimal"}, endnotes: noteCounter{format: "lowerRoman"}}
	if err := d.load(); err != nil {
		return source.Source{}, err
	}
	if err := d.read(main); err != nil {
		return source.Source{}, err
	}
	return source.Source{Name: name, Kind: source.DOCX, Blocks: d.all()}, nil
}

// pack is the archive that a DOCX is.
type pack struct {
	name    string
	members map[string]*zip.File
	left    int64 // bytes that may still be unpacked
}

// open reads a part; fn is given each of its tokens' stream. A part that is
// absent is no error and is not read.
func (p *pack) open(part string, fn func(*stream) error) error {
	f := p.members[part]
	if f == nil {
		return nil
	}
	r, err := source.Member(p.name, f, p.left)
	if err != nil {
		return err
	}
	defer r.Close()
	s := newStream(p.name, part, r)
	if err := fn(s); err != nil {
		return s.refusal(err)
	}
	p.left -= s.dec.InputOffset()
	return nil
}

// mainPart finds the document by the package's relations, or where it usually
// lies.
func (p *pack) mainPart() string {
	rels, err := p.relations("")
	if err == nil {
		for _, r := range rels {
			if strings.HasSuffix(r.kind, "/officeDocument") && p.members[r.target] != nil {
				return r.target
			}
		}
	}
	return "word/document.xml"
}

// relation is an arrow from one part to another.
type relation struct {
	kind, target string
}

// relations reads the relations of a part, by id; "" is the package itself.
func (p *pack) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	rels := map[string]relation{}
	err := p.open(path.Join(dir, "_rels", base+".rels"), func(s *stream) error {
		return s.each(func(e element) error {
			if e.local == "Relationship" {
				r := relation{e.attr("Type"), e.attr("Target")}
				if e.attr("TargetMode") != "External" {
					if strings.HasPrefix(r.target, "/") {
						r.target = r.target[1:]
					} else {
						r.target = path.Join(dir, r.target)
					}
				}
				rels[e.attr("Id")] = r
			}
			return nil
		})
	})
	return rels, err
}

// part returns the first related part of a kind, "" where there is none.
func (d *document) part(kind string) string {
	for _, r := range d.rels {
		if strings.HasSuffix(r.kind, "/"+kind) {
			return r.target
		}
	}
	return ""
}
