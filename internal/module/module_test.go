package module_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
)

func TestRecords(t *testing.T) {
	good := func() module.Module {
		return module.Module{Title: "Treaties", Serves: []act.Cite{"A/RES/69/197#18"},
			Record: book.Module{Name: "treaty", Kinds: []book.Kind{{Shape: act.Shape{Name: "treaty.deposit"}}}}}
	}
	other := good()
	other.Record = book.Module{Name: "party"}
	if got, err := module.Records(good(), other); err != nil || len(got) != 2 || got[0].Name != "treaty" {
		t.Errorf("got %v, %v", got, err)
	}
	for says, change := range map[string]func(*module.Module){
		"no name":                    func(m *module.Module) { m.Record.Name = "" },
		"no title":                   func(m *module.Module) { m.Title = "" },
		`it serves "A/RES/69/197#x`:  func(m *module.Module) { m.Serves = []act.Cite{"A/RES/69/197#x#y"} },
		"kind treaty.deposit is not": func(m *module.Module) { m.Record.Name = "register" },
		"another module has":         func(m *module.Module) { m.Record = other.Record },
	} {
		m := good()
		change(&m)
		if _, err := module.Records(other, m); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q, got %v", says, err)
		}
	}
}

func TestSourcesAreAskedInTurn(t *testing.T) {
	gives := func(id string, err error) module.Module {
		return module.Module{Found: func(context.Context, *act.Act) ([]module.Change, error) {
			return []module.Change{{Remove: id}}, err
		}}
	}
	got, err := module.Sources(gives("a", nil), module.Module{}, gives("b", nil))(context.Background(), &act.Act{})
	if err != nil || len(got) != 2 || got[0].Remove != "a" || got[1].Remove != "b" {
		t.Errorf("got %v, %v", got, err)
	}
	broken := errors.New("broken")
	if _, err := module.Sources(gives("a", broken))(context.Background(), &act.Act{}); !errors.Is(err, broken) {
		t.Errorf("a source's error was lost: %v", err)
	}
}
