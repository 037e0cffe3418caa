// Package subject is the one registry of what acts are about: its type, title,
// topics, States and owner, and the typed links between subjects.
//
// It has no kinds of its own. The projectors of other modules return the writes
// that [Put], [Link] and [Remove] make, so that a subject is searched, listed
// and linked alike, whichever module it comes from. Modules meet here and in
// the book, and nowhere else.
package subject
