package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"sync"

	"comity/internal/resolution"
	"comity/internal/resolution/akn"
	"comity/internal/resolution/reading"
	"comity/internal/resolution/score"
	"comity/internal/resolution/wear"
)

type mandateScoreCommand struct {
	Gold      string   `arg:"" help:"The yardstick: labels (JSON), or published Akoma Ntoso: a file, a folder, a ZIP archive."`
	Files     []string `arg:"" optional:"" help:"For labels: the documents whose reading is measured; without them, each label's paragraph is read alone."`
	As        string   `enum:"xml,text,worn" default:"xml" help:"For Akoma Ntoso: read it as xml, turned to plain text first, or worn text as an extraction from PDF leaves it."`
	Seed      uint64   `default:"1" help:"For --as worn: the seed of the wear."`
	JSON      bool     `name:"json" help:"Print the score as JSON, with every miss."`
	Misses    int      `placeholder:"N" help:"Print the first N misses too."`
	Workers   int      `placeholder:"N" help:"Documents read at once (default: one a processor)."`
	Programme string   `placeholder:"FOLDER" help:"Read with the names of the programme in this folder."`
}

// scored is what both kinds of score can do.
type scored interface{ WriteTable(io.Writer) error }

// Run measures.
func (c mandateScoreCommand) Run(ctx context.Context, io streams) error {
	roomyHeap()
	p, err := loadProgramme(c.Programme)
	if err != nil {
		return err
	}
	reader := reading.New(p)
	defer reader.Close()
	data, err := labelsIn(c.Gold)
	if err != nil {
		return err
	}
	var result scored
	var misses []score.Miss
	var unread bool // some files could not be read
	if data != nil {
		s, err := c.clauses(ctx, io, reader, data)
		if unread = errors.Is(err, errFaults); err != nil && !unread {
			return err
		}
		result, misses = s, s.Misses
	} else {
		s, err := c.texts(ctx, io, reader)
		if unread = errors.Is(err, errFaults); err != nil && !unread {
			return err
		}
		result, misses = s, s.Misses
	}
	if c.JSON {
		enc := json.NewEncoder(io.out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(result); err != nil {
			return err
		}
		return faultsIf(unread)
	}
	if err := result.WriteTable(io.out); err != nil {
		return err
	}
	for _, m := range misses[:min(c.Misses, len(misses))] {
		fmt.Fprintf(io.out, "%s, %s: should be %q, is %q\n", clean(m.Where), clean(m.What), clean(m.Gold), clean(m.Read))
	}
	return faultsIf(unread)
}

func faultsIf(found bool) error {
	if found {
		return errFaults
	}
	return nil
}

// labelsIn returns the bytes of path where it holds labels, else nil.
func labelsIn(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("opening the yardstick: %w", err)
	}
	if info.IsDir() {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the yardstick: %w", err)
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("reading the yardstick: %w", err)
	}
	if !score.IsLabels(head[:n]) {
		return nil, nil
	}
	return os.ReadFile(path)
}

// clauses scores labels.
func (c mandateScoreCommand) clauses(ctx context.Context, io streams, reader *reading.Reader, data []byte) (score.ClauseScore, error) {
	labels, err := score.ReadLabels(c.Gold, data)
	if err != nil {
		return score.ClauseScore{}, err
	}
	if len(c.Files) == 0 {
		return score.Clauses(labels, func(l score.Label) ([]resolution.Clause, bool) {
			return reader.Paragraph(l.Doc, l.Number(), l.Text), true
		}), nil
	}
	wanted := map[string]bool{}
	for _, l := range labels {
		wanted[l.Doc] = true
	}
	var docs []resolution.Document
	err = c.each(ctx, io, reader, c.Files, reading.Options{}, func(r reading.Result) {
		for _, d := range r.Documents {
			if wanted[d.Symbol] {
				docs = append(docs, d)
			}
		}
	})
	return score.Clauses(labels, score.InDocuments(docs)), err
}

// texts scores published files.
func (c mandateScoreCommand) texts(ctx context.Context, io streams, reader *reading.Reader) (score.TextScore, error) {
	if len(c.Files) > 0 {
		return score.TextScore{}, errors.New("files beside the yardstick are for labels only; published markup is its own text")
	}
	var mu sync.Mutex
	scores := map[string]score.TextScore{}
	opts := reading.Options{Read: func(ctx context.Context, name string, data []byte) ([]resolution.Document, error) {
		gold, err := akn.GoldOf(name, data)
		if err != nil {
			return nil, err
		}
		if c.As != "xml" {
			src, err := akn.Source(name, data)
			if err != nil {
				return nil, err
			}
			text := akn.PlainText(src)
			if c.As == "worn" {
				h := fnv.New64a()
				h.Write([]byte(name))
				text = wear.Text(text, c.Seed^h.Sum64())
			}
			data = []byte(text)
		}
		docs, err := reader.Read(ctx, name, data)
		mu.Lock()
		scores[name] = score.Text(gold, docs)
		mu.Unlock()
		return docs, err
	}}
	var total score.TextScore
	err := c.each(ctx, io, reader, []string{c.Gold}, opts, func(r reading.Result) {
		mu.Lock()
		defer mu.Unlock()
		if s, ok := scores[r.Name]; ok {
			total.Add(s) // in the files' order, so that the misses stand in it
			delete(scores, r.Name)
		}
	})
	if (err == nil || errors.Is(err, errFaults)) && total.Files == 0 {
		err = fmt.Errorf("%s holds no published resolution to measure by", c.Gold)
	}
	return total, err
}

// each reads files with progress and names those that failed; then it returns
// errFaults.
func (c mandateScoreCommand) each(ctx context.Context, io streams, reader *reading.Reader, paths []string, opts reading.Options, fn func(reading.Result)) error {
	bar := newProgress(io.err)
	unread := false
	opts.Workers, opts.Stdin, opts.Found = c.Workers, io.in, bar.found
	err := reader.Files(ctx, paths, opts, func(r reading.Result) error {
		bar.step()
		if r.Err != nil {
			unread = true
			fmt.Fprintf(io.err, "not read: %s\n", clean(r.Err.Error()))
		}
		fn(r)
		return nil
	})
	bar.finish()
	if err == nil {
		err = faultsIf(unread)
	}
	return err
}
