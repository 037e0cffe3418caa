package main

import "errors"

// mandateCommand holds what can be done with the texts of resolutions.
type mandateCommand struct {
	Read mandateReadCommand `cmd:"" help:"Read files into paragraphs and clauses."`
}

type mandateReadCommand struct {
	Files []string `arg:"" help:"Files, folders or ZIP archives; - for standard input."`
}

// Run reads the files.
func (mandateReadCommand) Run() error { return errors.New("reading is not built yet") }
