package browsertest

import (
	"context"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

// Well fails for whatever is wrong with the page in every view: it is wider than
// the window, axe finds something, a script failed, a policy was broken.
func (tab *Tab) Well() {
	tab.t.Helper()
	tab.Fits()
	tab.Accessible()
	tab.Quiet()
}

// Quiet fails where the browser complained since it was last asked.
func (tab *Tab) Quiet() {
	tab.t.Helper()
	tab.mu.Lock()
	faults := tab.faults
	tab.faults = nil
	tab.mu.Unlock()
	for _, f := range faults {
		tab.t.Errorf("%s: the browser complains: %s", tab.Address(), f)
	}
}

// Fits fails where the page is wider than the window, so that one must scroll
// sideways to read; tables may scroll in a frame of their own.
func (tab *Tab) Fits() {
	tab.t.Helper()
	for _, f := range ask[[]string](tab, "wide") {
		tab.t.Errorf("%s, %d pixels wide: %s", tab.Address(), tab.width, f)
	}
}

// violation is what axe-core found.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		HTML           string
		Target         []string
		FailureSummary string
	}
}

// Accessible fails for whatever axe-core finds by WCAG 2.2, levels A and AA, and
// by its own best practices.
func (tab *Tab) Accessible() {
	tab.t.Helper()
	if tab.axe == "" {
		tab.t.Fatalf("look with axe-core: the browser was started without it")
	}
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`typeof axe === "object"`))
	if err == nil && !there {
		_, err = chromedp.Run(ctx, chromedp.Evaluate[chromedp.Void](tab.axe))
	}
	var found []violation
	if err == nil {
		found, err = chromedp.Run(ctx, chromedp.Evaluate[[]violation](axeRun, chromedp.EvalAwaitPromise))
	}
	if err != nil {
		tab.t.Fatalf("look at %s with axe-core: %v", tab.Address(), err)
	}
	for _, v := range found {
		var b strings.Builder
		for i, n := range v.Nodes {
			if i == 3 {
				fmt.Fprintf(&b, "\n  and %d more", len(v.Nodes)-i)
				break
			}
			fmt.Fprintf(&b, "\n  %s: %.200s\n    %s", strings.Join(n.Target, " "), n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", " "))
		}
		tab.t.Errorf("%s, %d pixels wide: axe finds %s (%s): %s%s", tab.Address(), tab.width, v.ID, v.Impact, v.Help, b.String())
	}
}

const axeRun = `axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
}).then((r) => r.violations.map((v) => ({ID: v.id, Impact: v.impact, Help: v.help,
  Nodes: v.nodes.map((n) => ({HTML: n.html, Target: n.target.map(String), FailureSummary: n.failureSummary}))})))`

// Catalogued fails, on a page in the pseudo-language, for text that is neither
// from the catalogue nor marked as data: by translate="no", as code, or by a
// language of its own.
func (tab *Tab) Catalogued() {
	tab.t.Helper()
	for _, f := range ask[[]string](tab, "uncatalogued") {
		tab.t.Errorf("%s: outside the catalogue and not marked as data: %s", tab.Address(), f)
	}
}
