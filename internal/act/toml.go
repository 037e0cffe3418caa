package act

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/BurntSushi/toml"
)

// FromTOML turns a draft written in TOML into the JSON that ReadDraft reads.
// Dates without time become days; other times are refused, write them as text.
// The error is Faults.
func FromTOML(in []byte) ([]byte, error) {
	if len(in) > MaxInput {
		return nil, Faults{tooLong(len(in), MaxInput)}
	}
	if line := tomlTooDeep(in); line > 0 {
		return nil, Faults{badTOML(line, fmt.Sprintf("values are nested deeper than %d", maxDepth))}
	}
	var v map[string]any
	if _, err := toml.NewDecoder(bytes.NewReader(in)).Decode(&v); err != nil {
		var p toml.ParseError
		if errors.As(err, &p) {
			return nil, Faults{badTOML(p.Position.Line, p.Message)}
		}
		return nil, Faults{badTOML(1, err.Error())}
	}
	plain, err := fromTOML(v, nil)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // or < and & would count six times
	if err := e.Encode(plain); err != nil {
		return nil, fmt.Errorf("turn the TOML file into JSON: %w", err)
	}
	return out.Bytes(), nil
}

func badTOML(line int, why string) Invalid {
	return Invalid{Code: "draft.toml", Why: fmt.Sprintf("line %d: %s", line, why), Do: "write TOML as its version 1.0 has it",
		Args: map[string]string{"line": strconv.Itoa(line)}}
}

func fromTOML(v any, p *place) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			plain, err := fromTOML(e, &place{p, k})
			if err != nil {
				return nil, err
			}
			out[k] = plain
		}
		return out, nil
	case []map[string]any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = e
		}
		return fromTOML(list, p)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			plain, err := fromTOML(e, &place{p, strconv.Itoa(i)})
			if err != nil {
				return nil, err
			}
			out[i] = plain
		}
		return out, nil
	case time.Time:
		if v.Location().String() != "date-local" {
			_, err := ParseDay(v.Format(time.RFC3339))
			return nil, placed(err, p.String())
		}
		return v.Format(time.DateOnly), nil
	case float64:
		return nil, Faults{notWhole(strconv.FormatFloat(v, 'g', -1, 64), p)}
	}
	return v, nil
}

// tomlTooDeep returns the line where arrays, inline tables or dotted keys are
// nested deeper than a body may be, 0 where they are not. The library that
// reads TOML takes memory by the square of that depth. Where the file is no
// TOML the answer does not matter, so long as it is not too late.
func tomlTooDeep(in []byte) (line int) {
	line = 1
	depth, dots := 0, 0
	for i := 0; i < len(in); i++ {
		switch c := in[i]; c {
		case '#':
			for i+1 < len(in) && in[i+1] != '\n' {
				i++
			}
		case '"', '\'':
			end, lines := tomlString(in, i)
			line += lines
			i = end - 1
		case '\n':
			line++
			dots = 0
		case '[', '{':
			dots = 0
			if depth++; depth > maxDepth {
				return line
			}
		case ']', '}':
			dots = 0
			depth = max(depth-1, 0)
		case '=', ',':
			dots = 0
		case '.':
			if dots++; dots > maxDepth {
				return line
			}
		}
	}
	return 0
}

// tomlString gives where the string that begins at i ends, and the line ends
// in it. A string of one line ends with that line at the latest.
func tomlString(in []byte, i int) (end, lines int) {
	quote := in[i]
	mark := in[i : i+1]
	if long := bytes.Repeat(mark, 3); bytes.HasPrefix(in[i:], long) {
		mark = long
	}
	for i += len(mark); i < len(in); i++ {
		switch {
		case in[i] == '\\' && quote == '"':
			i++
		case in[i] == '\n' && len(mark) == 1:
			return i, lines
		case in[i] == '\n':
			lines++
		case bytes.HasPrefix(in[i:], mark):
			return i + len(mark), lines
		}
	}
	return len(in), lines
}
