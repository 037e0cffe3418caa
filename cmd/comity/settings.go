package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"
)

// settings are those of a TOML file, by the names of the command line's flags:
// `listen = "0.0.0.0:443"`, `tls-cert = "…"`.
type settings struct {
	values map[string]any
}

// tomlSettings reads a file of settings.
func tomlSettings(r io.Reader) (kong.Resolver, error) {
	s := settings{}
	if _, err := toml.NewDecoder(r).Decode(&s.values); err != nil {
		return nil, fmt.Errorf("reading the settings: %w", err)
	}
	return s, nil
}

// Validate refuses a setting that no flag has.
func (s settings) Validate(app *kong.Application) error {
	known := map[string]bool{}
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		for _, f := range n.Flags {
			known[f.Name] = true
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(app.Node)
	for name := range s.values {
		if !known[name] {
			return fmt.Errorf("reading the settings: there is no setting %q; take it out or mend its spelling", name)
		}
	}
	return nil
}

// Resolve gives a flag's value.
func (s settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	v, ok := s.values[flag.Name]
	if !ok {
		return nil, nil
	}
	if list, ok := v.([]any); ok {
		parts := make([]string, len(list))
		for i, p := range list {
			parts[i] = fmt.Sprint(p)
		}
		return strings.Join(parts, ","), nil
	}
	return fmt.Sprint(v), nil
}
