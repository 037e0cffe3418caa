package project

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/unicode/norm"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/party"
	"comity/internal/project/result"
	"comity/internal/store"
)

// Bounds of a list that is taken in.
const (
	MaxIntake     = 64 << 20 // bytes
	mostRows      = 100_000
	maxMapping    = 64 << 10
	mostUnplaced  = 1000
	mostOneRecord = 5000 // acts a call
)

// Mapping says how another system's list of projects is read: which member of a row
// is what. It is data of the programme: imports/NAME.toml.
type Mapping struct {
	Source   string `toml:"source"`   // what the system is called
	Prefix   string `toml:"prefix"`   // of the projects' codes here
	Language string `toml:"language"` // of its words
	Rows     string `toml:"rows"`     // member that holds the list, "" where the file is the list
	Office   string `toml:"office"`   // code of the party whose projects they are
	Currency string `toml:"currency"`
	Decimals int    `toml:"decimals"` // of the currency's minor unit
	Members  struct {
		ID        string `toml:"id"`
		Title     string `toml:"title"`
		Summary   string `toml:"summary"`
		Outcome   string `toml:"outcome"`
		State     string `toml:"state"` // ISO 3166 alpha-3
		From      string `toml:"from"`
		Until     string `toml:"until"`
		Required  string `toml:"required"`
		Available string `toml:"available"`
		Spent     string `toml:"spent"`
	} `toml:"members"`
}

// LoadMapping reads imports/NAME.toml of a programme's folder.
func LoadMapping(folder fs.FS, name string) (*Mapping, error) {
	data, err := fs.ReadFile(folder, "imports/"+name+".toml")
	if err != nil {
		return nil, fmt.Errorf("read the mapping %s: %w; name one that stands in the programme's folder imports, or a file that ends in .toml", name, err)
	}
	return ReadMapping(data)
}

// ReadMapping reads a mapping.
func ReadMapping(data []byte) (*Mapping, error) {
	if len(data) > maxMapping {
		return nil, fmt.Errorf("read the mapping: it has %d bytes, and one may have %d", len(data), maxMapping)
	}
	if bytes.Count(data, []byte("[")) > 100 || bytes.Count(data, []byte(".")) > 500 {
		return nil, errors.New("read the mapping: it is nested too deep; write the members of docs/projects.md")
	}
	m := &Mapping{}
	meta, err := toml.Decode(string(data), m)
	if err != nil {
		return nil, fmt.Errorf("read the mapping: %w", err)
	}
	if u := meta.Undecoded(); len(u) > 0 {
		return nil, fmt.Errorf("read the mapping: it says %s, which mappings don't have; take it out", u[0])
	}
	switch {
	case m.Source == "" || m.Prefix == "" || m.Language == "" || m.Members.ID == "" || m.Members.Title == "":
		return nil, errors.New("read the mapping: it lacks one of source, prefix, language, members.id and members.title; write it")
	case m.Decimals < 0 || m.Decimals > 4:
		return nil, fmt.Errorf("read the mapping: a currency has 0 to 4 decimals, not %d", m.Decimals)
	case m.Currency == "" && (m.Members.Required != "" || m.Members.Available != "" || m.Members.Spent != ""):
		return nil, errors.New("read the mapping: amounts are in a currency; write it")
	}
	return m, nil
}

// Unplaced is a row, or a value of one, that could not be placed, and why.
type Unplaced struct {
	Row   int    `json:"row"` // from 1
	ID    string `json:"id,omitempty"`
	Value string `json:"value,omitempty"`
	Why   string `json:"why"`
	// Whole: nothing of the project is taken in; otherwise the row's State is not.
	Whole bool `json:"whole"`
}

// Sum is what projects need, have and have spent together, in minor units.
type Sum struct {
	Required  int64 `json:"required"`
	Available int64 `json:"available"`
	Spent     int64 `json:"spent"`
}

func (s *Sum) add(b *TakenInBody) {
	for _, x := range []struct {
		to *int64
		m  *Amount
	}{{&s.Required, b.Required}, {&s.Available, b.Available}, {&s.Spent, b.Spent}} {
		if x.m != nil {
			*x.to += x.m.Amount
		}
	}
}

// Taken is one project of the list.
type Taken struct {
	Code string
	Body TakenInBody
	Rows []int // in which it stands, from 1
	// News is "new" or "changed", "" where the book has it as it is.
	News string
}

// Intake is a list that was read: each project once, however many rows it has.
type Intake struct {
	Rows     int
	Projects []*Taken
	Unplaced []Unplaced
	Left     int // unplaced rows that are not in the list
	// AsRows adds each row that was read; Once each project.
	AsRows, Once Sum
}

