// Package api is the face for programs: operations over HTTP under /api/v1,
// described by OpenAPI 3.1 at /api/v1/openapi.json. It assembles what modules
// hand over and adds what belongs to none: the book, kinds, parties, code lists,
// subjects, search.
//
// Reading direction: server.go assembles; caller.go says who calls; guard.go,
// limits.go and etag.go stand before every operation; problem.go says errors;
// book.go, record.go, parties.go and the like are the operations; openapi.go and
// page.go describe them.
//
// What is open to a caller is decided by the same questions as on pages
// (internal/module). What is not open answers as what there is not.
package api
