package ui

import "crypto/rand"

// NewKey makes the key of a form, by which recording it a second time (a line
// that was lost, a button pressed twice) answers as the first time did.
func NewKey() string { return rand.Text() }
