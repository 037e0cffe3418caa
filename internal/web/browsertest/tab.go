package browsertest

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Reporter is told what is wrong: a *testing.T.
type Reporter interface {
	Helper()
	Name() string
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	ArtifactDir() string
	Cleanup(func())
	Failed() bool
}

// patience is how long a page may take in a full machine.
const patience = 30 * time.Second

// Tab is one reader's tab, with cookies of its own. One goroutine uses it.
type Tab struct {
	t      Reporter
	ctx    context.Context
	origin string
	axe    string
	width  int64
	as     string // who is signed in, for what is said of a page

	mu     sync.Mutex
	faults []string // of scripts, of the content security policy, of loading
}

// look has the functions that look at a page.
//
//go:embed look.js
var look string

// Tab opens a tab on the site at origin; it closes with the test, and leaves a
// picture of its last page when the test failed.
func (b *Browser) Tab(t Reporter, origin string) *Tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	tab := &Tab{t: t, ctx: ctx, origin: origin, axe: b.axe}
	if err := chromedp.Listen(ctx, tab.hear); err != nil {
		stop()
		t.Fatalf("open a tab: %v", err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			tab.Picture(filepath.Join(t.ArtifactDir(), strings.NewReplacer("/", "_", " ", "_").Replace(t.Name())+".png"))
		}
		stop()
	})
	tab.Width(1280)
	tab.Media("")
	return tab
}

// hear collects what the browser complains of.
func (tab *Tab) hear(event any) {
	var fault, address string
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		fault = "a script failed: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			fault += " " + e.ExceptionDetails.Exception.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			fault = "the console has an error:"
			for _, a := range e.Args {
				fault += " " + string(a.Value) + a.Description
			}
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			fault, address = e.Entry.Text, e.Entry.URL
		}
	}
	// That the page itself is an error is for the test to judge, by its status.
	if fault == "" || strings.HasPrefix(fault, "Failed to load resource: the server responded with a status of 4") && !strings.Contains(address, "/asset/") {
		return
	}
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.faults = append(tab.faults, fault+" "+address)
}

// do runs steps in the tab.
func (tab *Tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		tab.t.Fatalf("%s on %s: %v", what, tab.Address(), err)
	}
}

// ask calls one of the functions of look.js.
func ask[T any](tab *Tab, function string, args ...any) T {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if args == nil {
		args = []any{}
	}
	given, err := json.Marshal(args)
	if err != nil {
		tab.t.Fatalf("ask %s: %v", function, err)
	}
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](fmt.Sprintf("(() => { %s; return %s(...%s) })()", look, function, given), chromedp.EvalAwaitPromise))
	if err != nil {
		tab.t.Fatalf("ask %s: %v", function, err)
	}
	return v
}

// Address is where the tab is, without the origin.
func (tab *Tab) Address() string {
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	at, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return "an address that can't be read"
	}
	return strings.TrimPrefix(at, tab.origin)
}

// Open opens a page of the site and gives its status.
func (tab *Tab) Open(path string) int {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	a, err := chromedp.Run(ctx, chromedp.NavigateResponse(tab.origin+path))
	if err != nil {
		tab.t.Fatalf("open %s: %v", path, err)
	}
	return int(a.Status)
}

// OpenWell opens a page that must be there.
func (tab *Tab) OpenWell(path string) {
	tab.t.Helper()
	if status := tab.Open(path); status != http.StatusOK {
		tab.t.Fatalf("open %s: status %d", path, status)
	}
}

// place is where an element is, and what pressing it does.
type place struct {
	X, Y   float64
	Leaves bool // another page follows
}

// Click presses the link, button or box of these words.
func (tab *Tab) Click(words string) {
	tab.t.Helper()
	p := ask[*place](tab, "pressable", words)
	if p == nil {
		tab.t.Fatalf("on %s there is nothing to press that says %q", tab.Address(), words)
	}
	tab.press(p, fmt.Sprintf("press %q", words), chromedp.MouseClickXY(p.X, p.Y))
}

// ClickIn presses what says words in the row, or part of a page, that says within.
func (tab *Tab) ClickIn(within, words string) {
	tab.t.Helper()
	p := ask[*place](tab, "pressable", words, within)
	if p == nil {
		tab.t.Fatalf("on %s, where it says %q, there is nothing to press that says %q", tab.Address(), within, words)
	}
	tab.press(p, fmt.Sprintf("press %q", words), chromedp.MouseClickXY(p.X, p.Y))
}

func (tab *Tab) press(p *place, what string, step chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	if !p.Leaves {
		tab.do(what, step)
		return
	}
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, step); err != nil {
		tab.t.Fatalf("%s on %s: no page followed: %v", what, tab.Address(), err)
	}
}

// Fill puts a value into the field of a label, in place of what is there.
func (tab *Tab) Fill(label, value string) {
	tab.t.Helper()
	if !ask[bool](tab, "enter", label, value) {
		tab.t.Fatalf("on %s there is no field labelled %q", tab.Address(), label)
	}
}

// Put puts a value into the field of a name, or ticks the box or button of the name
// that has it: for what stands on a page in any language.
func (tab *Tab) Put(name, value string) {
	tab.t.Helper()
	if !ask[bool](tab, "put", name, value) {
		tab.t.Fatalf("on %s there is no field %s that takes %q:\n%.800s", tab.Address(), name, value, tab.Text())
	}
}

// Stands is what stands in the fields of a name, ticked or written.
func (tab *Tab) Stands(name string) string {
	tab.t.Helper()
	return ask[string](tab, "standing", name)
}

// Keys presses keys, one after the other, on what has the focus.
func (tab *Tab) Keys(keys string) {
	tab.t.Helper()
	tab.do("press keys", chromedp.KeyEvent(keys))
}

// Enter presses Enter on what has the focus, from which another page follows.
func (tab *Tab) Enter() {
	tab.t.Helper()
	tab.press(&place{Leaves: true}, "press Enter", chromedp.KeyEvent("\r"))
}

// Text is what a reader can read on the page.
func (tab *Tab) Text() string {
	tab.t.Helper()
	return ask[string](tab, "readable")
}

// Sees fails where the page does not have the words.
func (tab *Tab) Sees(words string) {
	tab.t.Helper()
	if text := tab.Text(); !strings.Contains(space.ReplaceAllString(text, " "), words) {
		tab.t.Errorf("%s does not say %q; it says:\n%.600s", tab.Address(), words, text)
	}
}

var space = regexp.MustCompile(`\s+`)

// Width sets the width of the window, in CSS pixels.
func (tab *Tab) Width(w int64) {
	tab.t.Helper()
	tab.width = w
	tab.do("set the width", chromedp.EmulateViewport(w, 900))
}

// Scripts lets pages run scripts or not.
func (tab *Tab) Scripts(on bool) {
	tab.t.Helper()
	tab.do("switch scripts", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}

// Media shows pages as in print ("print") or with a reader's preference
// ("", "prefers-color-scheme", "dark").
func (tab *Tab) Media(media string, features ...string) {
	tab.t.Helper()
	// Without motion: a page that is still sliding is nowhere to be looked at.
	p := emulation.SetEmulatedMediaParams{Media: media, Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}
	for i := 0; i+1 < len(features); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	tab.do("set the medium", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, p)
		return err
	}))
}

// Picture writes a picture of the window.
func (tab *Tab) Picture(path string) {
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	b, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(path, b, 0o644)
	}
	if err != nil {
		tab.t.Errorf("take a picture of the page: %v", err)
	}
}
