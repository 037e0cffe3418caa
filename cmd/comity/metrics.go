package main

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	prom "github.com/VictoriaMetrics/metrics"
)

// tookBuckets are the bounds of the histogram of requests, in seconds.
var tookBuckets = []float64{.001, .0025, .005, .01, .02, .05, .1, .25, 1, 5}

// metrics are what a node tells of itself: numbers and times, never what a
// request was about. They are written in the text form of Prometheus.
type metrics struct{ set *prom.Set }

// newMetrics begins to count. acts is how many acts the book holds.
func newMetrics(acts func() int64) *metrics {
	prom.ExposeMetadata(true) // the kind of each series stands before it
	m := &metrics{set: prom.NewSet()}
	m.set.NewGauge("comity_book_acts", func() float64 { return float64(acts()) })
	return m
}

// seen counts a request, by the pattern of its page, never by its address. A
// request that no page took has one name for all.
func (m *metrics) seen(pattern string, status int, took time.Duration) {
	if pattern == "" {
		pattern = "none"
	}
	name := fmt.Sprintf("comity_request_seconds{pattern=%s,status=%q}", strconv.QuoteToASCII(pattern), strconv.Itoa(status))
	m.set.GetOrCreatePrometheusHistogramExt(name, tookBuckets).Update(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		m.set.WritePrometheus(w)
		prom.WriteProcessMetrics(w)
	})
	return mux
}
