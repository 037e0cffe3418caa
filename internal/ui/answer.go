package ui

import (
	"errors"
	"io"

	"comity/internal/act"

	"github.com/a-h/templ"
)

// Route is an address with the page behind it. Pattern is one of net/http's
// ServeMux: "GET /mandates/{symbol...}".
type Route struct {
	Pattern string
	Handle  func(v *Visit) (Answer, error)
}

// Answer is what a page gives back: a [Page], a [Redirect] or a [File], or what a
// face makes of them.
type Answer interface{ answer() }

// Page is a page of HTML; where it has a sheet, also CSV and JSON.
type Page struct {
	// Title is the heading and, with the programme's name, the window's title.
	Title string
	// Data says that the title is a symbol or a name, which nobody translates.
	Data bool
	// TitleLang is the title's language where that need not be the reader's.
	TitleLang string
	// Lead is a sentence under the title, "" for none.
	Lead string
	// LeadLang is its language where that need not be the reader's.
	LeadLang string
	// LeadData says that it is a symbol or a name, which nobody translates.
	LeadData bool
	// Trail leads from the home page to this one, which is not in it.
	Trail []Link
	// Section is the section of the navigation that the page belongs to, by
	// its address: "/mandates".
	Section string
	// Status is the HTTP status; 0 means 200.
	Status int
	Body   templ.Component
	// Sheet is what CSV and JSON give. Body shows it, with [SheetView].
	Sheet *Sheet
	// Actions stand beside the title.
	Actions []Link
	// Marks stand with the title: the state that a thing is in.
	Marks []Mark
	// Wide lets the page take the whole width: tables, charts, a map.
	Wide bool
}

// Redirect sends the reader on with GET: after a form was taken.
type Redirect struct {
	To string
	// Said is the id of a message that the page that follows shows once, ""
	// for none.
	Said string
}

// File is a download.
type File struct {
	Name string
	// Type is the media type.
	Type string
	// Write writes the file's bytes. An error cuts the answer off.
	Write func(io.Writer) error
	// Inline lets the browser show it; only for types that run nothing.
	Inline bool
	// About is the subject of a file that an act names, for the security log; "" for
	// other files.
	About act.Subject
	// Own says that taking it out is no export: the reader's own tasks, which a
	// calendar fetches every hour.
	Own bool
}

func (Page) answer()     {}
func (Redirect) answer() {}
func (File) answer()     {}

// Link is an address with its words.
type Link struct {
	To, Words string
	// Data says that the words are a symbol or a name, which nobody translates.
	Data bool
	// Main marks the one action that most readers came for.
	Main bool
}

// Mark is a short coloured word: a status, a force, a standing.
type Mark struct {
	Tone  Tone
	Words string
}

// Tone is the colour of a mark or notice. Colour never says anything alone.
type Tone string

// The tones.
const (
	Plain Tone = "plain"
	Good  Tone = "good"
	Open  Tone = "open"
	Bad   Tone = "bad"
	Note  Tone = "note"
)

// Errors that the web face shows as pages of their own. What a reader may not
// see is not found; [ErrNotAllowed] is for deeds whose existence is public.
var (
	ErrNotFound   = errors.New("there is no such page, or it is not open to this reader")
	ErrNotAllowed = errors.New("the reader may not do this")
	// ErrSignIn sends the public to the sign-in page and back.
	ErrSignIn = errors.New("this needs a signed-in reader")
	// ErrNotFresh asks a signed-in reader to sign in anew.
	ErrNotFresh = errors.New("this needs a reader who signed in within minutes")
)
