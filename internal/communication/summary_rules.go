package communication

import (
	"fmt"
	"strings"

	"comity/internal/act"
)

// Sentence is one sentence of a summary, with the replies that it rests on.
type Sentence struct {
	Text  string        `json:"text"`
	Rests []act.Subject `json:"rests"`
}

// Rested is a reply on which a sentence may rest.
type Rested struct {
	Subject act.Subject
	// Open: its State gave leave to quote the answer, or released it.
	Open bool
}

// CheckSentences says why sentences can't stand in the summary of a question, nil
// where they can: each rests on replies that answered it and that may be used.
func CheckSentences(list []Sentence, answered []Rested) error {
	open := map[act.Subject]bool{}
	for _, r := range answered {
		open[r.Subject] = r.Open
	}
	for i, s := range list {
		if len(s.Rests) == 0 {
			return fmt.Errorf("sentence %d rests on no reply; tie it to those that say so, or leave it out", i+1)
		}
		for _, r := range s.Rests {
			may, there := open[r]
			switch {
			case !there:
				return fmt.Errorf("sentence %d rests on %s, which did not answer the question; tie it to replies that did", i+1, r)
			case !may:
				return fmt.Errorf("sentence %d rests on %s, whose State gave no leave to quote the answer and has not released it; ask for leave, or leave the sentence out", i+1, r)
			}
		}
	}
	return nil
}

// CountWords counts the words of a text: runs of letters between white space, and in
// scripts without spaces each character.
func CountWords(text string) (n int) {
	for _, f := range strings.Fields(text) {
		han := 0
		for _, r := range f {
			if r >= 0x2E80 && r <= 0x9FFF || r >= 0xF900 && r <= 0xFAFF {
				han++
			}
		}
		n += max(han, 1)
	}
	return n
}
