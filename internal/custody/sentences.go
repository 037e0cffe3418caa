package custody

import "comity/internal/book"

// says are the refusals of retention, holds and erasure.
var says = book.Sentences{
	"custody.retention-name": {"a retention rule is named retention/CODE", "give it one code"},
	"custody.type-unknown":   {`"{{.type}}" is no type of subject`, "name the types as subjects begin with them"},
	"custody.type-kept":      {"acts about a {{.type}} are not erased", "leave that type out"},
	"custody.hold-taken":     {"there is a hold of this name", "name the new one otherwise"},
	"custody.hold-none":      {"no hold of this name stands", "name one that does"},
	"custody.propose-node":   {"an erasure is proposed by a person, not by the node", "sign in"},
	"custody.propose-taken":  {"there is a proposal of this name", "name the new one otherwise"},
	"custody.unproposed":     {"nobody proposed this erasure", "propose it first, and let another person confirm it"},
	"custody.done":           {"this erasure was carried out", "propose another"},
	"custody.other":          {"this is not what was proposed", "confirm the proposal as it is, or propose another"},
	"custody.same-person":    {"who proposed an erasure can't confirm it", "let a second person do so"},
	"custody.key":            {`"{{.key}}" is no id of a data key`, "let comity erase name the keys"},
	"custody.applied":        {"a restore applies erasures again, not a person", "propose an erasure instead"},
	"custody.kept":           {"these acts are not erased", "name others"},
	"custody.public":         {"public acts are not erased", "correct them instead"},
	"custody.sealed":         {"this node has no key of sealed bodies to destroy", "ask their recipients to destroy theirs"},
	"custody.audience":       {`"{{.audience}}" is no audience`, "name the one whose bodies are to be erased"},
	"custody.about-kept":     {"acts about a {{.type}} are not erased", "name another subject"},
	"custody.rule-none":      {"there is no retention rule {{.rule}} for a {{.type}}", "name the rule that applies, or set one"},
	"custody.kept-until":     {"by the retention rule {{.rule}} these bodies are kept until {{.day}}", "wait until then"},
	"custody.held":           {"the legal hold {{.hold}} stands on {{.subject}}", "wait until it is lifted"},
	"custody.on-its-way":     {"the subject was erased while the act was on its way", "look at what is left of it, and enter the act again"},
}
