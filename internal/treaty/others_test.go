package treaty_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/subject"
	"comity/internal/testshared"
	"comity/internal/treaty"
	"comity/internal/treaty/list"
)

// Three hundred other treaties of the collection are taken in with no more than
// a file each that names them. The lists are invented, in the forms that the
// collection's have; only the treaties' numbers and titles are real.
func TestOtherTreatiesAreTakenInAsData(t *testing.T) {
	f, err := os.Open(filepath.Join(testshared.Dir(t, "treaties"), "index.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	index, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	head, err := fs.ReadFile(carried.files, "programme.toml")
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{"programme.toml": {Data: head}}
	type other struct{ code, file string }
	var others []other
	titles := map[string]bool{}
	for _, row := range index[1:] {
		chapter, number, title := row[0], row[1], strings.ReplaceAll(row[2], `"`, "'")
		if !strings.ContainsAny(chapter, "0123456789") || strings.ContainsAny(number, " /()") || titles[title] || len(others) == 300 {
			continue
		}
		file := chapter + "-" + number + ".csv"
		l, err := list.Read(file, []byte("Participant,Accession(a)\nFrance,1 Jan 2001 a\n"), nil)
		if err != nil || l.Number == "" {
			continue
		}
		titles[title] = true
		o := other{fmt.Sprintf("T%d", len(others)), file}
		folder["instruments/"+o.code+".toml"] = &fstest.MapFile{Data: []byte(fmt.Sprintf("code = %q\ntitle = %q\nnumber = %q\n", o.code, title, l.Number))}
		others = append(others, o)
	}
	if len(others) != 300 {
		t.Fatalf("%d treaties", len(others))
	}
	p, err := programme.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	b := openWith(t, p)
	in := &treaty.Intake{Book: b, Current: treaty.NewCurrent(p.Instruments, carried.parties), Resolve: carried.resolve, Today: "2026-03-01"}
	headings := []string{"Signature", "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)", "Definitive signature(s), Acceptance(A)", "Formal confirmation(c), Ratification", "Accession(a), Succession(d)", "Consent to be bound(b), Ratification"}
	r := rand.New(rand.NewSource(2))
	total := 0
	for _, o := range others {
		var data bytes.Buffer
		w := csv.NewWriter(&data)
		heading := headings[r.Intn(len(headings))]
		_ = w.Write([]string{"Participant", "Signature", heading})
		letters := []string{"", " a", " A", " AA", " d", " s", " c", " b"}
		rows := 0
		for _, s := range carried.parties.All(party.State)[:30+r.Intn(100)] {
			for _, letter := range []string{letters[r.Intn(len(letters))]} {
				if letter != "" && !strings.Contains(heading, "("+strings.TrimSpace(letter)+")") || letter == "" && !strings.Contains(heading, "Ratification") {
					continue
				}
				day := time.Date(1950+r.Intn(60), time.Month(1+r.Intn(12)), 1+r.Intn(28), 0, 0, 0, 0, time.UTC).Format("2 Jan 2006")
				cell := day + letter
				if r.Intn(20) == 0 {
					cell = "[" + cell + "]"
				}
				_ = w.Write([]string{s.NameOn("2014-01-01"), "", cell})
				rows++
			}
		}
		w.Flush()
		if rows == 0 {
			continue
		}
		l, err := list.Read(o.file, data.Bytes(), nil)
		if err != nil {
			t.Fatalf("%s: %v", o.file, err)
		}
		l.AsOf = "2014-01-01"
		plan, err := in.PlanList(ctx, l, "", data.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", o.file, err)
		}
		if _, err := in.Record(ctx, plan); err != nil {
			t.Fatalf("%s: %v", o.file, err)
		}
		total += rows
	}
	if total < 3000 {
		t.Errorf("%d rows were taken in", total)
	}
}

func openWith(t *testing.T, p *programme.Programme) *book.Book {
	t.Helper()
	s := booktest.InSQLite(t)
	t.Cleanup(func() { s.Close() })
	o := booktest.Options(t)
	o.Now, o.Lists = func() time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC) }, act.AnyCode{}
	b, err := book.Open(ctx, s, o, treaty.Record(p.Instruments, carried.parties), subject.Module())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}
