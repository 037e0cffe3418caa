package main

import "testing"

func TestWhatIsCountedStandsInItsNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0 files", 1: "1 file", 2: "2 files", 1646: "1,646 files"} {
		if got := howMany(n, "file"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
