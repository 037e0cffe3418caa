package assistance

import (
	"crypto/rand"
	"regexp"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
)

// Types of the room's subjects.
const (
	requestType = "assistance" // assistance/ID; the ID is drawn at random and names nobody
	networkType = "network"    // network/CODE
	expertType  = "expert"     // expert/ID
)

// Apart is the audience of what the Office weighs for itself: appraisals, drafts of
// replies, due diligence.
const Apart = "appraisal"

var (
	idForm      = regexp.MustCompile(`^[a-z2-7]{26}$`)
	networkForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,39}$`)
)

// NewID draws the name of a request: 130 bits, of which nothing can be told.
func NewID() string { return strings.ToLower(rand.Text()) }

// Subject is the subject of acts on a request.
func Subject(id string) act.Subject { return act.Subject(requestType + "/" + id) }

// NetworkSubject is the subject of acts on a network.
func NetworkSubject(code string) act.Subject { return act.Subject(networkType + "/" + code) }

// idOf reads the request that a subject names.
func idOf(s act.Subject) (string, error) {
	if l := s.Locals(); s.Type() == requestType && len(l) == 1 && idForm.MatchString(l[0]) {
		return l[0], nil
	}
	return "", says.Refuse("assistance.subject", "subject", s)
}

// withParty is the audience of a State and the Office.
func withParty(code string) string { return access.AudienceFor("with", code) }

// Outcome is what a reply says; codes of the list "assistance-reply".
type Outcome string

// The outcomes of a request.
const (
	Accepted Outcome = "accepted"
	InPart   Outcome = "in-part"
	Referred Outcome = "referred"
	Pending  Outcome = "pending"
	Outside  Outcome = "outside"
)

// Criteria are what an appraisal weighs; codes of the list "assistance-criterion".
var Criteria = []string{"mandate", "feasibility", "absorption", "sustainability", "rights", "gender-disability", "duplication", "cost"}

// File is a field of the type file.
type File struct {
	Blob string `json:"blob"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// lines reads a list that joined wrote.
func lines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func joined[S ~string](list []S) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return strings.Join(out, "\n")
}
