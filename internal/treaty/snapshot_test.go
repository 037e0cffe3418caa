package treaty_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/testshared"
	"comity/internal/treaty"
	"comity/internal/treaty/list"
)

// facts prints rows by code, so that two lists can be compared.
func facts(t testing.TB, rows []list.Row, day act.Day, codes bool) string {
	t.Helper()
	var lines []string
	for _, r := range rows {
		code := r.Name
		if !codes {
			var err error
			if code, err = carried.resolve(r.Name, day); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range r.Facts {
			line := code + " " + f.Action + " " + string(f.Day)
			if f.Withdrawn {
				line += " withdrawn"
			}
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func read(t testing.TB, path string) (*list.List, []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	l, err := list.Read(filepath.Base(path), data, nil)
	if err != nil {
		t.Fatal(err)
	}
	return l, data
}

// Taken in one after the other, successive lists of a depositary can each be
// had again, as the record was known after it; and what is recorded is what
// differs, no more.
func TestSuccessiveListsCanEachBeHadAgain(t *testing.T) {
	dir := testshared.Dir(t, "treaties", "snapshots")
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) != 21 {
		t.Fatalf("%d snapshots, %v", len(files), err)
	}
	byDay := func(f string) string { _, day, _ := strings.Cut(filepath.Base(f), "@"); return day }
	slices.SortFunc(files, func(a, b string) int { return strings.Compare(byDay(a)+a, byDay(b)+b) })
	onBoth(t, func(n *node) {
		type taken struct {
			l  *list.List
			at time.Time
		}
		var all []taken
		last := map[string]string{} // facts by number
		var moved []treaty.Change
		for _, f := range files {
			l, data := read(t, f)
			n.now = n.now.Add(time.Hour)
			changes := n.takeList(l, "", data)
			all = append(all, taken{l, n.now})
			have := facts(t, l.Rows, l.AsOf, false)
			if before, again := last[l.Number]; again {
				if want := difference(before, have); len(changes) != want {
					t.Errorf("%s: %d changes recorded, the files differ in %d: %+v", f, len(changes), want, changes)
				}
				moved = append(moved, changes...)
			}
			last[l.Number] = have
			if p, err := n.intake().PlanList(ctx, l, "", data); err != nil || len(p.Drafts) != 0 {
				t.Errorf("%s once more: %d acts, %v", f, len(p.Drafts), err)
			}
		}
		for _, x := range all {
			g := n.knownAt(x.at)
			code, _ := codeOf(x.l.Number)
			if have, want := facts(t, g.Listing(code, x.l.Number), "", true), facts(t, x.l.Rows, x.l.AsOf, false); have != want {
				t.Errorf("%s of %s is not had again:\n%s", x.l.Number, x.l.AsOf, have)
			}
			if have, want := printed(g, code, x.l), printedFile(t, filepath.Join(dir, x.l.File), x.l.AsOf); have != want {
				t.Errorf("%s of %s is not printed as it was:\n%s", x.l.Number, x.l.AsOf, lineDiff(have, want))
			}
		}
		if !slices.ContainsFunc(moved, func(c treaty.Change) bool { return c.Party == "MDA" && c.Kind() == "corrected" && c.Was.Day != c.Day }) {
			t.Errorf("Moldova's day was corrected, and that is not among %d changes", len(moved))
		}
		if slices.ContainsFunc(moved, func(c treaty.Change) bool { return c.Party == "CPV" }) {
			t.Error("a State's new name counts as an act")
		}
		// An older list comes too late.
		l, data := read(t, files[0])
		_, err := n.intake().PlanList(ctx, l, "", data)
		n.refused("take lists in by their days", err)
		n.replayed()
	})
}

// difference counts what lists differ in: a fact replaced by another of the
// same party is one.
func difference(a, b string) int {
	left, right := map[string]int{}, map[string]int{}
	was, is := strings.Split(a, "\n"), strings.Split(b, "\n")
	key := func(line string) string {
		code, rest, _ := strings.Cut(line, " ")
		if strings.HasPrefix(rest, "signature") {
			return code + " signature"
		}
		return code + " consent"
	}
	for _, l := range was {
		if !slices.Contains(is, l) {
			left[key(l)]++
		}
	}
	for _, l := range is {
		if !slices.Contains(was, l) {
			right[key(l)]++
		}
	}
	n := 0
	for k, c := range left {
		n += max(c, right[k])
	}
	for k, c := range right {
		if left[k] == 0 {
			n += c
		}
	}
	return n
}

func codeOf(number string) (string, bool) {
	for _, i := range carried.p.Instruments {
		if i.Number == number {
			return i.Code, true
		}
	}
	return "", false
}

// printed is the list as the depositary prints it, from the record alone, but
// for codes in the place of names.
func printed(g *treaty.Register, code string, l *list.List) string {
	letters := map[string]string{"acceptance": "A", "approval": "AA", "accession": "a", "succession": "d", "ratification": ""}
	lines := make([]string, 0, 200)
	for _, r := range g.Listing(code, l.Number) {
		cells := []string{r.Name, "", ""}
		for _, f := range r.Facts {
			day := strings.TrimPrefix(f.Day.Time().Format("02 Jan 2006"), "0")
			if f.Action == "signature" {
				cells[1] = day
			} else {
				cells[2] = strings.TrimSpace(day + " " + letters[f.Action])
			}
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func printedFile(t testing.TB, path string, day act.Day) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]string, 0, len(rows))
	for _, r := range rows[1:] {
		if r[1]+r[2] != "" {
			if r[0], err = carried.resolve(r[0], day); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, strings.Join(r, "|"))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func lineDiff(have, want string) string {
	var out []string
	h, w := strings.Split(have, "\n"), strings.Split(want, "\n")
	for _, l := range h {
		if !slices.Contains(w, l) {
			out = append(out, "have "+l)
		}
	}
	for _, l := range w {
		if !slices.Contains(h, l) {
			out = append(out, "want "+l)
		}
	}
	return strings.Join(out, "\n")
}
