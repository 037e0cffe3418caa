package main

import "fmt"

// demoCommand runs the program's main job on data of our own making.
type demoCommand struct{}

// Run prints the demonstration.
func (demoCommand) Run(io streams) error {
	_, err := fmt.Fprintln(io.out, "comity reads resolutions: comity mandate read FILE…")
	return err
}
