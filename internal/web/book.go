package web

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/ui"
)

// open says whether the body of an act is open to the reader.
func (s *Site) open(v *ui.Visit, a *act.Act) (bool, error) {
	return s.Node.Open(v.Context(), &v.Reader, v.Today, &a.Header)
}

// book lists the acts, newest first, by their places: a page is a run of the
// book, so its address always shows the same acts.
func (s *Site) book(v *ui.Visit) (ui.Answer, error) {
	size := s.Node.Book.Size()
	run := int64(v.PageSize())
	before := min(int64(v.Number("before", int(size))), size)
	from := max(before-run, 0)
	acts, err := s.Node.Book.Acts(v.Context(), book.Page{From: from, Limit: int(max(before-from, 1)), Headers: true})
	if err != nil {
		return nil, err
	}
	sheet := &ui.Sheet{Name: "book", Caption: v.Text("nav.book"), Total: -1, Columns: []ui.Column{
		{Name: "index", Label: v.Text("book.place"), Number: true},
		{Name: "act", Label: v.Text("word.act")},
		{Name: "subject", Label: v.Text("book.subject"), Minor: true, Data: true},
		{Name: "party", Label: v.Text("word.party")},
		{Name: "standing", Label: v.Text("word.standing"), Minor: true},
		{Name: "day", Label: v.Text("word.date")},
		{Name: "id", Label: "ID", Hidden: true},
		{Name: "kind", Label: "kind", Hidden: true},
		{Name: "recorded", Label: "recorded", Hidden: true},
		{Name: "cites", Label: "cites", Hidden: true},
	}}
	for _, a := range slices.Backward(acts) {
		if a.Index >= before {
			continue
		}
		if shown, err := s.open(v, a); err != nil {
			return nil, err
		} else if shown {
			sheet.Rows = append(sheet.Rows, s.actRow(v, a))
		}
	}
	if hidden := before - from - int64(len(sheet.Rows)); hidden > 0 {
		sheet.Notes = append(sheet.Notes, v.Text("book.not-open"))
	}
	if from > 0 {
		sheet.Next = v.With("before", strconv.FormatInt(from, 10))
	}
	if before < size {
		sheet.Before = v.With("before", "")
	}
	head, err := s.Node.Book.SignedHead(v.Context())
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return ui.Page{Title: v.Text("nav.book"), Lead: v.Text("book.lead"), Section: "/book", Wide: true, Sheet: sheet,
		Actions: []ui.Link{{To: "/book/check", Words: v.Text("book.check")}, {To: "/kinds", Words: v.Text("book.kinds")}},
		Body:    bookView(v, head, s.Verifier, sheet)}, nil
}

// actRow is an act as a row of a sheet of acts.
func (s *Site) actRow(v *ui.Visit, a *act.Act) ui.Row {
	cites := make([]string, len(a.Cites))
	for i, c := range a.Cites {
		cites[i] = string(c)
	}
	return ui.Row{
		{Text: v.Localizer.Number(a.Index), Value: a.Index, Link: "/book/acts/" + a.ID},
		{Text: s.kindTitle(v, a.Kind), Link: "/book/acts/" + a.ID},
		{Text: subjectWords(v, a.Subject), Value: string(a.Subject), Link: s.subjectPage(string(a.Subject))},
		{Text: s.Node.PartyName(v, a.Party), Value: a.Party},
		{Text: s.Node.CodeLabel(v, "standing", string(a.Standing)), Value: string(a.Standing)},
		{Text: v.Localizer.Day(a.Day), Value: string(a.Day)},
		{Text: a.ID}, {Text: a.Kind}, {Text: a.Recorded.String()}, {Text: "", Value: cites},
	}
}

func (s *Site) kindTitle(v *ui.Visit, kind string) string {
	if k := s.Node.Book.Kind(kind); k != nil {
		return v.Label(k.Key(), k.Title)
	}
	return kind
}

// subjectPage is the page of a subject: that of the module it belongs to, or the
// list of its acts.
func (s *Site) subjectPage(subject string) string {
	for _, p := range s.pages {
		if p.Subject != nil {
			if to := p.Subject(subject); to != "" {
				return to
			}
		}
	}
	return "/subjects/" + subject
}

