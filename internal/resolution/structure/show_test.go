package structure

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"comity/internal/resolution/akn"
	"comity/internal/resolution/source"
	"comity/internal/resolution/wear"
)

// TestShow prints how the file that COMITY_SHOW names is read, for whoever
// looks into a fault; COMITY_SHOW_AS=text reads XML as plain text, a
// number as text worn by that seed.
func TestShow(t *testing.T) {
	name := os.Getenv("COMITY_SHOW")
	if name == "" {
		t.Skip("COMITY_SHOW names no file to show")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var src source.Source
	if strings.HasSuffix(name, ".xml") {
		if src, err = akn.Source(name, data); err != nil {
			t.Fatal(err)
		}
		if os.Getenv("COMITY_SHOW_AS") == "text" {
			src = linesOf(akn.PlainText(src))
		}
		if seed, err := strconv.ParseUint(os.Getenv("COMITY_SHOW_AS"), 10, 64); err == nil {
			text := wear.Text(akn.PlainText(src), seed)
			fmt.Println(text)
			src = linesOf(text)
		}
	} else {
		src = linesOf(string(data))
	}
	docs, err := Read(src)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		fmt.Printf("%s | %s | %s | session %d | %s | %s | item %s | %s | %s\n", d.Symbol, d.Title, d.Organ, d.Session, d.Adopted, d.Meeting, d.AgendaItem, d.Report, d.Language)
		for _, p := range d.Paragraphs {
			fmt.Printf("  %-12s %-9s %v %s\n", p.ID, p.Part, p.Footnotes, clip(p.Text))
		}
		for _, f := range d.Footnotes {
			fmt.Printf("  note %s %s\n", f.Marker, clip(f.Text))
		}
		for _, u := range d.Uncertain {
			fmt.Printf("  uncertain %s %s: %s\n", u.Paragraph, u.Field, u.Why)
		}
	}
}
