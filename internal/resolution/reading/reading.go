// Package reading reads documents of any kind into resolutions: source,
// structure, citations, clauses and topics in one call, and many files at once.
package reading

import (
	"context"
	"errors"
	"fmt"

	"comity/internal/programme"
	"comity/internal/resolution"
	"comity/internal/resolution/akn"
	"comity/internal/resolution/citation"
	"comity/internal/resolution/clause"
	"comity/internal/resolution/source"
	"comity/internal/resolution/source/docx"
	"comity/internal/resolution/source/html"
	"comity/internal/resolution/source/pdf"
	"comity/internal/resolution/structure"
	"comity/internal/resolution/topic"
)

// Reader reads resolutions with the names, treaties and topics of one
// programme. It is made once and may be used by several goroutines; Close ends
// its PDF reader, which starts with the first PDF.
type Reader struct {
	cites   *citation.Reader
	clauses *clause.Reader
	topics  *topic.Matcher
	organs  []programme.Organ
	pdf     pdf.Engine
}

// New makes a Reader for a programme.
func New(p *programme.Programme) *Reader {
	bodies := make([]clause.Body, len(p.Bodies))
	for i, b := range p.Bodies {
		bodies[i] = clause.Body{Code: b.Code, Names: b.Names}
	}
	treaties := make([]clause.Instrument, len(p.Instruments))
	for i, t := range p.Instruments {
		treaties[i] = clause.Instrument{Code: t.Code, Names: t.AllNames()}
	}
	return &Reader{
		cites:   citation.NewReader(p.Instruments, p.Organs),
		clauses: clause.NewReader(bodies, treaties),
		topics:  topic.NewMatcher(p.Topics),
		organs:  p.Organs,
	}
}

// Close ends the Reader.
func (r *Reader) Close() error { return r.pdf.Close() }

// Read reads one document of any kind: a resolution, or several where the
// document holds them. Every error names the document and is a *source.Refused,
// save that of a context that has ended.
func (r *Reader) Read(ctx context.Context, name string, data []byte) ([]resolution.Document, error) {
	src, own, err := r.open(ctx, name, data)
	switch {
	case err != nil:
		return nil, err
	case own != nil:
		r.annotate(own)
		return []resolution.Document{*own}, nil
	}
	return r.ReadSource(src)
}

// ReadSource reads a document that has been taken apart.
func (r *Reader) ReadSource(src source.Source) ([]resolution.Document, error) {
	name := src.Name
	if err := src.Bounded(); err != nil {
		return nil, err
	}
	docs, err := structure.Read(src)
	var none *structure.NotAResolution
	switch {
	case errors.As(err, &none):
		return nil, &source.Refused{Name: name, Why: "it is not a resolution, decision or declaration", Hint: "look whether the text is whole", Err: errors.New(none.Want[0])}
	case err != nil:
		return nil, source.Refusal(name, err)
	}
	for i := range docs {
		for _, d := range src.Doubts {
			docs[i].Uncertain = append(docs[i].Uncertain, resolution.Uncertain{Field: "text", Why: d})
		}
		r.annotate(&docs[i])
	}
	return docs, nil
}

// open takes one document apart by its kind, which its content tells. What
// Comity itself wrote as Akoma Ntoso is a document already.
func (r *Reader) open(ctx context.Context, name string, data []byte) (src source.Source, own *resolution.Document, err error) {
	kind, err := source.Sniff(name, data)
	if err != nil {
		return src, nil, err
	}
	switch kind {
	case source.AKN:
		return fromXML(name, data)
	case source.DOCX:
		src, err = docx.Read(name, data)
	case source.HTML:
		src, err = html.Read(name, data)
	case source.PDF:
		src, err = r.pdf.Read(ctx, name, data)
	case source.ZIP:
		err = &source.Refused{Name: name, Why: "it is an archive inside an archive", Hint: "unpack it first"}
	default:
		src, err = source.FromText(name, data)
	}
	return src, nil, err
}

// fromXML reads Akoma Ntoso and gives its errors their place.
func fromXML(name string, data []byte) (src source.Source, own *resolution.Document, err error) {
	if len(data) > source.MaxText {
		return src, nil, source.TooLarge(name, "", int64(len(data)), source.MaxText)
	}
	doc, ok, err := akn.Document(name, data)
	if err == nil && ok {
		return src, &doc, nil
	}
	if err == nil {
		src, err = akn.Source(name, data)
	}
	var fault *akn.SyntaxError
	switch {
	case errors.As(err, &fault):
		err = &source.Refused{Name: name, Where: fmt.Sprintf("line %d", fault.Line), Why: "the XML " + fault.What, Hint: "fetch it again, or give the resolution in another form"}
	case err != nil:
		err = source.Refusal(name, err)
	}
	return src, nil, err
}
