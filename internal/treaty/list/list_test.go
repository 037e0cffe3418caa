package list_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"comity/internal/act"
	"comity/internal/testshared"
	"comity/internal/treaty/list"
)

const heading = "Participant,Signature,\"Ratification, Acceptance(A), Accession(a), Succession(d)\"\n"

func TestReadsAList(t *testing.T) {
	l, err := list.Read("18-12-a@2013-07-20-x.csv", []byte("\xef\xbb\xbf"+heading+
		"Harbourland 3,12 Dec 2000, 5 Nov 2003 \nCôte d'Ivoire,,8 Feb 2005 a\n\"[Old Harbour] 1, 2\",[ 1 Jan 1999],[2 Feb 1999 d]\nQuiet Isle,,\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if l.Number != "XVIII-12-a" || l.AsOf != "2013-07-20" {
		t.Errorf("number %s, day %s", l.Number, l.AsOf)
	}
	for i, want := range []string{"Harbourland [{signature 2000-12-12 false} {ratification 2003-11-05 false}]", "Côte d'Ivoire [{accession 2005-02-08 false}]",
		"Old Harbour [{signature 1999-01-01 true} {succession 1999-02-02 true}]", "Quiet Isle []"} {
		if got := fmt.Sprint(l.Rows[i].Name, " ", l.Rows[i].Facts); got != want {
			t.Errorf("have %s, want %s", got, want)
		}
	}
	if len(l.Rows) != 4 || l.Rows[1].Line != 3 {
		t.Errorf("rows %+v", l.Rows)
	}
}

func TestReadsEveryListInTheFolder(t *testing.T) {
	n := 0
	for _, folder := range []string{"participation", "snapshots"} {
		files, err := filepath.Glob(filepath.Join(testshared.Dir(t, "treaties", folder), "*.csv"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			l, err := list.Read(f, data, nil)
			if err != nil {
				t.Errorf("%v", err)
				continue
			}
			n += len(l.Rows)
			if l.Number == "" {
				t.Errorf("%s: no number", f)
			}
		}
	}
	if n < 5500 {
		t.Errorf("%d rows were read", n)
	}
}

func TestRefusesWithFileLineAndReason(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"31 June", heading + "A,31 Jun 2001,\n", "f.csv:2: A: \"31 Jun 2001\" is no day of the calendar"},
		{"no month", heading + "A,3 Juin 2001,\n", "f.csv:2: A: \"3 Juin 2001\" is no day"},
		{"letters that the heading has not", heading + "A,,3 Jun 2001 c\n", "f.csv:2: A: the letters \"c\""},
		{"a bracket that is not closed", heading + "A,[3 Jun 2001,\n", "f.csv:2: A: \"[3 Jun 2001\" is no day"},
		{"twice", heading + "A,,\nB,,\nA,,\n", "f.csv:4: \"A\" stands on line 2 already"},
		{"nobody", heading + ",3 Jun 2001,\n", "f.csv:2: the line names no participant"},
		{"cells", heading + "A,3 Jun 2001\n", "f.csv:2: the line has 2 cells"},
		{"a heading without meaning", "Participant,Signature,Blessing(b)\nA,,\n", "f.csv:1: the heading \"Blessing(b)\" says \"Blessing\""},
		{"two meanings", "Participant,\"Ratification, Accession\"\nA,\n", "f.csv:1: the heading \"Ratification, Accession\" gives two meanings"},
		{"no participants", "Country,Signature\nA,\n", "f.csv:1: the first column is not headed Participant"},
		{"empty", "", "f.csv:1: the file has no line"},
		{"heading alone", heading, "f.csv:1: the file has no line"},
		{"Latin-1", heading + "C\xf4te d'Ivoire,,\n", "f.csv:2: the line is not UTF-8"},
		{"NUL", heading + "A\x00,,\n", "f.csv:2: the line holds a NUL byte"},
		{"quotation marks", heading + "A,\"x,\n", "f.csv:"},
		{"XML that breaks off", "<Treaty><Participants><Row>", "f.csv:1: this is no well-formed XML"},
		{"XML without a table", "<Treaty><Title>x</Title></Treaty>", "f.csv:1: the XML has no element Participants"},
		{"XML with a wrong day", xmlOf("<Row><Entry>A</Entry>\n<Entry>31 Jun 2001</Entry><Entry></Entry></Row>"), "f.csv:4: A: \"31 Jun 2001\""},
		{"XML in a wrong encoding", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>C\xf4te</a>", "f.csv:2: this is no well-formed XML: invalid UTF-8"},
		{"XML in an unknown encoding", "<?xml version=\"1.0\" encoding=\"martian\"?>\n<a/>", "f.csv:1:"},
		{"as-of that is no day", "# as-of: 2014-02-30\n" + heading + "A,,\n", "f.csv:1:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := list.Read("f.csv", []byte(c.data), nil)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) || l != nil {
				t.Errorf("have %v, want %q", err, c.want)
			}
		})
	}
	if _, err := list.Read("f.csv", []byte("Participant,Signature,Blessing(b)\nA,,3 Jun 2001 b\n"), map[string]string{"blessing": "approval"}); err != nil {
		t.Errorf("a heading that was explained: %v", err)
	}
}

