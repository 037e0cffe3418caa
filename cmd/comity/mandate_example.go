package main

import (
	"context"

	"comity/internal/resolution/reading"
)

// mandateExampleCommand reads the invented resolution that the program carries.
type mandateExampleCommand struct{}

// Run reads the example and prints its clauses.
func (mandateExampleCommand) Run(ctx context.Context, io streams) error {
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
