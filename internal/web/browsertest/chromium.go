package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/chromedp/chromedp"
)

// Chromium finds the browser's program.
func Chromium() (string, error) {
	if named := os.Getenv("COMITY_CHROMIUM"); named != "" {
		return exec.LookPath(named)
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no Chromium: apt-get install chromium, or name it in COMITY_CHROMIUM")
}

// Browser is one Chromium. Its tabs may be used at the same time.
type Browser struct {
	ctx  context.Context
	stop context.CancelFunc
	axe  string // axe-core's source, "" without it
}

// Start starts Chromium, without a window and without its own errands on the
// net. axe is the path of axe.min.js, "" for none.
func Start(ctx context.Context, axe string) (*Browser, error) {
	path, err := Chromium()
	if err != nil {
		return nil, err
	}
	b := &Browser{}
	if axe != "" {
		source, err := os.ReadFile(axe)
		if err != nil {
			return nil, fmt.Errorf("read axe-core: %w", err)
		}
		b.axe = string(source)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true))
	if os.Geteuid() == 0 { // Chromium's sandbox refuses root: a container, as CI is
		options = append(options, chromedp.NoSandbox)
	}
	allocator, release := chromedp.NewExecAllocator(ctx, options...)
	browser, stop := chromedp.NewContext(allocator)
	b.ctx, b.stop = browser, func() { stop(); release() }
	if err := chromedp.Do(browser); err != nil {
		b.stop()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return b, nil
}

// Stop ends Chromium.
func (b *Browser) Stop() { b.stop() }
