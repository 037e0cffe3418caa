package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/assistance"
	"comity/internal/book"
	"comity/internal/codelist"
	"comity/internal/communication"
	"comity/internal/custody"
	"comity/internal/desk"
	"comity/internal/mandate"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/project"
	"comity/internal/store"
	"comity/internal/subject"
	"comity/internal/treaty"
	"comity/internal/treaty/operations"
	treatypages "comity/internal/treaty/pages"
	"comity/programmes"
)

// program is a programme as it was loaded from its folder, and what the
// program serves with it. It is read-only and may be shared.
type program struct {
	Files     fs.FS // the programme's folder
	Programme *programme.Programme
	Parties   *party.Registry
	Lists     codelist.Lists
	Policies  *access.Policies
	// Assistance is what the programme says of requests for assistance.
	Assistance *assistance.Settings
	// Parts are the program's modules, with their pages; Modules what they and
	// the commons bring to the book.
	Parts   []module.Module
	Modules []book.Module
	// About says of an act what its header does not: its instruments, its
	// owner. Nil where no module has more to say.
	About access.About
}

// loadProgram loads a programme's folder with all that stands in it, or, for
// "", the one that Comity carries.
func loadProgram(dir string) (*program, error) {
	files, err := programmeFolder(dir)
	if err != nil {
		return nil, err
	}
	return loadProgramIn(files, dir)
}

// loadProgramIn loads what stands in files; dir names them in errors.
func loadProgramIn(files fs.FS, dir string) (*program, error) {
	p := &program{Files: files}
	if err := p.load(); err != nil {
		if dir != "" {
			return nil, fmt.Errorf("loading the programme in %s: %w", dir, err)
		}
		return nil, err
	}
	p.Parts, p.About = p.parts(), aboutOf(mandate.About, communication.About, assistance.About, project.About)
	records, err := module.Records(p.Parts...)
	if err != nil {
		return nil, err
	}
	p.Modules = append([]book.Module{custody.Module(), subject.Module(), access.Module(p.Parties)}, records...)
	return p, nil
}

// load reads what stands in the folder: at once what does not need one another.
func (p *program) load() error {
	var loading sync.WaitGroup
	steps := [...]func() error{
		func() (err error) { p.Programme, err = programme.Load(p.Files); return },
		func() (err error) { p.Lists, err = codelist.Load(p.Files); return },
		func() (err error) { p.Assistance, err = assistance.LoadSettings(p.Files); return },
		func() (err error) {
			if p.Parties, err = party.Load(p.Files); err == nil {
				p.Policies, err = access.Load(p.Files, p.Parties)
			}
			return err
		},
	}
	var faults [len(steps)]error
	for i, step := range steps {
		loading.Go(func() { faults[i] = step() })
	}
	loading.Wait()
	for _, err := range faults {
		if err != nil {
			return err
		}
	}
	return nil
}

// parts are the modules that the program serves: one line a module.
func (p *program) parts() []module.Module {
	treaties := treaty.Module(p.Programme.Instruments, p.Parties)
	treaties.Pages, treaties.API = treatypages.Of, operations.Register
	return []module.Module{
		mandate.Module(p.Programme, p.Parties, p.Lists),
		treaties,
		communication.Module(p.Parties, partiesTo{p}),
		assistance.Module(p.Assistance, p.Parties, p.Programme),
		project.Module(p.Programme, p.Parties),
		desk.Module(),
	}
}

// rooms is what the modules' rooms on a book work on.
func (p *program) rooms(b *book.Book) *module.Node {
	return &module.Node{Book: b, Programme: p.Programme, Parties: p.Parties, Lists: p.Lists, Policies: p.Policies}
}

// aboutOf asks each module in turn what an act is about.
func aboutOf(all ...access.About) access.About {
	return func(ctx context.Context, r store.Reader, a *act.Act, what *access.What) error {
		for _, f := range all {
			if err := f(ctx, r, a, what); err != nil {
				return err
			}
		}
		return nil
	}
}

// authorise is what the book asks before it records an act: no body is under a
// destroyed key, and the programme's policies permit the act.
func (p *program) authorise() custody.Authoriser {
	return custody.Guard(p.Policies.Guard(p.Modules, p.About))
}

// programmeFolder is a folder on disk, or, for "", the programme that Comity
// carries.
func programmeFolder(dir string) (fs.FS, error) {
	if dir != "" {
		return os.DirFS(dir), nil
	}
	return fs.Sub(programmes.Files, "crime-prevention")
}

// loadProgramme loads of a programme's folder, or of the one that Comity
// carries, what a text is read with.
func loadProgramme(dir string) (*programme.Programme, error) {
	files, err := programmeFolder(dir)
	if err != nil {
		return nil, err
	}
	p, err := programme.Load(files)
	if err != nil && dir != "" {
		return nil, fmt.Errorf("loading the programme in %s: %w", dir, err)
	}
	return p, err
}

// may says, before something is done that an act is to tell of, whether the
// book would take that act from the person, or from the node where person is
// "".
func (n *node) may(ctx context.Context, person, kind string, what access.What) error {
	who := access.Who{Node: person == ""}
	err := n.book.Read(ctx, 0, func(v store.View) (err error) {
		if person != "" {
			who, err = access.LoadWho(ctx, v, person)
		}
		return err
	})
	if err != nil {
		return err
	}
	if d := n.program.Policies.May(who, kind, what, act.DayOf(time.Now())); !d.Allowed {
		return book.Deny(strings.TrimSuffix(d.Says, "."), "ask an administrator")
	}
	return nil
}

// partiesTo answers who is party to an instrument by the register of treaties, as
// the reader finds it: the rule that asks is in the middle of a transaction.
type partiesTo struct{ program *program }

// PartiesTo implements communication.Treaties. An instrument of which nothing is
// recorded has no parties that are known.
func (p partiesTo) PartiesTo(ctx context.Context, r store.Reader, instrument string, day act.Day) (codes []string, known bool, err error) {
	register, err := treaty.Of(ctx, r, p.program.Programme.Instruments, p.program.Parties, instrument)
	if err != nil {
		return nil, false, err
	}
	for _, code := range register.Parties(instrument) {
		if register.StatusOn(instrument, code, day).State == treaty.Bound {
			codes = append(codes, code)
		}
	}
	return codes, len(codes) > 0, nil
}
