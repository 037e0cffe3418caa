// Package door lets people in: it keeps their credentials and sessions, and
// leads through each way of signing in, one page after the other, without HTTP.
//
// Reading direction: door.go is what a [Door] is made of; step.go is a ceremony
// between two pages; password.go, second.go, passkey.go and oidc.go are the ways
// in; enrol.go is how credentials are set, by an invitation (invitation.go) or
// from a session; session.go and bearer.go say who calls; account.go is what
// administrators do; throttle.go slows guessing; sweep.go forgets.
//
// What is kept are ordinary rows (tables.sql): they outlive replays, are in no
// backup of the book and never in an act. What can be guessed offline is kept
// as an Argon2id hash, what is random as a plain hash, and the secret of
// one-time codes under the node's key. Refusals are [Refusal]s, which a
// catalogue says in the reader's language. Whatever matters is entered in the
// security log, in the same transaction.
package door