// actsOn is the page of a subject where the reader finds something there, else "".
func (s *Site) actsOn(v *ui.Visit, subject string) string {
	to := s.subjectPage(subject)
	for _, p := range s.pages {
		if slices.Contains(p.Given, act.Subject(subject).Type()) {
			return to
		}
	}
	heads, _, err := s.Node.Heads(v.Context(), &v.Reader, v.Today, module.Asked{Subject: act.Subject(subject), Below: s.Node.Book.Size(), Limit: 1})
	if err != nil || len(heads) == 0 { // without it the page says as much as with a link that leads nowhere
		return ""
	}
	return to
}

// citePage is the page of a provision, "" where no module shows it.
func (s *Site) citePage(cite string) string {
	for _, p := range s.pages {
		if p.Cite != nil {
			if to := p.Cite(cite); to != "" {
				return to
			}
		}
	}
	return ""
}

// findAct reads an act that is open to the reader.
func (s *Site) findAct(v *ui.Visit) (*act.Act, error) {
	a, err := s.Node.Book.ByID(v.Context(), v.PathValue("id"), 0)
	if err != nil {
		return nil, err
	}
	if a == nil {
		return nil, ui.ErrNotFound
	}
	if shown, err := s.open(v, a); err != nil || !shown {
		if err == nil {
			err = ui.ErrNotFound
		}
		return nil, err
	}
	return a, nil
}

// act shows one act as an auditor reads it, with what it cites and corrects.
func (s *Site) act(v *ui.Visit) (ui.Answer, error) {
	a, err := s.findAct(v)
	if err != nil {
		return nil, err
	}
	k := s.Node.Book.Kind(a.Kind)
	lines, err := k.Trail(a)
	if err != nil {
		return nil, err
	}
	acts, err := s.Node.Book.OnSubject(v.Context(), a.Subject, book.Page{Limit: 500, Headers: true})
	if err != nil {
		return nil, err
	}
	var corrected string
	for _, other := range acts {
		if other.Corrects != a.ID {
			continue
		}
		if shown, err := s.open(v, other); err != nil {
			return nil, err
		} else if shown {
			corrected = other.ID
		}
	}
	marks := []ui.Mark{{Tone: standingTone(a.Standing), Words: s.Node.CodeLabel(v, "standing", string(a.Standing))}}
	if a.Erased {
		marks = append(marks, ui.Mark{Tone: ui.Bad, Words: v.Text("word.erased")})
	}
	if corrected != "" {
		marks = append(marks, ui.Mark{Tone: ui.Open, Words: v.Text("book.corrected")})
	}
	return ui.Page{Title: v.Label(k.Key(), k.Title), Marks: marks, Section: "/book",
		Trail:   []ui.Link{{To: "/book", Words: v.Text("nav.book")}, {To: s.subjectPage(string(a.Subject)), Words: string(a.Subject), Data: true}},
		Actions: []ui.Link{{To: "/book/acts/" + a.ID + "/proof", Words: v.Text("book.proof")}},
		Body:    actView(v, s.facts(v, a, lines), corrected)}, nil
}

func standingTone(st act.Standing) ui.Tone {
	switch st {
	case act.Own:
		return ui.Good
	case act.Communicated:
		return ui.Note
	}
	return ui.Open
}

