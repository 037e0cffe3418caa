// Package web is the face that people see: it assembles the modules' pages into
// one site and adds those that belong to no module (home, sign-in, the book,
// search, parties, code lists, the forms of acts).
//
// A request passes, in this order: recovery and log, limits, headers, protection
// against requests from other sites, compression, the visit (language, session,
// reader), the page, the answer. Errors become pages at one place, fault.go.
package web
