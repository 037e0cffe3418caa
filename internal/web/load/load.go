package load

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Options of a run.
type Options struct {
	// URL is the node's origin.
	URL string
	// Rate is requests a second.
	Rate int
	// For is how long requests arrive.
	For time.Duration
	// Warm is how long requests arrive beforehand without being counted.
	Warm time.Duration
	Mix  Mix
	// Seed makes the draw of addresses repeatable.
	Seed uint64
}

// Line is what was measured of one kind of request, or of all. Times are in
// milliseconds.
type Line struct {
	Kind     string  `json:"kind"`
	Requests int     `json:"requests"`
	Failed   int     `json:"failed"`
	Bytes    float64 `json:"mean_bytes"` // compressed, as sent
	P50      float64 `json:"p50_ms"`
	P95      float64 `json:"p95_ms"`
	P99      float64 `json:"p99_ms"`
	Max      float64 `json:"max_ms"`
}

// Report is what was measured.
type Report struct {
	Rate    int     `json:"rate"`
	Seconds float64 `json:"seconds"`
	// Sent is the rate at which requests went out.
	Sent  float64 `json:"sent_per_second"`
	All   Line    `json:"all"`
	Kinds []Line  `json:"kinds"`
	// Fault is the first failure, "" for none.
	Fault string `json:"fault,omitempty"`
}

// sample is one answered request.
type sample struct {
	kind   int
	took   time.Duration // since it was due
	bytes  int64
	failed string
}

// Run asks, and reports. An answer of 400 or more counts as failed.
func Run(ctx context.Context, o Options) (*Report, error) {
	if o.Rate < 1 || o.Rate > 100_000 || o.For <= 0 {
		return nil, fmt.Errorf("ask %s at %d requests a second for %s: give a rate from 1 to 100,000 and a time", o.URL, o.Rate, o.For)
	}
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConns: 4096, MaxIdleConnsPerHost: 4096, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	known, err := discover(ctx, client, o.URL, o.Seed)
	if err != nil {
		return nil, err
	}
	kinds, err := o.Mix.kinds(known)
	if err != nil {
		return nil, err
	}
	if o.Warm > 0 {
		if _, err := arrive(ctx, client, o, kinds, o.Warm); err != nil {
			return nil, err
		}
	}
	began := time.Now()
	samples, err := arrive(ctx, client, o, kinds, o.For)
	if err != nil {
		return nil, err
	}
	return report(o, kinds, samples, time.Since(began)), nil
}

// arrive sends requests, each at its instant, and waits for the answers.
func arrive(ctx context.Context, client *http.Client, o Options, kinds []kind, during time.Duration) ([]sample, error) {
	n := int(during.Seconds() * float64(o.Rate))
	samples := make([]sample, n)
	draw := rand.New(rand.NewPCG(o.Seed, uint64(during)))
	every := time.Second / time.Duration(o.Rate)
	var open sync.WaitGroup
	began := time.Now()
	for i := range samples {
		which, path := pick(kinds, draw)
		due := began.Add(time.Duration(i) * every)
		if wait := time.Until(due); wait > 0 {
			select {
			case <-time.After(wait):
			case <-ctx.Done():
				open.Wait()
				return nil, ctx.Err()
			}
		}
		open.Go(func() {
			s := &samples[i]
			s.kind = which
			s.bytes, s.failed = ask(ctx, client, o.URL+path)
			s.took = time.Since(due)
		})
	}
	open.Wait()
	return samples, ctx.Err()
}

// ask sends one request and reads its answer to the end.
func ask(ctx context.Context, client *http.Client, url string) (size int64, failed string) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return 0, err.Error()
	}
	q.Header.Set("Accept", "text/html")
	q.Header.Set("Accept-Encoding", "gzip")
	a, err := client.Do(q)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = a.Body.Close() }()
	if size, err = io.Copy(io.Discard, a.Body); err != nil {
		return size, err.Error()
	}
	if a.StatusCode >= http.StatusBadRequest {
		return size, fmt.Sprintf("%s: %s", url, a.Status)
	}
	return size, ""
}

func report(o Options, kinds []kind, samples []sample, took time.Duration) *Report {
	r := &Report{Rate: o.Rate, Seconds: o.For.Seconds(), Sent: float64(len(samples)) / took.Seconds()}
	byKind := make([][]sample, len(kinds))
	for _, s := range samples {
		byKind[s.kind] = append(byKind[s.kind], s)
		if s.failed != "" && r.Fault == "" {
			r.Fault = s.failed
		}
	}
	r.All = line("all", samples)
	for i := range kinds {
		r.Kinds = append(r.Kinds, line(kinds[i].name, byKind[i]))
	}
	return r
}

func line(name string, samples []sample) Line {
	l := Line{Kind: name, Requests: len(samples)}
	if l.Requests == 0 {
		return l
	}
	took := make([]time.Duration, len(samples))
	var bytes int64
	for i, s := range samples {
		took[i] = s.took
		bytes += s.bytes
		if s.failed != "" {
			l.Failed++
		}
	}
	slices.Sort(took)
	l.Bytes = float64(bytes) / float64(len(samples))
	l.P50, l.P95, l.P99, l.Max = quantile(took, 50), quantile(took, 95), quantile(took, 99), quantile(took, 100)
	return l
}

// quantile is the smallest time, in milliseconds, within which percent of all
// sorted times lie.
func quantile(sorted []time.Duration, percent int) float64 {
	rank := (len(sorted)*percent + 99) / 100 // rounded up: nearest rank
	return float64(sorted[max(rank, 1)-1].Microseconds()) / 1000
}
