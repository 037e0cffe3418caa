package main

// bookCommand holds what can be done with a node's book.
type bookCommand struct {
	New     bookNewCommand     `cmd:"" help:"Make a node's keys and an empty book."`
	Verify  bookVerifyCommand  `cmd:"" help:"Look for faults: bytes, hashes, head, witness, columns, tables."`
	Prove   bookProveCommand   `cmd:"" help:"Write the proof that an act is in the book."`
	Check   bookCheckCommand   `cmd:"" help:"Hold a proof against a node's verifier key; nothing else is needed."`
	Export  bookExportCommand  `cmd:"" help:"Write the whole book, or one party's acts with their proofs, as lines of JSON."`
	Import  bookImportCommand  `cmd:"" help:"Fill an empty store from a whole export, and verify it."`
	Rebuild bookRebuildCommand `cmd:"" help:"Make all tables again from the book."`
	Bench   bookBenchCommand   `cmd:"" help:"Measure a book of a million invented acts, beside the same rows written bare."`

	CheckExport bookCheckExportCommand `cmd:"" help:"Hold an export of a party's acts against a node's verifier key; nothing else is needed."`
}
