package list

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"comity/internal/act"
	"comity/internal/codelist/sheet"
)

// compactColumns are those of the lists that a programme's folder carries.
var compactColumns = []string{"party", "action", "day", "withdrawn"}

// ReadCompact reads a list as a programme's folder carries it: a table with the
// remarks "# source:", "# as-of:" and "# list:", one line an act, parties by
// code. The error names file and line.
func ReadCompact(file string, data []byte) (*List, error) {
	s, err := sheet.Parse(file, data, compactColumns...)
	if err != nil {
		return nil, err
	}
	l := &List{File: file, Source: s.Source, AsOf: s.AsOf, Codes: true}
	for _, line := range strings.Split(string(data), "\n") {
		if number, ok := strings.CutPrefix(line, "# list: "); ok {
			l.Number = strings.TrimSpace(number)
		}
		if !strings.HasPrefix(line, "#") {
			break
		}
	}
	if l.Number == "" {
		return nil, fmt.Errorf("%s:1: the table does not say which list it is; write a line \"# list: XVIII-12\"", file)
	}
	at := map[string]int{}
	for _, r := range s.Rows {
		day, err := act.ParseDay(r.Get("day"))
		if err != nil {
			return nil, r.Errorf("%w", err)
		}
		if w := r.Get("withdrawn"); w != "" && w != "yes" {
			return nil, r.Errorf("withdrawn is yes or empty, not %q", w)
		}
		name := r.Get("party")
		i, ok := at[name]
		if ok && i != len(l.Rows)-1 {
			return nil, r.Errorf("lines of %s stand apart; keep those of a party together", name)
		}
		if !ok {
			i = len(l.Rows)
			at[name] = i
			l.Rows = append(l.Rows, Row{Line: r.Line, Name: name})
		}
		l.Rows[i].Facts = append(l.Rows[i].Facts, Fact{Action: r.Get("action"), Day: day, Withdrawn: r.Get("withdrawn") == "yes"})
	}
	return l, nil
}

// WriteCompact writes a list as ReadCompact reads it. code gives the code of a
// participant's name. The list needs number, source and day.
func (l *List) WriteCompact(w io.Writer, code func(name string) (string, error)) error {
	if l.Number == "" || l.Source == "" || l.AsOf == "" {
		return errors.New("the list lacks its number, its source or its own day; give them")
	}
	if _, err := fmt.Fprintf(w, "# source: %s\n# as-of: %s\n# list: %s\n", l.Source, l.AsOf, l.Number); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write(compactColumns) // kept by the writer, told by Error
	for _, row := range l.Rows {
		name := row.Name
		if !l.Codes {
			var err error
			if name, err = code(row.Name); err != nil {
				return Fault{File: l.File, Line: row.Line, Err: err}
			}
		}
		for _, f := range row.Facts {
			withdrawn := ""
			if f.Withdrawn {
				withdrawn = "yes"
			}
			_ = out.Write([]string{name, f.Action, string(f.Day), withdrawn})
		}
	}
	out.Flush()
	return out.Error()
}
