package main

import (
	"context"
	_ "embed"

	"comity/internal/resolution/reading"
)

// example is a resolution of our own making, and says so.
//
//go:embed demo/example.txt
var example []byte

// demoCommand runs the program's main job on data of our own making.
type demoCommand struct{}

// Run reads the example and prints its clauses.
func (demoCommand) Run(ctx context.Context, io streams) error {
	p, err := loadProgramme("")
	if err != nil {
		return err
	}
	reader := reading.New(p)
	defer reader.Close()
	docs, err := reader.Read(ctx, "example.txt", example)
	if err != nil {
		return err
	}
	t := table{width: outputWidth(io.out, ""), bold: colours(io.out)}
	b := t.wrapped(nil, "", "This resolution is invented; nobody adopted it. Read your own with: comity mandate read FILE…")
	b = append(b, '\n')
	for i := range docs {
		b = t.document(b, &docs[i])
	}
	_, err = io.out.Write(b)
	return err
}
