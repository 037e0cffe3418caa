package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"comity/internal/party"
	"comity/internal/treaty"
)

// treatyMatrixCommand lays out States and treaties.
type treatyMatrixCommand struct {
	recordFlags
	AsOf     string   `help:"The day asked for (default: today)." placeholder:"DAY"`
	Treaties []string `help:"Codes of treaties (default: all of which deposits are on record)." name:"treaty"`
	Group    string   `help:"Only the States of a regional group: AG, APG, EEG, GRULAC, WEOG."`
	Missing  bool     `help:"Only States that are not bound by all of them."`
	CSV      bool     `name:"csv" xor:"form" help:"Print CSV."`
	JSON     bool     `name:"json" xor:"form" help:"Print JSON."`
}

// marks of states in the table.
var marks = map[treaty.State]string{treaty.None: "·", treaty.Signatory: "s", treaty.Provisional: "p", treaty.Consented: "c", treaty.Bound: "P", treaty.Left: "w", treaty.Ceased: "–"}

// Run prints the matrix.
func (c *treatyMatrixCommand) Run(ctx context.Context, io streams) error {
	day, err := dayOr(c.AsOf)
	if err != nil {
		return err
	}
	r, err := c.load(ctx)
	if err != nil {
		return err
	}
	var codes []string
	for _, t := range c.Treaties {
		code, err := r.instrument(t)
		if err != nil {
			return err
		}
		codes = append(codes, code)
	}
	if codes == nil {
		for _, code := range r.register.Instruments() {
			if len(r.register.Parties(code)) > 0 {
				codes = append(codes, code)
			}
		}
	}
	var parties []string
	for _, p := range r.program.Parties.All(party.State) {
		if p.Exists.Has(day) && (c.Group == "" || p.GroupOn(day) == c.Group) {
			parties = append(parties, p.Code)
		}
	}
	if len(parties) == 0 {
		return fmt.Errorf("no State is in the group %q on %s; the groups are AG, APG, EEG, GRULAC, WEOG", c.Group, day)
	}
	cells := r.register.Matrix(parties, codes, day)
	if c.Missing {
		keep := 0
		for i := range parties {
			for _, s := range cells[i] {
				if s != treaty.Bound {
					parties[keep], cells[keep] = parties[i], cells[i]
					keep++
					break
				}
			}
		}
		parties, cells = parties[:keep], cells[:keep]
	}
	switch {
	case c.JSON:
		rows := make([]map[string]any, len(parties))
		for i, p := range parties {
			states := map[string]treaty.State{}
			for k, code := range codes {
				states[code] = cells[i][k]
			}
			rows[i] = map[string]any{"party": p, "states": states}
		}
		return json.NewEncoder(io.out).Encode(map[string]any{"day": day, "list_as_of": r.asOf, "rows": rows})
	case c.CSV:
		w := csv.NewWriter(io.out)
		_ = w.Write(append([]string{"party", "name"}, codes...)) // kept by the writer, told by Error
		for i, p := range parties {
			row := []string{p, r.name(p)}
			for _, s := range cells[i] {
				row = append(row, string(s))
			}
			_ = w.Write(row)
		}
		w.Flush()
		return w.Error()
	}
	for k, code := range codes {
		fmt.Fprintf(io.out, "%2d  %s, %d %s; %s\n", k+1, code, r.register.Count(code, treaty.Bound, day, treaty.States).N, "States", r.source(code, day))
	}
	fmt.Fprintf(io.out, "\n%s: P party, c deposited and not bound yet, s signatory, p provisional, w no longer, · none\n\n", day)
	t := tabwriter.NewWriter(io.out, 0, 0, 1, ' ', 0)
	head := []string{""}
	for k := range codes {
		head = append(head, fmt.Sprint(k+1))
	}
	fmt.Fprintln(t, strings.Join(head, "\t"))
	for i, p := range parties {
		row := []string{p + " " + r.name(p)}
		for _, s := range cells[i] {
			row = append(row, marks[s])
		}
		fmt.Fprintln(t, strings.Join(row, "\t"))
	}
	return t.Flush()
}
