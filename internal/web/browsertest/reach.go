package browsertest

import (
	"bytes"
	"context"

	"github.com/chromedp/chromedp"
)

// Focus is where the focus is.
type Focus struct {
	Name string // as it is read aloud
	Tag  string // element and id
	Seen bool   // it is in the window and has a ring
}

// Focus says where the focus is.
func (tab *Tab) Focus() Focus {
	tab.t.Helper()
	return ask[Focus](tab, "focused")
}

// FocusOn gives the focus to the first element of a selector.
func (tab *Tab) FocusOn(selector string) {
	tab.t.Helper()
	if !ask[bool](tab, "focusOn", selector) {
		tab.t.Fatalf("%s has no %s", tab.Address(), selector)
	}
}

// Stops is how many elements the Tab key must reach.
func (tab *Tab) Stops() int {
	tab.t.Helper()
	return ask[int](tab, "stops")
}

// Stop is one of them, in the page's order.
func (tab *Tab) Stop(n int) Focus {
	tab.t.Helper()
	return ask[Focus](tab, "stop", n)
}

// Shows says whether any element of a selector can be seen.
func (tab *Tab) Shows(selector string) bool {
	tab.t.Helper()
	return ask[bool](tab, "shown", selector)
}

// Rows is how many rows the page's tables of data have.
func (tab *Tab) Rows() int {
	tab.t.Helper()
	return ask[int](tab, "rows")
}

// FirstLink is where the first link of the page's table leads.
func (tab *Tab) FirstLink() string {
	tab.t.Helper()
	return ask[string](tab, "firstLink")
}

// Value is what stands in the field of a label.
func (tab *Tab) Value(label string) string {
	tab.t.Helper()
	return ask[string](tab, "value", label)
}

// Choose picks one of a list by keyboard, as letters of its words are typed;
// leaves says that another page follows at once.
func (tab *Tab) Choose(label, words string, leaves bool) {
	tab.t.Helper()
	if !ask[bool](tab, "focusField", label) {
		tab.t.Fatalf("on %s there is no field labelled %q", tab.Address(), label)
	}
	tab.press(&place{Leaves: leaves}, "choose "+words, chromedp.KeyEvent(words))
}

// Attach puts a file of this computer into the field of a label.
func (tab *Tab) Attach(label, path string) {
	tab.t.Helper()
	id := ask[string](tab, "fileField", label)
	if id == "" {
		tab.t.Fatalf("on %s there is no field for a file labelled %q", tab.Address(), label)
	}
	tab.do("attach "+path, chromedp.SetUploadFiles(chromedp.CSS(`[id="`+id+`"]`), []string{path}))
}

// TextSize sets the size of text in per cent of the usual.
func (tab *Tab) TextSize(percent int) {
	tab.t.Helper()
	ask[bool](tab, "textSize", percent)
}

// PrintedPages prints the page and counts the sheets of paper.
func (tab *Tab) PrintedPages() int {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF())
	if err != nil {
		tab.t.Fatalf("print %s: %v", tab.Address(), err)
	}
	return bytes.Count(pdf, []byte("/Type /Page\n")) + bytes.Count(pdf, []byte("/Type /Page ")) + bytes.Count(pdf, []byte("/Type /Page/"))
}

// HTML is the page as it stands.
func (tab *Tab) HTML() string {
	tab.t.Helper()
	return ask[string](tab, "source")
}
