// Package serving starts the program as its users do, in a process of its own,
// and waits until it answers: for measurements and for tests that look at the
// real thing from outside.
package serving

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Node is a node that a process of its own serves.
type Node struct {
	// Address is its origin: "http://127.0.0.1:41234".
	Address string
	// Took is the time from the process's start until it answered /readyz.
	Took time.Duration

	command *exec.Cmd
	stop    context.CancelFunc
	read    sync.WaitGroup
}

// patience is how long a node may take until it answers, in a full machine.
const patience = 60 * time.Second

// Start starts program with args, which must make it serve, say so on a line that
// has "serves ADDRESS" or "runs at ADDRESS", and go on. Lines of its output go to
// line, which may be nil. The process ends with ctx, or by Stop.
func Start(ctx context.Context, program string, args []string, line func(string)) (*Node, error) {
	ctx, stop := context.WithCancel(ctx)
	n := &Node{command: exec.CommandContext(ctx, program, args...), stop: stop}
	n.command.Cancel = func() error { return n.command.Process.Signal(os.Interrupt) }
	n.command.WaitDelay = 30 * time.Second
	said, says, err := os.Pipe()
	if err != nil {
		stop()
		return nil, err
	}
	n.command.Stdout, n.command.Stderr = says, says
	began := time.Now()
	err = n.command.Start()
	_ = says.Close() // the process has its own
	if err != nil {
		stop()
		_ = said.Close()
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	address := make(chan string, 1)
	var last string
	n.read.Go(func() {
		defer func() { _ = said.Close() }()
		defer close(address)
		last = follow(said, address, line)
	})
	select {
	case n.Address = <-address:
	case <-time.After(patience):
	}
	if n.Address == "" {
		stop()
		n.read.Wait()
		return nil, errors.Join(fmt.Errorf("start %s %s: it did not say where it serves; it said: %s", program, strings.Join(args, " "), last), n.command.Wait())
	}
	if err := n.answers(ctx); err != nil {
		return nil, errors.Join(err, n.Stop())
	}
	n.Took = time.Since(began)
	return n, nil
}

// follow passes lines on and finds the one that names the address; it gives back
// the last line.
func follow(said io.Reader, address chan<- string, line func(string)) (last string) {
	lines := bufio.NewScanner(said)
	lines.Buffer(nil, 1<<20)
	found := false
	for lines.Scan() {
		last = lines.Text()
		if at := addressIn.FindStringSubmatch(last); at != nil && !found {
			found = true
			address <- at[1]
		}
		if line != nil {
			line(last)
		}
	}
	_, _ = io.Copy(io.Discard, said) // a line too long ends the reading, not the process
	return last
}

var addressIn = regexp.MustCompile(`(?:serves|runs at) (https?://\S+)`)

// answers waits until the node is ready.
func (n *Node) answers(ctx context.Context) error {
	for until := time.Now().Add(patience); ; {
		q, err := http.NewRequestWithContext(ctx, http.MethodGet, n.Address+"/readyz", http.NoBody)
		if err != nil {
			return err
		}
		a, err := http.DefaultClient.Do(q)
		if err == nil {
			_ = a.Body.Close()
			if a.StatusCode == http.StatusOK {
				return nil
			}
			err = fmt.Errorf("it answered %s", a.Status)
		}
		if time.Now().After(until) {
			return fmt.Errorf("wait for %s to be ready: %w", n.Address, err)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// Stop asks the process to end, as an interrupt does, and waits for it.
func (n *Node) Stop() error {
	n.stop()
	n.read.Wait()
	err := n.command.Wait()
	// That it was interrupted is what was asked for.
	if how, ok := n.command.ProcessState.Sys().(syscall.WaitStatus); n.command.ProcessState.Success() || ok && how.Signaled() && how.Signal() == syscall.SIGINT {
		return nil
	}
	return err
}

// Memory is the process's resident memory, in bytes.
func (n *Node) Memory() (int64, error) { return Memory(n.command.Process.Pid) }

// Processor is the time that processors have spent on the process so far, as Linux
// tells it: unlike the clock, it does not count waiting for others.
func (n *Node) Processor() (time.Duration, error) { return processor(n.command.Process.Pid) }

// tick is the unit of /proc, the same on all of Linux's architectures.
const tick = 10 * time.Millisecond

func processor(pid int) (time.Duration, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("read how much of the processors was used: %w", err)
	}
	// The name, in parentheses, may hold anything; utime and stime are the
	// twelfth and thirteenth after it.
	f := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(f) < 13 {
		return 0, fmt.Errorf("the system does not say how much process %d used of the processors", pid)
	}
	var sum time.Duration
	for _, ticks := range f[11:13] {
		n, err := strconv.ParseInt(string(ticks), 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read how much of the processors was used: %w", err)
		}
		sum += time.Duration(n) * tick
	}
	return sum, nil
}

// Memory is a process's resident memory, in bytes, as Linux tells it.
func Memory(pid int) (int64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, fmt.Errorf("read how much memory is used: %w", err)
	}
	for line := range bytes.Lines(b) {
		if f := bytes.Fields(line); len(f) == 3 && string(f[0]) == "VmRSS:" {
			kib, err := strconv.ParseInt(string(f[1]), 10, 64)
			return kib << 10, err
		}
	}
	return 0, fmt.Errorf("the system does not say how much memory process %d uses", pid)
}
