//go:build !pkcs11

package main

import (
	"errors"

	"comity/internal/keyring"
)

// openToken says that this build knows no tokens.
func openToken(string, bool) (keyring.Master, error) {
	return nil, errors.New("open the master key: this build of the program knows no PKCS#11 tokens; build it with -tags pkcs11, which needs cgo")
}
