package guard

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"
)

const (
	// DefaultPause is how long a line may stand still while a body is read.
	DefaultPause = 30 * time.Second
	// slowest is the pace below which a body is not read on, in bytes a second,
	// once begun has passed: half of what a mobile line of the second generation
	// gives, and too fast to hold a connection for nothing.
	slowest = 1 << 10
	begun   = time.Minute
	// MostTaken is how much of a body is read at most, in bytes, so that a browser
	// that sends more than a page takes comes to the answer: most read none before
	// they have sent all.
	MostTaken = 4 << 30
	// MostSpared is how long what nobody reads is read on.
	MostSpared = time.Minute
)

// ErrSlow says that a body came below any pace that lines have, or stood still. It is
// a net.Error of time.
var ErrSlow error = slow{}

type slow struct{}

func (slow) Error() string   { return "what was sent came too slowly" }
func (slow) Timeout() bool   { return true }
func (slow) Temporary() bool { return false }

// errEnough says that more was sent than is ever read.
var errEnough = errors.New("more was sent than is read")

// intake is the body of a request, read at a pace: a line that is slow is waited
// for, however long the whole takes; one that stands still is let go.
type intake struct {
	io.ReadCloser
	control *http.ResponseController
	pause   time.Duration
	start   time.Time
	until   time.Time // the deadline that is set
	taken   int64     // bytes read
	err     error     // that ended it
	asked   bool      // something was read
}

func (g *Guard) newIntake(w http.ResponseWriter, r *http.Request) *intake {
	return &intake{ReadCloser: r.Body, control: http.NewResponseController(w), pause: g.Pause, start: time.Now()}
}

// Read implements io.Reader.
func (i *intake) Read(b []byte) (int, error) {
	if i.err != nil {
		return 0, i.err
	}
	i.asked = true
	now := time.Now()
	switch {
	case i.taken >= MostTaken:
		i.err = errEnough
	case now.Sub(i.start) > begun+time.Duration(i.taken/slowest)*time.Second:
		i.err = ErrSlow
	}
	if i.err != nil {
		return 0, i.err
	}
	if i.until.Sub(now) < i.pause*3/4 { // not at each read: it costs a call of the system
		i.until = now.Add(i.pause)
		_ = i.control.SetReadDeadline(i.until) // a writer of tests has none
	}
	n, err := i.ReadCloser.Read(b[:min(int64(len(b)), MostTaken-i.taken)])
	i.taken += int64(n)
	if err != nil {
		if i.err = err; errors.Is(err, os.ErrDeadlineExceeded) {
			i.err = ErrSlow
		} else {
			// What follows on the line is watched for the caller's going away, for as
			// long as the answer takes.
			_ = i.control.SetReadDeadline(time.Time{})
		}
	}
	return n, i.err
}

// Close leaves the body as it is: the server closes it, and what nobody read may
// still have to be read on.
func (i *intake) Close() error { return nil }

// spare reads on what nobody wants, so that whoever sends it comes to the answer,
// and says whether all was read.
func (i *intake) spare() bool {
	if i.err == nil {
		b := make([]byte, 64<<10)
		for end := time.Now().Add(MostSpared); i.err == nil && time.Now().Before(end); {
			_, _ = i.Read(b) // keeps its error
		}
	}
	return errors.Is(i.err, io.EOF)
}
