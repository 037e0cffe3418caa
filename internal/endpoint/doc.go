// Package endpoint is what operations of the API are made of: the shapes of
// lists, of parameters that many have alike, and of problems.
//
// A module writes an operation as a function of typed input and output and
// registers it with [Op]:
//
//	endpoint.Op(api, huma.Operation{OperationID: "clauses", Method: http.MethodGet, Path: "/clauses", Tags: []string{"mandate"}}, clauses)
//
// Its title is the message "api.op.clauses" of the catalogue, that of a parameter
// "api.param." and the parameter's name. Who asks, in which language and on which
// day is the [Visit]; a list is a [List]; an error is whatever the rule gave, and
// the face says it as a problem in the reader's language.
package endpoint
