package act

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Decode reads the payload of an opened act into v, as encoding/json does.
func (a *Act) Decode(v any) error {
	if a.Clear == nil {
		return fmt.Errorf("read the body of act %s: it is not open to this reader", a.ID)
	}
	if err := json.Unmarshal(a.Clear, v); err != nil {
		return fmt.Errorf("read the body of act %s, kind %s: %w", a.ID, a.Kind, err)
	}
	return nil
}

// ReadBody checks a client's JSON against the declaration and gives the body's
// one encoding: members in the order of declaration, no white space, strings
// escaped as little as JSON allows. day is the act's own, on which codes must
// stand in their lists. The error is Faults: all of them, in the order of the
// input, at most 100.
func (s *Shape) ReadBody(in []byte, day Day, lists Lists) ([]byte, error) {
	n, faults, ok := readTree(in, MaxInput)
	if !ok {
		return nil, faults.list
	}
	return s.encodeTree(&n, faults, day, lists)
}

func (s *Shape) encodeTree(n *node, faults located, day Day, lists Lists) ([]byte, error) {
	w := &bodyWriter{faults: faults, day: day, lists: lists, out: make([]byte, 0, 256)}
	w.object(n, s.Fields, nil)
	if len(w.faults.list) == 0 && len(w.out) > MaxBody {
		w.fault(n, nil, Invalid{Code: "body.long",
			Why:  fmt.Sprintf("the body has %d bytes, at most %d are kept", len(w.out), MaxBody),
			Do:   "put bulk into a file and name it",
			Args: map[string]string{"have": strconv.Itoa(len(w.out)), "most": strconv.Itoa(MaxBody)}})
	}
	if err := w.faults.list.Err(); err != nil {
		return nil, err
	}
	return w.out, nil
}

type bodyWriter struct {
	faults located
	day    Day
	lists  Lists
	out    []byte
}

func (w *bodyWriter) fault(n *node, p *place, v Invalid) {
	if w.faults.full() {
		return
	}
	v.Where = p.String()
	w.faults.add(n.at, v)
}

func (n *node) member(key string) *node {
	for i := range n.members {
		if n.members[i].key == key {
			return &n.members[i].val
		}
	}
	return nil
}

func (w *bodyWriter) object(n *node, fields []Field, p *place) {
	if !w.want(n, p, objectNode) {
		return
	}
	for i := range n.members {
		m := &n.members[i]
		if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == m.key }) {
			w.fault(&node{at: m.at}, &place{p, m.key}, Invalid{Code: "body.unknown",
				Why: "no field has this name", Do: "leave it out, or use one of " + fieldNames(fields)})
		}
	}
	w.out = append(w.out, '{')
	first := true
	for i := range fields {
		f := &fields[i]
		v, here := n.member(f.Name), &place{p, f.Name}
		applies := f.applies(n)
		switch {
		case v == nil && f.Required && applies:
			w.fault(n, here, Invalid{Code: "body.missing", Why: "the field is required", Do: "fill it in"})
		case v == nil:
		case !applies:
			w.fault(v, here, Invalid{Code: "body.uncalled",
				Why:  fmt.Sprintf("the field belongs here only where %q is %s", f.When.Field, orList(f.When.Is)),
				Do:   "leave it out",
				Args: map[string]string{"field": f.When.Field, "values": orList(f.When.Is)}})
		default:
			if !first {
				w.out = append(w.out, ',')
			}
			first = false
			w.out = appendString(w.out, f.Name)
			w.out = append(w.out, ':')
			w.field(v, f, here)
		}
	}
	w.out = append(w.out, '}')
	if len(n.members) == 0 && p != nil {
		w.fault(n, p, Invalid{Code: "body.empty", Why: "the group is empty", Do: "leave it out"})
	}
}

// applies says whether a field belongs to the object n.
func (f *Field) applies(n *node) bool {
	if f.When == nil {
		return true
	}
	o := n.member(f.When.Field)
	return o != nil && (o.kind == stringNode || o.kind == boolNode) && slices.Contains(f.When.Is, o.text)
}

func fieldNames(fields []Field) string {
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].Name
	}
	return orList(names)
}

func (w *bodyWriter) field(n *node, f *Field, p *place) {
	if !f.Repeat {
		w.value(n, f, p)
		return
	}
	if !w.want(n, p, arrayNode) {
		return
	}
	if most := f.most(); len(n.items) == 0 || len(n.items) > most {
		w.fault(n, p, Invalid{Code: "body.count", What: strconv.Itoa(len(n.items)),
			Why:  fmt.Sprintf("1 to %d values may stand here", most),
			Do:   "leave the field out when there is none",
			Args: map[string]string{"most": strconv.Itoa(most)}})
		return
	}
	w.out = append(w.out, '[')
	for i := range n.items {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.value(&n.items[i], f, &place{p, strconv.Itoa(i)})
	}
	w.out = append(w.out, ']')
}

