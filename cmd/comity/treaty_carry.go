package main

import (
	"context"
	"time"

	"comity/internal/act"
	"comity/internal/treaty"
)

// intake takes deposits into the node's record, entered by a person or, for "",
// by the node.
func (n *node) intake(person string) *treaty.Intake {
	return treaty.IntakeOf(n.rooms, person, act.DayOf(time.Now()))
}

// carry takes in what the programme's folder carries of treaties, where the
// record does not have it yet.
func (n *node) carry(ctx context.Context) (treaty.Shipped, error) {
	return n.intake("").TakeProgramme(ctx, n.program.Files, n.program.Lists)
}