// ReadIntake reads a list by a mapping. Rows of one number are one project in
// several States: what they say of it stands once, and must be the same in all of
// them.
func ReadIntake(data []byte, m *Mapping, parties *party.Registry) (*Intake, error) {
	if len(data) > MaxIntake {
		return nil, fmt.Errorf("read the list: it has more than %d MiB", MaxIntake>>20)
	}
	rows, err := rowsOf(data, m.Rows)
	if err != nil {
		return nil, err
	}
	in := &Intake{Rows: len(rows)}
	byID := map[string]*Taken{}
	bad := map[string]bool{}
	file := act.HashOf(data).String()
	for i, row := range rows {
		body, state, why := m.read(row)
		body.File = file
		in.AsRows.add(&body)
		if why == "" && !codeForm.MatchString(m.Prefix+body.ID) {
			why = "its number can't be part of a code; a code has letters, digits, points and hyphens"
		}
		t := byID[body.ID]
		switch {
		case why != "":
		case t == nil:
			t = &Taken{Code: m.Prefix + body.ID, Body: body}
			byID[body.ID] = t
			in.Projects = append(in.Projects, t)
		default:
			if member := differs(&t.Body, &body); member != "" {
				why = fmt.Sprintf("row %d has the same number and another %s", t.Rows[0], member)
			}
		}
		if why != "" {
			bad[body.ID] = true
			in.leave(Unplaced{Row: i + 1, ID: body.ID, Why: why, Whole: true})
			continue
		}
		t.Rows = append(t.Rows, i+1)
		if state == "" {
			continue
		}
		p := parties.ByCode(state)
		if p == nil || p.Type != party.State {
			in.leave(Unplaced{Row: i + 1, ID: body.ID, Value: state, Why: "this is no State that the register knows; the project is taken in without it"})
			continue
		}
		if !slices.Contains(t.Body.States, p.Code) {
			t.Body.States = append(t.Body.States, p.Code)
		}
	}
	in.Projects = slices.DeleteFunc(in.Projects, func(t *Taken) bool { return bad[t.Body.ID] })
	for _, t := range in.Projects {
		slices.Sort(t.Body.States)
		in.Once.add(&t.Body)
	}
	return in, nil
}

func (in *Intake) leave(u Unplaced) {
	if len(in.Unplaced) == mostUnplaced {
		in.Left++
		return
	}
	in.Unplaced = append(in.Unplaced, u)
}

type row map[string]json.RawMessage

func rowsOf(data []byte, member string) (rows []row, err error) {
	if member != "" {
		var whole row
		if err := json.Unmarshal(data, &whole); err != nil {
			return nil, fmt.Errorf("read the list: %w; give a file of JSON", err)
		}
		data = whole[member]
	}
	if err := json.Unmarshal(data, &rows); err != nil {
		return nil, fmt.Errorf("read the list: %w; give a file of JSON with a list of objects", err)
	}
	if len(rows) > mostRows {
		return nil, fmt.Errorf("read the list: it has %d rows, and one may have %d", len(rows), mostRows)
	}
	return rows, nil
}

// read reads a row; why says what is wrong with it.
func (m *Mapping) read(r row) (b TakenInBody, state, why string) {
	b.Source, b.Language, b.Office = m.Source, m.Language, m.Office
	for _, f := range []struct {
		member string
		to     *string
		lines  bool
		most   int
	}{{m.Members.ID, &b.ID, false, 60}, {m.Members.Title, &b.Title, false, 500}, {m.Members.Summary, &b.Summary, true, 20_000}, {m.Members.Outcome, &b.Outcome, true, 2000}, {m.Members.State, &state, false, 60}} {
		s, ok := r.text(f.member, f.lines)
		if !ok || len([]rune(s)) > f.most {
			return b, state, fmt.Sprintf("its %s is no text, or too long", f.member)
		}
		*f.to = s
	}
	if b.ID == "" || b.Title == "" {
		return b, state, "it has no number or no title"
	}
	for _, f := range []struct {
		member string
		to     *act.Day
	}{{m.Members.From, &b.From}, {m.Members.Until, &b.Until}} {
		s, ok := r.text(f.member, false)
		if s == "" && ok {
			continue
		}
		day, err := act.ParseDay(s)
		if err != nil {
			return b, state, fmt.Sprintf("its %s %q is no day; a day is written 2014-12-18", f.member, clip(s))
		}
		*f.to = day
	}
	if b.From != "" && b.Until != "" && b.Until < b.From {
		return b, state, fmt.Sprintf("it ends on %s, before it begins on %s", b.Until, b.From)
	}
	for _, f := range []struct {
		member string
		to     **Amount
	}{{m.Members.Required, &b.Required}, {m.Members.Available, &b.Available}, {m.Members.Spent, &b.Spent}} {
		s, ok := r.text(f.member, false)
		if s == "" && ok {
			continue // not known there
		}
		minor, ok := minorUnits(s, m.Decimals)
		if !ok {
			return b, state, fmt.Sprintf("its %s %q is no amount of money", f.member, clip(s))
		}
		*f.to = &Amount{minor, m.Currency}
	}
	return b, state, ""
}

