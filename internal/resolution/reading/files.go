package reading

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"

	"comity/internal/resolution"
	"comity/internal/resolution/source"
)

// Result is what became of one document of a batch.
type Result struct {
	Name      string                // as the error would name it: "folder/a.xml", "archive.zip/75/b.xml"
	Documents []resolution.Document // nil where Err is not
	Err       error                 // why it was not read; mostly a *source.Refused
	Rendered  []byte                // what Options.Render made of it
}

// Options of a batch.
type Options struct {
	Workers int       // documents read at once; 0: one a processor, and at least two
	Stdin   io.Reader // what "-" stands for
	// Read takes the place of Reader.Read, for one who wants to do more with a
	// document's bytes. It runs in the workers and may not keep data.
	Read func(ctx context.Context, name string, data []byte) ([]resolution.Document, error)
	// Render, where given, makes of each result the bytes to print. It runs in
	// the workers, and the Documents of what it rendered are let go.
	Render func(*Result) ([]byte, error)
	// Found, where given, is told how many documents were found so far.
	Found func(n int)
}

// Files reads files, the files of folders and the members of ZIP archives, and
// hands their results to deliver one by one, in the order of paths, names in a
// folder, and members in an archive. "-" is standard input. A document that
// cannot be read is a Result with its error; the others go on. Files itself
// fails where deliver or the context does.
//
// Memory is bounded: no more than a few documents a worker are held, and a large
// one is read only when all before it have been delivered. When the context
// ends, Files returns once the documents being read are done with; it does not
// wait for a file that will not open or a standard input that says nothing.
func (r *Reader) Files(ctx context.Context, paths []string, o Options, deliver func(Result) error) error {
	workers := o.Workers
	if workers < 1 {
		workers = max(2, runtime.GOMAXPROCS(0))
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type task struct {
		job
		turn chan struct{} // closed when its result is the next to be delivered
		done chan Result   // holds one
	}
	todo := make(chan task)
	order := make(chan task, 4*workers)
	if o.Read == nil {
		o.Read = r.Read
	}
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			var buf []byte
			for {
				select {
				case <-ctx.Done():
					return
				case t, more := <-todo:
					if !more {
						return
					}
					var res Result
					res, buf = o.work(ctx, t.job, t.turn, buf)
					t.done <- res
				}
			}
		})
	}
	go func() {
		defer close(order)
		defer close(todo)
		found := 0
		walk(ctx, paths, o.Stdin, func(j job) bool {
			if found++; o.Found != nil {
				o.Found(found)
			}
			t := task{j, make(chan struct{}), make(chan Result, 1)}
			select {
			case order <- t:
			case <-ctx.Done():
				j.drop()
				return false
			}
			select {
			case todo <- t:
				return true
			case <-ctx.Done():
				j.drop()
				return false
			}
		})
	}()
	err := func() error {
		for {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case t, more := <-order:
				if !more {
					return ctx.Err()
				}
				close(t.turn)
				select {
				case <-ctx.Done():
					return ctx.Err()
				case res := <-t.done:
					if err := ctx.Err(); err != nil {
						return err
					}
					if err := deliver(res); err != nil {
						return err
					}
				}
			}
		}
	}()
	cancel()
	running.Wait()
	return err
}

// heavy is the size in bytes from which on a document waits for its turn. The
// longest published resolutions have 400 KB of markup.
const heavy = 1 << 20

// work reads one document. buf is reused from document to document.
func (o *Options) work(ctx context.Context, j job, turn <-chan struct{}, buf []byte) (Result, []byte) {
	res := Result{Name: j.name, Err: j.err}
	wait := func(size int64) {
		if size > heavy {
			select {
			case <-turn:
			case <-ctx.Done():
			}
		}
	}
	if wait(j.size); res.Err == nil {
		res.Err = ctx.Err()
	}
	if res.Err == nil {
		var data []byte
		if data, res.Err = j.open(buf[:0]); res.Err == nil {
			wait(int64(len(data))) // what is said of its size need not be true
			res.Documents, res.Err = o.Read(ctx, j.name, data)
			if cap(data) <= 8<<20 { // a giant's buffer is not kept
				buf = data
			}
		}
	}
	j.drop()
	if o.Render != nil {
		out, err := o.Render(&res)
		if err != nil && res.Err == nil {
			res.Err = err
		}
		res.Rendered, res.Documents = out, nil
	}
	return res, buf
}