func xmlOf(rows string) string {
	return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<Treaty><Participants><Table><THead><Row><Entry>Participant</Entry><Entry>Signature</Entry>" +
		"<Entry>Ratification, Accession(a), Succession(d)</Entry></Row></THead>\n<TBody>\n" + rows + "</TBody></Table></Participants>" +
		"<Declarations><Declaration><Participant>A</Participant><Text type=\"para\">Words.</Text></Declaration></Declarations></Treaty>"
}

// The XML of the collection is not at hand: this is what a public program that
// reads it expects, in the encoding and with the escaped notes that it has.
func TestReadsXML(t *testing.T) {
	text := xmlOf("<Row><Entry>Côte d'Ivoire &lt;superscript&gt;2&lt;/superscript&gt;</Entry><Entry>12 Dec 2000</Entry><Entry>[24 Jan 1990 a]</Entry></Row>\n" +
		"<Row><Entry>Réunie<Superscript>3</Superscript></Entry><Entry/><Entry> 3 Mar 2003 d &lt;superscript&gt;4,5&lt;/superscript&gt;</Entry></Row>")
	data, err := charmap.ISO8859_1.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	l, err := list.Read("mtdsg.xml", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(l.Rows), "[{4 Côte d'Ivoire [{signature 2000-12-12 false} {accession 1990-01-24 true}]} {5 Réunie [{succession 2003-03-03 false}]}]"; got != want || l.Unread != 1 {
		t.Errorf("have %s, %d unread\nwant %s", got, l.Unread, want)
	}
	special := "<Treaty><SpecialTables><TableHeader><Title>Participant</Title><Title>Accession(a)</Title></TableHeader><Row><Column>A</Column><Column>3 Jun 2001 a</Column></Row></SpecialTables></Treaty>"
	if l, err = list.Read("x.xml", []byte(special), nil); err != nil || len(l.Rows) != 1 || l.Rows[0].Facts[0].Action != "accession" {
		t.Errorf("a special table: %+v, %v", l, err)
	}
}

const template = "# source: a note, invented\n# as-of: 2026-03-01\ninstrument,party,action,day,text,language\n"

func TestReadsOurTemplate(t *testing.T) {
	data := []byte(template + "UNTOC,FRA,declaration,2004-01-01,\"Two\nlines\",fr\n")
	if !list.IsTemplate(data) || list.IsTemplate([]byte(heading)) {
		t.Error("it is not told from a list")
	}
	f, err := list.ReadTemplate("t.csv", data)
	if err != nil || len(f.Entries) != 1 || f.Entries[0].Line != 4 || f.Entries[0].Values["text"] != "Two\nlines" || f.AsOf != "2026-03-01" {
		t.Errorf("%+v, %v", f, err)
	}
	for _, c := range []struct{ data, want string }{
		{"instrument,party,action,day\nUNTOC,FRA,accession,2004-01-01\n", "t.csv:1: the file does not say where it is from"},
		{"# source: x\n# as-of: 2026-03-01\ninstrument,party,action\nUNTOC,FRA,accession\n", "t.csv:3: the column \"day\" is missing"},
		{"# source: x\n# as-of: 2026-03-01\ninstrument,party,action,day,dya\n", "t.csv:3: there is no column \"dya\""},
		{template + "UNTOC,FRA\n", "t.csv:4: the line has 2 cells"},
		{template, "t.csv:3: the file has no line below its heading"},
		{"PK\x03\x04broken", "t.csv:1: this is no spreadsheet"},
	} {
		if _, err := list.ReadTemplate("t.csv", []byte(c.data)); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("have %v, want %q", err, c.want)
		}
	}
}

