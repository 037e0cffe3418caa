//go:build !unix

package pgtest

import (
	"os"
	"os/exec"
)

func asUser(*exec.Cmd, int, int) {}

func ownGroup(*exec.Cmd) {}

func killGroup(p *os.Process) error { return p.Kill() }
