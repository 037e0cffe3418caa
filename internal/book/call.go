package book

import "comity/internal/act"

// MostActs is how many acts one call may hold.
const MostActs = 5000

// Draft is an act as it is handed in. The book adds its index, id, instant and
// hash.
type Draft struct {
	Kind     string
	Subject  act.Subject
	Party    string
	Standing act.Standing
	Source   *act.Source
	Day      act.Day
	Cites    []act.Cite
	Audience string
	// Corrects is "" or the id of an act on the same subject.
	Corrects string
	// Body is JSON by the kind's fields; for the audience "sealed", an age
	// file made by the sender.
	Body []byte
}

// Call is acts that are recorded together or not at all.
type Call struct {
	// Key makes the call repeatable: 1 to 64 printable ASCII characters. The
	// same key by the same person answers as the first time. "" means that
	// the call is not to be repeated.
	Key string
	// Person is the random id of who enters the acts, "" for the node itself.
	Person string
	Acts   []Draft
	// Command is the command of the program whose work the acts record, for
	// kinds that no one enters by themselves; see [act.Shape.Command].
	Command string
	// Seen says, for a subject, the id of the last act on it that the person
	// had seen when editing, "" for none: the call is refused when there is a
	// later one.
	Seen map[act.Subject]string
}

// Receipt says what a call became.
type Receipt struct {
	// Acts are the headers as recorded, in the call's order.
	Acts []act.Header
	// Again says that the call had been recorded before, under the same key.
	Again bool
	// Size is the length of the book with the call in it: a read that must
	// see it names this.
	Size int64
}
