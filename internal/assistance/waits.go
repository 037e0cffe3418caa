package assistance

import (
	"context"
	"slices"

	"comity/internal/act"
	"comity/internal/store"
)

// What due diligence waits for.
const (
	toAssess  = "assess"  // nobody assessed the risks
	toApprove = "approve" // the assessment waits for a colleague
	toRenew   = "renew"   // the day until which it was approved has passed
)

// diligence is what due diligence waits for as the tables have it: toAssess,
// toApprove, the day until which it is approved, or "" where none is needed.
func (l *Life) diligence() string {
	switch {
	case l.Status.Ended() || l.Status == Delivered || l.Status == Evaluated:
		return ""
	case l.assessed:
		return toApprove
	case !l.Forces:
		return ""
	case l.until == "":
		return toAssess
	}
	return string(l.until)
}

// DiligenceOn is what due diligence waits for on a day: toAssess, toApprove, toRenew
// or "". It is told to those who appraise.
func (q *Request) DiligenceOn(today act.Day) string {
	switch q.diligence {
	case "", toAssess, toApprove:
		return q.diligence
	}
	if today > act.Day(q.diligence) {
		return toRenew
	}
	return ""
}

// WaitsFor is what the request waits for on a day, as the reader may know it: its
// target, unless something stands before that: a suspension, or, for those who
// appraise, due diligence.
func (q *Request) WaitsFor(today act.Day) string {
	switch {
	case q.Suspended != "":
		return "suspended"
	case q.Status == Assigned && q.DiligenceOn(today) != "":
		return "diligence-" + q.DiligenceOn(today)
	}
	return q.Target
}

// Unapproved lists the requests whose assessment of risks waits for a colleague, the
// first made first.
func Unapproved(ctx context.Context, r store.Reader, s Scope, limit int) ([]*Request, error) {
	if !s.Apart {
		return nil, nil
	}
	cond, args := s.requests()
	return requests(ctx, r, s, `{assistance_request} AS q WHERE q.diligence = ? AND `+cond+` ORDER BY q.idx LIMIT ?`, append(append([]any{toApprove}, args...), limit)...)
}

// wrote says whether a person took the last step of a kind on a request.
func wrote(ctx context.Context, r store.Reader, id, kind, person string) (bool, error) {
	steps, err := loadSteps(ctx, r, id)
	if err != nil {
		return false, err
	}
	last := latest(steps, kind)
	return last != nil && last.Person == person, nil
}

// stopped is the step that suspended the help, nil where it is not suspended.
func (o *shown) stopped() *Entry {
	if o.Suspended == "" {
		return nil
	}
	i := slices.IndexFunc(o.Steps, func(e *Entry) bool { return e.Kind == "suspended" && !e.Corrected && e.Day == o.Suspended })
	if i < 0 {
		return nil
	}
	return o.Steps[i]
}
