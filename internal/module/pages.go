package module

import (
	"context"

	"github.com/a-h/templ"

	"comity/internal/access"
	"comity/internal/blob"
	"comity/internal/book"
	"comity/internal/codelist"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/ui"
)

// Node is what a page works on: the book and its blobs, and the programme that
// the node runs. It may be shared.
type Node struct {
	Book *book.Book
	// Blobs is nil on a node that has no keys.
	Blobs     *blob.Store
	Programme *programme.Programme
	Parties   *party.Registry
	Lists     codelist.Lists
	Policies  *access.Policies
}

// Record records acts in the name of the reader. key is the form's
// ([ui.Form.Key]), so that sending it twice does not record twice.
func (n *Node) Record(ctx context.Context, v *ui.Visit, key string, drafts ...book.Draft) (book.Receipt, error) {
	if !v.Reader.Signed() {
		return book.Receipt{}, ui.ErrSignIn
	}
	return n.Book.Record(ctx, book.Call{Key: key, Person: v.Reader.Who.Person, Acts: drafts})
}

// Pages are what a module shows.
type Pages struct {
	// Section is its place in the navigation, the zero value for none.
	Section Section
	Routes  []ui.Route
	// Cards stand on the home page, in the order of the modules.
	Cards []Card
	// Subject gives the page of a subject of one of the module's types, "" for
	// a subject of another's.
	Subject func(subject string) string
	// Cite gives the page of a cited provision, "" where the module has none.
	Cite func(cite string) string
}

// Section is an entry of the navigation.
type Section struct {
	To  string // "/mandates"
	Key string // of its words in the catalogue: "nav.mandates"
}

// Card makes a module's part of the home page; nil where it has nothing to show
// to the reader.
type Card func(v *ui.Visit) (templ.Component, error)
