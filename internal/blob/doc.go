// Package blob keeps bulk outside the book: evidence, data sets, imports. A
// blob lies encrypted in a file named by the SHA-256 of its stored bytes, and
// an act cites that name. docs/act.md §5.
//
// The stored bytes are an age file. Its one recipient is the data key of the
// (subject, audience) that the blob is about, so that erasing the subject's key
// erases its blobs too; a public blob is under a key of the node. A sealed blob
// is the sender's own age file, which this node can't read.
//
// Files are written whole or not at all, read in streams, and checked both
// chunk by chunk and against their name. The same content is stored once for
// each subject and audience, never across audiences: otherwise one could ask
// the store whether another has a certain file.
package blob
