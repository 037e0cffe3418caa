package desk

import (
	"net/url"
	"strings"
	"testing"
	"time"

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
// A task that falls due is a whole day in the calendar, with the way to its page;
// one without a day is in none.
func TestTasksAreACalendar(t *testing.T) {
	var b strings.Builder
	if err := WriteCalendar(&b, url.URL{Scheme: "https", Host: "node.example"}, "Desk", []module.Task{{Key: "k", Words: "Reply", Due: "2042-09-01", Link: "/x"}, {Key: "none", Words: "no day"}}, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"SUMMARY:Reply\r\n", "UID:k@node.example\r\n", "DTSTART;VALUE=DATE:20420901\r\n", "URL:https://node.example/x\r\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in %q", want, b.String())
		}
	}
	if strings.Contains(b.String(), "no day") {
		t.Error("a task without a day is in the calendar")
	}
}
