// Package list reads lists of who has done what about a treaty, as depositaries
// publish them: tables in comma-separated values (csv.go), the XML of the United
// Nations' collection of treaties (mtdsg.go), and our own template for
// everything else (template.go). It knows no party and no treaty: names stay as
// they are printed. Reading is strict: everything wrong is named with file,
// line and reason, and then nothing is read.
package list

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"comity/internal/act"
)

// MaxBytes is the longest file that is read.
const MaxBytes = 16 << 20

// List is one depositary's list of one treaty.
type List struct {
	File     string
	Number   string // of the treaty in the collection, as the file's name gives it: "XVIII-12-a"; ""
	Source   string // as the file says, "" where it says nothing
	AsOf     act.Day
	Headings []string // of the columns, as printed
	// Codes: names are codes of parties.
	Codes bool
	Rows  []Row
	// Unread is how many declarations and the like the file has that carry no
	// day and are not read.
	Unread int
}

// Row is what one participant did.
type Row struct {
	Line  int
	Name  string // as printed, without notes
	Facts []Fact
}

// Fact is one act: a code of the list "treaty-action" and its day.
type Fact struct {
	Action string
	Day    act.Day
	// Withdrawn: the list shows it in brackets; it was withdrawn by the list's
	// own day.
	Withdrawn bool
}

// words of a heading and the actions that they mean.
var words = map[string]string{
	"signature": "signature", "ratification": "ratification", "acceptance": "acceptance", "approval": "approval", "accession": "accession",
	"succession": "succession", "definitive signature": "definitive-signature", "formal confirmation": "formal-confirmation",
	"act of formal confirmation": "formal-confirmation", "succession to signature": "signature", "provisional application": "provisional-application",
	"consent to be bound": "acceptance", "denunciation": "denunciation", "withdrawal": "denunciation", "notification": "notification",
}

// column says what the cells of a column mean: by the letters after the day.
type column struct {
	plain   string            // action without letters
	letters map[string]string // action by letters
}

var (
	part      = regexp.MustCompile(`^(.*?)\s*(?:\(([A-Za-z]{1,3})\))?$`)
	cellForm  = regexp.MustCompile(`^(\[?)\s*(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})\s*([A-Za-z]{1,3})?\s*(\]?)\s*([A-Za-z]{1,3})?$`)
	nameNotes = regexp.MustCompile(`(?:\s*\d+(?:\s*,\s*\d+)*)+$`)
	spaces    = regexp.MustCompile(`\s+`)
)

// columnOf reads a heading: "Ratification, Acceptance(A), Accession(a)". extra
// gives meanings to headings that are not known, by their words.
func columnOf(heading string, extra map[string]string) (column, error) {
	c := column{letters: map[string]string{}}
	h := strings.ToLower(strings.TrimSpace(spaces.ReplaceAllString(heading, " ")))
	if action, ok := extra[h]; ok {
		c.plain = action
		return c, nil
	}
	if strings.HasPrefix(h, "participation in the convention by virtue of") {
		c.plain = "participation"
		return c, nil
	}
	for _, p := range strings.Split(heading, ",") {
		m := part.FindStringSubmatch(strings.TrimSpace(spaces.ReplaceAllString(p, " ")))
		word, letters := strings.ToLower(strings.TrimSpace(m[1])), m[2]
		action, ok := words[word]
		if e, given := extra[word]; given {
			action, ok = e, true
		}
		switch {
		case !ok:
			return c, says.Refuse("treaty.file-heading", "heading", heading, "word", m[1])
		case letters != "" && c.letters[letters] != "":
			return c, says.Refuse("treaty.file-letters-twice", "heading", heading, "letters", letters)
		case letters != "":
			c.letters[letters] = action
		case c.plain != "" && c.plain != action:
			return c, says.Refuse("treaty.file-two-meanings", "heading", heading, "one", c.plain, "other", action)
		default:
			c.plain = action
		}
	}
	return c, nil
}

