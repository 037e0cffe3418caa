package book

import (
	"strings"
	"testing"

	"comity/internal/act"
)

func TestARefusalSaysItsValues(t *testing.T) {
	s := Sentences{"x.day": {`on {{.day}} there are "{{.names}}"`, "look at {{.day}}"}}
	r := refusalOf(0, 1, s.Refuse("x.day", "day", act.Day("2014-12-18"), "names", []string{"a", "{{.day}}\u202e\x1b"}))
	if want := "on 2014-12-18 there are \"a, {{.day}}\ufffd\ufffd\"; look at 2014-12-18"; r.Error() != want {
		t.Errorf("%q, wanted %q", r.Error(), want)
	}
	if r.Code != Conflict || r.Rule != "x.day" || r.Args["day"] != "2014-12-18" || r.Act != 0 {
		t.Errorf("%+v", r)
	}
	if r := refusalOf(0, 1, s.Deny("x.day", "day", strings.Repeat("é", 300))); r.Code != Denied || r.Args["day"] != strings.Repeat("é", 200)+"…" {
		t.Errorf("a long value: %+v", r)
	}
}

// Which act was refused is said where there are several.
func TestTheOneActOfACallIsNotCounted(t *testing.T) {
	for _, x := range []struct {
		act, acts, place int
		want             string
	}{
		{0, 1, 0, "no; do"}, {0, 2, 1, "act 1 of the call: no; do"}, {1, 2, 2, "act 2 of the call: no; do"}, {-1, 2, 0, "no; do"},
	} {
		r := refusalOf(x.act, x.acts, Refuse("no", "do"))
		if r.Place() != x.place || r.Error() != x.want {
			t.Errorf("act %d of %d: place %d, %q", x.act, x.acts, r.Place(), r)
		}
	}
}
