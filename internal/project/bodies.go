package project

import "comity/internal/act"

// ProgrammeBody says what a programme is: project.programme. It replaces what an
// earlier one said.
type ProgrammeBody struct {
	Title    string        `json:"title"`
	Language string        `json:"language"`
	Level    string        `json:"level"`
	Summary  string        `json:"summary,omitempty"`
	Region   string        `json:"region,omitempty"`
	Office   string        `json:"office"`
	States   []string      `json:"states,omitempty"`
	Topics   []string      `json:"topics,omitempty"`
	From     act.Day       `json:"from"`
	Until    act.Day       `json:"until,omitempty"`
	Above    []act.Subject `json:"above,omitempty"`
	Terms    *File         `json:"terms,omitempty"`
}

// File is a field of the type file.
type File struct {
	Blob string `json:"blob"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// SteeringBody is a meeting of a steering committee: project.steering.
type SteeringBody struct {
	Title        string     `json:"title"`
	Participants []string   `json:"participants,omitempty"`
	Decisions    []Decision `json:"decisions,omitempty"`
	Plans        []Plan     `json:"plans,omitempty"`
	Minutes      *File      `json:"minutes,omitempty"`
}

// Decision is what a committee decided.
type Decision struct {
	Text string `json:"text"`
}

// Plan is a work plan, and whether it was endorsed.
type Plan struct {
	Title    string  `json:"title"`
	From     act.Day `json:"from"`
	Until    act.Day `json:"until"`
	Endorsed bool    `json:"endorsed"`
	File     *File   `json:"file,omitempty"`
}

// ConceptBody is a concept note: project.concept. It replaces an earlier one.
type ConceptBody struct {
	Title    string        `json:"title"`
	Language string        `json:"language"`
	Summary  string        `json:"summary"`
	Above    []act.Subject `json:"above,omitempty"`
	Office   string        `json:"office"`
	States   []string      `json:"states,omitempty"`
	// Signatories are the Governments that countersign; none named, and no reason
	// given, for those of all States.
	Signatories []string `json:"signatories,omitempty"`
	// Unsigned says why Governments of other States of the project do not.
	Unsigned  string     `json:"unsigned,omitempty"`
	Partners  []string   `json:"partners,omitempty"`
	Topics    []string   `json:"topics"`
	Targets   []string   `json:"targets,omitempty"`
	Purposes  []string   `json:"purposes,omitempty"`
	Markers   []Marker   `json:"markers,omitempty"`
	Locations []Location `json:"locations,omitempty"`
	From      act.Day    `json:"from"`
	Until     act.Day    `json:"until"`
	Budget    *Amount    `json:"budget,omitempty"`
}

// Countersigning are the codes of the States whose Governments countersign.
func (b *ConceptBody) Countersigning() []string {
	if len(b.Signatories) == 0 && b.Unsigned == "" {
		return b.States
	}
	return b.Signatories
}

// Amount is a field of the type money: minor units.
type Amount struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

// ReviewedBody is what the review committee found: project.reviewed.
type ReviewedBody struct {
	Outcome string `json:"outcome"`
	Reason  string `json:"reason,omitempty"`
}

// ClearedBody is a clearance given or refused: project.cleared.
type ClearedBody struct {
	Clearance string `json:"clearance"`
	Passed    bool   `json:"passed"`
	Reason    string `json:"reason,omitempty"`
}

// CountersignedBody is a Government's countersignature: project.countersigned.
type CountersignedBody struct {
	Authority string `json:"authority"`
	Document  *File  `json:"document,omitempty"`
}

// RevisedBody proposes a revision: project.revised. What is left out stays.
type RevisedBody struct {
	Number int     `json:"number"`
	Reason string  `json:"reason"`
	Title  string  `json:"title,omitempty"`
	From   act.Day `json:"from,omitempty"`
	Until  act.Day `json:"until,omitempty"`
	Budget *Amount `json:"budget,omitempty"`
}

// RevisionApprovedBody decides on one: project.revision-approved.
type RevisionApprovedBody struct {
	Number   int    `json:"number"`
	Approved bool   `json:"approved"`
	Reason   string `json:"reason,omitempty"`
}

// NoteBody is a remark alone: of project.announced and .approved.
type NoteBody struct {
	Note string `json:"note,omitempty"`
}

// FrameworkBody has outcomes, outputs and activities: project.framework. It
// replaces an earlier one.
type FrameworkBody struct {
	Language   string     `json:"language"`
	Results    []Result   `json:"results"`
	Activities []Activity `json:"activities,omitempty"`
}

// Result is an outcome, or an output under one.
type Result struct {
	ID    string `json:"id"`
	Level string `json:"level"`
	Under string `json:"under,omitempty"`
	Text  string `json:"text"`
}

// Activity is work for an output.
type Activity struct {
	ID     string  `json:"id"`
	Output string  `json:"output"`
	Title  string  `json:"title"`
	From   act.Day `json:"from"`
	Until  act.Day `json:"until"`
}

// RiskBody is a risk as it stands: project.risk.
type RiskBody struct {
	ID         string  `json:"id"`
	Text       string  `json:"text"`
	Likelihood string  `json:"likelihood"`
	Impact     string  `json:"impact"`
	Mitigation string  `json:"mitigation"`
	Owner      string  `json:"owner,omitempty"`
	Review     act.Day `json:"review,omitempty"`
	Over       bool    `json:"over,omitempty"`
}

// DocumentBody is a document of a programme or project: project.document.
type DocumentBody struct {
	Kind     string `json:"kind"`
	Title    string `json:"title"`
	Language string `json:"language,omitempty"`
	File     *File  `json:"file,omitempty"`
	Note     string `json:"note,omitempty"`
}

// ClosedBody closes a project: project.closed.
type ClosedBody struct {
	Closure string `json:"closure"`
	Note    string `json:"note,omitempty"`
}

// ReasonBody is a reason: of project.cancelled.
type ReasonBody struct {
	Reason string `json:"reason"`
}

// IndicatorBody declares an indicator: project.indicator. It replaces an earlier
// one; once something was reported, measure and rules stay.
type IndicatorBody struct {
	Title      string `json:"title"`
	Language   string `json:"language"`
	Measure    string `json:"measure"`
	Unit       string `json:"unit,omitempty"`
	Periods    string `json:"periods"`
	Places     string `json:"places"`
	Projects   string `json:"projects"`
	Cumulative bool   `json:"cumulative,omitempty"`
	// Dimensions are those by which reports are parted; Others are the parts of
	// "other", as reports name them: "institution: police".
	Dimensions []string      `json:"dimensions,omitempty"`
	Others     []string      `json:"others,omitempty"`
	Result     string        `json:"result,omitempty"`
	Baseline   *Baseline     `json:"baseline,omitempty"`
	Targets    []Target      `json:"targets,omitempty"`
	Serves     []act.Subject `json:"serves,omitempty"`
}

// ReportedBody is what was measured in a period: project.reported. Without a value
// it says that it is not known. A further one for the period replaces it.
type ReportedBody struct {
	From  act.Day `json:"from"`
	Until act.Day `json:"until"`
	Place string  `json:"place,omitempty"`
	Measured
	Parts []PartBody `json:"parts,omitempty"`
	Note  string     `json:"note,omitempty"`
}

// PartBody is one part of what was measured.
type PartBody struct {
	Sex        string `json:"sex,omitempty"`
	Age        string `json:"age,omitempty"`
	Disability string `json:"disability,omitempty"`
	Other      string `json:"other,omitempty"` // "institution: police"
	Number     string `json:"number,omitempty"`
	// Numerator and Denominator are of a percentage.
	Numerator   string `json:"numerator,omitempty"`
	Denominator string `json:"denominator,omitempty"`
}

// PeriodBody names a period of an indicator: project.approved and .reopened.
type PeriodBody struct {
	From   act.Day `json:"from"`
	Until  act.Day `json:"until"`
	Reason string  `json:"reason,omitempty"`
}

// DeliveredBody is what was done for somebody: project.delivered. A further one on
// the delivery replaces it.
type DeliveredBody struct {
	Kind         string        `json:"kind"`
	Title        string        `json:"title"`
	Language     string        `json:"language"`
	Output       string        `json:"output,omitempty"`
	From         act.Day       `json:"from"`
	Until        act.Day       `json:"until"`
	States       []string      `json:"states,omitempty"`
	Place        string        `json:"place,omitempty"`
	Text         string        `json:"text,omitempty"`
	Topics       []string      `json:"topics,omitempty"`
	Participants []Participant `json:"participants,omitempty"`
	Tests        *Tests        `json:"tests,omitempty"`
	Items        []Item        `json:"items,omitempty"`
	Laws         []Law         `json:"laws,omitempty"`
	Files        []File        `json:"files,omitempty"`
}

// Participant counts those who came from an institution, by sex.
type Participant struct {
	Institution string `json:"institution"`
	Women       int64  `json:"women,omitempty"`
	Men         int64  `json:"men,omitempty"`
	Other       int64  `json:"other,omitempty"`
	Unknown     int64  `json:"unknown,omitempty"`
}

// All counts all of them.
func (p *Participant) All() int64 { return p.Women + p.Men + p.Other + p.Unknown }

// Tests are the means of tests before and after, each with how many took it.
type Tests struct {
	Out         string `json:"out_of"`
	BeforeTaken int64  `json:"before_taken"`
	BeforeMean  string `json:"before_mean"`
	AfterTaken  int64  `json:"after_taken,omitempty"`
	AfterMean   string `json:"after_mean,omitempty"`
}

// Item is equipment that was handed over.
type Item struct {
	Title    string  `json:"title"`
	Number   int64   `json:"number"`
	Receiver string  `json:"receiver"`
	Day      act.Day `json:"day"`
	Value    *Amount `json:"value,omitempty"`
}

// Law is a draft law that was delivered.
type Law struct {
	Title string  `json:"title"`
	To    string  `json:"to"`
	Day   act.Day `json:"day"`
}

// TiedBody ties a delivery or a project to a State's request: project.tied, for
// that State and the secretariat alone.
type TiedBody struct {
	Request act.Subject `json:"request"`
	Note    string      `json:"note,omitempty"`
}

// EvaluatedBody is a finding of an evaluation: project.evaluated.
type EvaluatedBody struct {
	Kind       string   `json:"kind"`
	Evaluation string   `json:"evaluation"`
	Language   string   `json:"language"`
	Text       string   `json:"text"`
	Topics     []string `json:"topics,omitempty"`
	Response   string   `json:"response,omitempty"`
}

// OfficeFileBody is the file on opening or closing an office: project.office-file.
// It replaces an earlier one until it is decided.
type OfficeFileBody struct {
	Purpose       string   `json:"purpose"`
	Language      string   `json:"language"`
	States        []string `json:"states,omitempty"`
	Vulnerability string   `json:"vulnerability,omitempty"`
	Projects      string   `json:"projects,omitempty"`
	Impact        string   `json:"impact,omitempty"`
	HostAgreement string   `json:"host_agreement,omitempty"`
	Cost          *Amount  `json:"cost,omitempty"`
	CostNote      string   `json:"cost_note,omitempty"`
	Consultation  string   `json:"consultation,omitempty"`
	Files         []File   `json:"files,omitempty"`
}

// OfficeDecidedBody decides on the file: project.office-decided.
type OfficeDecidedBody struct {
	Agreed bool    `json:"agreed"`
	From   act.Day `json:"from,omitempty"`
	Reason string  `json:"reason"`
}

// TakenInBody is a project as another system has it: project.taken-in. Amounts are
// minor units; what is left out is not known there.
type TakenInBody struct {
	Source    string   `json:"source"`
	ID        string   `json:"id"`
	File      string   `json:"file"` // hash of the file
	Title     string   `json:"title"`
	Language  string   `json:"language"`
	Summary   string   `json:"summary,omitempty"`
	Outcome   string   `json:"outcome,omitempty"`
	Office    string   `json:"office,omitempty"`
	States    []string `json:"states,omitempty"`
	From      act.Day  `json:"from,omitempty"`
	Until     act.Day  `json:"until,omitempty"`
	Required  *Amount  `json:"required,omitempty"`
	Available *Amount  `json:"available,omitempty"`
	Spent     *Amount  `json:"spent,omitempty"`
}
