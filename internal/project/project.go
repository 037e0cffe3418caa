package project

import (
	"regexp"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/project/result"
)

// Types of the room's subjects.
const (
	programmeType = "programme" // programme/CODE
	projectType   = "project"   // project/CODE
	indicatorType = "indicator" // indicator/CODE/ID, of a programme or project
	deliveryType  = "delivery"  // delivery/CODE/NUMBER, of a project
	findingType   = "finding"   // finding/CODE/NUMBER, of a programme or project
	officeType    = "office"    // office/PARTY/NUMBER: the file on opening or closing one
	requestType   = "assistance"
)

// Programme holds projects and other programmes.
type Programme struct {
	Code            string
	Level           string // code of the list "programme-level"
	Title, Language string
	Summary         string
	Region          string // of the list "region", "" for none
	Office          string
	Starts, Ends    act.Day
	States          []string // that take part
	Topics          []string
	Above           []act.Subject // programmes that it stands under
	Audience        string
	Act             string
	Cites           []act.Cite
}

// Project is one project as it stands.
type Project struct {
	Code            string
	Index           int64
	Act             string
	Audience        string
	Open            bool // announced: everybody reads it
	Status          Status
	Title, Language string
	Summary         string
	Outcome         string // what it is to bring about, as its first words say it
	Office          string
	States          []string
	Signatories     []string // whose Governments countersign
	Partners        []string
	Topics          []string
	Targets         []string // of the Sustainable Development Goals
	Purposes        []string // codes of the list "purpose"
	Markers         []Marker
	Locations       []Location
	Above           []act.Subject
	Starts, Ends    act.Day
	Money           Money
	Cites           []act.Cite
	// Source and SourceID say from where it was taken in, "" where it was not.
	Source, SourceID string
}

// Money is what a project needs, has and has spent, in minor units; nil is unknown.
type Money struct {
	Currency                   string
	Required, Available, Spent *int64
}

// Marker is a policy marker and its weight.
type Marker struct {
	Marker string `json:"marker"`
	Weight string `json:"weight"`
}

// Location is where something is done. Coordinates are degrees, decimal.
type Location struct {
	State     string `json:"state"`
	Name      string `json:"name,omitempty"`
	Latitude  string `json:"latitude,omitempty"`
	Longitude string `json:"longitude,omitempty"`
}

// Indicator is what a programme or project measures.
type Indicator struct {
	Subject         act.Subject
	Index           int64
	Audience        string
	Act             string
	Title, Language string
	Unit            string
	result.Declared
	// Dimensions are those by which it is parted, and Others the parts of "other".
	Dimensions, Others []string
	Result             string // the outcome or output that it is of
	Baseline           *Baseline
	Targets            []Target
	Serves             []act.Subject // indicators above it, which count what it counts
}

// Owner is the code of the programme or project that measures it.
func (i *Indicator) Owner() string { return i.Subject.Locals()[0] }

// ID is its name in its owner.
func (i *Indicator) ID() string { return i.Subject.Locals()[1] }

// Baseline is what was so before; unknown where no value is given.
type Baseline struct {
	Day act.Day `json:"day"`
	Measured
}

// Target is what is to be so at the end of a period.
type Target struct {
	result.Period
	Place string `json:"place,omitempty"`
	Measured
}

// Measured is a value as acts say it.
type Measured struct {
	Number      string `json:"number,omitempty"`
	Numerator   string `json:"numerator,omitempty"`
	Denominator string `json:"denominator,omitempty"`
	Yes         *bool  `json:"yes,omitempty"`
	Text        string `json:"text,omitempty"`
}

// Value is the value; what acts hold was read before.
func (m *Measured) Value() result.Value {
	v := result.Value{Yes: m.Yes, Text: m.Text}
	for _, f := range []struct {
		text string
		to   **result.Number
	}{{m.Number, &v.Number}, {m.Numerator, &v.Numerator}, {m.Denominator, &v.Denominator}} {
		if n, err := result.ParseNumber(f.text); err == nil {
			*f.to = &n
		}
	}
	return v
}

// Report is what was reported of an indicator for a period, and whether it stands.
type Report struct {
	Indicator act.Subject
	result.Period
	Place    string
	Index    int64
	Act      string
	Audience string
	Person   string
	Party    string
	Standing act.Standing
	Value    result.Value
	Pieces   []result.Piece
	Note     string
	Approved act.Day // "" while nobody approved it
	By       string  // who did
}

// Delivery is something that was done for somebody.
type Delivery struct {
	Subject      act.Subject
	Index        int64
	Act          string
	Audience     string
	Person       string
	Day          act.Day
	Standing     act.Standing
	Party        string
	Cites        []act.Cite
	DeliveryBody DeliveredBody
}

// Number is its number in the project.
func (d *Delivery) Number() int { n, _ := strconv.Atoi(d.Subject.Locals()[1]); return n }

// Finding is what an evaluation found.
type Finding struct {
	Subject  act.Subject
	Index    int64
	Act      string
	Audience string
	Day      act.Day
	Party    string
	Body     EvaluatedBody
}

var (
	codeForm      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,38}[A-Za-z0-9]$`)
	indicatorForm = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9.-]{0,18}[a-z0-9])?$`)
	placeForm     = regexp.MustCompile(`^[^\x00-\x1f]{1,64}$`)
)

// ProgrammeSubject is the subject of acts on a programme.
func ProgrammeSubject(code string) act.Subject { return act.Subject(programmeType + "/" + code) }

// Subject is the subject of acts on a project.
func Subject(code string) act.Subject { return act.Subject(projectType + "/" + code) }

// IndicatorSubject is the subject of acts on an indicator.
func IndicatorSubject(owner, id string) act.Subject {
	return act.Subject(indicatorType + "/" + owner + "/" + id)
}

// DeliverySubject is the subject of acts on a delivery.
func DeliverySubject(code string, n int) act.Subject {
	return act.Subject(deliveryType + "/" + code + "/" + strconv.Itoa(n))
}

// FindingSubject is the subject of acts on a finding.
func FindingSubject(code string, n int) act.Subject {
	return act.Subject(findingType + "/" + code + "/" + strconv.Itoa(n))
}

// OfficeSubject is the subject of acts on the file of an office.
func OfficeSubject(office string, n int) act.Subject {
	return act.Subject(officeType + "/" + office + "/" + strconv.Itoa(n))
}

// nameOf reads the code that a subject of the room begins with; false where the
// subject is written wrongly.
func nameOf(s act.Subject) (code string, ok bool) {
	l := s.Locals()
	switch s.Type() {
	case programmeType, projectType:
		ok = len(l) == 1 && codeForm.MatchString(l[0])
	case indicatorType:
		ok = len(l) == 2 && codeForm.MatchString(l[0]) && indicatorForm.MatchString(l[1])
	case deliveryType, findingType, officeType:
		if ok = len(l) == 2; ok {
			n, err := strconv.Atoi(l[1])
			ok = err == nil && n >= 1 && n <= 99_999 && strconv.Itoa(n) == l[1]
		}
	}
	if !ok {
		return "", false
	}
	return l[0], true
}

// lines reads a list that joined wrote.
func lines[S ~string](s string) []S {
	if s == "" {
		return nil
	}
	var out []S
	for l := range strings.SplitSeq(s, "\n") {
		out = append(out, S(l))
	}
	return out
}

func joined[S ~string](list []S) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return strings.Join(out, "\n")
}
