// Package access says who may do what, and why.
//
// A person does nothing by being a person: the secretariat's people act by a
// role (role.go), a State's by an accreditation that rests on the State's own
// note (accreditation.go), either of them in a colleague's absence by a
// delegation (delegation.go). What these open is written in the programme's
// folder policies, in Cedar, so that a lawyer can read it; policy.go reads it,
// may.go asks it and gives the reason in words, audience.go says which
// audiences a person reads, by which SQL filters.
//
// Roles, accreditations, delegations and releases are acts: kinds.go declares
// them, rules.go decides, tables.go projects, read.go loads a person as of a
// day, guard.go is the hook by which the book asks.
//
// The folders below hold the pure parts of signing in: password, totp,
// recovery, session, limit, and the security log's entries, seclog.
//
// docs/access.md tells the whole.
package access
