// Package pdf takes a PDF apart into printed lines with PDFium, compiled to
// WebAssembly and run without cgo. Positions and sizes of the characters give
// what the bare text of a PDF has lost: columns are put in reading order,
// running heads and page numbers are left out, raised digits become references
// to footnotes, small type at the foot of a page becomes footnotes.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"comity/internal/resolution/source"
)

// Engine reads PDFs. It starts on the first of them, which takes some seconds
// where its machine code is not yet in the user's cache folder and a tenth of
// one afterwards; all files of a batch share it. It may be used by several
// goroutines. Close it at the end.
type Engine struct {
	// Workers is how many documents are read at once; 0 means one a processor.
	// Each takes some 40 MB.
	Workers int

	once   sync.Once
	pool   pdfium.Pool
	cache  wazero.CompilationCache
	failed error
	busy   atomic.Int64 // documents being read
}

// Bounds of one document's reading.
const (
	memoryPages = 3072            // 64 KiB each: 192 MB
	patience    = 2 * time.Minute // for another document's end
	longest     = time.Minute     // for one document; a thousand pages take a second or two
	maxGlyphs   = 200_000         // on one page
)

// start compiles PDFium. It may open no file and no connection: the folder that
// it sees is empty.
func (e *Engine) start() {
	workers := e.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	if dir, err := os.UserCacheDir(); err == nil {
		// Without a cache it still works, only starts more slowly.
		if cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "comity", "pdfium")); err == nil {
			e.cache, config = cache, config.WithCompilationCache(cache)
		}
	}
	e.pool, e.failed = webassembly.Init(webassembly.Config{
		Context:       experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0)),
		MaxIdle:       workers,
		MaxTotal:      workers,
		FSConfig:      wazero.NewFSConfig(),
		RuntimeConfig: config,
		Stdout:        quiet{},
		Stderr:        quiet{},
		ReuseWorkers:  true,
	})
}

// Close ends the engine.
func (e *Engine) Close() error {
	if e.busy.Load() > 0 {
		return nil // a document that was left to itself still runs; it ends with the program
	}
	var err error
	if e.pool != nil {
		err = e.pool.Close()
	}
	if e.cache != nil {
		err = errors.Join(err, e.cache.Close(context.Background()))
	}
	return err
}

// Read takes a PDF apart: a Block of Role Line for each printed line of the
// body, an empty one where the print leaves a gap, a Footnote for each note at
// the foot of a page, and a PageBreak between pages. It refuses what is
// encrypted, damaged, larger than source's limits, takes longer than a
// minute, or holds pictures of text only.
func (e *Engine) Read(ctx context.Context, name string, data []byte) (source.Source, error) {
	e.once.Do(e.start)
	if e.failed != nil {
		return source.Source{}, fmt.Errorf("starting the PDF reader: %w", e.failed)
	}
	wait, waited := context.WithTimeout(ctx, patience)
	in, err := e.pool.GetInstanceWithContext(wait)
	waited()
	if err != nil {
		if ctx.Err() != nil {
			return source.Source{}, ctx.Err()
		}
		return source.Source{}, fmt.Errorf("waiting for the PDF reader: %w", err)
	}
	// A call into the sandbox could be made to end with its context, but then
	// every call takes five times as long. So a document made to take for ever is
	// left to itself: it keeps its place in the pool until it ends.
	limited, cancel := context.WithTimeout(ctx, longest)
	type result struct {
		pages []page
		err   error
	}
	done := make(chan result, 1)
	e.busy.Add(1)
	go func() {
		defer cancel()
		pages, err := readPages(limited, in, name, data)
		var broken *brokenError
		if errors.As(err, &broken) {
			_ = in.Kill() // its memory is full or in disorder: the next document gets another
		} else {
			_ = in.Close()
		}
		e.busy.Add(-1)
		done <- result{pages, err}
	}()
	patient := time.NewTimer(longest)
	defer patient.Stop()
	select {
	case got := <-done:
		if got.err == nil {
			return source.Source{Name: name, Kind: source.PDF, Blocks: layout(got.pages)}, nil
		}
		if !errors.Is(got.err, context.DeadlineExceeded) || ctx.Err() != nil {
			return source.Source{}, got.err
		}
	case <-ctx.Done():
		return source.Source{}, ctx.Err()
	case <-patient.C:
	}
	return source.Source{}, &source.Refused{Name: name, Why: fmt.Sprintf("reading the PDF takes longer than %s", longest), Hint: "save it again from a word processor, or give the resolution in another form"}
}

// brokenError says that PDFium gave up in the middle of a call. The trace that
// it leaves says nothing to a reader.
type brokenError struct{ err error }

