package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"comity/internal/web/load"
	"comity/internal/web/serving"
)

// benchServeCommand asks a node's pages.
type benchServeCommand struct {
	nodeFlags
	URL     string        `name:"url" help:"Origin of a node that is served, with --unlimited; without it this program serves the node of --data in a process of its own, and measures that process too."`
	Rate    int           `help:"Requests a second, whether or not those before were answered." default:"300"`
	Seconds int           `help:"How long." default:"60"`
	Warm    int           `help:"Seconds beforehand that are not counted." default:"5"`
	Mix     string        `help:"Kinds of request and how often each is drawn: home=12,act=20,…; without it a day's reading." placeholder:"MIX"`
	Seed    uint64        `help:"Another seed draws other addresses." default:"1"`
	Most    time.Duration `help:"Fail when one request of a hundred waits longer." placeholder:"20ms"`
	Idle    time.Duration `help:"How long the process is left alone before its memory is read." default:"10s"`
	JSON    bool          `help:"Print the figures as JSON."`
}

// served is what a run says of the process that served; sizes in bytes.
type served struct {
	Start float64 `json:"start_ms"`
	// Processors' time until it was ready, and for each request: what waits for
	// a processor in a busy machine is not in it.
	StartProcessor float64 `json:"start_processor_ms"`
	Processor      float64 `json:"request_processor_ms"`
	Idle           int64   `json:"memory_idle"`  // before the load
	Loaded         int64   `json:"memory_after"` // some time after it
	Binary         int64   `json:"binary"`
	*load.Report
}

// Run measures and prints.
func (c *benchServeCommand) Run(ctx context.Context, io streams) (err error) {
	o := load.Options{URL: c.URL, Rate: c.Rate, For: time.Duration(c.Seconds) * time.Second, Warm: time.Duration(c.Warm) * time.Second, Mix: load.Usual(), Seed: c.Seed}
	if c.Mix != "" {
		if err := o.Mix.UnmarshalText([]byte(c.Mix)); err != nil {
			return err
		}
	}
	out := &served{}
	var node *serving.Node
	if c.URL == "" {
		if node, err = c.start(ctx, out); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, node.Stop()) }()
		o.URL = node.Address
		time.Sleep(c.Idle)
		if out.Idle, err = node.Memory(); err != nil {
			return err
		}
	}
	var before, after time.Duration
	if node != nil {
		if before, err = node.Processor(); err != nil {
			return err
		}
	}
	if out.Report, err = load.Run(ctx, o); err != nil {
		return err
	}
	if node != nil {
		if after, err = node.Processor(); err != nil {
			return err
		}
		out.Processor = (after - before).Seconds() * 1000 / float64(c.Rate*(c.Seconds+c.Warm))
		time.Sleep(c.Idle)
		if out.Loaded, err = node.Memory(); err != nil {
			return err
		}
	}
	if err := c.print(io, out); err != nil {
		return err
	}
	if out.All.Failed > 0 || c.Most > 0 && out.All.P99 > c.Most.Seconds()*1000 {
		return errFaults
	}
	return nil
}

// start serves the node in a process of its own.
func (c *benchServeCommand) start(ctx context.Context, out *served) (*serving.Node, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(self)
	if err != nil {
		return nil, err
	}
	out.Binary = info.Size()
	args := []string{"serve", "--listen", "127.0.0.1:0", "--unlimited", "--log-level", "warn", "--data", c.Data, "--keys", c.Keys, "--schema", c.Schema}
	for flag, value := range map[string]string{"--postgres": c.Postgres, "--master": c.Master, "--vault": c.Vault, "--programme": c.Programme} {
		if value != "" {
			args = append(args, flag, value)
		}
	}
	node, err := serving.Start(ctx, self, args, nil)
	if err == nil {
		out.Start = node.Took.Seconds() * 1000
		var spent time.Duration
		spent, err = node.Processor()
		out.StartProcessor = spent.Seconds() * 1000
	}
	return node, err
}

func (c *benchServeCommand) print(io streams, r *served) error {
	if c.JSON {
		e := json.NewEncoder(io.out)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	b := &bytes.Buffer{}
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "kind\trequests\tfailed\tp50 ms\tp95 ms\tp99 ms\tmax ms\tmean bytes\t\n")
	for _, l := range append(r.Kinds, r.All) {
		fmt.Fprintf(w, "%s\t%d\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.0f\t\n", l.Kind, l.Requests, l.Failed, l.P50, l.P95, l.P99, l.Max, l.Bytes)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(b, "\n%d requests a second asked for, %.0f sent\n", r.Rate, r.Sent)
	if r.Fault != "" {
		fmt.Fprintf(b, "the first failure: %s\n", cleanLines(r.Fault))
	}
	if r.Start > 0 {
		fmt.Fprintf(b, "start %.0f ms, of processors %.0f ms; %.2f ms of processors a request; memory idle %.0f MB, after the load %.0f MB; binary %.1f MB\n", r.Start, r.StartProcessor, r.Processor, float64(r.Idle)/1e6, float64(r.Loaded)/1e6, float64(r.Binary)/1e6)
	}
	_, err := io.out.Write(b.Bytes())
	return err
}