func (f *Field) most() int {
	if f.Most > 0 {
		return f.Most
	}
	return 100
}

// want says whether n is of a kind, and faults it otherwise.
func (w *bodyWriter) want(n *node, p *place, kind nodeKind) bool {
	if n.kind == kind {
		return true
	}
	v := Invalid{Code: "body.type", What: n.text,
		Why:  fmt.Sprintf("%s stands where %s belongs", nodeNames[n.kind], nodeNames[kind]),
		Do:   "write " + nodeNames[kind],
		Args: map[string]string{"have": nodeNames[n.kind], "want": nodeNames[kind]}}
	if n.kind == nullNode {
		v.Code, v.What, v.Do = "body.null", "", "leave the field out when it has no value"
	}
	w.fault(n, p, v)
	return false
}

func (w *bodyWriter) value(n *node, f *Field, p *place) {
	switch f.Type {
	case Group:
		w.object(n, f.Fields, p)
	case Integer:
		w.integer(n, f.Min, f.Max, p)
	case YesNo:
		if w.want(n, p, boolNode) {
			w.out = append(w.out, n.text...)
		}
	case Prose:
		w.object(n, proseFields(f), p)
	case Money:
		w.object(n, moneyFields, p)
	case File:
		w.object(n, fileFields, p)
	default:
		if !w.want(n, p, stringNode) {
			return
		}
		if v, bad := w.badString(n.text, f); bad {
			w.fault(n, p, v)
			return
		}
		w.out = appendString(w.out, n.text)
	}
}

// The composite types are groups of simpler fields.
var (
	moneyFields = []Field{
		{Name: "amount", Label: "Amount", Type: Integer, Required: true},
		{Name: "currency", Label: "Currency", Type: Code, List: "currency", Required: true},
	}
	fileFields = []Field{
		{Name: "blob", Label: "Hash", Type: hashType, Required: true},
		{Name: "name", Label: "File name", Type: Text, Max: 255, Required: true},
		{Name: "type", Label: "Media type", Type: mediaType, Required: true},
		{Name: "size", Label: "Size", Type: Integer, Min: 0, Max: MaxInteger, Required: true},
	}
)

func proseFields(f *Field) []Field {
	return []Field{
		{Name: "language", Label: "Language", Type: languageType, Required: true},
		{Name: "text", Label: "Text", Type: Text, Lines: true, Max: f.Max, Required: true},
	}
}

// Types inside the composite ones.
const (
	hashType     Type = "hash"
	mediaType    Type = "media-type"
	languageType Type = "language"
)

func notWhole(number string, p *place) Invalid {
	return Invalid{Code: "number.integer", Where: p.String(), What: number,
		Why: "numbers are whole, without fraction or exponent, of at most 53 bits",
		Do:  "write money in minor units and a rate as decimal text"}
}

func (w *bodyWriter) integer(n *node, least, most int64, p *place) {
	if !w.want(n, p, numberNode) {
		return
	}
	k, err := strconv.ParseInt(n.text, 10, 64)
	if err != nil || n.text == "-0" || k > MaxInteger || k < -MaxInteger {
		w.fault(n, p, notWhole(n.text, p))
		return
	}
	if (least != 0 || most != 0) && (k < least || k > most) {
		w.fault(n, p, Invalid{Code: "number.range", What: n.text,
			Why:  fmt.Sprintf("the number lies outside %d to %d", least, most),
			Do:   "give one within these bounds",
			Args: map[string]string{"least": strconv.FormatInt(least, 10), "most": strconv.FormatInt(most, 10)}})
		return
	}
	w.out = strconv.AppendInt(w.out, k, 10)
}