var months = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// fact reads a cell: "18 Dec 2001", "8 Feb 2008 a", "[24 Jan 1990 a]". The
// second is false for an empty cell.
func (c column) fact(cell string) (Fact, bool, error) {
	cell = strings.TrimSpace(spaces.ReplaceAllString(cell, " "))
	if cell == "" || cell == "-" || cell == "—" {
		return Fact{}, false, nil
	}
	m := cellForm.FindStringSubmatch(cell)
	if m == nil || (m[1] == "") != (m[6] == "") || m[5] != "" && m[7] != "" {
		return Fact{}, false, says.Refuse("treaty.file-cell", "cell", cell)
	}
	month := 0
	date, _ := strconv.Atoi(m[2])
	for i, name := range months {
		if name == m[3] {
			month = i + 1
		}
	}
	day, err := act.ParseDay(fmt.Sprintf("%s-%02d-%02d", m[4], month, date))
	if err != nil {
		return Fact{}, false, says.Refuse("treaty.file-calendar", "cell", cell)
	}
	f := Fact{Action: c.plain, Day: day, Withdrawn: m[1] != ""}
	if letters := m[5] + m[7]; letters != "" {
		if f.Action = c.letters[letters]; f.Action == "" {
			return Fact{}, false, says.Refuse("treaty.file-letters", "letters", letters, "cell", cell)
		}
	}
	if f.Action == "" {
		return Fact{}, false, says.Refuse("treaty.file-no-letters", "cell", cell)
	}
	return f, true, nil
}

// name takes notes' numbers and brackets off a participant's name.
func name(cell string) string {
	cell = strings.TrimSpace(spaces.ReplaceAllString(cell, " "))
	cell = strings.TrimSpace(nameNotes.ReplaceAllString(cell, ""))
	if strings.HasPrefix(cell, "[") && strings.HasSuffix(cell, "]") {
		cell = strings.TrimSpace(cell[1 : len(cell)-1])
	}
	return cell
}

// table turns rows of cells, with the lines on which they begin, into a list.
func (l *List) table(heading []string, at int, rows [][]string, lines []int, extra map[string]string) error {
	var faults Faults
	if len(heading) < 2 || !strings.HasPrefix(strings.ToLower(strings.TrimSpace(heading[0])), "participant") && !strings.EqualFold(strings.TrimSpace(heading[0]), "State") {
		return one(l.File, at, says.Refuse("treaty.file-no-list"))
	}
	l.Headings = heading
	columns := make([]column, len(heading)-1)
	for i, h := range heading[1:] {
		var err error
		if columns[i], err = columnOf(h, extra); err != nil {
			faults.Add(l.File, at, "", err)
		}
	}
	if faults != nil {
		return faults
	}
	seen := map[string]int{}
	for i, cells := range rows {
		row := Row{Line: lines[i]}
		if len(cells) != len(heading) {
			faults.Add(l.File, row.Line, "", says.Refuse("treaty.file-cells", "have", len(cells), "want", len(heading)))
			continue
		}
		if row.Name = name(cells[0]); row.Name == "" {
			faults.Add(l.File, row.Line, "", says.Refuse("treaty.file-no-name"))
			continue
		}
		if before := seen[row.Name]; before > 0 {
			faults.Add(l.File, row.Line, "", says.Refuse("treaty.file-name-twice", "name", row.Name, "line", before))
			continue
		}
		seen[row.Name] = row.Line
		for k, cell := range cells[1:] {
			f, is, err := columns[k].fact(cell)
			if err != nil {
				faults.Add(l.File, row.Line, row.Name, err)
			} else if is {
				row.Facts = append(row.Facts, f)
			}
		}
		l.Rows = append(l.Rows, row)
	}
	if len(rows) == 0 {
		faults.Add(l.File, at, "", says.Refuse("treaty.file-empty"))
	}
	return faults.err()
}

var fileNumber = regexp.MustCompile(`^(\d{1,2})-(\d{1,2})(?:[-.]([a-z]{1,2}))?(?:@(\d{4}-\d{2}-\d{2})[^/]*)?\.[A-Za-z]+$`)

// named reads the treaty's number and the list's day off a file's name:
// "18-12-a@2013-07-20.csv".
func (l *List) named() {
	m := fileNumber.FindStringSubmatch(path.Base(strings.ReplaceAll(l.File, "\\", "/")))
	if m == nil {
		return
	}
	l.Number = roman(m[1]) + "-" + m[2]
	if m[3] != "" {
		l.Number += "-" + m[3]
	}
	if day, err := act.ParseDay(m[4]); err == nil && l.AsOf == "" {
		l.AsOf = day
	}
}

// roman writes a chapter's number, 1 to 99.
func roman(digits string) string {
	n := 0
	for _, r := range digits {
		n = 10*n + int(r-'0')
	}
	var b strings.Builder
	for _, s := range []struct {
		n int
		r string
	}{{90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= s.n {
			b.WriteString(s.r)
			n -= s.n
		}
	}
	return b.String()
}
