package main

import (
	"bytes"
	"encoding/csv"
	"strings"

	"comity/internal/resolution"
)

// csvColumns are the columns of a clause. Several values stand in one cell,
// parted by "; ".
var csvColumns = []string{"symbol", "title", "adopted", "paragraph", "clause", "phrase", "verb", "force", "addressees", "entities", "action",
	"conditions", "deadline", "report_to", "report_at", "report_on", "cites", "topics", "source"}

func csvHeader() []byte {
	return []byte(strings.Join(csvColumns, ",") + "\r\n")
}

// csvRows writes one row for each clause, as RFC 4180 has it.
func csvRows(name string, docs []resolution.Document) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for i := range docs {
		d := &docs[i]
		for k := range d.Paragraphs {
			for _, c := range d.Paragraphs[k].Clauses {
				var to, at, on string
				if c.Report != nil {
					to, at, on = text(c.Report.To), text(c.Report.At), text(c.Report.On)
				}
				topics := make([]string, len(c.Topics))
				for n, t := range c.Topics {
					topics[n] = t.Code
				}
				row := []string{d.Symbol, d.Title, d.Adopted, c.Paragraph, c.ID, c.Phrase, c.Verb, string(c.Force), strings.Join(c.Addressees, "; "), strings.Join(c.Entities, "; "), c.Action,
					strings.Join(c.Conditions, "; "), text(c.Deadline), to, at, on, strings.Join(c.Cites, "; "), strings.Join(topics, "; "), name}
				for n := range row {
					row[n] = guarded(clean(row[n]))
				}
				if err := w.Write(row); err != nil {
					return nil, err
				}
			}
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// guarded keeps a spreadsheet from running a cell that comes from a document as
// a formula: an apostrophe makes it text.
func guarded(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n|", rune(cell[0])) {
		return "'" + cell
	}
	// Full-width forms count for some programs.
	if strings.HasPrefix(cell, "＝") || strings.HasPrefix(cell, "＋") || strings.HasPrefix(cell, "－") || strings.HasPrefix(cell, "＠") {
		return "'" + cell
	}
	return cell
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
