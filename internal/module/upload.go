package module

import (
	"bufio"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/ui"
)

// Upload stores a posted file under the subject and audience of its act, and
// gives its name in the book and what the browser said of it; "" where none was
// posted. The error is a refusal on a node that keeps no files, and
// [ui.ErrNotAllowed] where the reader could enter no act that has it: then nothing
// is stored.
func (n *Node) Upload(v *ui.Visit, subject act.Subject, audience, name string) (string, *multipart.FileHeader, error) {
	file, header, err := v.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || (err == nil && header.Size == 0) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = file.Close() }()
	hash, _, err := n.put(v, subject, audience, file)
	if err != nil {
		return "", nil, err
	}
	return hash.String(), header, nil
}

// put stores a file for whoever could enter an act that has it.
func (n *Node) put(v *ui.Visit, subject act.Subject, audience string, file io.Reader) (h act.Hash, size int64, err error) {
	if n.Blobs == nil {
		return h, 0, &book.Refusal{Code: book.Unavailable, Act: -1, What: "this node keeps no files, since it has no keys", Do: "ask who runs it to make them with comity key new"}
	}
	if _, err := act.ParseSubject(string(subject)); err != nil {
		return h, 0, err
	}
	if !n.mayKeep(v, subject, audience) {
		return h, 0, ui.ErrNotAllowed
	}
	return n.Blobs.Put(v.Context(), subject, audience, file)
}

// HandIn stores a file that a program sends, and gives its hash and size. It is
// held against its name first. The errors are those of [Node.Upload], and [*Misfit].
func (n *Node) HandIn(v *ui.Visit, subject act.Subject, audience, name string, content io.Reader) (act.Hash, int64, error) {
	begin := bufio.NewReaderSize(content, headSize)
	head, err := begin.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return act.Hash{}, 0, err
	}
	if m := misfit(name, head); m != nil {
		return act.Hash{}, 0, m
	}
	return n.put(v, subject, audience, begin)
}

// mayKeep says whether the reader may enter an act about the subject, for the
// audience, that can name a file: in a field, or as the letter that it rests on.
// The book asks again when the act is recorded, which knows more of it.
func (n *Node) mayKeep(v *ui.Visit, subject act.Subject, audience string) bool {
	if !v.Reader.Signed() {
		return false
	}
	for _, k := range n.Book.Kinds() {
		form := k.Form()
		if k.Command != "" || !slices.Contains(form.Subjects, subject.Type()) || !k.Allows(audience) {
			continue
		}
		for _, st := range form.Standings {
			if st == act.Own && !hasFile(form.Inputs) {
				continue
			}
			for _, party := range ActingFor(v) {
				for _, owner := range [...]string{"", party} {
					if v.May(k.PolicyAction(), access.What{Subject: subject, Party: party, Standing: st, Audience: audience, Owner: owner, Sourced: st != act.Own}) {
						return true
					}
				}
			}
		}
	}
	return false
}

func hasFile(inputs []act.Input) bool {
	return slices.ContainsFunc(inputs, func(in act.Input) bool { return in.Control == "file" || hasFile(in.Inputs) })
}

// ActingFor are those in whose name the reader can act: of roles and of
// accreditations that hold today, their own and those handed to them.
func ActingFor(v *ui.Visit) (codes []string) {
	who := &v.Reader.Who
	for _, g := range who.Grants {
		if g.Ended == "" && g.Span.Has(v.Today) {
			codes = append(codes, g.Party)
		}
	}
	for _, a := range who.Accreditations {
		if a.Confirmed != "" && a.Ended == "" && a.Span.Has(v.Today) {
			codes = append(codes, a.Party)
		}
	}
	for _, d := range who.Received {
		if d.Grant != nil {
			codes = append(codes, d.Grant.Party)
		}
		if d.Accreditation != nil {
			codes = append(codes, d.Accreditation.Party)
		}
	}
	slices.Sort(codes)
	return slices.DeleteFunc(slices.Compact(codes), func(c string) bool { return c == "" })
}

// FileValues puts a posted file into the values from which a body is made.
func FileValues(values map[string][]string, field, hash string, h *multipart.FileHeader) {
	kind, _, err := mime.ParseMediaType(h.Header.Get("Content-Type"))
	if err != nil {
		kind = "application/octet-stream"
	}
	values[field+".blob"], values[field+".name"] = []string{hash}, []string{ui.FileName(h.Filename)}
	values[field+".type"], values[field+".size"] = []string{kind}, []string{strconv.FormatInt(h.Size, 10)}
}

// FilePage is where a file that an act names can be had, by whoever the act is open
// to; "" where this node does not have it.
func (n *Node) FilePage(id, name string) string {
	hash, err := act.ParseHash(name)
	if err != nil || n.Blobs == nil || !n.Blobs.Has(hash) {
		return ""
	}
	return "/book/acts/" + id + "/files/" + name
}
