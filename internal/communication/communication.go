package communication

import (
	"regexp"
	"strconv"
	"strings"

	"comity/internal/act"
)

// Types of the room's subjects.
const (
	callType    = "call"    // call/CODE; call/CODE/PARTY for what concerns one addressee
	replyType   = "reply"   // reply/CODE/PARTY/NUMBER
	bankType    = "bank"    // bank/PARTY/NAME
	summaryType = "summary" // summary/CODE/QUESTION
)

// Status is where a call stands.
type Status string

// The statuses of a call, in their order.
const (
	Draft      Status = "draft"
	Cleared    Status = "cleared"
	Circulated Status = "circulated"
	Closed     Status = "closed"
)

// Asked says how the addressees of a call were chosen.
type Asked string

// The choices; codes of the list "asked".
const (
	AllStates    Asked = "all-states"
	OneGroup     Asked = "group"
	PartiesTo    Asked = "parties"
	NamedParties Asked = "named"
)

// Call is a communication that asks its addressees something.
type Call struct {
	Code      string // "CU-2042-17", as addresses and subjects have it
	Reference string // as printed on the letter: "CU 2042/17/DTA"
	Channel   string // code of the list "channel"
	Original  string // language in which it was drafted
	Languages []string
	Asked     Asked
	Group     string // regional group, where one was asked
	// Instrument is the instrument whose parties were asked.
	Instrument string
	Parties    []string // addressees, by code
	Deadline   act.Day
	// Open lets everybody read the call, never a reply, once it was circulated.
	Open      bool
	Status    Status
	DraftedBy string // person
	WordedBy  []string
	ClearedBy string
	Sent      act.Day // when it was first circulated
	ClosedOn  act.Day
	Cites     []act.Cite
	Questions []Question
	// Words are the call's words by language.
	Words map[string]Words
	// LastAct is the id of the last act that made or worded it.
	LastAct string
}

// Words are a call's words in one language.
type Words struct {
	Language  string
	Title     string
	Letter    string
	Questions map[string]QuestionWords
}

// QuestionWords are the words of one question in one language. Choices are
// those of its options, in their order.
type QuestionWords struct {
	Text    string   `json:"text"`
	Help    string   `json:"help,omitempty"`
	Choices []string `json:"choices,omitempty"`
}

// In gives the words in a language or, where there are none, in the original,
// and says which they are.
func (c *Call) In(lang string) Words {
	for _, l := range append([]string{lang, c.Original}, c.Languages...) {
		if w, ok := c.Words[l]; ok {
			return w
		}
	}
	return Words{Language: c.Original}
}

// Question finds a question, nil where there is none of that name.
func (c *Call) Question(id string) *Question {
	for i := range c.Questions {
		if c.Questions[i].ID == id {
			return &c.Questions[i]
		}
	}
	return nil
}

// Addressee is a party that was asked.
type Addressee struct {
	Party     string
	Audience  string // of what concerns it
	Sent      act.Day
	Channel   string
	Reference string
	Proof     *File
	Group     string  // regional group on the day of circulation
	Deadline  act.Day // an extension of its own, "" for none
	Reminders int
	Reminded  act.Day // the last time
	Replies   int
	Replied   act.Day // the first reply that came
}

// Due is the day by which an addressee was to answer: the later of the call's
// and its own.
func (c *Call) Due(a *Addressee) act.Day { return max(c.Deadline, a.Deadline) }

// File is a field of the type file.
type File struct {
	Blob string `json:"blob"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// Reply is one authority's answers to a call. A State may have several, which
// stand side by side.
type Reply struct {
	Code, Party string
	Number      int
	Act         string // the act by which it was entered
	Index       int64
	Audience    string
	Person      string // who entered it
	Standing    act.Standing
	Source      *act.Source
	Day         act.Day // on which it came
	Confirmed   act.Day // "" while the State has not confirmed it
	Authority   string
	Language    string
	Note        string
	Scan        *File
	Extent      Extent
	Released    act.Day // the day of the release in force
	Withdrawn   act.Day // the day on which the last release ended
	Quote       bool
	Answered    bool
}

// Subject is the subject of acts on the reply.
func (r *Reply) Subject() act.Subject { return ReplySubject(r.Code, r.Party, r.Number) }

// Own says whether the reply stands as the State's own word.
func (r *Reply) Own() bool { return r.Standing == act.Own || r.Confirmed != "" }

// Extent is how far a State released a reply.
type Extent string

// The extents; codes of the list "release-extent". "" is a reply on which the
// State has said nothing.
const (
	Full   Extent = "full"
	Part   Extent = "part"
	Quoted Extent = "quoted" // the secretariat may quote; opened to nobody
	Never  Extent = "never"
)

var (
	codeForm     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{1,39}$`)
	questionForm = regexp.MustCompile(`^[a-z0-9]{1,12}$`)
)

// CheckCode says what is wrong with a call's code.
func CheckCode(code string) error {
	if !codeForm.MatchString(code) || !strings.ContainsAny(code, "0123456789") { // a word may be the address of a page
		return says.Refuse("communication.code", "code", code)
	}
	return nil
}

// CallSubject is the subject of acts on a call.
func CallSubject(code string) act.Subject { return act.Subject(callType + "/" + code) }

// AddresseeSubject is the subject of acts on one addressee of a call.
func AddresseeSubject(code, party string) act.Subject {
	return act.Subject(callType + "/" + code + "/" + party)
}

// ReplySubject is the subject of acts on a reply.
func ReplySubject(code, party string, n int) act.Subject {
	return act.Subject(replyType + "/" + code + "/" + party + "/" + strconv.Itoa(n))
}

// BankSubject is the subject of acts on an entry of a State's bank.
func BankSubject(party, name string) act.Subject {
	return act.Subject(bankType + "/" + party + "/" + name)
}

// SummarySubject is the subject of acts on the summary of a question.
func SummarySubject(code, question string) act.Subject {
	return act.Subject(summaryType + "/" + code + "/" + question)
}

// parts reads what a subject of a type names: exactly n parts.
func parts(s act.Subject, typ string, n int) ([]string, error) {
	l := s.Locals()
	if s.Type() != typ || len(l) != n {
		return nil, says.Refuse("communication.subject", "subject", s, "form", map[string]string{
			callType: "call/CODE, call/CODE/PARTY", replyType: "reply/CODE/PARTY/1", bankType: "bank/PARTY/NAME", summaryType: "summary/CODE/QUESTION"}[typ])
	}
	return l, nil
}

// ParseReply reads what a reply's subject names.
func ParseReply(s act.Subject) (code, party string, n int, err error) {
	l, err := parts(s, replyType, 3)
	if err != nil {
		return "", "", 0, err
	}
	n, err = strconv.Atoi(l[2])
	if err != nil || n < 1 || n > 999 || strconv.Itoa(n) != l[2] {
		return "", "", 0, says.Refuse("communication.reply-number", "subject", s)
	}
	return l[0], l[1], n, nil
}

// lines reads a list that joined wrote: codes may hold spaces, so lists are kept
// in lines.
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