// job is a document that was found and not yet opened.
type job struct {
	name string
	size int64                        // bytes, as its folder or archive states them
	err  error                        // why it cannot be opened
	open func([]byte) ([]byte, error) // appends the document's bytes
	done func()                       // called when the job needs its archive no more
}

func (j job) drop() {
	if j.done != nil {
		j.done()
	}
}

// Stdin is how standard input is called in results.
const Stdin = "standard input"

// walk finds the documents of paths and hands each to found, until found says no.
func walk(ctx context.Context, paths []string, stdin io.Reader, found func(job) bool) {
	for _, path := range paths {
		if ctx.Err() != nil {
			return
		}
		if path == "-" {
			if stdin == nil {
				stdin = strings.NewReader("")
			}
			if !walkStream(Stdin, stdin, found) {
				return
			}
			continue
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			if !found(job{name: path, err: unopened(path, err)}) {
				return
			}
		case info.IsDir():
			if !walkDir(ctx, path, found) {
				return
			}
		case !info.Mode().IsRegular(): // a pipe: it can be read only once
			if !walkPipe(path, found) {
				return
			}
		default:
			if !walkFile(path, info.Size(), found) {
				return
			}
		}
	}
}

// walkDir finds the files of a folder and those inside it, by name. Hidden ones
// are passed over; of links only dir itself is followed.
func walkDir(ctx context.Context, dir string, found func(job) bool) bool {
	if info, err := os.Lstat(dir); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		dir += string(filepath.Separator)
	}
	more := true
	n := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil || !more {
			more = false
			return fs.SkipAll
		}
		if err != nil {
			more = found(job{name: path, err: unopened(path, err)})
			return nil
		}
		if path != dir && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() {
			return nil
		}
		if n++; n > source.MaxMembers {
			more = found(job{name: dir, err: &source.Refused{Name: dir, Why: fmt.Sprintf("the folder holds more than %d files; the rest was not read", source.MaxMembers), Hint: "read its folders one by one"}})
			return fs.SkipAll
		}
		info, err := d.Info()
		if err != nil {
			more = found(job{name: path, err: unopened(path, err)})
			return nil
		}
		more = walkFile(path, info.Size(), found)
		return nil
	})
	return more && err == nil
}

// walkFile hands on a file, or the members of the archive that it is.
func walkFile(path string, size int64, found func(job) bool) bool {
	head := make([]byte, 8)
	f, err := os.Open(path)
	if err != nil {
		return found(job{name: path, err: unopened(path, err)})
	}
	n, err := io.ReadFull(f, head)
	_ = f.Close() // it was only read
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return found(job{name: path, err: unopened(path, err)})
	}
	head = head[:n]
	packed := bytes.HasPrefix(head, []byte("PK"))
	if packed {
		z, err := zip.OpenReader(path)
		if err != nil {
			return found(job{name: path, err: &source.Refused{Name: path, Why: "it begins like a ZIP archive but cannot be opened", Hint: "it is probably cut off: fetch it again", Err: err}})
		}
		kind, err := source.SniffArchive(path, &z.Reader)
		if err == nil && kind == source.ZIP {
			return walkZIP(path, &z.Reader, z.Close, found)
		}
		z.Close()
	}
	// What is longer than any text is refused before it is in memory.
	limit := int64(source.MaxText)
	if packed || bytes.HasPrefix(head, []byte("%PDF")) {
		limit = source.MaxFile
	}
	if size > limit {
		return found(job{name: path, err: source.TooLarge(path, "", size, limit)})
	}
	return found(job{name: path, size: size, open: func(buf []byte) ([]byte, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, unopened(path, err)
		}
		defer func() { _ = f.Close() }() // it was only read
		b := bytes.NewBuffer(buf)
		b.Grow(int(min(size, limit)) + bytes.MinRead)
		if _, err := b.ReadFrom(io.LimitReader(f, limit+1)); err != nil {
			return nil, unopened(path, err)
		}
		if int64(b.Len()) > limit { // it grew while it was read
			return nil, source.TooLarge(path, "", int64(b.Len()), limit)
		}
		return b.Bytes(), nil
	}})
}

