package module

import (
	"context"
	"errors"
	"net/netip"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/blob"
	"comity/internal/book"
	"comity/internal/codelist"
	"comity/internal/paper"
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
	// CitePage is the page of a cited provision, whichever module has it, and
	// "" where none has. The web face sets it; nil without pages.
	CitePage func(cite string) string
	// SubjectPage is the page of a subject, whichever module has it, or the list of
	// its acts. The web face sets it; nil without pages.
	SubjectPage func(subject string) string
	// Tasks are what waits for a reader in all modules. The web face sets it.
	Tasks func(v *ui.Visit) ([]Task, error)
	// MayEnter says whether a reader may enter acts of a kind, by its name: for
	// links that lead into another module. Nil where nobody asks the policies.
	MayEnter func(v *ui.Visit, kind string) bool
	// LetterPage is where a reader drafts a letter, "" where no module writes
	// letters; LetterWords what modules have to say in one that rests on
	// provisions, in a language, "" for nothing. The web face sets both.
	LetterPage  func(Letter) string
	LetterWords func(lang string, cites []act.Cite) string
	// MailAuthority is the name under which the organization's own mail server
	// writes what it found of a sender (RFC 8601); "" trusts none.
	MailAuthority string
	// TakePages are where all modules take an offer in. The web face sets it.
	TakePages func(v *ui.Visit, o Offer) []ui.Link
	// Origin is the address under which people reach the node, scheme and host; nil
	// where none was named.
	Origin *url.URL
	// Requests are the requests for assistance that the reader may enter, Services
	// what all modules do for one. The web face sets both; nil without pages.
	Requests func(v *ui.Visit, q RequestsAsked) ([]AssistanceRequest, error)
	Services func(v *ui.Visit, q *AssistanceRequest) ([]*Service, error)
	// Paper prints PDF; nil on a machine that has no Chromium.
	Paper *paper.Press

	shared shared
}

// Home is the address of the node as links outside its pages name it: the one
// that was named, never what a request says of itself. Where none was named, the
// request is believed on the machine itself alone; elsewhere the address is blank.
func (n *Node) Home(v *ui.Visit) url.URL {
	if n.Origin != nil {
		return url.URL{Scheme: n.Origin.Scheme, Host: n.Origin.Host}
	}
	home := url.URL{Scheme: "http", Host: v.Host}
	if v.TLS != nil {
		home.Scheme = "https"
	}
	if host := home.Hostname(); host != "localhost" {
		if a, err := netip.ParseAddr(host); err != nil || !a.IsLoopback() {
			return url.URL{}
		}
	}
	return home
}

// Record records acts in the name of the reader. key is the form's
// ([ui.Form.Key]), so that sending it twice does not record twice.
func (n *Node) Record(ctx context.Context, v *ui.Visit, key string, drafts ...book.Draft) (book.Receipt, error) {
	if !v.Reader.Signed() {
		return book.Receipt{}, ui.ErrSignIn
	}
	return n.Book.Record(ctx, book.Call{Key: key, Person: v.Reader.Who.Person, Acts: drafts})
}

// Refused puts what the book refused beside the fields of a form; false for an
// error that is no refusal. header gives the names of fields that hold members of
// the act's header, by pointer.
func Refused(v *ui.Visit, f *ui.Form, err error, header map[string]string) bool {
	if faults := act.AllFaults(err); len(faults) > 0 {
		for i := range faults {
			faults[i].Where = fieldOf(faults[i].Where, header)
		}
		f.Invalid(v, faults)
		return true
	}
	var refusal *book.Refusal
	if !errors.As(err, &refusal) || refusal.Code == book.Unavailable {
		return false
	}
	if refusal.Rule == "" { // a policy, in English: what kind of refusal it is stands before
		f.Faults = append(f.Faults, v.Text(RefusalMessage(refusal.Code)))
	}
	f.Faults = append(f.Faults, v.Refusal(refusal))
	return true
}

