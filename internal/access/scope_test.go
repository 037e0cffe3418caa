package access_test

import (
	"testing"

	"pgregory.net/rapid"

	"comity/internal/access"
)

func TestScopeCovers(t *testing.T) {
	s := func(kinds []string, instruments ...string) access.Scope {
		return access.Scope{Kinds: kinds, Instruments: instruments}
	}
	for _, c := range []struct {
		name        string
		scope       access.Scope
		kind        string
		instruments []string
		want        bool
	}{
		{"the kind itself", s([]string{"treaty.deposit"}, "untoc"), "treaty.deposit", []string{"untoc"}, true},
		{"another kind", s([]string{"treaty.deposit"}, "untoc"), "treaty.withdraw", []string{"untoc"}, false},
		{"a module", s([]string{"treaty.*"}, "untoc"), "treaty.deposit", []string{"untoc"}, true},
		{"a module with a longer name", s([]string{"treaty.*"}, "untoc"), "treatyother.deposit", []string{"untoc"}, false},
		{"another instrument", s([]string{"treaty.*"}, "untoc"), "treaty.deposit", []string{"uncac"}, false},
		{"one of two instruments", s([]string{"treaty.*"}, "untoc"), "treaty.deposit", []string{"untoc", "uncac"}, false},
		{"all instruments", s([]string{"treaty.*"}, "*"), "treaty.deposit", []string{"uncac"}, true},
		{"no instrument", s([]string{"assistance.request"}, "untoc"), "assistance.request", nil, true},
		{"all kinds", s([]string{"*"}, "*"), "assistance.request", nil, true},
		{"all kinds do not read", s([]string{"*"}, "*"), access.Read, nil, false},
		{"read reads", s([]string{access.Read}, "*"), access.Read, nil, true},
		{"nothing", access.Scope{}, "treaty.deposit", nil, false},
	} {
		if got := c.scope.Covers(c.kind, c.instruments...); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// What a narrower scope covers, the wider covers too; so nothing is delegated
// that the delegator could not do.
func TestWithinIsNowhereWider(t *testing.T) {
	kinds := []string{"*", "read", "treaty.*", "treaty.deposit", "treaty.reservation.*", "treaty.reservation.object", "assistance.request"}
	instruments := []string{"*", "untoc", "uncac"}
	scope := rapid.Custom(func(t *rapid.T) access.Scope {
		return access.Scope{Kinds: rapid.SliceOfN(rapid.SampledFrom(kinds), 0, 3).Draw(t, "kinds"), Instruments: rapid.SliceOfN(rapid.SampledFrom(instruments), 0, 2).Draw(t, "instruments")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := scope.Draw(t, "a"), scope.Draw(t, "b"), scope.Draw(t, "c")
		if !a.Within(a) {
			t.Fatal("a scope is not within itself")
		}
		if a.Within(b) && b.Within(c) && !a.Within(c) {
			t.Fatal("within is not transitive")
		}
		for _, k := range []string{"read", "treaty.deposit", "treaty.reservation.object", "treaty.reservation.other", "assistance.request", "fund.pledge"} {
			for _, i := range [][]string{nil, {"untoc"}, {"uncac"}, {"untoc", "uncac"}, {"other"}} {
				if a.Within(b) && a.Covers(k, i...) && !b.Covers(k, i...) {
					t.Fatalf("%+v is within %+v and covers %s on %v, which that does not", a, b, k, i)
				}
			}
		}
	})
}
