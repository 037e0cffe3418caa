package access

import (
	"slices"
	"strings"

	cedar "github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"

	"comity/internal/act"
)

// Read is the action of reading what is written for an audience. All other
// actions are kinds of act.
const Read = "read"

// What is the act that somebody wants to record, or what they want to read.
type What struct {
	Subject  act.Subject
	Party    string // on whose behalf
	Standing act.Standing
	Audience string
	// Owner is the party to whose file the subject belongs, "" where it is
	// nobody's: the State under review, say.
	Owner string
	// Instruments are those that the act is about; an accreditation must cover
	// every one of them.
	Instruments []string
	// Sourced: the act names the communication that it rests on, with its document.
	Sourced bool
	// EnteredBy is the person who entered what the act confirms, reviews,
	// certifies or approves.
	EnteredBy string
	// ReleasedTo are audiences to which its owner released what is to be read.
	ReleasedTo []string
}

// Decision is an answer with its reason.
type Decision struct {
	Allowed bool
	// Policies are the names of those that decided, sorted; none where no
	// policy permits it.
	Policies []string
	// Says is the reason in words, a sentence for each of Policies.
	Says string
}

const (
	saysNothing = "No policy permits this."
	saysNoDay   = "Without a day nobody can say what holds."
	saysFault   = "A policy could not be applied, so nothing is permitted; tell who keeps the policies."
	saysSealed  = "What is sealed is read with the recipients' own keys, never here."
)

// May says whether a person may do a deed on a day, and why. action is [Read]
// or the policy action of a kind of act. Whatever no policy permits is denied,
// and so is whatever one forbids. day is that of the deed, never the day that
// an act states for itself.
func (p *Policies) May(who Who, action string, what What, day act.Day) Decision {
	if _, err := act.ParseDay(string(day)); err != nil {
		return Decision{Says: saysNoDay}
	}
	if action == Read {
		return p.mayRead(&who, what, day)
	}
	// "read" opens what a party keeps, whatever instrument it is about.
	reads := what.Audience == act.Sealed || who.Node || p.mayRead(&who, What{Audience: what.Audience}, day).Allowed
	q := p.ask(&who, action, day, who.holds(action, what.Instruments, day))
	resource := uid("Subject", string(what.Subject))
	q.entities[resource] = cedar.Entity{UID: resource, Attributes: cedar.NewRecord(cedar.RecordMap{
		"party":    cedar.String(what.Party),
		"standing": cedar.String(what.Standing),
		"audience": cedar.String(what.Audience),
		"owner":    cedar.String(what.Owner),
		"type":     cedar.String(what.Subject.Type()),
		"state":    cedar.Boolean(p.states[what.Party]),
	})}
	q.request.Resource = resource
	q.request.Context = cedar.NewRecord(cedar.RecordMap{
		"day":     cedar.String(day),
		"reads":   cedar.Boolean(reads),
		"sourced": cedar.Boolean(what.Sourced),
		"entered": cedar.Boolean(who.Person != "" && who.Person == what.EnteredBy),
	})
	return q.decide()
}

// mayRead: the audience itself opens it, or one to which the owner released it.
func (p *Policies) mayRead(who *Who, what What, day act.Day) Decision {
	if what.Audience == act.Sealed {
		return Decision{Says: saysSealed}
	}
	q := p.ask(who, Read, day, who.holds(Read, nil, day))
	var first Decision
	for i, code := range append([]string{what.Audience}, what.ReleasedTo...) {
		d := Decision{Says: saysNothing}
		if a, ok := p.Audience(code); ok {
			q.read(&a)
			d = q.decide()
		}
		if d.Allowed {
			if i > 0 {
				d.Says = "Its owner released it to " + code + ". " + d.Says
			}
			return d
		}
		if i == 0 {
			first = d
		}
	}
	return first
}

// question is one request as Cedar takes it.
type question struct {
	p        *Policies
	entities types.EntityMap
	request  cedar.Request
}

