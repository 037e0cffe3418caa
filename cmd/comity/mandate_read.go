package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"comity/internal/resolution"
	"comity/internal/resolution/reading"
)

type mandateReadCommand struct {
	Files     []string `arg:"" help:"Files (text, Akoma Ntoso XML, DOCX, HTML, PDF), folders or ZIP archives; - for standard input."`
	JSON      bool     `name:"json" xor:"form" help:"Print an array of documents as JSON."`
	AKN       bool     `name:"akn" xor:"form" help:"Print Akoma Ntoso; with several documents, --out names a folder for them."`
	CSV       bool     `name:"csv" xor:"form" help:"Print one row a clause as CSV."`
	Out       string   `short:"o" placeholder:"PATH" help:"Write to this file, or for --akn to this folder, instead of standard output."`
	Full      bool     `help:"Print long actions whole in the table."`
	Workers   int      `placeholder:"N" help:"Documents read at once (default: one a processor)."`
	Programme string   `placeholder:"FOLDER" help:"Read with the names and topics of the programme in this folder (default: the United Nations crime prevention and criminal justice programme)."`
}

// Run reads the files.
func (c mandateReadCommand) Run(ctx context.Context, io streams) error {
	roomyHeap()
	p, err := loadProgramme(c.Programme)
	if err != nil {
		return err
	}
	reader := reading.New(p)
	defer reader.Close()
	form := c.form(io)
	out, err := openOutput(c.Out, io.out, c.AKN)
	if err != nil {
		return err
	}
	defer out.discard()

	count := tally{began: time.Now()}
	bar := newProgress(io.err)
	opts := reading.Options{Workers: c.Workers, Stdin: io.in, Found: bar.found, Render: func(r *reading.Result) ([]byte, error) {
		count.note(r.Documents)
		if r.Err == nil {
			return form.render(r)
		}
		return nil, nil
	}}
	err = reader.Files(ctx, c.Files, opts, func(r reading.Result) error {
		bar.step()
		count.files++
		if r.Err == nil {
			return form.write(out, r.Rendered)
		}
		count.failed = append(count.failed, r.Err)
		return nil
	})
	bar.finish()
	switch {
	case errors.Is(err, context.Canceled):
		return interrupted(out)
	case err != nil && out.files > 0:
		return fmt.Errorf("%w; what was read before stands in %s, each file whole (%d of them), and the rest is missing", err, out.dir, out.files)
	case err != nil:
		return err
	case count.files == 0:
		return fmt.Errorf("no documents were found in %s", strings.Join(c.Files, ", "))
	case count.files == len(count.failed) && count.files == 1:
		return count.failed[0]
	case count.files == len(count.failed):
		count.print(io.err)
		return errors.New("none of the documents could be read")
	}
	if err := form.end(out); err != nil {
		return err
	}
	if err := out.keep(); err != nil {
		return err
	}
	if count.files > 1 {
		count.print(io.err)
	}
	if len(count.failed) > 0 {
		return errFaults
	}
	return nil
}

// interrupted says what an interrupted batch leaves behind.
func interrupted(out *output) error {
	if out.files > 0 {
		return fmt.Errorf("interrupted; %d files are in %s, each whole, and the rest is missing", out.files, out.dir)
	}
	return errors.New("interrupted; nothing was written to a file")
}

// roomyHeap lets garbage stand longer: what a document leaves is small, and
// collecting it again and again would take a fifth of the time. The heap stays
// below some 100 MB. GOGC overrules.
func roomyHeap() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(200 << 20)
	}
}

// form is one way to print what was read. render runs in several goroutines at
// a time; write and end do not.
type form struct {
	render func(*reading.Result) ([]byte, error)
	write  func(*output, []byte) error
	end    func(*output) error
}

// form chooses how to print.
func (c mandateReadCommand) form(io streams) form {
	plain := func(out *output, b []byte) error {
		_, err := out.Write(b)
		return err
	}
	nothing := func(*output) error { return nil }
	switch {
	case c.JSON:
		return jsonForm()
	case c.AKN:
		return aknForm()
	case c.CSV:
		return form{
			render: func(r *reading.Result) ([]byte, error) { return csvRows(r.Name, r.Documents) },
			write: func(out *output, b []byte) error {
				if out.n == 0 {
					b = append(csvHeader(), b...)
				}
				return plain(out, b)
			},
			end: nothing,
		}
	}
	t := table{width: outputWidth(io.out, c.Out), whole: c.Full, bold: c.Out == "" && colours(io.out)}
	return form{
		render: func(r *reading.Result) ([]byte, error) {
			var b []byte
			for i := range r.Documents {
				b = t.document(b, &r.Documents[i])
			}
			return b, nil
		},
		write: plain,
		end:   nothing,
	}
}

// jsonForm prints an array of documents, one a line, as they come. Nothing is
// printed before the first document has been read.
func jsonForm() form {
	return form{
		render: func(r *reading.Result) ([]byte, error) {
			b := make([]byte, 0, 64<<10)
			for i := range r.Documents {
				if i > 0 {
					b = append(b, ",\n"...)
				}
				b = reading.AppendJSON(b, &r.Documents[i])
			}
			return b, nil
		},
		write: func(out *output, b []byte) error {
			lead := "[\n"
			if out.n > 0 {
				lead = ",\n"
			}
			if _, err := io.WriteString(out, lead); err != nil {
				return err
			}
			_, err := out.Write(b)
			return err
		},
		end: func(out *output) error {
			_, err := io.WriteString(out, "\n]\n")
			return err
		},
	}
}

// tally counts what a batch came to.
type tally struct {
	files   int
	failed  []error
	counted counters
	began   time.Time
}

func (t *tally) note(docs []resolution.Document) {
	for i := range docs {
		clauses := 0
		for k := range docs[i].Paragraphs {
			clauses += len(docs[i].Paragraphs[k].Clauses)
		}
		t.counted.documents.Add(1)
		t.counted.paragraphs.Add(int64(len(docs[i].Paragraphs)))
		t.counted.clauses.Add(int64(clauses))
		t.counted.uncertain.Add(int64(len(docs[i].Uncertain)))
	}
}

// print writes the summary of a batch: what was read, and which files failed
// for which reason.
func (t *tally) print(w io.Writer) {
	p := message.NewPrinter(language.BritishEnglish)
	p.Fprintf(w, "Read %d of %s in %.1f s: %s, %s, %s, %s uncertain.\n",
		t.files-len(t.failed), howMany(t.files, "file"), time.Since(t.began).Seconds(), howMany(t.counted.documents.Load(), "resolution"), howMany(t.counted.paragraphs.Load(), "paragraph"), howMany(t.counted.clauses.Load(), "clause"), howMany(t.counted.uncertain.Load(), "point"))
	if len(t.failed) > 0 {
		p.Fprintf(w, "%d could not be read:\n", len(t.failed))
		for _, err := range t.failed {
			fmt.Fprintf(w, "  %s\n", clean(err.Error()))
		}
	}
}
