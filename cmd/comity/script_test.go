package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"comity": func() {
			os.Exit(run(context.Background(), os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
		},
	})
}

// TestScripts runs the scripts of testdata/script: a command line and what must
// come of it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": exits, "pack": pack, "bomb": bomb, "big": big, "id": personID, "cells": cells,
		},
		Setup: func(env *testscript.Env) error {
			cache, err := os.UserCacheDir() // or the PDF reader would be compiled for each script
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("COLUMNS", "110")
			return err
		},
	})
}

// cells FILE SHEET CELL=TEXT…: fills in cells of a spreadsheet.
func cells(ts *testscript.TestScript, _ bool, args []string) {
	x, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	for _, pair := range args[2:] {
		at, text, _ := strings.Cut(pair, "=")
		ts.Check(x.SetCellStr(args[1], at, text))
	}
	ts.Check(x.Save())
	ts.Check(x.Close())
}

// exits CODE COMMAND ARG…: the command must end with the code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s ended with %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// pack ARCHIVE FILE…: packs files into a ZIP archive.
func pack(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range args[1:] {
		w, err := z.Create(name)
		ts.Check(err)
		data, err := os.ReadFile(ts.MkAbs(name))
		ts.Check(err)
		_, err = w.Write(data)
		ts.Check(err)
	}
	ts.Check(z.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}

// bomb ARCHIVE: a ZIP archive with one member of 100 MB that packs to 100 KB.
func bomb(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	z := zip.NewWriter(f)
	w, err := z.Create("bomb.txt")
	ts.Check(err)
	zeros := bytes.Repeat([]byte("A"), 1<<20)
	for range 100 {
		_, err = w.Write(zeros)
		ts.Check(err)
	}
	ts.Check(z.Close())
}

// big FILE MEGABYTES: a text of that size.
func big(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	line := bytes.Repeat([]byte("a line of words that says nothing at all;\n"), 1<<20/42)
	for range n {
		_, err = io.Copy(f, bytes.NewReader(line))
		ts.Check(err)
	}
}

// id NAME VARIABLE: the id of whoever signs in by the name, into the
// environment.
func personID(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(ts.Exec("comity", "user", "list", "--json"))
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		var u listedUser
		ts.Check(json.Unmarshal([]byte(line), &u))
		if slices.Contains(u.Names, args[0]) {
			ts.Setenv(args[1], u.Person)
			return
		}
	}
	ts.Fatalf("nobody signs in as %s", args[0])
}
