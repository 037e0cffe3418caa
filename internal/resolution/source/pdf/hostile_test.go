package pdf_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"comity/internal/resolution/source"
	"comity/internal/resolution/source/pdf"
)

// crowded is a page whose reading takes PDFium minutes: tens of thousands of
// letters over one another.
func crowded() []byte {
	all := make([]at, 20_000)
	for i := range all {
		all[i] = at{float64(i * 37 % 590), 400, 9, "a"}
	}
	return printed(all)
}

func TestAStopEndsAPageThatTakesForEver(t *testing.T) {
	e := &pdf.Engine{Workers: 2}
	defer e.Close()
	small := printed([]at{{72, 700, 11, "lamps"}})
	if _, err := e.Read(context.Background(), "small.pdf", small); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := e.Read(ctx, "crowded.pdf", crowded()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want a stop", err)
	}
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("the stop took %s", took)
	}
	if _, err := e.Read(context.Background(), "small.pdf", small); err != nil {
		t.Errorf("the next document: %v", err)
	}
}

// TestAFullSandboxIsOneRefusal has a page with more letters than fit.
func TestAFullSandboxIsOneRefusal(t *testing.T) {
	if testing.Short() {
		t.Skip("fills the PDF reader's memory; run without -short")
	}
	e := &pdf.Engine{Workers: 1}
	defer e.Close()
	many := make([]at, 60_000)
	for i := range many {
		many[i] = at{72, float64(i) / 80, 0.01, strings.Repeat("ab", 40)}
	}
	_, err := e.Read(context.Background(), "full.pdf", printed(many))
	var refused *source.Refused
	if !errors.As(err, &refused) || strings.Contains(err.Error(), "wasm") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v, want one sentence", err)
	}
	if _, err := e.Read(context.Background(), "small.pdf", printed([]at{{72, 700, 11, "lamps"}})); err != nil {
		t.Errorf("the next document: %v", err)
	}
}
