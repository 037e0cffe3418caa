package act

import (
	"encoding/base64"
	"fmt"
)

// Draft is an act as a file describes it, before the book gives it index, id
// and instant.
type Draft struct {
	Subject  Subject
	Party    string
	Standing Standing
	Source   *Source
	Day      Day
	Cites    []Cite
	Audience string
	Corrects string
	Body     []byte // JSON for ReadBody; for the audience "sealed", the age file
}

// draftFields are the members of a draft's file besides its body.
var draftFields = []Field{
	{Name: "subject", Label: "Subject", Type: About, Required: true},
	{Name: "party", Label: "On behalf of", Type: PartyOf, Required: true},
	{Name: "standing", Label: "Standing", Type: Text, Max: 20, Required: true},
	{Name: "source", Label: "Source", Type: Group, Fields: []Field{
		{Name: "channel", Label: "Channel", Type: Text, Max: 64, Required: true},
		{Name: "reference", Label: "Reference", Type: Text, Required: true},
		{Name: "received", Label: "Received", Type: DayOn, Required: true},
		{Name: "document", Label: "Document", Type: hashType},
	}},
	{Name: "day", Label: "Day", Type: DayOn, Required: true},
	{Name: "cites", Label: "Cites", Type: Citing, Repeat: true, Most: MaxCites},
	{Name: "audience", Label: "Audience", Type: Text, Max: 64},
	{Name: "corrects", Label: "Corrects", Type: Text, Max: 36},
}

// ReadDraft reads an act of the kind from a JSON file: an object with the
// members of the header that a person gives, and "body" with the kind's
// fields, or "sealed" with an age file in base64. "audience" may be left out
// where the kind has one only. Faults of header and body are found together;
// the error is Faults. The body of an act that is not sealed comes back in its
// one encoding.
func (s *Shape) ReadDraft(in []byte, lists Lists) (*Draft, error) {
	n, faults, ok := readTree(in, MaxInput)
	if !ok {
		return nil, faults.list
	}
	return s.draftOfTree(&n, faults, lists)
}

// draftOfTree reads a draft that was parsed; faults are those of its form.
func (s *Shape) draftOfTree(n *node, faults located, lists Lists) (*Draft, error) {
	if n.kind != objectNode {
		return nil, Faults{{Code: "body.type", Why: fmt.Sprintf("the file holds %s, an act is an object", nodeNames[n.kind]), Do: "see comity act schema " + s.Name}}
	}
	var body, sealed *node
	head := node{kind: objectNode}
	for i := range n.members {
		switch m := &n.members[i]; m.key {
		case "body":
			body = &m.val
		case "sealed":
			sealed = &m.val
		default:
			head.members = append(head.members, *m)
		}
	}
	h := &bodyWriter{faults: faults, lists: lists}
	h.object(&head, draftFields, nil)
	var d Draft
	if o, err := head.plain(); err == nil {
		d = draftOf(o.(Object))
	}
	if d.Audience == "" && len(s.Audiences) == 1 && s.Audiences[0] != AnyNamed {
		d.Audience = s.Audiences[0]
	}
	all := h.faults.list
	switch {
	case (body == nil) == (sealed == nil):
		all = append(all, Invalid{Code: "draft.body", Where: "/body", Why: "the act has no body, or two", Do: "write body, or sealed for an age file in base64"})
	case (sealed != nil) != (d.Audience == Sealed):
		all = append(all, Invalid{Code: "draft.sealed", Where: "/audience", What: d.Audience, Why: "a sealed body belongs to the audience sealed, and no other does", Do: "write body, or sealed for an age file in base64"})
	case sealed != nil:
		raw, err := base64.StdEncoding.DecodeString(sealed.text)
		if sealed.kind != stringNode || err != nil {
			all = append(all, Invalid{Code: "draft.base64", Where: "/sealed", Why: "the sealed body is no base64", Do: "encode the age file in base64"})
		}
		d.Body = raw
	default:
		day := d.Day
		if !isDay(string(day)) {
			day = "9999-12-31"
		}
		var err error
		d.Body, err = s.encodeTree(body, located{}, day, lists)
		for _, f := range AllFaults(err) {
			f.Where = "/body" + f.Where
			all = append(all, f)
		}
	}
	if len(all) > 0 {
		return nil, all
	}
	return &d, s.checkDraft(&d)
}

// checkDraft holds the header's part against grammar and declaration, with
// what the book adds filled in.
func (s *Shape) checkDraft(d *Draft) error {
	h := Header{ID: "00000000-0000-7000-8000-000000000000", Kind: s.Name, Version: s.Version, Subject: d.Subject, Party: d.Party,
		Standing: d.Standing, Source: d.Source, Day: d.Day, Cites: d.Cites, Audience: d.Audience, Corrects: d.Corrects}
	fs := AllFaults(h.Check())
	if fs == nil {
		fs = AllFaults(s.CheckHeader(&h))
	}
	return fs.Err()
}

func draftOf(o Object) (d Draft) {
	str := func(o Object, name string) string { s, _ := o[name].(string); return s }
	d = Draft{Subject: Subject(str(o, "subject")), Party: str(o, "party"), Standing: Standing(str(o, "standing")),
		Day: Day(str(o, "day")), Audience: str(o, "audience"), Corrects: str(o, "corrects")}
	if src, ok := o["source"].(Object); ok {
		d.Source = &Source{Channel: str(src, "channel"), Reference: str(src, "reference"), Received: Day(str(src, "received")), Document: str(src, "document")}
	}
	cites, _ := o["cites"].([]any)
	for _, c := range cites {
		s, _ := c.(string)
		d.Cites = append(d.Cites, Cite(s))
	}
	return d
}