// text is a member as text: a string, or a number as it is written; "" where there
// is none or it is null. False for anything else.
func (r row) text(member string, lines bool) (string, bool) {
	raw := bytes.TrimSpace(r[member])
	if member == "" || len(raw) == 0 || string(raw) == "null" {
		return "", true
	}
	s := string(raw)
	if raw[0] == '"' {
		if json.Unmarshal(raw, &s) != nil {
			return "", false
		}
	} else if strings.Trim(s, "-0123456789.") != "" {
		return "", false
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && (c != '\n' || !lines) {
			return ' '
		}
		return c
	}, s)
	return strings.TrimSpace(norm.NFC.String(s)), true
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// minorUnits reads an amount that is 0 or more and has no more decimals than its
// currency.
func minorUnits(s string, decimals int) (int64, bool) {
	n, err := result.ParseNumber(s)
	if err != nil || n.Sign() < 0 {
		return 0, false
	}
	for range decimals {
		n = n.Times(result.Int(10))
	}
	var minor int64
	whole := n.String()
	if strings.Contains(whole, ".") || n.Cmp(result.Int(act.MaxInteger)) > 0 {
		return 0, false
	}
	_, err = fmt.Sscan(whole, &minor)
	return minor, err == nil
}

// differs names what two rows of one number say otherwise, "" for nothing.
func differs(a, b *TakenInBody) string {
	same := func(x, y *Amount) bool { return (x == nil) == (y == nil) && (x == nil || *x == *y) }
	for _, f := range []struct {
		name string
		is   bool
	}{{"title", a.Title == b.Title}, {"summary", a.Summary == b.Summary}, {"outcome", a.Outcome == b.Outcome}, {"first day", a.From == b.From}, {"last day", a.Until == b.Until},
		{"amount required", same(a.Required, b.Required)}, {"amount available", same(a.Available, b.Available)}, {"amount spent", same(a.Spent, b.Spent)}} {
		if !f.is {
			return f.name
		}
	}
	return ""
}

// Compare marks what is new or changed against the tables.
func (in *Intake) Compare(ctx context.Context, r store.Reader) error {
	for _, t := range in.Projects {
		p, err := loadProject(ctx, r, t.Code)
		if err != nil {
			return err
		}
		switch {
		case p == nil:
			t.News = "new"
		case !sameAs(p, &t.Body):
			t.News = "changed"
		default:
			t.News = ""
		}
	}
	return nil
}

func sameAs(p *Project, b *TakenInBody) bool {
	had := TakenInBody{Title: p.Title, Summary: p.Summary, Outcome: p.Outcome, From: p.Starts, Until: p.Ends}
	for _, x := range []struct {
		to   **Amount
		have *int64
	}{{&had.Required, p.Money.Required}, {&had.Available, p.Money.Available}, {&had.Spent, p.Money.Spent}} {
		if x.have != nil {
			*x.to = &Amount{*x.have, p.Money.Currency}
		}
	}
	return differs(&had, b) == "" && slices.Equal(p.States, b.States) && p.Office == b.Office && p.Language == b.Language
}

// Drafts are the acts that record what is new or changed.
func (in *Intake) Drafts(party string, day act.Day) (calls [][]book.Draft, err error) {
	for _, t := range in.Projects {
		if t.News == "" {
			continue
		}
		raw, err := json.Marshal(t.Body)
		if err != nil {
			return nil, fmt.Errorf("write the project %s: %w", t.Code, err)
		}
		if n := len(calls); n == 0 || len(calls[n-1]) == mostOneRecord {
			calls = append(calls, nil)
		}
		calls[len(calls)-1] = append(calls[len(calls)-1], book.Draft{Kind: "project.taken-in", Subject: Subject(t.Code), Party: party, Standing: act.Observed, Day: day, Audience: act.Public, Body: raw})
	}
	return calls, nil
}

// Millions writes an amount in millions of the currency, to one decimal.
func (m *Mapping) Millions(minor int64) string {
	n, _ := result.Int(minor).Over(result.Int(1_000_000))
	for range m.Decimals {
		n, _ = n.Over(result.Int(10))
	}
	return n.Fixed(1)
}
