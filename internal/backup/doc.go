// Package backup writes a book to one encrypted stream while it serves, and
// fills an empty store from it.
//
// A backup holds the signed head, the acts as they are stored, the keys of
// repeated calls, the positions of consumers, and the blobs. It holds no
// tables, which are made again from the acts, and no keys of bodies: those stay
// in the vault, so that what was erased stays erased in every backup. Drafts,
// sessions and jobs are no part of it.
//
// The stream is an age file. format.go has its frames, write.go and restore.go
// the two directions, export.go a single party's acts with their proofs.
package backup
