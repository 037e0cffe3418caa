package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// What a monitor reads: each request in its bucket and all above it, pages by
// their pattern, and what a pattern may hold quoted so that the form still reads.
func TestMetricsAreReadByMonitors(t *testing.T) {
	t.Parallel()
	m := newMetrics(func() int64 { return 42 })
	m.seen("GET /mandate/{path...}", 200, 3*time.Millisecond)
	m.seen("GET /mandate/{path...}", 200, 300*time.Millisecond)
	m.seen("", 404, time.Minute)
	m.seen("GET /\"\\\n", 200, 0)
	answer := httptest.NewRecorder()
	m.handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, line := range []string{
		"comity_book_acts 42",
		"# TYPE comity_request_seconds histogram",
		`comity_request_seconds_bucket{pattern="GET /mandate/{path...}",status="200",le="0.0025"} 0`,
		`comity_request_seconds_bucket{pattern="GET /mandate/{path...}",status="200",le="0.005"} 1`,
		`comity_request_seconds_bucket{pattern="GET /mandate/{path...}",status="200",le="1"} 2`,
		`comity_request_seconds_count{pattern="GET /mandate/{path...}",status="200"} 2`,
		`comity_request_seconds_bucket{pattern="none",status="404",le="5"} 0`,
		`comity_request_seconds_bucket{pattern="none",status="404",le="+Inf"} 1`,
		`comity_request_seconds_count{pattern="GET /\"\\\n",status="200"} 1`,
	} {
		if !strings.Contains(answer.Body.String(), line+"\n") {
			t.Errorf("not told: %s", line)
		}
	}
	if t.Failed() {
		t.Log(answer.Body.String())
	}
}
