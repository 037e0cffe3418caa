package communication

import (
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
			return says.Refuse("communication.sentence-rests", "sentence", i+1)
		}
		for _, r := range s.Rests {
			may, there := open[r]
			switch {
			case !there:
				return says.Refuse("communication.sentence-unanswered", "sentence", i+1, "reply", r)
			case !may:
				return says.Refuse("communication.sentence-closed", "sentence", i+1, "reply", r)
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
