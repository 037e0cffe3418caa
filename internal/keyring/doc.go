// Package keyring holds the keys that keep bodies from those whom they are not
// for, and whose destruction is what erasure means.
//
// One data key for each (subject, audience) encrypts bodies (keyring.go). Data
// keys lie in a vault (vault.go) apart from the book and from its backups, each
// wrapped by the master key (master.go), which lies outside the data folder, or
// in a token that never gives it out (pkcs11.go). signing.go has the key that
// signs the book's head, sealed.go the check of bodies that this node cannot
// read.
//
// No key is ever printed, logged or put into an error. docs/act.md §1.2, §4.
package keyring