// ask makes a question without its resource.
func (p *Policies) ask(who *Who, action string, day act.Day, h held) *question {
	q := &question{p: p, entities: types.EntityMap{}}
	principal := cedar.Entity{UID: uid("Person", who.Person), Attributes: cedar.NewRecord(cedar.RecordMap{
		"accredited": set(h.accredited), "offices": set(h.offices), "serves": set(h.serves),
		"reviews": set(h.reviews), "donates": set(h.donates), "partners": set(h.partners),
	})}
	var parents []cedar.EntityUID
	for r := range h.roles {
		parents = append(parents, uid("Role", string(r)))
	}
	switch {
	case who.Node:
		principal.UID, parents = uid("Node", "self"), nil
	case who.Person == "":
		principal.UID, parents = uid("Public", "public"), nil
	}
	principal.Parents = cedar.NewEntityUIDSet(parents...)
	deed := cedar.Entity{UID: uid("Action", action), Parents: cedar.NewEntityUIDSet(groups(action)...)}
	q.entities[principal.UID], q.entities[deed.UID] = principal, deed
	q.request.Principal, q.request.Action = principal.UID, deed.UID
	q.request.Context = cedar.NewRecord(cedar.RecordMap{
		"day": cedar.String(day), "reads": cedar.Boolean(true), "sourced": cedar.Boolean(false), "entered": cedar.Boolean(false),
	})
	return q
}

// groups are the actions that contain a kind of act: "write", "treaty.*" for
// each of its modules, and "*.deposit" for its last word. Reading is in none.
func groups(action string) (uids []cedar.EntityUID) {
	if action == Read {
		return nil
	}
	uids = append(uids, uid("Action", "write"))
	for i := range len(action) {
		if action[i] == '.' {
			uids = append(uids, uid("Action", action[:i]+".*"))
		}
	}
	return append(uids, uid("Action", "*."+action[strings.LastIndexByte(action, '.')+1:]))
}

func set(codes []string) cedar.Set {
	values := make([]cedar.Value, len(codes))
	for i, c := range codes {
		values[i] = cedar.String(c)
	}
	return cedar.NewSet(values...)
}

// read makes an audience the resource.
func (q *question) read(a *Audience) {
	if q.request.Resource.Type == "Audience" {
		delete(q.entities, q.request.Resource)
	}
	resource := uid("Audience", a.Code)
	q.entities[resource] = cedar.Entity{UID: resource, Parents: cedar.NewEntityUIDSet(q.p.parents[a.Code]),
		Attributes: cedar.NewRecord(cedar.RecordMap{
			"party":    cedar.String(a.Party),
			"standing": cedar.String(""),
			"audience": cedar.String(a.Code),
			"owner":    cedar.String(a.Party),
			"type":     cedar.String(a.Group),
			"state":    cedar.Boolean(q.p.states[a.Party]),
		})}
	q.request.Resource = resource
}

func (q *question) reads(a *Audience) bool {
	q.read(a)
	d, diagnostic := cedar.Authorize(q.p.set, q.entities, q.request)
	return bool(d) && len(diagnostic.Errors) == 0
}

// decide asks, and puts the reason into words. A policy that fails to apply
// denies: it may have been one that forbids.
func (q *question) decide() Decision {
	d, diagnostic := cedar.Authorize(q.p.set, q.entities, q.request)
	if len(diagnostic.Errors) > 0 {
		var names []string
		for _, e := range diagnostic.Errors {
			names = append(names, string(e.PolicyID))
		}
		slices.Sort(names)
		return Decision{Policies: names, Says: saysFault}
	}
	if len(diagnostic.Reasons) == 0 {
		return Decision{Says: saysNothing}
	}
	out := Decision{Allowed: bool(d)}
	for _, r := range diagnostic.Reasons {
		out.Policies = append(out.Policies, string(r.PolicyID))
	}
	slices.Sort(out.Policies)
	words := make([]string, len(out.Policies))
	for i, id := range out.Policies {
		words[i] = q.p.says[cedar.PolicyID(id)]
	}
	out.Says = strings.Join(words, " ")
	return out
}
