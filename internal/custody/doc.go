// Package custody has the acts about the book itself: how long bodies are kept
// (retention), what must not be erased meanwhile (legal holds), their erasure
// by two persons, restores that begin a new epoch, and changes of the master
// key. It also carries an erasure out: the act, the key, the files.
//
// docs/act.md §4.
package custody
