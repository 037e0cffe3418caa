package module

import (
	"github.com/a-h/templ"

	"comity/internal/act"
	"comity/internal/ui"
)

// AssistanceRequest is a State's request for assistance, as far as the modules that
// serve it know it. Whoever may not enter it is given none.
type AssistanceRequest struct {
	Subject act.Subject
	State   string
	// Audience is that of the State and the Office: what serves the request is tied
	// to it for this audience alone.
	Audience        string
	Title, Language string
	Topics          []string
	Cites           []act.Cite // the provisions that it rests on
	Mark            ui.Mark    // where it stands
	Link            string
	// Serving: it was accepted, at least in part, and has not ended, so that work on
	// it may begin or goes on.
	Serving bool
}

// RequestsAsked says which requests for assistance are wanted: those named, or else
// those of States on which work may begin or goes on.
type RequestsAsked struct {
	Subjects []act.Subject
	States   []string
}

// Service is what a module does for a request for assistance, as far as the reader
// may enter it.
type Service struct {
	// View is its part of the request's page; nil: nothing to show.
	View templ.Component
	// Projects are those that are tied to the request, or of which a delivery is;
	// Deliveries those that are tied, or of a project that is, the first begun first.
	Projects, Deliveries []Serving
}

// Serving is a project or delivery that serves a request.
type Serving struct {
	Subject         act.Subject
	Title, Language string
	Link            string
	Words           string // further ones, in the reader's language: kind and days
}