// fieldOf turns the place of a fault in a draft into that of a form's field:
// members of the header as header names them, those of the body as they are
// declared.
func fieldOf(where string, header map[string]string) string {
	if in, ok := strings.CutPrefix(where, "/body"); ok && (in == "" || in[0] == '/') {
		return in
	}
	for at := where; at != ""; at = at[:strings.LastIndexByte(at, '/')] {
		if name, ok := header[at]; ok {
			return "/" + name
		}
	}
	return where
}

// RefusalMessage is the id of the message of a refusal's code.
func RefusalMessage(c book.Code) string {
	switch c {
	case book.Denied, book.Conflict, book.Stale, book.Duplicate, book.TooLarge, book.Invalid:
		return "page." + string(c)
	default:
		return "page.unavailable"
	}
}

// Pages are what a module shows.
type Pages struct {
	// Section is its place in the navigation, the zero value for none.
	Section Section
	// Deeds are further things that one can do here: the home page leads to
	// them, the navigation does not.
	Deeds  []Section
	Routes []ui.Route
	// Cards stand on the home page, in the order of the modules.
	Cards []Card
	// Subject gives the page of a subject of one of the module's types, "" for
	// a subject of another's.
	Subject func(subject string) string
	// Given are the types of subject, of those that Subject has a page for, whose
	// pages are there before any act is about them.
	Given []string
	// Texts is the value of the address by which those pages show a text in another
	// language than the reader's; "" where they speak the reader's alone.
	Texts string
	// Cite gives the page of a cited provision, "" where the module has none.
	Cite func(cite string) string
	// Tasks are what waits for the reader in this module; nil: never anything.
	Tasks func(v *ui.Visit) ([]Task, error)
	// Party makes the module's part of the page of a party, after what the party
	// is; nil: the module has none. It gives nil where it has nothing to show.
	Party func(v *ui.Visit, code string) (templ.Component, error)
	// Letter is where a letter is drafted: of the one module that writes letters.
	Letter func(Letter) string
	// LetterWords are the sentences, in a language, that the module proposes for a
	// letter that rests on provisions; "" where it has none.
	LetterWords func(lang string, cites []act.Cite) string
	// Take are the pages on which an offer is taken into the module's register,
	// filled as far as the offer goes; none where it does not belong there.
	Take func(v *ui.Visit, o Offer) []ui.Link
	// Requests are the requests for assistance that the reader may enter: of the one
	// module that keeps them.
	Requests func(v *ui.Visit, q RequestsAsked) ([]AssistanceRequest, error)
	// Service is what the module does for a request for assistance; nil: nothing.
	Service func(v *ui.Visit, q *AssistanceRequest) (*Service, error)
}

// Offer is something that a State sent in a reply and that may belong in a register.
type Offer struct {
	Type       string // code of the list "offer": law, penalty, plan, practice, contact
	Party      string
	Provisions []act.Cite // what it is about
	Reply      act.Subject
}

// Letter is a letter that one module would have another draft.
type Letter struct {
	// Cites are the provisions on which it rests: the paragraph that asks for it,
	// and what it is about.
	Cites []act.Cite
	// To are the codes of the parties it is meant for.
	To []string
}

// Task is something that waits: for the reader to do, or that the reader waits for.
type Task struct {
	// Key names it among all tasks, and stays as long as it waits.
	Key string
	// Words say what is to be done, in the reader's language.
	Words string
	// Due is the day by which, "" for none.
	Due act.Day
	// Link is the page where it is done.
	Link string
	// Waits: others are to do it, and the reader waits for them.
	Waits bool
}

// Section is an entry of the navigation.
type Section struct {
	To  string // "/mandates"
	Key string // of its words in the catalogue: "nav.mandates"
}

// Card makes a module's part of the home page; nil where it has nothing to show
// to the reader.
type Card func(v *ui.Visit) (templ.Component, error)
