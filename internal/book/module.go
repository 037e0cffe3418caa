package book

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
)

// Module is what a part of the program brings to the book: its tables and the
// kinds of act that change them.
type Module struct {
	Name string
	// Tables is the DDL of its projected tables in SQLite's STRICT dialect,
	// tables and indexes named in braces. Each table has a primary key.
	Tables string
	Kinds  []Kind
	// Sentences are what its rules say when they refuse an act.
	Sentences Sentences
}

// Kind is a kind of act: its shape, the rule that decides and the projector.
type Kind struct {
	act.Shape
	// Decide refuses an act that the rules don't allow, with [Refuse]. It
	// reads the state that all earlier acts left, and changes nothing. Nil
	// allows all.
	Decide func(ctx context.Context, r store.Reader, a *act.Act) error
	// Project returns the writes that the act makes to tables. It is a
	// function of the act and the tables alone: no clock, no network, no
	// programme's files. The body is as the present version has it. Nil
	// writes nothing.
	Project func(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error)
	// Erased returns the writes that leave what remains of the act's rows
	// once its key is destroyed, from the header alone. They hold whether or
	// not Project's rows are there, done once or twice, before or after later
	// acts: INSERT … ON CONFLICT DO UPDATE of the purged columns. Required
	// where an audience may be named.
	Erased func(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error)
	// Projection rises when Project or Erased write otherwise than before;
	// the tables are then made again.
	Projection int
	// Erases, for the kind that records an erasure, says whose key is
	// destroyed: acts before this one on the subject, for the audience.
	Erases func(a *act.Act) (act.Subject, string, error)
	// Epoch, for the kind that records a restore, says which epoch of the book
	// the act begins; it must be later than the present one.
	Epoch func(a *act.Act) (int64, error)
}

// registry holds the kinds by name, and the tables of all modules.
type registry struct {
	kinds  map[string]*Kind
	ddl    []string // statements, names in braces
	tables []string // names without braces
	mark   string   // changes when tables must be made again
}

func register(modules []Module) (*registry, error) {
	r := &registry{kinds: map[string]*Kind{}}
	modules = slices.Clone(modules)
	slices.SortFunc(modules, func(a, b Module) int { return strings.Compare(a.Name, b.Name) })
	sum := sha256.New()
	for _, m := range modules {
		names, err := store.Tables(m.Tables)
		if err != nil {
			return nil, fmt.Errorf("module %s: %w", m.Name, err)
		}
		for _, n := range names {
			if slices.Contains(r.tables, n) {
				return nil, fmt.Errorf("module %s declares the table %s, which another module has; name it otherwise", m.Name, n)
			}
			r.tables = append(r.tables, n)
		}
		r.ddl = append(r.ddl, store.Statements(m.Tables)...)
		fmt.Fprintf(sum, "%q %q\n", m.Name, m.Tables)
		for i := range m.Kinds {
			k := &m.Kinds[i]
			if err := k.CheckDeclaration(); err != nil {
				return nil, fmt.Errorf("module %s: %w", m.Name, err)
			}
			if _, twice := r.kinds[k.Name]; twice {
				return nil, fmt.Errorf("module %s declares the kind %s, which is declared already; name it otherwise", m.Name, k.Name)
			}
			if k.Project != nil && k.Erased == nil && slices.ContainsFunc(k.Audiences, func(a string) bool { return a != act.Public && a != act.Sealed }) {
				return nil, fmt.Errorf("module %s: kind %s may be written for a named audience and has no Erased; say what remains of its rows", m.Name, k.Name)
			}
			r.kinds[k.Name] = k
			fmt.Fprintf(sum, " %q %d %d\n", k.Name, k.Version, k.Projection)
		}
	}
	r.mark = hex.EncodeToString(sum.Sum(nil)[:16])
	return r, nil
}

// knows refuses a book that holds kinds or versions unknown here.
func (r *registry) knows(ctx context.Context, v store.View) (map[kindVersion]bool, error) {
	held := map[kindVersion]bool{}
	var unknown []string
	err := store.Each(ctx, v, `SELECT name, version FROM kind ORDER BY name, version`, nil, func(rows store.Rows) error {
		var kv kindVersion
		if err := rows.Scan(&kv.name, &kv.version); err != nil {
			return err
		}
		held[kv] = true
		if k := r.kinds[kv.name]; k == nil || !k.Knows(kv.version) {
			unknown = append(unknown, fmt.Sprintf("%s version %d", kv.name, kv.version))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if unknown != nil {
		return nil, &store.Fault{Kind: store.Unfit, What: "the book holds acts that this program does not know: " + strings.Join(unknown, ", "),
			Do: "run the program that wrote them, or a newer one"}
	}
	return held, nil
}

type kindVersion struct {
	name    string
	version int
}
