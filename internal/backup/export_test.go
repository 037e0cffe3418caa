package backup_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/backup"
	"comity/internal/book"
	"comity/internal/book/booktest"
)

func (n *node) importing(in []byte) (backup.Summary, error) {
	n.t.Helper()
	t := backup.Target{Store: n.store, Options: n.opts, Modules: modules(), Keys: n.keys}
	return backup.Import(ctx, bytes.NewReader(in), t, func(f book.Finding) { n.t.Error(f) }, nil)
}

func TestAWholeExportIsImported(t *testing.T) {
	n := newNode(t)
	n.fill()
	n.erase(booktest.Note(1))
	want := n.state()
	var out bytes.Buffer
	acts, err := backup.Export(ctx, &out, n.book)
	n.must(err)
	if acts != n.book.Size() || strings.Contains(out.String(), "palimpsest") {
		t.Errorf("exported %d acts of %d, or a body in clear", acts, n.book.Size())
	}
	dir := t.TempDir()
	n.lose(sqliteStore(t, dir), dir)
	lines := bytes.SplitAfter(out.Bytes(), []byte("\n"))
	for what, in := range map[string][]byte{
		"nothing": nil, "another file": []byte("{}\n"), "an act left out": bytes.Join(append(lines[:5:5], lines[6:]...), nil),
		"cut short": bytes.Join(lines[:20], nil), "an unknown member": bytes.Replace(out.Bytes(), []byte(`{"header"`), []byte(`{"x":1,"header"`), 1),
		"another body": bytes.Replace(out.Bytes(), []byte(`"body":"`), []byte(`"body":"AAAA`), 1),
	} {
		bad := newNode(t)
		bad.opts, bad.keys = n.opts, n.keys
		bad.lose(sqliteStore(t, t.TempDir()), t.TempDir())
		if _, err := bad.importing(in); err == nil {
			t.Errorf("%s: imported", what)
		}
	}
	if s, err := n.importing(out.Bytes()); err != nil || s.Acts != acts {
		t.Fatalf("imported %+v (%v)", s, err)
	}
	n.open()
	if got := n.state(); got != want {
		t.Errorf("imported as\n%s\nwant\n%s", got, want)
	}
}

func TestAPartysExportIsCheckedWithoutTheNode(t *testing.T) {
	n := newNode(t)
	n.fill()
	d := booktest.OpenAccount(500)
	d.Party = "XBB"
	w := booktest.WriteNote(5, "staff", "obsidian")
	w.Party = "XBB"
	gone := booktest.WriteNote(1, "staff", "quicksilver")
	gone.Party = "XBB"
	n.record(book.Call{Acts: []book.Draft{d, w, gone}})
	n.erase(booktest.Note(1))
	var out bytes.Buffer
	acts, err := backup.ExportParty(ctx, &out, n.book, "XBB")
	n.must(err)
	if acts != 3 || strings.Contains(out.String(), "obsidian") {
		t.Errorf("exported %d acts, or a confidential body", acts)
	}
	check := func(in string) (backup.PartyExport, []string, error) {
		var faults []string
		p, err := backup.CheckExport(strings.NewReader(in), n.opts.Verifier, func(line int, fault error) { faults = append(faults, fmt.Sprint(line, " ", fault)) })
		return p, faults, err
	}
	p, faults, err := check(out.String())
	if err != nil || faults != nil || p.Party != "XBB" || p.Proved != 2 || p.Erased != 1 {
		t.Errorf("checked %+v, %v (%v)", p, faults, err)
	}
	lines := strings.SplitAfter(out.String(), "\n")
	with := func(line string) string {
		return lines[0] + lines[1] + line + strings.Replace(lines[4], "3", "2", 1)
	}
	if _, faults, err := check(with(lines[2])); err != nil || faults != nil {
		t.Fatalf("two acts of the three: %v (%v)", faults, err)
	}
	erased := act.Header{ID: "00000000-0000-7000-8000-000000000000", Kind: "note.write", Version: 1, Subject: "note/n1", Party: "XBB", Standing: act.Own, Day: "2026-05-04", Audience: act.Public}
	said := func() string { return fmt.Sprintf("{\"erased\":%q}\n", act.AppendHeader(nil, &erased)) }
	public := said()
	erased.Audience, erased.Party = "staff", "XAA"
	others := said()
	for what, in := range map[string]string{
		"cut short":                strings.Join(lines[:4], ""),
		"cut within a line":        out.String()[:len(lines[0])+99],
		"an act left out":          lines[0] + lines[1] + lines[3] + lines[4],
		"nothing but a beginning":  lines[0],
		"an end that is none":      out.String() + lines[4],
		"a long line":              with(strings.Repeat("0", 2<<20)),
		"something that is no act": with("{\"erased\":\"{}\"}\n"),
		"a public act erased":      with(public),
		"another's erased":         with(others),
		"an act proved and erased": with(strings.Replace(lines[2], "{", `{"erased":"x",`, 1)),
		"neither":                  with("{}\n"),
		"another party":            strings.Replace(out.String(), `"party":"XBB"`, `"party":"XAA"`, 1),
		"an altered proof":         strings.Replace(out.String(), `header eyJ`, `header eyK`, 1),
		"an act twice":             with(lines[1]),
	} {
		if _, faults, err := check(in); err == nil && faults == nil {
			t.Errorf("%s: accepted", what)
		}
	}
	_, other := booktest.NodeKey(t)
	if p, err := backup.CheckExport(bytes.NewReader(out.Bytes()), other, func(int, error) {}); err == nil && p.Proved > 0 {
		t.Error("proved by another node's key")
	}
	if _, err := n.importing(out.Bytes()); err == nil {
		t.Error("a party's export was imported")
	}
}
