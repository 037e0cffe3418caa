// Package internal_test holds the house together: which room may use which.
package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// floors lists the rooms from the ground up. A room uses rooms of lower floors
// only; on the kernel's and the commons' floors, where order matters, a room
// uses those named before it in its row.
var floors = []struct {
	name  string
	rooms []string
	// ordered: rooms of this floor may use those that stand before them.
	ordered bool
}{
	{"kernel", []string{"testshared", "act", "keyring", "store", "blob", "book", "custody", "backup", "job"}, true},
	{"commons", []string{"programme", "resolution", "codelist", "party", "subject", "calendar", "i18n", "sheetform", "access", "ui", "endpoint", "guard", "paper", "module"}, true},
	{"registers", []string{"mandate", "treaty", "library"}, false},
	{"work", []string{"communication", "assistance", "project", "fund", "cooperation", "exchange", "review", "plan", "meeting", "measure", "statistics"}, false},
	{"readings", []string{"report", "profile", "desk", "search", "iati"}, false},
	{"faces", []string{"web", "api"}, false},
}

// mayUse says whether room from may import room to.
func mayUse(from, to string) bool {
	ff, fi := place(from)
	tf, ti := place(to)
	switch {
	case ff < 0 || tf < 0:
		return false
	case ff == tf:
		return fi == ti || floors[ff].ordered && ti < fi
	default:
		return tf < ff
	}
}

func place(room string) (floor, index int) {
	for f, fl := range floors {
		for i, r := range fl.rooms {
			if r == room {
				return f, i
			}
		}
	}
	return -1, -1
}

func TestEveryRoomStandsOnItsFloor(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || !strings.Contains(path, "/") {
			return err
		}
		if strings.Contains(path, "/testdata/") {
			return nil
		}
		from := strings.Split(filepath.ToSlash(path), "/")[0]
		if f, _ := place(from); f < 0 {
			t.Errorf("%s: room %q stands on no floor; name it in floors", path, from)
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, imp := range file.Imports {
			p, _ := strconv.Unquote(imp.Path.Value)
			to, ok := strings.CutPrefix(p, "comity/internal/")
			if !ok {
				continue
			}
			to = strings.Split(to, "/")[0]
			if !mayUse(from, to) {
				t.Errorf("%s: room %q may not use room %q", path, from, to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMayUse(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"book", "act", true}, {"act", "book", false},
		{"treaty", "party", true}, {"party", "treaty", false},
		{"treaty", "mandate", false}, {"assistance", "project", false},
		{"web", "desk", true}, {"desk", "web", false},
		{"nowhere", "act", false},
	} {
		if got := mayUse(c.from, c.to); got != c.want {
			t.Errorf("mayUse(%s, %s) = %v, want %v", c.from, c.to, got, c.want)
		}
	}
}
