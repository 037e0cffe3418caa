package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// output is where a command's result goes: standard output, a file that appears
// under its name only when it is whole, or a folder.
type output struct {
	w     *bufio.Writer
	file  *os.File // the file under its temporary name
	pipe  *os.File // a device or a pipe
	path  string   // the name that it will have
	dir   string   // a folder for several files, made with the first
	files int      // files put into it
	own   bool     // the file is for its owner's eyes alone
	n     int64    // bytes written
}

// openOutput opens path, or std where path is "". A folder is made where it is
// asked for.
func openOutput(path string, std io.Writer, folder bool) (*output, error) {
	if path == "" {
		return &output{w: bufio.NewWriterSize(std, 1<<16)}, nil
	}
	info, err := os.Stat(path) // where there is nothing, what follows says what is wrong
	there := err == nil
	switch {
	case folder && there && !info.IsDir():
		return nil, fmt.Errorf("%s is a file; name a folder for the results", path)
	case folder:
		return &output{dir: path}, nil
	case there && info.IsDir():
		return nil, fmt.Errorf("%s is a folder; name a file in it for the result", path)
	case there && !info.Mode().IsRegular(): // a device or a pipe is written to, never replaced
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, fmt.Errorf("opening %s for the result: %w", path, err)
		}
		return &output{w: bufio.NewWriterSize(f, 1<<16), pipe: f}, nil
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, fmt.Errorf("opening %s for the result: %w", path, err)
	}
	return &output{w: bufio.NewWriterSize(f, 1<<16), file: f, path: path}, nil
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	o.n += int64(n)
	return n, o.unwritten(err)
}

// unwritten says of an error of writing what could not be written, by the name
// that it was to have.
func (o *output) unwritten(err error) error {
	if err == nil {
		return nil
	}
	var cause *fs.PathError
	if errors.As(err, &cause) {
		err = cause.Err
	}
	if o.path != "" {
		return fmt.Errorf("writing %s: %w", o.path, err)
	}
	return fmt.Errorf("writing the result: %w", err)
}

// keep makes what was written final.
func (o *output) keep() error {
	if o.w == nil {
		return nil
	}
	if err := o.w.Flush(); err != nil {
		return o.unwritten(err)
	}
	if o.pipe != nil {
		if err := o.pipe.Close(); err != nil {
			return o.unwritten(err)
		}
		o.pipe = nil
	}
	if o.file == nil {
		return nil
	}
	mode := os.FileMode(0o644)
	if o.own {
		mode = 0o600
	}
	err := o.file.Chmod(mode)
	if err == nil {
		err = o.file.Close()
	}
	if err == nil {
		err = os.Rename(o.file.Name(), o.path)
	}
	if err != nil {
		return o.unwritten(err)
	}
	o.file = nil
	return nil
}

// discard takes away what was not kept.
func (o *output) discard() {
	if o.file != nil {
		_ = o.file.Close() // it is taken away
		_ = os.Remove(o.file.Name())
	}
	if o.pipe != nil {
		_ = o.pipe.Close()
	}
}

// put writes one whole file into the output's folder.
func (o *output) put(name string, data []byte) error {
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return fmt.Errorf("making the folder for the results: %w", err)
	}
	one, err := openOutput(filepath.Join(o.dir, name), nil, false)
	if err != nil {
		return err
	}
	defer one.discard()
	if _, err := one.Write(data); err != nil {
		return err
	}
	if err := one.keep(); err != nil {
		return err
	}
	o.files++
	return nil
}

// terminal says whether w is one.
func terminal(w io.Writer) (*os.File, bool) {
	f, ok := w.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}

// outputWidth is the number of columns to print in: the terminal's, or what the
// environment says, or 120.
func outputWidth(w io.Writer, path string) int {
	if f, ok := terminal(w); ok && path == "" {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	return 120
}

// colours says whether bold type may be used on w.
func colours(w io.Writer) bool {
	_, ok := terminal(w)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// counters are counted by several goroutines.
type counters struct {
	documents, paragraphs, clauses, uncertain atomic.Int64
}

// progress shows on a terminal how far a batch is, once it has proved long.
type progress struct {
	bar   *progressbar.ProgressBar
	total atomic.Int64
	on    bool
	w     io.Writer
}

// manyFiles is the number of files from which on progress is shown.
const manyFiles = 20

func newProgress(w io.Writer) *progress {
	_, on := terminal(w)
	return &progress{on: on, w: w}
}

// found notes how many files there are so far. It is called from another
// goroutine than the rest.
func (p *progress) found(n int) { p.total.Store(int64(n)) }

func (p *progress) step() {
	total := p.total.Load()
	if !p.on || total < manyFiles {
		return
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription("reading"),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100e6), progressbar.OptionSetWidth(30))
	}
	if int64(p.bar.GetMax()) < total {
		p.bar.ChangeMax64(total)
	}
	_ = p.bar.Add(1)
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
