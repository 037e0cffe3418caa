package desk

import (
	"bufio"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"comity/internal/module"
)

func TestOverdueStandsFirst(t *testing.T) {
	list := Ordered([]module.Task{{Key: "c", Words: "No day"}, {Key: "b", Words: "Later", Due: "2042-06-02"}, {Key: "a", Words: "Past", Due: "2042-05-01", Waits: true}})
	if list[0].Key != "a" || list[1].Key != "b" || list[2].Key != "c" {
		t.Errorf("%+v", list)
	}
	mine, waiting := Split(list)
	if len(mine) != 2 || len(waiting) != 1 || !Overdue(waiting[0], "2042-06-01") || Overdue(mine[0], "2042-06-02") || Overdue(mine[1], "2042-06-02") {
		t.Errorf("%+v %+v", mine, waiting)
	}
	if Days("2042-06-01", "2042-05-30") != -2 || Days("2042-02-28", "2042-03-01") != 1 {
		t.Error("days are miscounted")
	}
}

// Whatever words a task has, the calendar has lines of at most 75 octets of whole
// characters, and unfolding gives the words back.
func TestACalendarKeepsItsForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.OneOf(rapid.String(), rapid.StringN(0, 200, -1), rapid.SampledFrom([]string{"Réponse; a, b\\c\nd", strings.Repeat("نحفظ المصابيح ", 20), strings.Repeat("灯", 90)})).Draw(t, "words")
		var b strings.Builder
		err := WriteCalendar(&b, "node.example", "https://node.example", "Desk", []module.Task{{Key: "k", Words: words, Due: "2042-09-01", Link: "/x"}, {Key: "none", Words: "no day"}}, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		out := b.String()
		if !strings.HasSuffix(out, "END:VCALENDAR\r\n") || strings.Contains(strings.ReplaceAll(out, "\r\n", ""), "\n") || strings.Contains(out, "no day") {
			t.Fatalf("%q", out)
		}
		var unfolded []string
		s := bufio.NewScanner(strings.NewReader(out))
		for s.Scan() {
			l := s.Text()
			if len(l) > 75 || !utf8.ValidString(l) {
				t.Fatalf("line of %d octets: %q", len(l), l)
			}
			if rest, ok := strings.CutPrefix(l, " "); ok && len(unfolded) > 0 {
				unfolded[len(unfolded)-1] += rest
				continue
			}
			unfolded = append(unfolded, l)
		}
		found := false
		for _, l := range unfolded {
			found = found || l == "SUMMARY:"+text(words)
		}
		if !found || !strings.Contains(out, "DTSTART;VALUE=DATE:20420901\r\n") || !strings.Contains(out, "DTEND;VALUE=DATE:20420902\r\n") {
			t.Fatalf("%q is not in %q", text(words), unfolded)
		}
	})
}
