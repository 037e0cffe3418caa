package main

// mandateCommand holds what can be done with the texts of resolutions, and with
// the register that keeps them.
type mandateCommand struct {
	Example mandateExampleCommand `cmd:"" help:"Read an invented resolution and show its clauses."`
	Read    mandateReadCommand    `cmd:"" help:"Read resolutions into paragraphs and clauses."`
	Compare mandateCompareCommand `cmd:"" help:"Show what resolutions kept, changed and dropped of those that they renew."`
	Import  mandateImportCommand  `cmd:"" help:"Take resolutions and decisions into the register of mandates."`
	Outline mandateOutlineCommand `cmd:"" help:"Record what the programme says of its mandates in its own words."`
	Score   mandateScoreCommand   `cmd:"" help:"Measure the reading against labels or published markup."`
}
