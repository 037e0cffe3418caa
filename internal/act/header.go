package act

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Standing says on whose word an act rests.
type Standing string

// The three standings. docs/act.md §1.1.
const (
	// Own: an accredited person of the party entered it.
	Own Standing = "own"
	// Communicated: an officer typed in what the party wrote; a source is required.
	Communicated Standing = "communicated"
	// Observed: learnt elsewhere.
	Observed Standing = "observed"
)

// The two audiences that are not named by an organization.
const (
	Public = "public"
	Sealed = "sealed"
)

// MaxCites is the number of cites of one act at most.
const MaxCites = 64

// MaxInteger is the greatest integer in a header or body: 53 bits, so that
// every reader of JSON reads it alike.
const MaxInteger = 1<<53 - 1

// Source is the communication that an act rests on.
type Source struct {
	Channel   string // "note-verbale": [a-z][a-z0-9-]*, at most 64 bytes
	Reference string // as printed on it, at most 200 characters
	Received  Day
	Document  string // "" or the hash of a blob, "sha256:…"
}

// Header is the part of an act that everyone who may know of it can read. Its
// bytes are fixed by EncodeHeader.
type Header struct {
	Index    int64 // place in the book, from 0
	ID       string
	Kind     string
	Version  int
	Subject  Subject
	Party    string
	Person   string // UUIDv4, "" for the node itself
	Standing Standing
	Source   *Source
	Day      Day
	Recorded Instant
	Cites    []Cite
	Audience string
	Corrects string // "" or the id of the act that it corrects
	Body     Hash   // of the stored body bytes
}

// Act is a header with its body.
type Act struct {
	Header
	// Clear is the payload, canonical JSON; nil where it is sealed or erased,
	// or was not opened for this reader.
	Clear []byte
	// Stored is the body as kept; its SHA-256 is Header.Body. For a public
	// act it is the same bytes as Clear.
	Stored []byte
	// Salt hides the leaf of an act that is not public: 32 bytes; nil for a
	// public act and for an erased one.
	Salt []byte
	// Erased says that the key of the body was destroyed.
	Erased bool
}

// EncodeHeader checks h and gives its bytes, the only ones that ParseHeader
// reads back. The error is Faults.
func EncodeHeader(h *Header) ([]byte, error) {
	if err := h.Check(); err != nil {
		return nil, err
	}
	return AppendHeader(make([]byte, 0, 640), h), nil
}

// AppendHeader appends the bytes of a header that Check has passed.
func AppendHeader(b []byte, h *Header) []byte {
	b = strconv.AppendInt(append(b, `{"index":`...), h.Index, 10)
	b = append(append(b, `,"id":"`...), h.ID...)
	b = append(append(b, `","kind":"`...), h.Kind...)
	b = strconv.AppendInt(append(b, `","version":`...), int64(h.Version), 10)
	b = append(append(b, `,"subject":"`...), h.Subject...)
	b = append(append(b, `","party":"`...), h.Party...)
	b = append(append(b, `","person":"`...), h.Person...)
	b = append(append(b, `","standing":"`...), h.Standing...)
	if h.Source == nil {
		b = append(b, `","source":null`...)
	} else {
		b = append(append(b, `","source":{"channel":"`...), h.Source.Channel...)
		b = appendString(append(b, `","reference":`...), h.Source.Reference)
		b = append(append(b, `,"received":"`...), h.Source.Received...)
		b = append(append(b, `","document":"`...), h.Source.Document...)
		b = append(b, `"}`...)
	}
	b = append(append(b, `,"day":"`...), h.Day...)
	b = h.Recorded.append(append(b, `","recorded":"`...))
	b = append(b, `","cites":[`...)
	for i, c := range h.Cites {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, string(c))
	}
	b = append(append(b, `],"audience":"`...), h.Audience...)
	b = append(append(b, `","corrects":"`...), h.Corrects...)
	b = h.Body.append(append(b, `","body":"`...))
	return append(b, `"}`...)
}

// Check finds every fault of a header at once; the error is Faults.
func (h *Header) Check() error {
	var fs Faults
	bad := func(code, where, what, why, do string) {
		fs = append(fs, Invalid{Code: code, Where: where, What: what, Why: why, Do: do})
	}
	at := func(where string, err error) {
		for _, f := range AllFaults(err) {
			f.Where = where
			fs = append(fs, f)
		}
	}
	if h.Index < 0 || h.Index > MaxInteger {
		bad("header.index", "/index", fmt.Sprint(h.Index), "an index is a whole number from 0", "leave it to the book")
	}
	if !isUUID(h.ID, '7') {
		bad("header.id", "/id", h.ID, "an act's id is a UUID of version 7 in lower case", "leave it to the book")
	}
	if !isKind(h.Kind) {
		bad("header.kind", "/kind", h.Kind, "a kind is module.action in lower case, at most 64 bytes", "use a kind that the program declares")
	}
	if h.Version < 1 || int64(h.Version) > MaxInteger {
		bad("header.version", "/version", fmt.Sprint(h.Version), "versions count from 1", "use the kind's present version")
	}
	if len(h.Subject) > MaxSubject || !isSubject(string(h.Subject)) {
		_, err := ParseSubject(string(h.Subject))
		at("/subject", err)
	}
	if !IsPartyCode(h.Party) {
		bad("header.party", "/party", h.Party, "a party's code has 1 to 64 letters, digits and . _ ~ -", "name a party of the register")
	}
	if h.Person != "" && !isUUID(h.Person, '4') {
		bad("header.person", "/person", h.Person, "a person stands in the book as a random UUID of version 4", "give the person's id, never a name")
	}
	switch h.Standing {
	case Own, Observed:
	case Communicated:
		if h.Source == nil {
			bad("header.source-missing", "/source", "", "what a party communicated rests on a communication", "name its channel, reference and date of receipt")
		}
	default:
		bad("header.standing", "/standing", string(h.Standing), "the standing is own, communicated or observed", "choose one of the three")
	}
	if h.Source != nil {
		h.Source.check(bad)
	}
	if !isDay(string(h.Day)) {
		_, err := ParseDay(string(h.Day))
		at("/day", err)
	}
	if h.Recorded < firstInstant || h.Recorded > lastInstant {
		bad("header.recorded", "/recorded", "", "the instant lies outside the years 1 to 9999", "leave it to the book")
	}
	h.checkCites(bad)
	if !IsAudience(h.Audience) {
		bad("header.audience", "/audience", h.Audience, "an audience is public, sealed, or the code of a named audience", "use a code of lower-case letters, digits and hyphens")
	}
	if h.Corrects != "" && !isUUID(h.Corrects, '7') {
		bad("header.corrects", "/corrects", h.Corrects, "an act corrects another one, named by its id", "give the id of the act to correct, or leave it empty")
	}
	return fs.Err()
}