func (*brokenError) Error() string   { return "the PDF reader gave up on it" }
func (b *brokenError) Unwrap() error { return b.err }

// gaveUp recognises the end of the sandbox in an error.
func gaveUp(err error) error {
	if err != nil && strings.Contains(err.Error(), "wasm") {
		return &brokenError{err}
	}
	return err
}

// readPages reads the lines of all pages.
func readPages(ctx context.Context, in pdfium.Pdfium, name string, data []byte) ([]page, error) {
	refuse := func(where, why, hint string, err error) ([]page, error) {
		return nil, &source.Refused{Name: name, Where: where, Why: why, Hint: hint, Err: gaveUp(err)}
	}
	opened, err := in.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return refuse("", "the PDF is encrypted", "save it without a password", nil)
	case err != nil:
		return refuse("", "the PDF is damaged or cut off", "fetch it again", err)
	}
	defer func() { _, _ = in.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: opened.Document}) }()
	count, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return refuse("", "the PDF is damaged", "fetch it again", err)
	}
	switch {
	case count.PageCount == 0:
		return refuse("", "the PDF has no pages", "fetch it again", nil)
	case count.PageCount > source.MaxPages:
		return refuse("", fmt.Sprintf("it has %d pages, and no more than %d are read", count.PageCount, source.MaxPages), "give the resolution's own text, not a collection", nil)
	}
	pages := make([]page, 0, count.PageCount)
	glyphs := 0
	for i := range count.PageCount {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, err := readPage(ctx, in, opened.Document, i)
		if err != nil {
			return refuse(fmt.Sprintf("page %d", i+1), "the page is damaged", "fetch the document again", err)
		}
		if glyphs += p.glyphs; glyphs > source.MaxLetters {
			return refuse(fmt.Sprintf("page %d", i+1), "the text is longer than what is read", "give the resolution's own text, not a collection", nil)
		}
		pages = append(pages, p)
	}
	if glyphs == 0 {
		return refuse("", "the PDF holds no text, only pictures of it", "run a text recognition (OCR) over it first", nil)
	}
	return pages, nil
}

// readPage reads the characters of a page and puts them into lines.
func readPage(ctx context.Context, in pdfium.Pdfium, doc references.FPDF_DOCUMENT, index int) (page, error) {
	loaded, err := in.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: index})
	if err != nil {
		return page{}, err
	}
	defer func() { _, _ = in.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}) }()
	text, err := in.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: requests.Page{ByReference: &loaded.Page}})
	if err != nil {
		return page{}, err
	}
	defer func() { _, _ = in.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}) }()
	count, err := in.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return page{}, err
	}
	if count.Count > maxGlyphs {
		return page{}, fmt.Errorf("it holds %d characters", count.Count)
	}
	glyphs := make([]glyph, 0, max(count.Count, 0))
	space := false
	var baseline, fontSize, scale float64 // of the last character
	for i := range count.Count {
		if i%4096 == 0 && ctx.Err() != nil {
			return page{}, ctx.Err()
		}
		char, err := in.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text.TextPage, Index: i})
		if err != nil {
			return page{}, err
		}
		r := rune(char.Unicode)
		switch {
		case r == 0x02 || r == 0xFFFE: // PDFium's sign for a hyphen at the end of a line
			r = '-'
		case r <= ' ' || r == '\u00a0' || r == '\u00ad' || r > 0x10FFFF:
			space = true
			continue
		}
		box, err := in.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text.TextPage, Index: i})
		if err != nil {
			continue
		}
		at, err := in.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: text.TextPage, Index: i})
		if err != nil {
			continue
		}
		size, err := in.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text.TextPage, Index: i})
		if err != nil {
			continue
		}
		g := glyph{r: r, x0: float64(box.Rect.Left), x1: float64(box.Rect.Right), y: at.Y, space: space}
		// The scale can change only between words or where a digit is raised.
		if space || g.y != baseline || size.FontSize != fontSize {
			scale = 1
			if m, err := in.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: text.TextPage, Index: i}); err == nil {
				if s := math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D)); s > 0 {
					scale = s
				}
			}
		}
		baseline, fontSize = g.y, size.FontSize
		if g.h = fontSize * scale; g.h <= 0 || g.h > 1000 {
			continue
		}
		space = false
		glyphs = append(glyphs, g)
	}
	return page{lines: lines(glyphs), glyphs: len(glyphs), number: index + 1}, nil
}

// quiet swallows what PDFium prints.
type quiet struct{}

func (quiet) Write(p []byte) (int, error) { return len(p), nil }
