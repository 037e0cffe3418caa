package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"comity/internal/book/bench"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/sqlite"
	"comity/internal/web/serving"
)

// bookBenchCommand measures a book of invented acts.
type bookBenchCommand struct {
	Acts     int    `help:"Acts in the book before anything is measured." default:"1000000"`
	Short    bool   `help:"Take a tenth of the measurements."`
	JSON     bool   `help:"Print the figures as JSON."`
	Folder   string `help:"Where to work: a new folder in it is made and removed again." default:"${tempdir}" type:"existingdir"`
	Postgres string `help:"Connection string of PostgreSQL; without it the store is a SQLite file." placeholder:"DSN"`
	// Child: the process that opens the book as it lies, and reports on itself.
	Child string `hidden:""`
}

// benchSchema is the schema in PostgreSQL that a bench makes, and drops first.
const benchSchema = "comity_bench"

// Run measures, telling how far it is on the error stream.
func (c *bookBenchCommand) Run(ctx context.Context, io streams) error {
	if c.Child != "" {
		return c.child(ctx, io)
	}
	folder, err := os.MkdirTemp(c.Folder, "comity-bench")
	if err != nil {
		return fmt.Errorf("make a folder for the bench: %w", err)
	}
	defer os.RemoveAll(folder)
	if c.Postgres != "" {
		if err := postgres.Remove(ctx, c.Postgres, benchSchema); err != nil {
			return err
		}
		defer func() { _ = postgres.Remove(context.WithoutCancel(ctx), c.Postgres, benchSchema) }()
	}
	report, err := bench.Run(ctx, bench.Options{
		Acts: c.Acts, Folder: folder, Short: c.Short,
		Open: func(ctx context.Context) (store.Store, error) { return c.open(ctx, folder) },
		Say:  func(format string, args ...any) { fmt.Fprintf(io.err, format+"\n", args...) },
		Idle: func(ctx context.Context) (bench.Idle, error) { return c.idle(ctx, io, folder) },
	})
	if err != nil {
		return fmt.Errorf("measure the book: %w", err)
	}
	if c.JSON {
		e := json.NewEncoder(io.out)
		e.SetIndent("", "  ")
		return e.Encode(report)
	}
	return printBench(io, report)
}

func (c *bookBenchCommand) open(ctx context.Context, folder string) (store.Store, error) {
	if c.Postgres != "" {
		return postgres.Open(ctx, c.Postgres, postgres.Options{Schema: benchSchema})
	}
	return sqlite.Open(filepath.Join(folder, "book.sqlite"), sqlite.Options{})
}

// idle runs this program again, as one that opens the book and waits.
func (c *bookBenchCommand) idle(ctx context.Context, io streams, folder string) (out bench.Idle, err error) {
	self, err := os.Executable()
	if err != nil {
		return out, err
	}
	cmd := exec.CommandContext(ctx, self, "book", "bench", "--child", folder, "--postgres", c.Postgres)
	cmd.Stderr = io.err
	b, err := cmd.Output()
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal(b, &out)
}

func (c *bookBenchCommand) child(ctx context.Context, io streams) error {
	began := time.Now()
	s, err := c.open(ctx, c.Child)
	if err != nil {
		return err
	}
	defer s.Close()
	b, done, err := bench.OpenBook(ctx, s, c.Child)
	if err != nil {
		return err
	}
	out := bench.Idle{Start: time.Since(began), Acts: b.Size()}
	if err := bench.Work(ctx, b); err != nil { // caches fill with what a day's start needs
		return err
	}
	time.Sleep(3 * time.Second)
	if out.Memory, err = serving.Memory(os.Getpid()); err != nil {
		return err
	}
	if err := done(); err != nil {
		return err
	}
	return json.NewEncoder(io.out).Encode(out)
}

func printBench(io streams, r *bench.Report) error {
	w := &bytes.Buffer{}
	fmt.Fprintf(w, "%s, %d acts before (filled at %.0f/s)\n\n", r.Store, r.Acts, r.Filling)
	fmt.Fprintf(w, "writers  acts a call    book acts/s    bare acts/s  book/bare\n")
	for _, x := range r.Rates {
		fmt.Fprintf(w, "%7d  %11d  %13.0f  %13.0f  %9.2f\n", x.Writers, x.Acts, x.Book, x.Bare, x.Of)
	}
	fmt.Fprintf(w, "\nhash verification  %.0f acts/s\nreplay             %.0f acts/s\nrebuild's switch   %.1f ms; %d reads meanwhile (%.0f/s), %d failed, the slowest %.1f ms\n",
		r.Hashes, r.Replay, r.Switch, r.Reads, r.PerSec, r.Failed, r.Slowest)
	if r.Idle != nil {
		fmt.Fprintf(w, "start              %.0f ms\nidle memory        %.1f MB\n", r.Idle.Start.Seconds()*1000, float64(r.Idle.Memory)/1e6)
	}
	_, err := io.out.Write(w.Bytes())
	return err
}
