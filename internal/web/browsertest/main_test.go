package browsertest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"comity/internal/i18n"
	"comity/internal/web/serving"
)

// One browser and one node serve all tests of the package; both start with the
// first test that needs them.
var (
	browser = sync.OnceValues(startBrowser)
	node    = sync.OnceValues(startNode)
	asked   patterns
	folder  string
)

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "comity-browsertest"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if stop != nil {
		stop()
	}
	os.RemoveAll(folder)
	os.Exit(code)
}

// stop ends what was started.
var stop func()

func afterwards(f func()) {
	before := stop
	stop = func() {
		f()
		if before != nil {
			before()
		}
	}
}

var errAbsent = errors.New("absent")

func startBrowser() (*Browser, error) {
	if _, err := Chromium(); err != nil {
		return nil, fmt.Errorf("%w: %w", errAbsent, err)
	}
	axe := os.Getenv("COMITY_AXE")
	if axe == "" && os.Getenv("COMITY_PICTURES") == "" { // pictures are only made, not judged
		return nil, fmt.Errorf("%w: there is no axe-core: npm install --no-save axe-core, then name its axe.min.js in COMITY_AXE", errAbsent)
	}
	b, err := Start(context.Background(), axe)
	if err == nil {
		afterwards(b.Stop)
	}
	return b, err
}

// startNode builds the program and serves a node that it fills with invented
// acts: as many as two pages of a register have rows.
func startNode() (*serving.Node, error) {
	program := filepath.Join(folder, "comity")
	if _, err := built(); err != nil {
		return nil, err
	}
	data, keys := filepath.Join(folder, "data"), filepath.Join(folder, "keys")
	for _, command := range [][]string{
		{program, "bench", "fill", "--acts", "300", "--documents", "2", "--data", data, "--keys", keys},
	} {
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%s: %w: %s", strings.Join(command, " "), err, out)
		}
	}
	n, err := serving.Start(context.Background(), program, []string{"serve", "--listen", "127.0.0.1:0", "--unlimited", "--log-format", "json", "--data", data, "--keys", keys}, asked.line)
	if err == nil {
		afterwards(func() { _ = n.Stop() })
	}
	return n, err
}

// built is the program's file, built once.
var built = sync.OnceValues(func() (string, error) {
	program := filepath.Join(folder, "comity")
	if out, err := exec.Command("go", "build", "-o", program, "comity/cmd/comity").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w: %s", err, out)
	}
	return program, nil
})

// demonstration is the node of invented data, with people who can sign in.
var demonstration = sync.OnceValues(func() (*serving.Node, error) {
	program, err := built()
	if err != nil {
		return nil, err
	}
	n, err := serving.Start(context.Background(), program, []string{"demo", "--folder", filepath.Join(folder, "demo"), "--listen", "127.0.0.1:0", "--quiet", "--unlimited"}, nil)
	if err == nil {
		afterwards(func() { _ = n.Stop() })
	}
	return n, err
})

// open gives the test a tab on the node, or skips it.
func open(t *testing.T) *Tab {
	t.Helper()
	b, err := browser()
	if errors.Is(err, errAbsent) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Tab(t, served(t))
}

// served is the node's address.
func served(t *testing.T) string {
	t.Helper()
	n, err := node()
	if err != nil {
		t.Fatal(err)
	}
	return n.Address
}

// patterns are the routes that the node's log says it served, in order.
type patterns struct {
	mu   sync.Mutex
	list []string
}

func (p *patterns) line(text string) {
	var l struct{ Msg, Pattern string }
	if !bytes.HasPrefix([]byte(text), []byte("{")) || json.Unmarshal([]byte(text), &l) != nil || l.Msg != "request" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, l.Pattern)
}

func (p *patterns) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.list)
}

// after waits for the log's n-th request and gives its route.
func (p *patterns) after(n int) string {
	for range 2000 {
		p.mu.Lock()
		if len(p.list) > n {
			defer p.mu.Unlock()
			return p.list[n]
		}
		p.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
	return "a route that the log does not tell"
}

// public are the pages that the public can come to by links, from the home page.
var public = sync.OnceValues(func() ([]Found, error) {
	n, err := node()
	if err != nil {
		return nil, err
	}
	client := &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	next := asked.count()
	return Crawl(context.Background(), client, n.Address, "/", 2, func(string) string {
		next++
		return asked.after(next - 1)
	}, nil)
})

// samples are the public pages of HTML that are looked at: some of each route.
func samples(t *testing.T) (list []Found) {
	t.Helper()
	all, err := public()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if f.Sample && f.Status < 300 && strings.HasPrefix(f.Type, "text/html") {
			list = append(list, f)
		}
	}
	return list
}

// say is the catalogue's sentence in a language.
func say(t *testing.T, lang, id string, args ...i18n.Args) string {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words.Localizer(lang).Text(id, args...)
}
