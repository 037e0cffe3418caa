package testshared

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var place = regexp.MustCompile(`{{\.([A-Za-z]+)}}`)

// Sentences holds the refusals of the package under test to their table, the
// variable says: each code that the source refuses by stands in it with both
// sentences and is given the values that they have places for, and none stands
// there for nothing.
func Sentences(t *testing.T, table map[string][2]string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, is := n.(*ast.CallExpr)
			if !is || !refuses(call) {
				return true
			}
			args := call.Args
			if _, is := args[0].(*ast.BasicLit); !is && len(args) > 1 {
				args = args[1:] // the sort of refusal stands before the code
			}
			code := literal(args[0])
			if code == "" {
				t.Errorf("%s refuses by a code that is not written out", name)
				return true
			}
			used[code] = true
			said, there := table[code]
			if !there || said[0] == "" || said[1] == "" {
				t.Errorf("%s refuses by the code %s, which has not its two sentences", name, code)
			}
			var given, wanted []string
			for i := 1; i < len(args); i += 2 {
				given = append(given, literal(args[i]))
			}
			for _, m := range place.FindAllStringSubmatch(said[0]+said[1], -1) {
				wanted = append(wanted, m[1])
			}
			slices.Sort(given)
			slices.Sort(wanted)
			if wanted = slices.Compact(wanted); !slices.Equal(given, wanted) || len(args)%2 == 0 {
				t.Errorf("%s gives %s the values %q; its sentences have places for %q", name, code, given, wanted)
			}
			return true
		})
	}
	for code := range table {
		if !used[code] {
			t.Errorf("nothing refuses by the code %s", code)
		}
	}
	if len(used) == 0 {
		t.Error("no refusal was found in the source")
	}
}

// refuses says whether a call is says.Refuse, says.Deny or says.refusal.
func refuses(call *ast.CallExpr) bool {
	f, is := call.Fun.(*ast.SelectorExpr)
	if !is || len(call.Args) == 0 {
		return false
	}
	of, is := f.X.(*ast.Ident)
	return is && of.Name == "says" && slices.Contains([]string{"Refuse", "Deny", "refusal"}, f.Sel.Name)
}

// literal is the text of a string literal, "" for any other expression.
func literal(e ast.Expr) string {
	if l, is := e.(*ast.BasicLit); is && l.Kind == token.STRING {
		s, _ := strconv.Unquote(l.Value)
		return s
	}
	return ""
}
