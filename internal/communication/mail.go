package communication

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"

	"comity/internal/ui"
)

// Letter is a reply that came by mail, read from its file (RFC 5322).
type Letter struct {
	From    string // address, in lower case
	Subject string
	ID      string // Message-ID
	Text    string // the plain text
	Files   []Attached
	// results are the headers Authentication-Results, the topmost first.
	results []string
}

// Attached is a file of a letter.
type Attached struct {
	Name, Type string
	Content    []byte
}

// Bounds of a letter.
const (
	maxMail     = 40 << 20
	maxMailPart = 25 << 20
	maxParts    = 60
	maxNesting  = 6
)

// ReadLetter reads a mail's file. The error is a sentence.
func ReadLetter(content []byte) (*Letter, error) {
	if len(content) > maxMail {
		return nil, says.Refuse("communication.mail-long", "most", maxMail>>20)
	}
	m, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return nil, says.Refuse("communication.mail-form")
	}
	l := &Letter{Subject: heading(m.Header.Get("Subject")), ID: strings.TrimSpace(m.Header.Get("Message-Id")), results: m.Header["Authentication-Results"]}
	from, err := m.Header.AddressList("From")
	if err != nil || len(from) != 1 || len(m.Header["From"]) != 1 {
		return nil, says.Refuse("communication.mail-sender")
	}
	l.From = strings.ToLower(from[0].Address)
	r := partReader{letter: l}
	if err := r.read(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), "", m.Body, 0); err != nil {
		return nil, err
	}
	l.Text = composed(strings.ReplaceAll(l.Text, "\r\n", "\n"))
	return l, nil
}

// heading is a header's words, decoded.
func heading(s string) string {
	d := mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
	if words, err := d.DecodeHeader(s); err == nil {
		s = words
	}
	return clipped(composed(strings.ReplaceAll(s, "\n", " ")))
}

type partReader struct {
	letter *Letter
	parts  int
}

func (r *partReader) read(kind, encoding, name string, body io.Reader, depth int) error {
	if r.parts++; r.parts > maxParts || depth > maxNesting {
		return says.Refuse("communication.mail-parts", "most", maxParts, "deep", maxNesting)
	}
	if kind == "" {
		kind = "text/plain"
	}
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		media = "application/octet-stream"
	}
	if strings.HasPrefix(media, "multipart/") && params["boundary"] != "" {
		return r.multi(multipart.NewReader(body, params["boundary"]), depth)
	}
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, &noSpaces{body})
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	content, err := io.ReadAll(io.LimitReader(body, maxMailPart+1))
	if err != nil {
		return says.Refuse("communication.mail-part")
	}
	if len(content) > maxMailPart {
		return says.Refuse("communication.mail-part-long", "most", maxMailPart>>20)
	}
	if name == "" {
		name = params["name"]
	}
	if media == "text/plain" && name == "" {
		if text, err := charset.NewReaderLabel(orUTF8(params["charset"]), bytes.NewReader(content)); err == nil {
			content, _ = io.ReadAll(text) // of bytes in memory
		}
		r.letter.Text = strings.TrimSpace(r.letter.Text + "\n" + string(content))
		return nil
	}
	if name != "" {
		r.letter.Files = append(r.letter.Files, Attached{ui.FileName(heading(name)), media, content})
	}
	return nil
}

func orUTF8(label string) string {
	if label == "" {
		return "utf-8"
	}
	return label
}

func (r *partReader) multi(parts *multipart.Reader, depth int) error {
	for {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return says.Refuse("communication.mail-broken")
		}
		_, disposition, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
		if err != nil {
			disposition = nil
		}
		if err := r.read(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), disposition["filename"], p, depth+1); err != nil {
			return err
		}
	}
}

// noSpaces leaves line ends out of base64.
type noSpaces struct{ r io.Reader }

// Read implements io.Reader.
func (n *noSpaces) Read(b []byte) (int, error) {
	for {
		k, err := n.r.Read(b)
		kept := slices.DeleteFunc(b[:k], func(c byte) bool { return c == '\r' || c == '\n' || c == ' ' || c == '\t' })
		if len(kept) > 0 || err != nil {
			return len(kept), err
		}
	}
}

// Why a letter is set aside; parts of the ids of messages.
const (
	AsideUnknown   = "unknown-sender"
	AsideUnchecked = "unchecked-sender"
	AsideForged    = "forged-sender"
)

// CheckSender says why a letter is not taken for its sender's, "" where it is.
// Anyone can write any sender: what counts is what the organization's own mail
// server found (RFC 8601), whose name is authority, and that DMARC passed there
// for that sender's domain. known are the addresses of people who may reply.
func (l *Letter) CheckSender(authority string, known []string) string {
	checked := false
	var found []string
	if len(l.results) > 0 { // the topmost is the last that was added
		var name string
		name, found = results(l.results[0])
		checked = authority != "" && strings.EqualFold(name, authority) && len(found) > 0
	}
	domain := l.From[strings.LastIndexByte(l.From, '@')+1:]
	switch {
	case !checked:
		return AsideUnchecked
	case !dmarcPassed(found, domain):
		return AsideForged
	case !slices.Contains(known, l.From):
		return AsideUnknown
	}
	return ""
}

// results parts a header Authentication-Results (RFC 8601) into the server that
// wrote it and its results, in lower case. Comments are left out, and what is quoted
// parts nothing: a sender chooses words that stand there, such as the address of the
// envelope. A header that is not closed has no results.
func results(header string) (server string, list []string) {
	var b strings.Builder
	var parts []string
	quoted, depth := false, 0
	for i := 0; i < len(header); i++ {
		c := header[i]
		switch {
		case (quoted || depth > 0) && c == '\\':
			i++
			if quoted {
				b.WriteByte('_')
			}
		case depth == 0 && c == '"':
			quoted = !quoted
			b.WriteByte('"')
		case quoted: // no word of it is read
			b.WriteByte('_')
		case c == '(':
			depth++
		case depth > 0 && c == ')':
			if depth--; depth == 0 {
				b.WriteByte(' ')
			}
		case depth > 0:
		case c == ';':
			parts = append(parts, b.String())
			b.Reset()
		default:
			b.WriteByte(c)
		}
	}
	if quoted || depth > 0 {
		return "", nil
	}
	parts = append(parts, b.String())
	if f := strings.Fields(parts[0]); len(f) > 0 { // a version may follow
		server = f[0]
	}
	for _, p := range parts[1:] {
		if p = strings.ToLower(strings.Join(strings.Fields(p), " ")); p != "" {
			list = append(list, p)
		}
	}
	return server, list
}

// dmarcPassed says whether the one result of DMARC is that it passed for the domain.
func dmarcPassed(results []string, domain string) bool {
	n, passed := 0, false
	for _, r := range results {
		words := strings.Fields(r)
		if method, _, _ := strings.Cut(words[0], "="); method != "dmarc" && !strings.HasPrefix(method, "dmarc/") {
			continue
		}
		n++
		domains := 0
		for _, w := range words[1:] {
			if v, is := strings.CutPrefix(w, "header.from="); is {
				domains++
				passed = words[0] == "dmarc=pass" && strings.EqualFold(v, domain)
			}
		}
		if domains != 1 {
			return false
		}
	}
	return n == 1 && passed
}
