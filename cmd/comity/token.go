//go:build pkcs11

package main

import (
	"fmt"
	"net/url"
	"os"
	"strings"

	"comity/internal/keyring"
)

// openToken opens the master key that a PKCS#11 URI (RFC 7512) names:
// pkcs11:token=T;object=KEY?module-path=/usr/lib/…so&pin-source=/path/of/pin
// The PIN is never in the address itself.
func openToken(uri string, create bool) (keyring.Master, error) {
	bad := func(what string) error {
		return fmt.Errorf("open the master key: the address of the token %s; write pkcs11:token=T;object=KEY?module-path=LIBRARY&pin-source=FILE", what)
	}
	path, query, _ := strings.Cut(strings.TrimPrefix(uri, "pkcs11:"), "?")
	parts := map[string]string{}
	for _, list := range [][]string{strings.Split(path, ";"), strings.Split(query, "&")} {
		for _, p := range list {
			name, value, ok := strings.Cut(p, "=")
			v, err := url.PathUnescape(value)
			if !ok || err != nil {
				return nil, bad("is not well formed")
			}
			parts[name] = v
		}
	}
	for _, name := range []string{"token", "object", "module-path", "pin-source"} {
		if parts[name] == "" {
			return nil, bad("lacks " + name)
		}
	}
	if len(parts) != 4 {
		return nil, bad("has more than the program knows")
	}
	pin, err := os.ReadFile(strings.TrimPrefix(parts["pin-source"], "file:"))
	if err != nil {
		return nil, fmt.Errorf("open the master key: read the PIN: %w", err)
	}
	return keyring.OpenToken(parts["module-path"], parts["token"], parts["object"], strings.TrimRight(string(pin), "\r\n"), create)
}
