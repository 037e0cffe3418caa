package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"comity/internal/resolution/akn"
	"comity/internal/resolution/reading"
)

// aknForm prints Akoma Ntoso: one document to standard output, or each into a
// file of the output's folder, named after its symbol.
func aknForm() form {
	const end = "\x00" // parts documents; XML cannot hold it
	names := map[string]int{}
	var only []byte // the document for standard output, held until it is known to be the only one
	return form{
		render: func(r *reading.Result) ([]byte, error) {
			var b bytes.Buffer
			for i := range r.Documents {
				d := &r.Documents[i]
				b.WriteString(fileName(d.Symbol, r.Name) + end)
				if err := akn.Write(&b, *d); err != nil {
					return nil, fmt.Errorf("%s: writing it as Akoma Ntoso: %w", r.Name, err)
				}
				b.WriteString(end)
			}
			return b.Bytes(), nil
		},
		write: func(out *output, b []byte) error {
			parts := strings.Split(strings.TrimSuffix(string(b), end), end)
			for i := 0; i+1 < len(parts); i += 2 {
				if out.dir == "" {
					if only != nil {
						return errors.New("there are several documents; name a folder for them with --out")
					}
					only = []byte(parts[i+1])
					continue
				}
				name := parts[i]
				if names[name]++; names[name] > 1 {
					name += fmt.Sprintf("~%d", names[name])
				}
				if err := out.put(name+".xml", []byte(parts[i+1])); err != nil {
					return err
				}
			}
			return nil
		},
		end: func(out *output) error {
			if only == nil {
				return nil
			}
			_, err := out.Write(only)
			return err
		},
	}
}

// fileName makes a file's name of a symbol: "A_RES_69_197"; of the source's own
// name where there is none.
func fileName(symbol, source string) string {
	if symbol == "" {
		symbol = source[strings.LastIndexAny(source, `/\`)+1:]
		if i := strings.LastIndexByte(symbol, '.'); i > 0 {
			symbol = symbol[:i]
		}
	}
	name := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '.', r == '(', r == ')':
			return r
		}
		return '_'
	}, symbol)
	if name = strings.TrimLeft(name, "."); name == "" || len(name) > 150 {
		return "document"
	}
	return name
}
