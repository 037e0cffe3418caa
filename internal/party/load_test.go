package party

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"comity/programmes"
)

// folder is the programme's own data with one file changed.
func folder(t *testing.T, file string, change func(string) string) fs.FS {
	t.Helper()
	changed := fstest.MapFS{}
	root, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"parties", "codelists"} {
		entries, err := fs.ReadDir(root, dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			data, err := fs.ReadFile(root, dir+"/"+e.Name())
			if err != nil {
				t.Fatal(err)
			}
			if dir+"/"+e.Name() == file {
				data = []byte(change(string(data)))
			}
			changed[dir+"/"+e.Name()] = &fstest.MapFile{Data: data}
		}
	}
	return changed
}

func TestAFaultInTheDataRefusesTheWhole(t *testing.T) {
	add := func(line string) func(string) string { return func(s string) string { return s + line + "\n" } }
	for _, c := range []struct {
		name, file string
		change     func(string) string
		want       string
	}{
		{"code twice", "parties/states.csv", add("FRA,state,,,,,,,"), "code \"FRA\" is given twice"},
		{"ISO code twice", "parties/states.csv", add("XXX,state,FR,,,,,,"), "code FR is that of FRA"},
		{"code with a space", "parties/states.csv", add("F A,state,,,,,,,"), "code \"F A\" has other characters"},
		{"a body among States", "parties/states.csv", add("XXX,organ,,,,,,,"), "holds the types state and former-state"},
		{"unknown region", "parties/states.csv", add("XXX,state,,,,999,,,"), "region \"999\" is not in"},
		{"unknown type", "parties/bodies.csv", add("XXX,club,,,,,"), "no type \"club\""},
		{"no parent", "parties/bodies.csv", add("XXX,organ,YYY,,,,"), "its parent \"YYY\" is no party"},
		{"no name", "parties/bodies.csv", add("XXX,organ,,,,,"), "XXX has no short name"},
		{"name of nobody", "parties/state-names.csv", add("XXX,short,,X,,,,"), "\"XXX\" is no party"},
		{"name twice", "parties/state-names.csv", add("FRA,short,,X,,,,"), "its short name is given twice"},
		{"form", "parties/state-names.csv", add("FRA,nick,,X,,,,"), "a name's form is short or formal"},
		{"no English", "parties/body-names.csv", add("GA,formal,,,,X,,"), "the English name is missing"},
		{"variant with days", "parties/other-names.csv", add("FRA,variant,en,X,2001-01-01,,"), "a variant has no days"},
		{"former for ever", "parties/other-names.csv", add("FRA,former,en,X,2001-01-01,,"), "a former name has a day"},
		{"language", "parties/other-names.csv", add("FRA,variant,de,Frankreich,,,"), "language \"de\" is none of the six"},
		{"two statuses", "parties/membership.csv", add("FRA,observer,2001-01-01,,"), "it has two statuses"},
		{"no status", "parties/membership.csv", func(s string) string { return strings.Replace(s, "FRA,member,1945-10-24,,\n", "", 1) }, "FRA is a State and has no status"},
		{"two groups", "parties/groups.csv", add("FRA,EEG,member,,,"), "it is counted with two groups"},
		{"unknown group", "parties/groups.csv", add("FRA,XYZ,participant,,,"), "group \"XYZ\" is not in"},
		{"to itself", "parties/successions.csv", add("FRA,FRA,2001-01-01,continuation,"), "no one succeeds to itself"},
		{"no day", "parties/successions.csv", add("FRA,DEU,,unification,"), "the day of a succession"},
		{"manner", "parties/successions.csv", add("FRA,DEU,2001-01-01,marriage,"), "manner \"marriage\""},
	} {
		_, err := Load(folder(t, c.file, c.change))
		switch {
		case err == nil:
			t.Errorf("%s: loaded", c.name)
		case !strings.Contains(err.Error(), c.want):
			t.Errorf("%s: %v; want %q", c.name, err, c.want)
		case !strings.Contains(err.Error(), "parties") || c.name != "no name" && c.name != "no status" && !strings.Contains(err.Error(), c.file+":"):
			t.Errorf("%s: the error does not name its place: %v", c.name, err)
		}
	}
}
