package treaty_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/store"
	"comity/internal/treaty"
	"comity/internal/treaty/list"
)

// xlsx is a spreadsheet of rows.
func xlsx(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	listHead      = "# source: invented\n# as-of: 2014-01-27\nParticipant,Signature,\"Ratification, Acceptance(A), Accession(a)\"\n"
	depositHead   = "# source: invented\n# as-of: 2014-01-27\ninstrument,party,action,day,latest,against,provisions,text,language,withdraws_action,withdraws_day\n"
	agreementHead = "# source: invented\n# as-of: 2014-01-27\nname,title,language,parties,help,from,until,in_lieu\n"
)

// malformed are files that are refused whole: with file, line and reason.
func malformed(t testing.TB) []struct {
	name string
	file treaty.File
	want string // what the first fault begins with
} {
	latin1, err := charmap.ISO8859_1.NewEncoder().String(strings.Replace(listHead, "# source: invented\n", "", 1) + "Côte d'Ivoire,13 Dec 2000,\n")
	if err != nil {
		t.Fatal(err)
	}
	wide := "\xff\xfe" + strings.Join(strings.Split("Participant,Signature\n", ""), "\x00") + "\x00"
	xml := func(rows string) string {
		return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<Treaty><Participants><Table><THead><Row><Entry>Participant</Entry><Entry>Signature</Entry><Entry>Ratification, Accession(a)</Entry></Row></THead>\n<TBody>\n" + rows + "</TBody></Table></Participants></Treaty>"
	}
	csv := func(name, data, want string) (x struct {
		name string
		file treaty.File
		want string
	}) {
		x.name, x.file, x.want = name, treaty.File{Name: "18-12.csv", Data: []byte(data)}, want
		return x
	}
	out := []struct {
		name string
		file treaty.File
		want string
	}{
		csv("31 June", listHead+"Peru,31 Jun 2001,\n", "18-12.csv:4: Peru: \"31 Jun 2001\" is no day of the calendar"),
		csv("29 February of no leap year", listHead+"Peru,29 Feb 2001,\n", "18-12.csv:4: Peru: \"29 Feb 2001\" is no day of the calendar"),
		csv("a ratification before the opening", listHead+"Peru,13 Dec 2000,\nFrance,,1 Nov 2000\n", "18-12.csv:5: France: UNTOC was adopted on 2000-11-15, after the ratification of 2000-11-01"),
		csv("after adoption and before the opening", listHead+"Peru,1 Dec 2000,\n", "18-12.csv:4: Peru: UNTOC was opened for signature on 2000-12-12"),
		csv("an act after the list's own day", listHead+"Peru,13 Dec 2000,28 Jan 2014\n", "18-12.csv:4: Peru: the ratification of 2014-01-28 is after the list's own day"),
		csv("a State that had ended", listHead+"Czechoslovakia,13 Dec 2000,\n", "18-12.csv:4: Czechoslovakia: CSK ended on"),
		csv("an unknown State", listHead+"Harbourland,13 Dec 2000,\n", "18-12.csv:4: no party is called \"Harbourland\""),
		csv("a misspelt State", listHead+"Perru,13 Dec 2000,\n", "18-12.csv:4: no party is called \"Perru\""),
		csv("a name of two States", listHead+"Korea,13 Dec 2000,\n", "18-12.csv:4: \"Korea\" may be several"),
		csv("a State twice", listHead+"Peru,13 Dec 2000,\nPeru,,23 Jan 2002\n", "18-12.csv:5: \"Peru\" stands on line 4 already"),
		csv("a State twice by two names", listHead+"Viet Nam,13 Dec 2000,\nVietnam,13 Dec 2000,\n", "18-12.csv:5: Vietnam is VNM, and so is line 4"),
		csv("letters that the heading has not", listHead+"Peru,,23 Jan 2002 d\n", "18-12.csv:4: Peru: the letters \"d\""),
		csv("a bracket that is not closed", listHead+"Peru,[13 Dec 2000,\n", "18-12.csv:4: Peru: \"[13 Dec 2000\" is no day"),
		csv("a day in another language", listHead+"Peru,13 déc. 2000,\n", "18-12.csv:4: Peru: \"13 déc. 2000\" is no day"),
		csv("a cell too many", listHead+"Peru,13 Dec 2000,,x\n", "18-12.csv:4: the line has 4 cells, the heading 3"),
		csv("quotation marks that stay open", listHead+"\"Peru,13 Dec 2000,\n", "18-12.csv:"),
		csv("an unknown heading", "# as-of: 2014-01-27\nParticipant,Blessing\nPeru,13 Dec 2000\n", "18-12.csv:2: the heading \"Blessing\" says \"Blessing\""),
		csv("Latin-1 in place of UTF-8", latin1, "18-12.csv:3: the line is not UTF-8"),
		csv("UTF-16 in place of UTF-8", wide, "18-12.csv:1: the line is not UTF-8"),
		csv("bytes of a picture", "\x89PNG\r\n\x1a\n\x00\x00", "18-12.csv:1: the line is not UTF-8"),
		csv("nothing", "", "18-12.csv:1: the file has no line"),
		csv("a page of HTML", "<!DOCTYPE html>\n<html><body><table></table></body></html>", "18-12.csv:1: the XML has no element Participants"),
		csv("a list's own day that is none", "# as-of: 2014-02-30\nParticipant,Signature\nPeru,13 Dec 2000\n", "18-12.csv:1: \"2014-02-30\" is no day"),
		csv("a list's own day to come", "# as-of: 2044-01-27\nParticipant,Signature\nPeru,13 Dec 2000\n", "18-12.csv:1: the list would be as of 2044-01-27"),
		csv("a list without a day", "Participant,Signature\nPeru,13 Dec 2000\n", "18-12.csv:1: the list does not say of which day"),
		csv("XML that breaks off", "<Treaty><Participants><Row>", "18-12.csv:1: this is no well-formed XML"),
		csv("XML with 31 June", xml("<Row><Entry>Peru</Entry>\n<Entry>31 Jun 2001</Entry><Entry/></Row>"), "18-12.csv:4: Peru: \"31 Jun 2001\""),
		csv("XML in a wrong encoding", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>C\xf4te</a>", "18-12.csv:2: this is no well-formed XML"),
		csv("XML in an unknown encoding", "<?xml version=\"1.0\" encoding=\"martian\"?>\n<a/>", "18-12.csv:1: this is no well-formed XML"),
		csv("XML that grows out of itself", "<!DOCTYPE a [<!ENTITY x \"xxxxxxxx\"><!ENTITY y \"&x;&x;\">]><Treaty><Participants>&y;</Participants></Treaty>", "18-12.csv:1: this is no well-formed XML"),
		csv("XML nested without end", strings.Repeat("<a>", 200), "18-12.csv:1: elements are nested deeper than 100"),
		csv("a deposit on 31 June", depositHead+"UNTOC,PER,accession,2001-06-31,,,,,,,\n", "18-12.csv:4: "),
		csv("a deposit about an unknown treaty", depositHead+"ROPE,PER,accession,2001-06-30,,,,,,,\n", "18-12.csv:4: the programme has no treaty \"ROPE\""),
		csv("a deposit of an unknown action", depositHead+"UNTOC,PER,blessing,2001-06-30,,,,,,,\n", "18-12.csv:4: "),
		csv("a deposit of a day to come", depositHead+"UNTOC,PER,accession,2044-06-30,,,,,,,\n", "18-12.csv:4: the day 2044-06-30 has not come yet"),
		csv("a deposit of who joins nothing", depositHead+"UNTOC,UNODC,accession,2004-06-30,,,,,,,\n", "18-12.csv:4: UNODC is none of those who join"),
		csv("a deposit twice", depositHead+"UNTOC,PER,accession,2004-06-30,,,,,,,\nUNTOC,PER,accession,2004-06-30,,,,Words,en,,\n", "18-12.csv:5: the line says what line 4 says"),
		csv("an objection to nobody", depositHead+"UNTOC,PER,objection,2004-06-30,,XXX,,,,,\n", "18-12.csv:4: "),
		csv("a provision of another treaty", depositHead+"UNTOC,PER,declaration,2004-06-30,,,UNCAC#44,,,,\n", "18-12.csv:4: UNCAC#44 is no provision of UNTOC"),
		csv("a language without a text", depositHead+"UNTOC,PER,declaration,2004-06-30,,,,,en,,\n", "18-12.csv:4: there is a language, and no text"),
		csv("neither yes nor no", depositHead+"UNTOC,PER,accession,2004-06-30,perhaps,,,,,,\n", "18-12.csv:4: latest is yes, no or empty"),
		csv("a withdrawal before the act", depositHead+"UNTOC,PER,withdrawal,2004-06-30,,,,,,reservation,2005-01-01\n", "18-12.csv:4: it withdraws on 2004-06-30 what was done on 2005-01-01"),
		csv("no source", "instrument,party,action,day\nUNTOC,PER,accession,2004-06-30\n", "18-12.csv:1: the file does not say where it is from"),
		csv("a column that there is not", strings.Replace(depositHead, "latest", "lastest", 1)+"UNTOC,PER,accession,2004-06-30,,,,,,,\n", "18-12.csv:3: there is no column \"lastest\""),
		csv("an agreement of one", agreementHead+"fra,Treaty,en,FRA,extradition,1990-01-01,,\n", "18-12.csv:4: fra: a treaty has at least two parties"),
		csv("an agreement with an unknown State", agreementHead+"fra-xx,Treaty,en,FRA;Harbourland,extradition,1990-01-01,,\n", "18-12.csv:4: fra-xx: no party is called"),
		csv("an agreement that is never in force", agreementHead+"fra-per,Treaty,en,FRA;PER,extradition,1990-01-01,1989-01-01,\n", "18-12.csv:4: fra-per: it would be in force on no day"),
		csv("an agreement on an unknown help", agreementHead+"fra-per,Treaty,en,FRA;PER,tea,1990-01-01,,\n", "18-12.csv:4: fra-per: "),
		csv("an agreement twice", agreementHead+"fra-per,Treaty,en,FRA;PER,extradition,1990-01-01,,\nfra-per,Treaty,en,FRA;PER,extradition,1991-01-01,,\n", "18-12.csv:5: fra-per stands on line 4 already"),
		csv("an agreement with a bad name", agreementHead+"fra/per,Treaty,en,FRA;PER,extradition,1990-01-01,,\n", "18-12.csv:4: fra/per: \"fra/per\" is no name"),
		csv("a broken spreadsheet", "PK\x03\x04broken", "18-12.csv:1: this is no spreadsheet"),
	}
	sheet := csv("a spreadsheet with 31 June", "", "18-12.csv:4: ")
	sheet.file.Data = xlsx(t, []any{"# source: invented"}, []any{"# as-of: 2014-01-27"}, []any{"instrument", "party", "action", "day"}, []any{"UNTOC", "PER", "accession", "2001-06-31"})
	other := csv("a treaty that there is not", "Participant,Signature\nPeru,13 Dec 2000\n", "18-12.csv:1: the programme has no treaty \"ROPE\"")
	other.file.Treaty, other.file.AsOf = "ROPE", "2014-01-27"
	nameless := csv("a list of no treaty", "Participant,Signature\nPeru,13 Dec 2000\n", "list.csv:1: the list does not say of which treaty")
	nameless.file.Name, nameless.file.AsOf = "list.csv", "2014-01-27"
	unnumbered := csv("a list of a treaty that the programme has not", "Participant,Signature\nPeru,13 Dec 2000\n", "99-99.csv:1: the programme has no treaty of the number XCIX-99")
	unnumbered.file.Name, unnumbered.file.AsOf = "99-99.csv", "2014-01-27"
	return append(out, sheet, other, nameless, unnumbered)
}

// TestMalformedFilesAreRefusedWhole: with file, line and reason, in the reader's
// language, and nothing recorded.
func TestMalformedFilesAreRefusedWhole(t *testing.T) {
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	onBoth(t, func(n *node) {
		size := n.book.Size()
		for _, c := range malformed(t) {
			plan, err := n.intake().PlanFile(ctx, &c.file, carried.lists)
			var faults list.Faults
			if !errors.As(err, &faults) || len(faults) == 0 || plan != nil || !strings.HasPrefix(faults[0].Error(), c.want) {
				n.Errorf("%s: %v, want %q", c.name, err, c.want)
				continue
			}
			for _, f := range faults {
				english := f.Says(catalogue.Localizer("en"))
				for _, lang := range i18n.Languages() {
					switch said := f.Says(catalogue.Localizer(lang)); {
					case said == "" || strings.Contains(said, "{{") || strings.Contains(said, "⟦"):
						n.Errorf("%s in %s: %q", c.name, lang, said)
					case lang != "en" && said == english:
						n.Errorf("%s is left in English in %s: %s", c.name, lang, said)
					}
				}
			}
		}
		if n.book.Size() != size {
			n.Errorf("%d acts were recorded", n.book.Size()-size)
		}
		// What is wrong with one line keeps the others out.
		half := treaty.File{Name: "18-12.csv", Data: []byte(listHead + "France,12 Dec 2000,\nPeru,31 Jun 2001,\n")}
		if _, err := n.intake().PlanFile(ctx, &half, carried.lists); err == nil || len(n.register().Parties("UNTOC")) > 0 {
			n.Errorf("half a list was taken: %v", err)
		}
	})
}

// TestAgreementsAreTakenInByFile: a file loads many at once; again it records
// nothing; a line that says otherwise is told anew, and what was known stays.
func TestAgreementsAreTakenInByFile(t *testing.T) {
	onBoth(t, func(n *node) {
		take := func(data []byte) int {
			n.Helper()
			p, err := n.intake().PlanFile(ctx, &treaty.File{Name: "agreements.csv", Data: data}, carried.lists)
			n.must(err)
			if p.Kind != list.Agreements {
				n.Fatalf("it was taken for %s", p.Kind)
			}
			r, err := n.intake().Record(ctx, p)
			n.must(err)
			return len(r.Acts)
		}
		first := []byte(agreementHead + "fra-per-1994,Invented treaty,en,France;Peru,extradition;mutual-legal-assistance,1994-05-01,,\nregion-2001,Traité inventé,fr,FRA;DEU;ITA,extradition,2001-01-01,,UNTOC#16\n")
		if got := take(first); got != 2 {
			n.Errorf("%d acts, want 2", got)
		}
		if got := take(first); got != 0 {
			n.Errorf("again: %d acts, want none", got)
		}
		then := n.book.Size()
		sheet := xlsx(t, []any{"# source: invented"}, []any{"# as-of: 2014-01-27"}, []any{"name", "title", "language", "parties", "help", "from", "until"},
			[]any{"fra-per-1994", "Invented treaty", "en", "FRA;PER", "extradition;mutual-legal-assistance", "1994-05-01", "2010-01-01"})
		if got := take(sheet); got != 1 {
			n.Errorf("a line that says otherwise: %d acts, want 1", got)
		}
		moments := treaty.NewMoments(n.current)
		for length, want := range map[int64]act.Day{then: "", n.book.Size(): "2010-01-01"} {
			n.must(n.book.Read(ctx, 0, func(v store.View) error {
				m, err := moments.Known(ctx, v, length)
				if err == nil && (len(m.Agreements) != 2 || m.Agreements[0].Until != want) {
					n.Errorf("at %d: %+v, want until %q", length, m.Agreements, want)
				}
				return err
			}))
		}
		n.replayed()
	})
}

// TestEarlierMomentsAreAsTheyWere: what the record said at a length is the same
// whether it was asked for then, later, or from what is kept.
func TestEarlierMomentsAreAsTheyWere(t *testing.T) {
	onBoth(t, func(n *node) {
		moments := treaty.NewMoments(n.current)
		ask := func(length int64) (m *treaty.Moment) {
			n.must(n.book.Read(ctx, 0, func(v store.View) (err error) {
				m, err = moments.Known(ctx, v, length)
				return err
			}))
			return m
		}
		id, err := n.do("treaty.deposit", "UNTOC", "FRA", "2000-12-12", `{"action":"signature"}`)
		n.must(err)
		one := n.book.Size()
		if s := ask(one).StateOn("UNTOC", "FRA", "2001-01-01"); s != treaty.Signatory {
			n.Errorf("then: %s", s)
		}
		_, err = n.do("treaty.correction", "UNTOC", "FRA", "2000-12-12", `{"reason":"x","struck":true}`, corrects(id))
		n.must(err)
		_, err = n.do("treaty.deposit", "UNTOC", "PER", "2000-12-14", `{"action":"signature"}`)
		n.must(err)
		// All three acts have one instant: a length tells them apart.
		for range 2 {
			if m := ask(one); m.StateOn("UNTOC", "FRA", "2001-01-01") != treaty.Signatory || m.StateOn("UNTOC", "PER", "2001-01-01") != treaty.None {
				n.Error("what was known is answered otherwise")
			}
			if m := ask(one + 1); m.StateOn("UNTOC", "FRA", "2001-01-01") != treaty.None || m.Size != one+1 {
				n.Error("a correction is not known from its own act on")
			}
			if m := ask(n.book.Size()); m.StateOn("UNTOC", "PER", "2001-01-01") != treaty.Signatory {
				n.Error("now is answered as then")
			}
		}
		_, err = n.book.Rebuild(ctx, nil)
		n.must(err)
		if m := ask(one); m.StateOn("UNTOC", "FRA", "2001-01-01") != treaty.Signatory {
			n.Error("after a replay what was known is answered otherwise")
		}
	})
}