func TestReadsASpreadsheet(t *testing.T) {
	f := excelize.NewFile()
	for i, row := range [][]any{{"# source: a note, invented"}, {"# as-of: 2026-03-01"}, {"instrument", "party", "action", "day", "item"}, {"UNTOC", "FRA", "declaration", "2004-01-01"}, {"UNTOC", "FRA", "declaration", "2004-01-02", "b"}} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	s, err := list.ReadTemplate("t.xlsx", b.Bytes())
	if err != nil || len(s.Entries) != 2 || s.Entries[1].Line != 5 || s.Entries[1].Values["item"] != "b" || s.Source != "a note, invented" {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestCompactListsComeBack(t *testing.T) {
	l, err := list.Read("18-12.csv", []byte(heading+"Harbourland,12 Dec 2000,[5 Nov 2003 a]\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	l.Source, l.AsOf = "a list, invented", "2014-01-27"
	var b bytes.Buffer
	if err := l.WriteCompact(&b, func(string) (string, error) { return "HAR", nil }); err != nil {
		t.Fatal(err)
	}
	again, err := list.ReadCompact("untoc.csv", b.Bytes())
	if err != nil || again.Number != "XVIII-12" || len(again.Rows) != 1 || again.Rows[0].Name != "HAR" || again.Rows[0].Facts[1] != (list.Fact{Action: "accession", Day: "2003-11-05", Withdrawn: true}) {
		t.Errorf("%+v, %v", again, err)
	}
	for want, data := range map[string]string{
		"u.csv:1: the table does not say which list": "# source: x\n# as-of: 2014-01-27\nparty,action,day,withdrawn\n",
		"u.csv:5: ":                 "# source: x\n# as-of: 2014-01-27\n# list: I-1\nparty,action,day,withdrawn\nFRA,accession,2014-02-31,\n",
		"u.csv:5: withdrawn is yes": "# source: x\n# as-of: 2014-01-27\n# list: I-1\nparty,action,day,withdrawn\nFRA,accession,2014-02-01,no\n",
	} {
		if _, err := list.ReadCompact("u.csv", []byte(data)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("have %v, want %q", err, want)
		}
	}
}

// FuzzRead: whatever the bytes, a list has names and days of the calendar, or
// there is none, with a line of the file.
func FuzzRead(f *testing.F) {
	for _, s := range []string{heading + "A,12 Dec 2000,[5 Nov 2003 a]\n", xmlOf("<Row><Entry>A</Entry><Entry>1 Jan 2000</Entry><Entry/></Row>"), "<a><![CDATA[", "# as-of: 2014-01-27\n" + heading, "\xef\xbb\xbf", "Participant,\"Accession(a), a(b\"\nx,\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := list.Read("18-1.csv", data, nil)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "18-1.csv:") {
				t.Errorf("no line: %v", err)
			}
			return
		}
		for _, r := range l.Rows {
			if r.Name == "" || !utf8.ValidString(r.Name) || r.Line < 1 {
				t.Errorf("row %+v", r)
			}
			for _, x := range r.Facts {
				if _, err := act.ParseDay(string(x.Day)); err != nil || x.Action == "" {
					t.Errorf("fact %+v", x)
				}
			}
		}
	})
}

// FuzzTemplate likewise.
func FuzzTemplate(f *testing.F) {
	f.Add([]byte(template + "UNTOC,FRA,accession,2004-01-01,,\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := list.ReadTemplate("t.csv", data)
		switch {
		case err != nil && !strings.HasPrefix(err.Error(), "t.csv:"):
			t.Errorf("no line: %v", err)
		case err == nil:
			for _, e := range s.Entries {
				if e.Line < 1 {
					t.Errorf("entry %+v", e)
				}
			}
		}
	})
}

func TestQuotedNamesKeepTheirCommas(t *testing.T) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"Participant", "Accession(a)"})
	_ = w.Write([]string{"Isles, The", "3 Jun 2001 a"})
	w.Flush()
	if l, err := list.Read("x.csv", b.Bytes(), nil); err != nil || l.Rows[0].Name != "Isles, The" {
		t.Errorf("%+v, %v", l, err)
	}
}
