package main

import (
	"testing"

	"comity/internal/resolution/renewal"
)

func TestColourEndsWithTheLine(t *testing.T) {
	first, open := painted("keep [-the old", "")
	second, left := painted("words-] now", open)
	if first != "keep \x1b[31;9m[-the old\x1b[0m" || second != "\x1b[31;9mwords-]\x1b[0m now" || left != "" {
		t.Errorf("%q %q %q", first, second, left)
	}
}

func TestShareOfWordsChanged(t *testing.T) {
	ch := renewal.Change{Class: renewal.Amended, Diff: renewal.Diff("one two three four", "one two three five")}
	if got := changedShare(ch); got != 25 {
		t.Errorf("%d", got)
	}
}

func TestDocumentsThatHardlyMatch(t *testing.T) {
	for _, c := range []struct {
		kept int
		want bool
	}{{0, true}, {4, true}, {5, false}} {
		if got := hardlyAlike(renewal.Comparison{Count: map[renewal.Class]int{renewal.Kept: c.kept, renewal.New: 100 - c.kept}}); got != c.want {
			t.Errorf("%d of 100 kept: %v", c.kept, got)
		}
	}
}