func (s *Source) check(bad func(code, where, what, why, do string)) {
	if !isWord(s.Channel) || len(s.Channel) > 64 {
		bad("source.channel", "/source/channel", s.Channel, "a channel is a code such as note-verbale", "use a code of the list of channels")
	}
	if !isLine(s.Reference, 200) {
		bad("source.reference", "/source/reference", s.Reference, "a reference is one line of at most 200 characters in Unicode's form NFC", "write it as printed on the communication")
	}
	if !isDay(string(s.Received)) {
		bad("day.calendar", "/source/received", string(s.Received), "this is no day of the calendar between the years 1 and 9999", "write year, month and day as 2014-12-18")
	}
	if s.Document != "" && !isHash(s.Document) {
		bad("hash.form", "/source/document", s.Document, "a document is named by its SHA-256", "give the hash that its upload answered")
	}
}

func (h *Header) checkCites(bad func(code, where, what, why, do string)) {
	if len(h.Cites) > MaxCites {
		bad("cite.many", "/cites", fmt.Sprint(len(h.Cites)), fmt.Sprintf("an act has at most %d cites", MaxCites), "cite the paragraphs that it carries out, not those around them")
		return
	}
	for i, c := range h.Cites {
		where := "/cites/" + strconv.Itoa(i)
		if !isCite(string(c)) {
			_, err := ParseCite(string(c))
			for _, f := range AllFaults(err) {
				bad(f.Code, where, f.What, f.Why, f.Do)
			}
		}
		for _, before := range h.Cites[:i] {
			if before == c {
				bad("cite.twice", where, string(c), "the act cites this twice", "cite it once")
				break
			}
		}
	}
}

// IsPartyCode says whether s can be the code of a party: [A-Za-z0-9._~-]{1,64}.
func IsPartyCode(s string) bool { return len(s) <= 64 && isName(s) }

// IsAudience says whether s is "public", "sealed" or the code of a named
// audience, [a-z][a-z0-9-]{0,63}.
func IsAudience(s string) bool { return len(s) <= 64 && isWord(s) }

// isLine: valid NFC text of at most most characters, without control characters.
func isLine(s string, most int) bool {
	if len(s) > 4*most {
		return false
	}
	ascii := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf {
			ascii = false
		} else if c < 0x20 || c == 0x7f {
			return false
		}
	}
	if ascii {
		return len(s) <= most
	}
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > most || !isNFC(s) {
		return false
	}
	for _, r := range s {
		if r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 {
			return false
		}
	}
	return true
}

// isNFC says whether s is in Unicode's composed form; plain ASCII always is.
func isNFC(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return norm.NFC.IsNormalString(s)
		}
	}
	return true
}

const lowerHex = "0123456789abcdef"

// appendString appends s as a JSON string, escaped as little as JSON allows:
// \" and \\, and \u00XX for control characters. NUL must have been refused.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[from:i]...)
		from = i + 1
		if c < 0x20 {
			b = append(b, '\\', 'u', '0', '0', lowerHex[c>>4], lowerHex[c&15])
		} else {
			b = append(b, '\\', c)
		}
	}
	return append(append(b, s[from:]...), '"')
}

// Domain strings of the leaf. docs/act.md §2.1.
const (
	leafPublic  = "comity/act/v1\n"
	leafHidden  = "comity/act/v1/hidden\n"
	leafCommits = "comity/commitment/v1\n"
)

// SaltSize is the number of random bytes that hide the leaf of an act that is
// not public.
const SaltSize = 32

// LeafBytes are the bytes of the book's Merkle leaf for an act: the header
// itself for a public act, a salted commitment for any other.
func LeafBytes(audience string, header, salt []byte) []byte {
	if audience == Public {
		return append(append(make([]byte, 0, len(leafPublic)+len(header)), leafPublic...), header...)
	}
	c := Commitment(salt, header)
	return HiddenLeaf(c)
}

// HiddenLeaf are the leaf bytes of a commitment, all that is left of the leaf
// once the salt is erased.
func HiddenLeaf(commitment Hash) []byte {
	return hex.AppendEncode(append(make([]byte, 0, len(leafHidden)+64), leafHidden...), commitment[:])
}

// Commitment is SHA-256("comity/commitment/v1\n" ‖ salt ‖ header).
func Commitment(salt, header []byte) (c Hash) {
	h := sha256.New()
	h.Write([]byte(leafCommits))
	h.Write(salt)
	h.Write(header)
	h.Sum(c[:0])
	return c
}
