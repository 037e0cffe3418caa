// Package web is the face that people see: it assembles the modules' pages into
// one site and adds those that belong to no module (home, sign-in, the book,
// search, parties, code lists, the forms of acts).
//
// A request passes, in this order: the guard (log, pace of bodies), headers, the guard
// again (who calls, limits), protection against requests from other sites,
// compression, the visit, the page, the answer. Errors become pages at one place,
// fault.go; a form that was too long becomes its page again, toolong.go.
package web
