package module

import (
	"context"

	"comity/internal/act"
	"comity/internal/store"
)

// Document is something that can be found by search: best a short thing (a
// paragraph, an act's text, a note) with a page of its own.
type Document struct {
	// ID names it: the subject, with a place where it is a part of one
	// ("document/A_RES_69_197#p4"). At most 300 bytes, no spaces.
	ID string
	// Subject is what it is about, "document/A_RES_69_197"; an erasure names
	// it together with the audience.
	Subject string
	// Whole names the thing of which this is one text, where there are others of it,
	// in other languages or for other audiences: the thing is found once, in the
	// reader's language where that has the words. At most 300 bytes, no spaces; ""
	// where the document stands alone.
	Whole string
	// Audience is who may see it; a document for several audiences is put
	// once for each, under IDs of its own.
	Audience string
	// Type, Topics and Parties are codes of letters, digits and - . _ ~, at
	// most 64.
	Type    string
	Topics  []string
	Parties []string
	// Language is the text's, as a tag; "" when unknown.
	Language string
	// Title and Text are plain text; together at most 64 KiB and 15,000 words.
	Title, Text string
}

// Change is what an act does to what can be found: one of its fields is set.
type Change struct {
	Put    *Document // a new document, or another text of one
	Remove string    // the ID of a document that is no more
	Forget *Pair     // an erasure: all documents of a subject for an audience
}

// Pair names what an erasure takes away.
type Pair struct{ Subject, Audience string }

// Source says what an act does to what can be found. An act whose body is
// sealed or erased gives nothing to find; the act that records an erasure gives
// [Change.Forget].
type Source func(ctx context.Context, a *act.Act) ([]Change, error)

// Sources puts the modules' sources together: an act is asked of each.
func Sources(modules ...Module) Source {
	var all []Source
	for _, m := range modules {
		if m.Found != nil {
			all = append(all, m.Found)
		}
	}
	return func(ctx context.Context, a *act.Act) (changes []Change, err error) {
		for _, s := range all {
			c, err := s(ctx, a)
			if err != nil {
				return nil, err
			}
			changes = append(changes, c...)
		}
		return changes, nil
	}
}

// SourceIn is a [Source] that reads the tables as well: where an act opens or
// closes what earlier acts said. The tables may hold later acts already, which
// are handed over in their turn; so it says what can be found now.
type SourceIn func(ctx context.Context, r store.Reader, a *act.Act) ([]Change, error)

// Book is the tables that sources read, by snapshots that hold at least seen acts.
type Book interface {
	Read(ctx context.Context, seen int64, f func(store.View) error) error
}

// SourcesIn is [Sources] with those that read the tables of a book.
func SourcesIn(b Book, modules ...Module) Source {
	plain := Sources(modules...)
	var all []SourceIn
	for _, m := range modules {
		if m.FoundIn != nil {
			all = append(all, m.FoundIn)
		}
	}
	if len(all) == 0 {
		return plain
	}
	return func(ctx context.Context, a *act.Act) ([]Change, error) {
		changes, err := plain(ctx, a)
		if err != nil {
			return nil, err
		}
		var read []Change
		err = b.Read(ctx, a.Index+1, func(v store.View) error {
			read = nil
			for _, s := range all {
				c, err := s(ctx, v, a)
				if err != nil {
					return err
				}
				read = append(read, c...)
			}
			return nil
		})
		return append(changes, read...), err
	}
}
