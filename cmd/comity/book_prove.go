package main

import (
	"context"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/book"
)

// bookProveCommand writes the proof that an act is in the book.
type bookProveCommand struct {
	nodeFlags
	ID     string `arg:"" help:"The act's id."`
	Output string `help:"File to write; without it standard output." short:"o" type:"path"`
}

// Run writes the proof.
func (c *bookProveCommand) Run(ctx context.Context, io streams) error {
	n, err := c.open(ctx, actsAlone)
	if err != nil {
		return err
	}
	defer n.close()
	p, err := n.book.Prove(ctx, c.ID)
	if err != nil {
		return err
	}
	if p == nil {
		return fmt.Errorf("the book holds no act %s", c.ID)
	}
	out, err := openOutput(c.Output, io.out, false)
	if err != nil {
		return err
	}
	defer out.discard()
	if _, err := out.Write(p.Encode()); err != nil {
		return err
	}
	return out.keep()
}

// mostProof is the size in bytes above which a file is no proof: a header, a
// body of 64 KiB in base64 and some dozens of hashes are far less.
const mostProof = 1 << 20

// bookCheckCommand checks a proof offline.
type bookCheckCommand struct {
	Proof string `arg:"" help:"File of the proof." type:"existingfile"`
	Key   string `help:"The node's verifier key, as the node publishes it." required:"" placeholder:"KEY"`
}

// Run says what the proof shows, or which part of it does not hold.
func (c *bookCheckCommand) Run(io streams) error {
	verifier, err := note.NewVerifier(c.Key)
	if err != nil {
		return fmt.Errorf("%.40q is no verifier key: %w", c.Key, err)
	}
	info, err := os.Stat(c.Proof)
	if err != nil {
		return fmt.Errorf("read the proof: %w", err)
	}
	if !info.Mode().IsRegular() || info.Size() > mostProof {
		return fmt.Errorf("%s is no proof: that is an ordinary file of at most %d bytes", c.Proof, mostProof)
	}
	b, err := os.ReadFile(c.Proof)
	if err != nil {
		return fmt.Errorf("read the proof: %w", err)
	}
	p, err := book.ParseProof(b)
	var proven *book.Proven
	if err == nil {
		proven, err = p.Check(verifier)
	}
	if err != nil {
		fmt.Fprintf(io.out, "%s does not hold: %v\n", c.Proof, err)
		return errFaults
	}
	h := proven.Header
	fmt.Fprintf(io.out, "act %d, %s of %s on %s, recorded %s, is in the book of %s, at %d acts, epoch %d\n",
		h.Index, h.Kind, h.Day, h.Subject, h.Recorded, proven.Head.Origin, proven.Head.Size, proven.Head.Epoch)
	return nil
}
