// Command comity runs a treaty-based programme of technical cooperation: what
// resolutions ask, who is bound by which treaty, what States asked for, what
// was done, with what money, on what evidence.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes of every command.
const (
	exitFine   = 0
	exitFaults = 1 // it ran and found faults in what it was given
	exitFailed = 2 // it could not run
)

// errFaults ends a command that ran to its end, said what it found, and found
// faults.
var errFaults = errors.New("faults were found")

// streams are what a command reads and writes; tests give their own.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// commands is the command line: one field a noun, in its own file.
type commands struct {
	Demo       demoCommand       `cmd:"" help:"Serve a programme of invented data on this computer, and say how to sign in."`
	Serve      serveCommand      `cmd:"" help:"Serve a node's pages and API."`
	Mandate    mandateCommand    `cmd:"" help:"Read resolutions and decisions."`
	Treaty     treatyCommand     `cmd:"" help:"Say who is bound by which treaty, and take in depositaries' lists."`
	Project    projectCommand    `cmd:"" help:"Keep programmes and projects."`
	Assistance assistanceCommand `cmd:"" help:"Take in and list requests for assistance."`
	Law        lawCommand        `cmd:"" help:"Find the legal basis on which two States cooperate."`
	Book       bookCommand       `cmd:"" help:"Verify, prove, rebuild and measure a node's book."`
	Bench      benchCommand      `cmd:"" hidden:"" help:"Measure a node as its readers meet it."`
	Doctor     doctorCommand     `cmd:"" help:"Look over a node in seconds: folders, keys, store, head and witness."`
	Act        actCommand        `cmd:"" help:"Enter acts, show them, and describe their kinds."`
	Key        keyCommand        `cmd:"" help:"Make and change the node's keys."`
	User       userCommand       `cmd:"" help:"Add, invite and close people who sign in; the first administrator is made here."`
	Erase      eraseCommand      `cmd:"" help:"Erase the bodies about a subject for an audience: one person proposes, another confirms."`
	Backup     backupCommand     `cmd:"" help:"Back the book up, encrypted, while it serves."`
	Restore    restoreCommand    `cmd:"" help:"Restore a backup into an empty folder, and verify it."`
	Upgrade    upgradeCommand    `cmd:"" help:"Bring the store to this version of the program."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run parses args, runs the command and returns the process's exit code.
func run(ctx context.Context, args []string, io streams) (code int) {
	var cli commands
	exited := false
	parser, err := kong.New(&cli,
		kong.Name("comity"),
		kong.Description("Runs a treaty-based programme of technical cooperation."),
		kong.Vars{"tempdir": os.TempDir()},
		kong.UsageOnError(),
		kong.Configuration(tomlSettings),
		kong.Writers(io.out, io.err),
		kong.Exit(func(c int) { code, exited = c, true }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(io),
	)
	if err != nil {
		fmt.Fprintln(io.err, "comity:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if exited { // --help wrote its page
		return code
	}
	if err == nil {
		err = parsed.Run()
	}
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errFaults):
		return exitFaults
	default:
		fmt.Fprintln(io.err, "comity:", cleanLines(err.Error()))
		return exitFailed
	}
}
