// Package pgtest gives tests a PostgreSQL server: that of the environment
// variable COMITY_TEST_POSTGRES, or a private one made of the system's
// binaries, on a socket in a temporary folder.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Environment names a server for the tests: a connection string.
const Environment = "COMITY_TEST_POSTGRES"

var cluster struct {
	once sync.Once
	c    *Cluster
	dsn  string
	err  error
}

// DSN returns the connection string of the tests' server, which serves all
// tests of the process; see Main. The test is skipped where there is none.
func DSN(t testing.TB) string {
	t.Helper()
	cluster.once.Do(func() {
		if cluster.dsn = os.Getenv(Environment); cluster.dsn != "" {
			return
		}
		cluster.c, cluster.err = Start()
		if cluster.err == nil {
			cluster.dsn = cluster.c.DSN
		}
	})
	if errors.Is(cluster.err, ErrNone) {
		t.Skipf("no PostgreSQL here; these tests run with: apt-get install postgresql && go test ./internal/... (or %s=postgres://… go test ./internal/...)", Environment)
	}
	if cluster.err != nil {
		t.Fatal(cluster.err)
	}
	return cluster.dsn
}

// Main runs a package's tests and stops the server that they started. Use it
// as TestMain does: os.Exit(pgtest.Main(m)).
func Main(m *testing.M) int {
	defer func() {
		if cluster.c != nil {
			cluster.c.Stop()
		}
	}()
	return m.Run()
}

// Schema returns the name of a schema for one test, which is dropped when the
// test ends.
func Schema(t testing.TB, dsn string) string {
	t.Helper()
	name := fmt.Sprintf("t%d_%d", os.Getpid(), rand.Uint32())
	t.Cleanup(func() { DropSchema(t, dsn, name) })
	return name
}

// DropSchema drops a schema with all that is in it.
func DropSchema(t testing.TB, dsn, name string) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Error(err)
		return
	}
	defer c.Close(ctx)
	if _, err := c.Exec(ctx, "DROP SCHEMA IF EXISTS "+name+" CASCADE"); err != nil {
		t.Error(err)
	}
}

// ErrNone says that the system has no PostgreSQL.
var ErrNone = errors.New("PostgreSQL is not installed")

// Cluster is a private server.
type Cluster struct {
	DSN    string
	Folder string
	server *exec.Cmd
	bin    string
	args   []string
	run    func(*exec.Cmd)
	gone   chan struct{}
}

// Start makes a server with the given settings ("shared_buffers=256MB").
func Start(settings ...string) (*Cluster, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if p, err := exec.LookPath("initdb"); err == nil && len(found) == 0 {
		found = append(found, p)
	}
	if len(found) == 0 {
		return nil, ErrNone
	}
	folder, err := os.MkdirTemp("", "comity-pg")
	if err != nil {
		return nil, err
	}
	c := &Cluster{Folder: folder, bin: filepath.Dir(found[len(found)-1])}
	fail := func(doing string, err error) (*Cluster, error) {
		c.Stop()
		return nil, fmt.Errorf("start a PostgreSQL for the tests: %s: %w", doing, err)
	}
	run, err := c.user()
	if err != nil {
		return fail("find the user to run it", err)
	}
	init := exec.Command(filepath.Join(c.bin, "initdb"), "-D", filepath.Join(folder, "data"), "-U", "postgres", "-A", "trust",
		"-E", "UTF8", "--locale=C", "--no-instructions", "--no-sync", "--data-checksums")
	init.Dir = folder
	run(init)
	if out, err := init.CombinedOutput(); err != nil {
		return fail(string(out), err)
	}
	c.args = []string{"-D", filepath.Join(folder, "data"), "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=60"}
	for _, s := range settings {
		c.args = append(c.args, "-c", s)
	}
	c.run = run
	return c, c.serve()
}

// Crash kills the server as a power cut does the process, and starts it again.
func (c *Cluster) Crash() error {
	// All of the server's processes, which share its group.
	if err := killGroup(c.server.Process); err != nil {
		return err
	}
	<-c.gone
	_ = os.Remove(filepath.Join(c.Folder, "data", "postmaster.pid"))
	return c.serve()
}

// serve starts the server and waits until it answers.
func (c *Cluster) serve() error {
	fail := func(doing string, err error) error {
		c.Stop()
		return fmt.Errorf("start a PostgreSQL for the tests: %s: %w", doing, err)
	}
	log, err := os.OpenFile(filepath.Join(c.Folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fail("make its log", err)
	}
	defer log.Close()
	launch := func() error {
		c.server = exec.Command(filepath.Join(c.bin, "postgres"), c.args...)
		c.server.Dir, c.server.Stdout, c.server.Stderr = c.Folder, log, log
		c.run(c.server)
		ownGroup(c.server)
		if err := c.server.Start(); err != nil {
			return err
		}
		gone, server := make(chan struct{}), c.server
		c.gone = gone
		go func() { _ = server.Wait(); close(gone) }()
		return nil
	}
	if err := launch(); err != nil {
		return fail("run it", err)
	}
	c.DSN = "host=" + c.Folder + " user=postgres dbname=postgres"
	for began := time.Now(); ; time.Sleep(30 * time.Millisecond) {
		ctx, stop := context.WithTimeout(context.Background(), time.Second)
		conn, err := pgx.Connect(ctx, c.DSN)
		if err == nil {
			_ = conn.Close(ctx)
		}
		stop()
		if err == nil {
			return nil
		}
		select {
		case <-c.gone:
			// After a crash the killed server's children may take a moment to
			// end, and until then no other server starts.
			_ = os.Remove(filepath.Join(c.Folder, "data", "postmaster.pid"))
			if e := launch(); e != nil {
				return fail("run it", e)
			}
		default:
		}
		if time.Since(began) > 30*time.Second {
			out, _ := os.ReadFile(log.Name())
			return fail(string(out), err)
		}
	}
}

// user returns what makes a command run as a user whom the server accepts: it
// refuses root.
func (c *Cluster) user() (func(*exec.Cmd), error) {
	if os.Geteuid() != 0 {
		return func(*exec.Cmd) {}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	if err := os.Chown(c.Folder, uid, gid); err != nil {
		return nil, err
	}
	return func(cmd *exec.Cmd) { asUser(cmd, uid, gid) }, nil
}

// Stop ends the server and removes its folder.
func (c *Cluster) Stop() {
	if c.server != nil && c.server.Process != nil {
		_ = c.server.Process.Signal(os.Interrupt) // fast shutdown
		select {
		case <-c.gone:
		case <-time.After(10 * time.Second):
			_ = c.server.Process.Kill()
		}
	}
	_ = os.RemoveAll(c.Folder)
}
