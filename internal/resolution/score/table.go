package score

import (
	"fmt"
	"io"
)

// WriteTable writes the score of clauses for a person to read.
func (s ClauseScore) WriteTable(w io.Writer) error {
	t := table{w: w}
	t.line("%d paragraphs, %d of them not found", s.Paragraphs, s.NotFound)
	t.line("%-12s %s", "clauses", s.Clauses)
	t.line("")
	t.line("%-12s %-9s %-9s %-9s   %s", "", "precision", "recall", "F1", "F1 of matched clauses")
	for _, f := range []struct {
		name string
		set  Set
	}{{"addressees", s.Addressees}, {"entities", s.Entities}, {"conditions", s.Conditions}, {"cites", s.Cites}, {"  of acts", s.CitesOfActs}} {
		t.line("%-12s %-9.4f %-9.4f %-9.4f   %.4f", f.name, f.set.All.Precision(), f.set.All.Recall(), f.set.All.F1(), f.set.OfMatched.F1())
	}
	t.line("")
	t.line("%-12s %-31s %s", "", "equal, of all clauses", "of matched clauses")
	for _, f := range []struct {
		name  string
		field Field
	}{{"verb", s.Verb}, {"force", s.Force}, {"deadline", s.Deadline}, {"report", s.Report}} {
		t.line("%-12s %-31s %s", f.name, f.field.All, f.field.OfMatched)
	}
	return t.err
}

// WriteTable writes the score of texts for a person to read.
func (s TextScore) WriteTable(w io.Writer) error {
	t := table{w: w}
	t.line("%d files, %d not read, %d in another language than marked", s.Files, s.Unread, s.Language)
	for _, r := range []struct {
		name string
		rate Rate
	}{
		{"operative paragraphs", s.Operative}, {"  by text alone", s.OperativeText}, {"preambular paragraphs", s.Preamble},
		{"annex paragraphs", s.Annex}, {"footnotes bound", s.Footnotes}, {"citations", s.Cites}, {"  kinds that are linked", s.CitesLinkable},
		{"  in paragraphs", s.CitesNotFootnotes}, {"  bare Council", s.CitesBareCouncil}, {"  Human Rights Council", s.CitesHumanRights},
	} {
		t.line("%-24s %s", r.name, r.rate)
	}
	t.line("%-24s %s", "operative phrase", s.Phrase)
	t.line("%-24s %s", "preambular phrase", s.PreamblePhrase)
	return t.err
}

// table writes lines until the first error.
type table struct {
	w   io.Writer
	err error
}

func (t *table) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format+"\n", args...)
	}
}
