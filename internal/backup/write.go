package backup

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"filippo.io/age"

	"comity/internal/act"
	"comity/internal/blob"
	"comity/internal/book"
	"comity/internal/store"
)

// Write writes a backup of the book, and of the blobs where there are any, to
// out, encrypted to recipients. The book serves meanwhile; what is recorded
// after the beginning is not in it. progress may be nil.
func Write(ctx context.Context, out io.Writer, b *book.Book, blobs *blob.Store, to []age.Recipient, progress func(done, total int64)) (Summary, error) {
	s, err := write(ctx, out, b, blobs, to, progress)
	if err != nil {
		return s, fmt.Errorf("back the book up: %w", err)
	}
	return s, nil
}

func write(ctx context.Context, out io.Writer, b *book.Book, blobs *blob.Store, to []age.Recipient, progress func(done, total int64)) (s Summary, err error) {
	if len(to) == 0 {
		return s, errors.New("there is no one to encrypt it to; name a recipient")
	}
	enc, err := age.Encrypt(out, to...)
	if err != nil {
		return s, err
	}
	zip, err := gzip.NewWriterLevel(enc, gzip.BestSpeed)
	if err != nil {
		return s, err
	}
	w := &writer{w: bufio.NewWriterSize(zip, 256<<10)}
	_, w.err = w.w.WriteString(magic)
	head, err := b.SignedHead(ctx)
	if err != nil {
		return s, err
	}
	s.Head, s.Epoch = head.Note, head.Epoch
	_ = w.frame(frameHead, head.Note)
	// Blobs after the head: all that an act before it cites is there by then.
	if blobs != nil {
		if err := writeBlobs(ctx, w, blobs, &s); err != nil {
			return s, err
		}
	}
	err = b.Export(ctx, head.Size, func(a book.Stored) error {
		s.Acts++
		if progress != nil && s.Acts%1000 == 0 {
			progress(s.Acts, head.Size)
		}
		return w.frame(frameAct, a.Header, a.Body, a.Salt, a.Leaf[:])
	})
	if err != nil {
		return s, err
	}
	err = b.ExportCalls(ctx, head.Size, func(c book.StoredCall) error {
		s.Calls++
		return w.frame(frameCall, []byte(c.Person), []byte(c.Key), number(c.First), number(c.Count), c.Digest, c.Sum)
	})
	if err != nil {
		return s, err
	}
	if err := writeConsumers(ctx, w, b, head.Size); err != nil {
		return s, err
	}
	_ = w.frame(frameEnd, number(s.Acts), number(s.Calls), number(s.Blobs))
	if w.err == nil {
		w.err = w.w.Flush()
	}
	return s, errors.Join(w.err, zip.Close(), enc.Close())
}

func writeBlobs(ctx context.Context, w *writer, blobs *blob.Store, s *Summary) error {
	part := make([]byte, 256<<10)
	return blobs.Each(func(h act.Hash, _ fs.FileInfo) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		r, err := blobs.Stored(h)
		if errors.Is(err, os.ErrNotExist) {
			return nil // collected meanwhile
		}
		if err != nil {
			return err
		}
		defer r.Close()
		s.Blobs++
		_ = w.frame(frameBlob, h[:])
		for {
			n, err := r.Read(part)
			if n > 0 {
				if err := w.frame(frameData, part[:n]); err != nil {
					return err
				}
			}
			if err == io.EOF {
				return w.frame(frameData, nil)
			}
			if err != nil {
				return err
			}
		}
	})
}

func writeConsumers(ctx context.Context, w *writer, b *book.Book, size int64) error {
	type position struct {
		name string
		at   int64
	}
	var all []position
	err := b.Read(ctx, size, func(v store.View) error {
		all = nil
		return store.Each(ctx, v, `SELECT name, position FROM consumer ORDER BY name`, nil, func(r store.Rows) error {
			var p position
			err := r.Scan(&p.name, &p.at)
			all = append(all, p)
			return err
		})
	})
	for _, p := range all {
		if err == nil {
			err = w.frame(frameConsumer, []byte(p.name), number(min(p.at, size)))
		}
	}
	return err
}
