// Package load asks a node's pages as many readers at once would, and measures
// how long they wait.
//
// Requests arrive at a constant rate, whether or not those before them were
// answered: a server that stalls meets all who come meanwhile, as in life. The
// time of each counts from the instant at which it was due, so that a late start
// counts as waiting too.
package load
