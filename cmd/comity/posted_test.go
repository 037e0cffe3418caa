package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A file over the limit is answered with the form as it was filled in, whichever way
// it comes: with its length told or not, over one line or many on one. It is read
// with little memory, and little of it reaches the disk. COMITY_POSTED gives the
// file's length, 300 MB otherwise.
func TestAFileOverTheLimitIsAnsweredWithThePage(t *testing.T) {
	size := int64(300 << 20)
	if given := os.Getenv("COMITY_POSTED"); given != "" {
		var err error
		if size, err = strconv.ParseInt(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	n := newMatrixNode(t, matrixNow, nil)
	plain, secure := httptest.NewUnstartedServer(nil), httptest.NewUnstartedServer(nil)
	for _, s := range []*httptest.Server{plain, secure} {
		s.Config = (&serveFlags{}).server(n.handler, slog.New(slog.DiscardHandler))
		defer s.Close()
	}
	plain.Start()
	secure.EnableHTTP2, secure.Config.TLSConfig = true, nil // the test makes its own certificate
	secure.StartTLS()
	const before = "--edge\r\nContent-Disposition: form-data; name=\"symbol\"\r\n\r\nA/RES/99/1\r\n" +
		"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"film.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
	const after = "\r\n--edge\r\nContent-Disposition: form-data; name=\"reason\"\r\n\r\nIt was a draft.\r\n--edge--\r\n"
	whole := int64(len(before)) + size + int64(len(after))
	for _, c := range []struct {
		name  string
		to    *httptest.Server
		known bool
		disk  int64 // at most
	}{
		{"HTTP/1.1, length told", plain, true, 0},
		{"HTTP/1.1, length not told", plain, false, 130 << 20},
		{"HTTP/2, length told", secure, true, 0},
		{"HTTP/2, length not told", secure, false, 130 << 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			t.Setenv("TMPDIR", folder)
			body := io.MultiReader(strings.NewReader(before), io.LimitReader(zeros{}, size), strings.NewReader(after))
			q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.to.URL+"/mandates/import?lang=fr", io.NopCloser(body))
			if err != nil {
				t.Fatal(err)
			}
			q.Header.Set("Content-Type", "multipart/form-data; boundary=edge")
			q.Header.Set("Accept", "text/html")
			q.AddCookie(&http.Cookie{Name: "session", Value: n.sessions["officer"]})
			if q.ContentLength = -1; c.known {
				q.ContentLength = whole
			}
			watch := watchMemory(folder)
			began := time.Now()
			var a *http.Response
			if c.to == plain {
				a, err = patient(q)
			} else {
				a, err = c.to.Client().Do(q)
			}
			if err != nil {
				t.Fatalf("the line was cut: %v", err)
			}
			defer a.Body.Close()
			page, err := io.ReadAll(a.Body)
			if err != nil {
				t.Fatalf("the page was cut: %v", err)
			}
			took := time.Since(began)
			memory, disk := watch()
			t.Logf("%s: %d bytes, %s, memory at most %d MB more, disk at most %d MB", a.Proto, whole, took.Round(time.Millisecond), memory>>20, disk>>20)
			if a.StatusCode != http.StatusRequestEntityTooLarge {
				t.Fatalf("status %d: %s", a.StatusCode, page)
			}
			for _, want := range []string{`value="A/RES/99/1"`, ">It was a draft.</textarea>", `href="#f-file"`, `id="f-file-fault"`, "128 Mo", `aria-invalid="true"`} {
				if !bytes.Contains(page, []byte(want)) {
					t.Errorf("the page lacks %s", want)
				}
			}
			if memory > 64<<20 || disk > c.disk {
				t.Errorf("%d MB of memory and %d MB of disk are too much", memory>>20, disk>>20)
			}
			if left, _ := os.ReadDir(folder); len(left) > 0 {
				t.Errorf("it leaves %v", left)
			}
		})
	}
}

// Whoever asks before sending is told before sending.
func TestWhoAsksBeforeSendingSendsNothing(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	s := httptest.NewServer(n.handler)
	defer s.Close()
	read := &counted{Reader: io.LimitReader(zeros{}, 1<<30)}
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/mandates/import", io.NopCloser(read))
	if err != nil {
		t.Fatal(err)
	}
	q.ContentLength = 1 << 30
	q.Header.Set("Content-Type", "multipart/form-data; boundary=edge")
	q.Header.Set("Expect", "100-continue")
	q.AddCookie(&http.Cookie{Name: "session", Value: n.sessions["officer"]})
	a, err := (&http.Client{Transport: &http.Transport{ExpectContinueTimeout: 20 * time.Second}}).Do(q)
	if err != nil {
		t.Fatal(err)
	}
	_ = a.Body.Close()
	if a.StatusCode != http.StatusRequestEntityTooLarge || read.n > 0 {
		t.Errorf("status %d after %d bytes", a.StatusCode, read.n)
	}
}

// patient sends a request as browsers do: the answer is looked at when all was sent.
func patient(q *http.Request) (*http.Response, error) {
	c, err := new(net.Dialer).DialContext(q.Context(), "tcp", q.URL.Host)
	if err != nil {
		return nil, err
	}
	if err := q.Write(c); err != nil {
		return nil, fmt.Errorf("while it was sent: %w", err)
	}
	return http.ReadResponse(bufio.NewReader(c), q)
}

// watchMemory watches how much memory the program holds more than now, and how many
// bytes lie in a folder, until the function is called.
func watchMemory(folder string) func() (memory, disk int64) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	start := int64(m.HeapAlloc)
	var most, mostDisk int64
	var wait sync.WaitGroup
	stop := make(chan struct{})
	wait.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
			runtime.ReadMemStats(&m)
			most = max(most, int64(m.HeapAlloc)-start)
			var size int64
			list, _ := os.ReadDir(folder)
			for _, e := range list {
				if f, err := os.Stat(filepath.Join(folder, e.Name())); err == nil {
					size += f.Size()
				}
			}
			mostDisk = max(mostDisk, size)
		}
	})
	return func() (int64, int64) {
		close(stop)
		wait.Wait()
		return most, mostDisk
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

type counted struct {
	io.Reader
	n int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n += int64(n)
	return n, err
}