// facts turns the printed trail into rows, with the words of the reader's
// language and links where there are pages.
func (s *Site) facts(v *ui.Visit, a *act.Act, lines []act.Line) []trailRow {
	var rows []trailRow
	language := "" // that a group of fields gives for its text
	for _, l := range lines[1:] {
		r := trailRow{Depth: l.Depth, Fact: ui.Fact{Name: v.Label(l.Key, l.Label), Value: l.Value, Lang: l.Language}}
		switch l.Key {
		case "act.subject":
			r.Fact.Link, r.Fact.Data = s.subjectPage(l.Value), true
		case "act.party":
			r.Fact.Value = s.Node.PartyName(v, l.Value)
			if p := s.Node.Parties.ByCode(l.Value); p != nil {
				r.Fact.Link = partyPage(p)
			}
		case "act.standing":
			r.Fact.Value = s.Node.CodeLabel(v, "standing", l.Value)
		case "act.day", "act.received":
			r.Fact.Value = v.Localizer.Day(act.Day(l.Value))
		case "act.recorded":
			r.Fact.Value = v.Instant(a.Recorded.Time())
		case "act.cite":
			r.Fact.Link, r.Fact.Data = s.citePage(l.Value), true
		case "act.corrects":
			r.Fact.Link, r.Fact.Data = "/book/acts/"+l.Value, true
		case "act.audience":
			r.Fact.Value = s.audienceName(v, l.Value)
		case "act.document":
			r.Fact.Code, r.Fact.Link = true, s.filePage(a, l.Value)
			r.Fact.Data = r.Fact.Link != ""
		case "act.person":
			r.Fact.Code = true
			if name := s.personName(v, l.Value); name != "" {
				r.Fact.Value, r.Fact.Code, r.Fact.Data = name, false, true
			}
		case "act.id", "act.body":
			r.Fact.Code = true
		default:
			s.value(v, &r.Fact, &l)
			switch {
			case l.File != nil:
				r.Fact.Show = fileView(l.File, s.filePage(a, l.File.Blob))
			case l.Type == act.Code && l.List == "language":
				language = l.Value
			case l.Type == act.Text && strings.HasSuffix(l.Key, ".text") && language != "":
				r.Fact.Lang, r.Fact.Data, language = language, false, ""
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// value puts a field's value in the reader's words, by its type.
func (s *Site) value(v *ui.Visit, f *ui.Fact, l *act.Line) {
	switch l.Type {
	case act.YesNo:
		f.Value = v.Text("word.no")
		if l.Value == "true" || l.Value == "yes" {
			f.Value = v.Text("word.yes")
		}
	case act.Money:
		var currency string
		var minor int64
		if _, err := fmt.Sscan(l.Value, &currency, &minor); err == nil { // "USD 1250 in minor units"
			f.Value = v.Localizer.Money(minor, i18n.Decimals(currency), currency)
		}
	case act.DayOn:
		f.Value = v.Localizer.Day(act.Day(l.Value))
	case act.PartyOf:
		f.Value = s.Node.PartyName(v, l.Value)
		if p := s.Node.Parties.ByCode(l.Value); p != nil {
			f.Link = partyPage(p)
		}
	case act.About:
		// The list of a subject's acts is there when it has some; a module's page
		// is there from the start.
		if to := s.subjectPage(l.Value); !strings.HasPrefix(to, "/subjects/") {
			f.Link = to
		}
		f.Data = true
	case act.Citing:
		f.Link, f.Data = s.citePage(l.Value), true
	case act.Code:
		f.Value = s.Node.CodeLabel(v, l.List, l.Value)
	case act.Prose:
	default:
		f.Data = f.Lang == ""
	}
}

type trailRow struct {
	Depth int
	ui.Fact
}

// proof gives the file by which anyone can check, without this program, that the
// act stands in the book.
func (s *Site) proof(v *ui.Visit) (ui.Answer, error) {
	a, err := s.findAct(v)
	if err != nil {
		return nil, err
	}
	p, err := s.Node.Book.Prove(v.Context(), a.ID)
	if err != nil {
		return nil, err
	}
	b := p.Encode()
	return ui.File{Name: "proof-" + a.ID + ".txt", Type: "text/plain; charset=utf-8", Write: func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}}, nil
}

// MaxProof is the length of a proof at most, in bytes.
const MaxProof = 1 << 20

func (s *Site) checkPage(v *ui.Visit, f *ui.Form, proven *book.Proven) ui.Answer {
	return ui.Page{Title: v.Text("book.check"), Lead: v.Text("book.check-lead"), Section: "/book", Trail: []ui.Link{{To: "/book", Words: v.Text("nav.book")}}, Body: checkView(v, f, s.provenFacts(v, proven))}
}

func (s *Site) proofForm(v *ui.Visit) *ui.Form {
	return &ui.Form{Upload: true, Most: 2 * MaxProof, Send: v.Text("do.verify"), Fields: []ui.Field{
		{Name: "key", Label: v.Text("book.verifier"), Help: v.Text("book.verifier-help"), Value: s.Verifier, Required: true, Max: 1000, Kind: "code-line"},
		{Name: "file", Kind: "file", Label: v.Text("book.proof-file")},
		{Name: "text", Kind: "lines", Label: v.Text("book.proof-text"), Max: MaxProof},
	}}
}

func (s *Site) checkForm(v *ui.Visit) (ui.Answer, error) {
	return s.checkPage(v, s.proofForm(v), nil), nil
}

// check checks a proof against a key. It needs nothing of this node's book.
func (s *Site) check(v *ui.Visit) (ui.Answer, error) {
	f := s.proofForm(v)
	if err := v.Posted(2 * MaxProof); err != nil {
		return nil, err
	}
	f.Fill(v.PostForm)
	// A browser ends the lines of what was pasted with CR LF.
	given := []byte(strings.ReplaceAll(v.PostFormValue("text"), "\r\n", "\n"))
	if file, _, err := v.FormFile("file"); err == nil {
		defer func() { _ = file.Close() }()
		if given, err = io.ReadAll(io.LimitReader(file, MaxProof)); err != nil {
			return nil, err
		}
	}
	if len(given) == 0 {
		f.Fault("file", v.Text("book.no-proof"))
		return s.checkPage(v, f, nil), nil
	}
	verifier, err := note.NewVerifier(v.PostFormValue("key"))
	if err != nil {
		f.Fault("key", v.Text("book.no-key"))
		return s.checkPage(v, f, nil), nil
	}
	p, err := book.ParseProof(given)
	if err == nil {
		var proven *book.Proven
		if proven, err = p.Check(verifier); err == nil {
			return s.checkPage(v, f, proven), nil
		}
	}
	f.Fault("text", fmt.Sprintf("%s (%s)", v.Text("book.does-not-hold"), err))
	return s.checkPage(v, f, nil), nil
}

func (s *Site) provenFacts(v *ui.Visit, p *book.Proven) []ui.Fact {
	if p == nil {
		return nil
	}
	h := p.Header
	return []ui.Fact{
		{Name: v.Text("word.act"), Value: s.kindTitle(v, h.Kind)},
		{Name: v.Text("book.subject"), Value: string(h.Subject), Code: true},
		{Name: v.Text("word.party"), Value: s.Node.PartyName(v, h.Party)},
		{Name: v.Text("word.date"), Value: v.Localizer.Day(h.Day)},
		{Name: v.Text("book.place"), Value: v.Localizer.Number(h.Index)},
		{Name: v.Text("book.size"), Value: v.Localizer.Number(p.Head.Size)},
		{Name: v.Text("book.root"), Value: p.Head.Root.String(), Code: true},
	}
}

// subject lists the acts on one subject.
func (s *Site) subject(v *ui.Visit) (ui.Answer, error) {
	subject, err := act.ParseSubject(v.PathValue("subject"))
	if err != nil {
		return nil, ui.ErrNotFound
	}
	acts, err := s.Node.Book.OnSubject(v.Context(), subject, book.Page{From: int64(v.Number("from", 0)), Limit: v.PageSize(), Headers: true})
	if err != nil {
		return nil, err
	}
	sheet := &ui.Sheet{Name: "acts", Caption: v.Text("nav.book"), Total: -1, Columns: []ui.Column{
		{Name: "index", Label: v.Text("book.place"), Number: true}, {Name: "act", Label: v.Text("word.act")},
		{Name: "subject", Label: v.Text("book.subject"), Hidden: true}, {Name: "party", Label: v.Text("word.party")},
		{Name: "standing", Label: v.Text("word.standing")}, {Name: "day", Label: v.Text("word.date")},
		{Name: "id", Hidden: true}, {Name: "kind", Hidden: true}, {Name: "recorded", Hidden: true}, {Name: "cites", Hidden: true},
	}}
	for _, a := range acts {
		if shown, err := s.open(v, a); err != nil {
			return nil, err
		} else if shown {
			sheet.Rows = append(sheet.Rows, s.actRow(v, a))
		}
	}
	if len(sheet.Rows) == 0 {
		return nil, ui.ErrNotFound
	}
	if len(acts) == v.PageSize() {
		sheet.Next = v.With("from", strconv.FormatInt(acts[len(acts)-1].Index+1, 10))
	}
	return ui.Page{Title: string(subject), Data: true, Section: "/book", Trail: []ui.Link{{To: "/book", Words: v.Text("nav.book")}}, Sheet: sheet, Body: ui.SheetView(v, sheet)}, nil
}
