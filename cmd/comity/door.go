package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"

	"comity/internal/access/door"
	"comity/internal/access/seclog"
)

// signInPath is where an OpenID provider sends people back to: the provider's
// code follows.
const signInPath = "/sign-in/"

// openDoor opens the door of a node with its security log. origin is where its
// pages are, "" where none are served.
func (n *node) openDoor(ctx context.Context, origin string, change ...func(*door.Options)) (*door.Door, *seclog.Log, error) {
	log, err := seclog.Open(ctx, n.store, nil, nil)
	if err != nil {
		return nil, nil, err
	}
	o := door.Options{Log: log, Origin: origin, Name: n.verifier.Name()}
	if n.keys != nil {
		o.Keys = n.keys
	}
	for _, c := range change {
		c(&o)
	}
	d, err := door.Open(ctx, n.store, o)
	return d, log, err
}

// loadProviders reads a TOML file of OpenID providers, each a table
// [[provider]] with code, title, issuer, client, secret-file (beside the file,
// or by its whole path; none for a public client) and levels (values of acr).
func loadProviders(path, origin string) ([]door.Provider, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the OpenID providers: %w", err)
	}
	var file struct {
		Provider []struct {
			Code, Title, Issuer, Client string
			SecretFile                  string `toml:"secret-file"`
			Levels                      []string
		}
	}
	meta, err := toml.NewDecoder(bytes.NewReader(text)).Decode(&file)
	if err != nil {
		return nil, fmt.Errorf("reading the OpenID providers in %s: %w", path, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("reading the OpenID providers in %s: there is no key %q; take it out or mend its spelling", path, unknown[0].String())
	}
	var out []door.Provider
	for _, p := range file.Provider {
		q := door.Provider{Code: p.Code, Title: p.Title, Issuer: p.Issuer, ClientID: p.Client, Levels: p.Levels, Redirect: strings.TrimSuffix(origin, "/") + signInPath + p.Code}
		if p.SecretFile != "" {
			at := p.SecretFile
			if !filepath.IsAbs(at) {
				at = filepath.Join(filepath.Dir(path), at)
			}
			secret, err := os.ReadFile(at)
			if err != nil {
				return nil, fmt.Errorf("reading the secret of the OpenID provider %s: %w", p.Code, err)
			}
			q.Secret = strings.TrimSpace(string(secret))
		}
		out = append(out, q)
	}
	return out, nil
}
