// Package act has the bytes, the grammar and the declared shapes of acts.
//
// An act is a header and a body, written once into the book and never changed.
// This package turns both into exact bytes and back (header.go, body.go), holds
// the grammar of subjects, cites, days and kinds, and reads the declaration of
// a kind (shape.go), from which validation, JSON schema, forms and the printed
// trail are made. It knows no store, no clock but that of new ids, and no keys.
//
// The specification is docs/act.md.
package act