// walkBytes does for bytes what walkFile does for a file.
func walkBytes(name string, data []byte, found func(job) bool) bool {
	if bytes.HasPrefix(data, []byte("PK")) {
		if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
			if kind, err := source.SniffArchive(name, z); err == nil && kind == source.ZIP {
				return walkZIP(name, z, func() error { return nil }, found)
			}
		}
	}
	return found(job{name: name, size: int64(len(data)), open: func([]byte) ([]byte, error) { return data, nil }})
}

// walkZIP hands on the members of an archive. It is closed when the last of
// them has been read.
func walkZIP(name string, z *zip.Reader, closeZIP func() error, found func(job) bool) bool {
	z.RegisterDecompressor(zip.Deflate, flate.NewReader) // twice as fast as the standard library's
	var open sync.WaitGroup
	open.Add(1)
	defer func() {
		open.Done()
		go func() {
			open.Wait()
			_ = closeZIP() // it was only read
		}()
	}()
	if len(z.File) > source.MaxMembers {
		return found(job{name: name, err: &source.Refused{Name: name, Why: fmt.Sprintf("the archive holds %d members, and no more than %d are read", len(z.File), source.MaxMembers), Hint: "split it"}})
	}
	members := 0
	for _, f := range z.File {
		base := f.Name[strings.LastIndexByte(f.Name, '/')+1:]
		if base == "" || strings.HasPrefix(base, ".") || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		members++
		open.Add(1)
		whole := name + "/" + f.Name
		if !found(job{name: whole, size: int64(min(f.UncompressedSize64, source.MaxFile)), done: open.Done, open: func(buf []byte) ([]byte, error) {
			data, err := source.AppendMember(buf, name, f, source.MaxText)
			var r *source.Refused
			if errors.As(err, &r) {
				r.Name, r.Where = whole, strings.TrimPrefix(r.Where, f.Name)
			}
			return data, err
		}}) {
			return false
		}
	}
	if members == 0 {
		return found(job{name: name, err: &source.Refused{Name: name, Why: "the archive holds no documents", Hint: "look whether it is the right one"}})
	}
	return true
}

// walkPipe does for a pipe or a device what walkFile does for a file.
func walkPipe(path string, found func(job) bool) bool {
	f, err := os.Open(path)
	if err != nil {
		return found(job{name: path, err: unopened(path, err)})
	}
	defer func() { _ = f.Close() }() // it was only read
	return walkStream(path, f, found)
}

// walkStream does for a stream, which tells no size and can be read only once,
// what walkFile does for a file.
func walkStream(name string, in io.Reader, found func(job) bool) bool {
	head := make([]byte, 1024)
	n, err := io.ReadFull(in, head)
	head = head[:n]
	limit := int64(source.MaxText)
	if bytes.HasPrefix(head, []byte("PK")) || bytes.Contains(head, []byte("%PDF-")) {
		limit = source.MaxFile
	}
	var all bytes.Buffer
	all.Write(head)
	if err == nil {
		_, err = all.ReadFrom(io.LimitReader(in, limit+1-int64(n)))
	}
	switch {
	case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return found(job{name: name, err: unopened(name, err)})
	case int64(all.Len()) > limit:
		return found(job{name: name, err: &source.Refused{Name: name, Why: fmt.Sprintf("it holds more than the %s that are read", source.Megabytes(limit)), Hint: "give the resolution's own text, not a collection"}})
	}
	return walkBytes(name, all.Bytes(), found)
}

// unopened turns an error of the file system into a refusal.
func unopened(path string, err error) error {
	var cause *fs.PathError
	if errors.As(err, &cause) {
		err = cause.Err
	}
	r := &source.Refused{Name: path, Why: "it could not be opened", Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.Why, r.Err, r.Hint = "there is no such file or folder", nil, "look at its name"
	case errors.Is(err, fs.ErrPermission):
		r.Why, r.Err, r.Hint = "it may not be read by this user", nil, "look at its permissions"
	}
	return r
}
