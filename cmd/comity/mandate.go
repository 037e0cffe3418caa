package main

// mandateCommand holds what can be done with the texts of resolutions.
type mandateCommand struct {
	Example mandateExampleCommand `cmd:"" help:"Read an invented resolution and show its clauses."`
	Read    mandateReadCommand    `cmd:"" help:"Read resolutions into paragraphs and clauses."`
	Compare mandateCompareCommand `cmd:"" help:"Show what resolutions kept, changed and dropped of those that they renew."`
	Score   mandateScoreCommand   `cmd:"" help:"Measure the reading against labels or published markup."`
}
