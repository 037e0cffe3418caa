package main

// benchCommand measures a node as its readers meet it. It is for those who build
// or size a node, so the list of commands leaves it out.
type benchCommand struct {
	Fill  benchFillCommand  `cmd:"" help:"Make a node of invented acts, to measure on."`
	Serve benchServeCommand `cmd:"" help:"Ask a node's pages at a constant rate, and say how long readers wait."`
}
