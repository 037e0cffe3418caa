// Package book records acts in one order, proves it, and makes tables of it.
//
// Reading direction: call.go is what is handed in and what comes back;
// module.go is what a module declares; record.go is the one writer, group.go what it does in a transaction;
// project.go turns acts into tables; rebuild.go does so again from the start;
// tree.go, head.go, witness.go and proof.go are the proofs; verify.go checks
// everything there is. read.go and follow.go are for those who read.
//
// The specification is docs/act.md, §2.
package book
