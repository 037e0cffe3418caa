package endpoint

import (
	"context"
	"errors"
	"net/http"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/ui"
)

// ProblemType is the media type of a [Problem].
const ProblemType = "application/problem+json"

// Problem is why a request was not answered as asked. RFC 9457.
type Problem struct {
	Type   string  `json:"type" doc:"urn:comity:problem: and the code."`
	Title  string  `json:"title" doc:"What kind of problem it is, in the language of the request."`
	Status int     `json:"status" doc:"The HTTP status."`
	Detail string  `json:"detail" doc:"What happened and what to do, in the language of the request."`
	Code   string  `json:"code" doc:"The kind of problem; it never changes." example:"not-found"`
	Reason string  `json:"reason,omitempty" doc:"What the rule said, in the language of the request, or the policy, in English."`
	Do     string  `json:"do,omitempty" doc:"What it says to do, in the same language."`
	Later  *Later  `json:"later,omitempty" doc:"The act that came between, where it is open to the caller."`
	Errors []Fault `json:"errors,omitempty" nullable:"false" doc:"Every fault that was found, at most 100."`
}

// Fault is one thing that is wrong with what was sent.
type Fault struct {
	Code   string `json:"code" doc:"The rule that was broken; it never changes." example:"body.missing"`
	Where  string `json:"where" doc:"A JSON pointer into the body, or query. and the parameter's name." example:"/acts/0/body/amount"`
	Detail string `json:"detail" doc:"What is wrong and what to do, in the language of the request."`
}

// Later names an act.
type Later struct {
	ID    string `json:"id"`
	Index int64  `json:"index"`
	Kind  string `json:"kind"`
}

// Failure carries an operation's error to the face, which says it.
type Failure struct{ Err error }

// GetStatus is the HTTP status of the error.
func (f *Failure) GetStatus() int {
	_, status := Sort(f.Err)
	return status
}

func (f *Failure) Error() string { return f.Err.Error() }

// Unwrap returns the operation's error.
func (f *Failure) Unwrap() error { return f.Err }

// ContentType is that of a problem, whatever was asked for.
func (f *Failure) ContentType(string) string { return ProblemType }

// Errors that calls of the API meet and pages don't.
var (
	// ErrToken says that the bearer token opens nothing.
	ErrToken = errors.New("the token is unknown, was ended, or has run out")
	// ErrScope says that the token may read and not write.
	ErrScope = errors.New("the token may read only")
	// ErrMethod says that the address has no such method.
	ErrMethod = errors.New("there is no such method at this address")
	// ErrMedia says that the body is of a media type that is not read.
	ErrMedia = errors.New("a body of this media type is not read here")
	// ErrOften says that too many requests came.
	ErrOften = errors.New("too many requests came")
)

// Sort gives an error's code and status.
func Sort(err error) (code string, status int) {
	var refusal *book.Refusal
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, ui.ErrNotFound):
		return "not-found", http.StatusNotFound
	case errors.Is(err, ui.ErrNotAllowed):
		return "denied", http.StatusForbidden
	case errors.Is(err, ui.ErrSignIn):
		return "sign-in", http.StatusUnauthorized
	case errors.Is(err, ErrToken):
		return "token", http.StatusUnauthorized
	case errors.Is(err, ErrScope):
		return "scope", http.StatusForbidden
	case errors.Is(err, ui.ErrNotFresh):
		return "not-fresh", http.StatusForbidden
	case errors.Is(err, ErrMethod):
		return "method", http.StatusMethodNotAllowed
	case errors.Is(err, ErrMedia):
		return "media", http.StatusUnsupportedMediaType
	case errors.Is(err, ErrOften):
		return "too-often", http.StatusTooManyRequests
	case errors.As(err, &tooLarge):
		return "too-large", http.StatusRequestEntityTooLarge
	case errors.As(err, &refusal):
		return refused(refusal.Code)
	case len(act.AllFaults(err)) > 0:
		return "invalid", http.StatusUnprocessableEntity
	case store.KindOf(err) != "", errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "unavailable", http.StatusServiceUnavailable
	}
	return "failed", http.StatusInternalServerError
}

func refused(c book.Code) (code string, status int) {
	switch c {
	case book.Invalid:
		status = http.StatusUnprocessableEntity
	case book.Denied:
		status = http.StatusForbidden
	case book.Conflict, book.Stale, book.Duplicate:
		status = http.StatusConflict
	case book.TooLarge:
		status = http.StatusRequestEntityTooLarge
	default:
		return "unavailable", http.StatusServiceUnavailable
	}
	return string(c), status
}
