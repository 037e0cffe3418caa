package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"

	"comity/internal/access/door"
)

// openProviders reads the OpenID providers of a TOML file, one table [[provider]]
// each; "" has none. A secret stands in a file of its own (secret-file, beside
// this one or by its whole path), so that this one can be shown to others.
func openProviders(file, origin string) ([]door.Provider, error) {
	if file == "" {
		return nil, nil
	}
	var given struct {
		Provider []struct {
			Code       string   `toml:"code"`
			Title      string   `toml:"title"`
			Issuer     string   `toml:"issuer"`
			ClientID   string   `toml:"client-id"`
			SecretFile string   `toml:"secret-file"`
			Levels     []string `toml:"levels"`
		} `toml:"provider"`
	}
	meta, err := toml.DecodeFile(file, &given)
	if err != nil {
		return nil, fmt.Errorf("reading the providers: %w", err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("reading the providers: %s: there is no setting %q; take it out or mend its spelling", file, unknown[0].String())
	}
	var list []door.Provider
	for _, p := range given.Provider {
		d := door.Provider{Code: p.Code, Title: p.Title, Issuer: p.Issuer, ClientID: p.ClientID, Levels: p.Levels, Redirect: strings.TrimSuffix(origin, "/") + "/sign-in/with/" + p.Code + "/back"}
		if p.SecretFile != "" {
			at := p.SecretFile
			if !filepath.IsAbs(at) {
				at = filepath.Join(filepath.Dir(file), at)
			}
			secret, err := os.ReadFile(at)
			if err != nil {
				return nil, fmt.Errorf("reading the secret of the provider %s: %w", p.Code, err)
			}
			d.Secret = strings.TrimSpace(string(secret))
		}
		list = append(list, d)
	}
	return list, nil
}
