package paper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Press prints. It may be used by several at once; they wait for their turn, since
// a browser takes some 200 MB.
type Press struct {
	path string
	turn chan struct{}
}

// names are what the browser is called, by distribution.
var names = []string{"chromium", "chromium-browser", "google-chrome", "chrome"}

// ErrNone says that there is no browser to print with.
var ErrNone = errors.New("no Chromium was found to print PDF with; install one, or name it")

// Find finds the browser by name or path, "" for any that is installed. The error
// is [ErrNone] where none was named and there is none.
func Find(named string) (*Press, error) {
	look := names
	if named != "" {
		look = []string{named}
	}
	for _, name := range look {
		if path, err := exec.LookPath(name); err == nil {
			return &Press{path: path, turn: make(chan struct{}, 1)}, nil
		}
	}
	if named != "" {
		return nil, fmt.Errorf("find the browser %s that prints PDF: there is no such program; name another, or none", named)
	}
	return nil, ErrNone
}

// patience is how long one printing may take.
const patience = 40 * time.Second

// Sheet is what is printed: the body of a document in a language, with its style.
type Sheet struct {
	Lang, Title, Style string
	Rtl                bool
	// Body is HTML. Nothing that it names is fetched, and no script in it runs.
	Body []byte
}

func (s *Sheet) document() []byte {
	dir := "ltr"
	if s.Rtl {
		dir = "rtl"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<!doctype html><html lang="%s" dir="%s"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><title>%s</title><style>%s</style></head><body>`,
		html.EscapeString(s.Lang), dir, html.EscapeString(s.Title), s.Style)
	b.Write(s.Body)
	b.WriteString("</body></html>")
	return b.Bytes()
}

// Print prints a sheet.
func (p *Press) Print(ctx context.Context, s Sheet) (pdf []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, fmt.Errorf("print a PDF: others are printing: %w; try again", ctx.Err())
	}
	dir, err := os.MkdirTemp("", "comity-paper-")
	if err != nil {
		return nil, fmt.Errorf("print a PDF: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	in, out := filepath.Join(dir, "in.html"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, s.document(), 0o600); err != nil {
		return nil, fmt.Errorf("print a PDF: %w", err)
	}
	args := []string{"--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf=" + out}
	if os.Geteuid() == 0 { // Chromium's sandbox refuses root: a container
		args = append(args, "--no-sandbox")
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, p.path, append(args, "file://"+in)...) //nolint:gosec // the path is what the operator named, the arguments are ours
	cmd.Env = append(os.Environ(), "HOME="+dir)
	cmd.Stderr, cmd.WaitDelay = &said, 2*time.Second
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("print a PDF by %s: %w: %s", p.path, errors.Join(err, ctx.Err()), last(said.Bytes()))
	}
	pdf, err = os.ReadFile(out)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return nil, fmt.Errorf("print a PDF by %s: it wrote none: %s", p.path, last(said.Bytes()))
	}
	return pdf, nil
}

// last is the end of what the browser said, for the log.
func last(b []byte) []byte { return bytes.TrimSpace(b[max(0, len(b)-300):]) }