// badString finds what is wrong with a string value of a field.
func (w *bodyWriter) badString(s string, f *Field) (Invalid, bool) {
	var err error
	switch f.Type {
	case Text:
		return badLine(s, f)
	case DayOn:
		_, err = ParseDay(s)
	case Month:
		if !isMonth(s) {
			return Invalid{Code: "month.calendar", What: s, Why: "this is no month of the years 1 to 9999", Do: "write it as 2014-12"}, true
		}
	case Moment:
		_, err = ParseInstant(s)
	case Decimal:
		if !isDecimal(s) {
			return Invalid{Code: "decimal.form", What: s, Why: "this is no decimal number", Do: "write digits, with a full stop before the fraction: 0.875"}, true
		}
	case Code:
		if s == "" || len(s) > 64 || !w.lists.Has(f.List, s, w.day) {
			return Invalid{Code: "code.unknown", What: s,
				Why:  fmt.Sprintf("the list %s has no such code on %s", f.List, w.day),
				Do:   "use a code of the list",
				Args: map[string]string{"list": f.List, "day": string(w.day)}}, true
		}
	case About:
		var sub Subject
		sub, err = ParseSubject(s)
		if err == nil && len(f.Subjects) > 0 && !slices.Contains(f.Subjects, sub.Type()) {
			return wrongSubject("", s, f.Subjects), true
		}
	case PartyOf:
		if !IsPartyCode(s) {
			return Invalid{Code: "header.party", What: s, Why: "a party's code has 1 to 64 letters, digits and . _ ~ -", Do: "name a party of the register"}, true
		}
	case Citing:
		_, err = ParseCite(s) // texts cite what they cite; people's own cites stand in the header
	case hashType:
		_, err = ParseHash(s)
	case mediaType:
		if !isMediaType(s) {
			return Invalid{Code: "file.type", What: s, Why: "this is no media type", Do: "write it as application/pdf"}, true
		}
	case languageType:
		if !isLanguage(s) {
			return Invalid{Code: "language.form", What: s, Why: "this is no language tag", Do: "write it as fr, pt-BR or zh-Hans"}, true
		}
	}
	if fs := AllFaults(err); len(fs) > 0 {
		return fs[0], true
	}
	return Invalid{}, false
}

func badLine(s string, f *Field) (Invalid, bool) {
	most := f.maxText()
	if strings.TrimFunc(s, unicode.IsSpace) == "" {
		return Invalid{Code: "text.empty", What: "", Why: "the text is empty", Do: "fill it in, or leave the field out"}, true
	}
	if n := utf8.RuneCountInString(s); int64(n) > most {
		return Invalid{Code: "text.long", What: s,
			Why:  fmt.Sprintf("the text has %d characters, at most %d fit", n, most),
			Do:   "shorten it",
			Args: map[string]string{"have": strconv.Itoa(n), "most": strconv.FormatInt(most, 10)}}, true
	}
	for _, r := range s {
		if r == '\n' || r == '\t' {
			if f.Lines {
				continue
			}
		} else if r >= 0x20 && r != 0x7f && (r < 0x80 || r > 0x9f) {
			continue
		}
		if r == 0 {
			continue // named already, as it is read
		}
		return Invalid{Code: "text.control", What: s,
			Why: fmt.Sprintf("the text has the control character U+%04X", r),
			Do:  "remove it; lines end with a line feed alone, where lines are allowed"}, true
	}
	return Invalid{}, false
}

func (f *Field) maxText() int64 {
	switch {
	case f.Max > 0:
		return f.Max
	case f.Lines:
		return 20_000
	default:
		return 200
	}
}

// isDecimal: -?(0|[1-9][0-9]*)(\.[0-9]+)?, at most 40 bytes, and not -0.
func isDecimal(s string) bool {
	if len(s) > 40 {
		return false
	}
	t := strings.TrimPrefix(s, "-")
	whole, part, dot := strings.Cut(t, ".")
	if !allDigits(whole) || len(whole) > 1 && whole[0] == '0' || dot && !allDigits(part) {
		return false
	}
	return t == s || strings.Trim(t, "0.") != ""
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// isMediaType: type/subtype of RFC 6838, lower case, without parameters.
func isMediaType(s string) bool {
	a, b, ok := strings.Cut(s, "/")
	return ok && isMediaWord(a) && isMediaWord(b)
}

func isMediaWord(s string) bool {
	if s == "" || len(s) > 127 {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && (i == 0 || strings.IndexByte("!#$&-^_.+", c) < 0) {
			return false
		}
	}
	return true
}

// isLanguage: a BCP 47 tag of language, script and region: "fr", "zh-Hans",
// "pt-BR", "es-419".
func isLanguage(s string) bool {
	parts := strings.Split(s, "-")
	if l := parts[0]; len(l) < 2 || len(l) > 3 || !lowerOnly(l) {
		return false
	}
	rest := parts[1:]
	if len(rest) > 0 && len(rest[0]) == 4 {
		if c := rest[0][0]; c < 'A' || c > 'Z' || !lowerOnly(rest[0][1:]) {
			return false
		}
		rest = rest[1:]
	}
	if len(rest) > 0 {
		r := rest[0]
		if len(r) == 2 && strings.ToUpper(r) == r && isAlnum(r[0]) && isAlnum(r[1]) && r[0] > '9' && r[1] > '9' || len(r) == 3 && allDigits(r) {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

func lowerOnly(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}
