package guard

import (
	"net/http"
	"time"
)

// Watch stands around a face: it reads bodies at a pace, answers a panic with broken,
// and logs each request without its address, query and body.
func (g *Guard) Watch(next http.Handler, broken http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		own := *r // the server goes on with the body that it made
		seen := &watched{ResponseWriter: w, request: r}
		if r.Body != nil && r.Body != http.NoBody {
			seen.intake = g.newIntake(w, r)
			own.Body = seen.intake
		}
		defer func() {
			what := recover()
			if what == http.ErrAbortHandler { //nolint:errorlint // compared by identity, as net/http does
				panic(what)
			}
			if what != nil {
				g.Logger.Error("a request broke the program", "pattern", own.Pattern, "panic", what)
				if seen.status == 0 {
					broken(seen, &own)
				}
			}
			took := time.Since(start)
			g.Logger.Info("request", "method", r.Method, "pattern", own.Pattern, "status", seen.status, "bytes", seen.bytes, "ms", float64(took.Microseconds())/1000)
			if g.Seen != nil {
				g.Seen(own.Pattern, seen.status, took)
			}
		}()
		next.ServeHTTP(seen, &own)
	})
}

// watched remembers what was answered, and sees to it that the answer arrives.
type watched struct {
	http.ResponseWriter
	request *http.Request
	intake  *intake // nil where nothing is sent
	status  int
	bytes   int64
}

func (w *watched) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
		w.settle(status)
		w.allow(0)
	}
	w.ResponseWriter.WriteHeader(status)
}

// settle reads on what was sent and not read. A browser looks at the answer once it
// has sent all; where the line is cut before, it shows that the line was cut. HTTP/2
// has a way to say that the rest is not wanted, and needs none of that.
func (w *watched) settle(status int) {
	if w.intake == nil || w.request.ProtoMajor >= 2 {
		return
	}
	asks := w.request.Header.Get("Expect") != "" && !w.intake.asked // nothing was sent yet
	if asks || status == http.StatusTooManyRequests || !w.intake.spare() {
		w.Header().Set("Connection", "close")
	}
}

// pace is how long a line may take over an answer: a minute, and a second more for
// each of so many bytes.
const pace = 1 << 10

func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	w.allow(len(b))
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// allow gives the line time to take more bytes.
func (w *watched) allow(bytes int) {
	_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Now().Add(time.Minute + time.Duration(bytes/pace)*time.Second)) // a writer of tests has none
}

// Unwrap lets http.ResponseController reach the writer below.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
