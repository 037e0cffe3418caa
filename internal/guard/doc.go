// Package guard stands before every face of the node, pages and API alike: it finds
// out who calls (a session's cookie, a program's token), makes the visit with what
// the policies open to them today, and counts what they ask. It takes what is sent
// at a pace that lines have and attacks do not, answers whoever sends too much with
// words and not with a line that breaks, believes of proxies those that the node
// trusts, and writes the one line of the log that a request has.
//
// Open guard.go, then admit.go: a request is watched ([Guard.Watch]) and admitted
// ([Guard.Admit]) before its face does anything with it. What a person may do is
// asked of the policies by the visit, and again by the book.
package guard
