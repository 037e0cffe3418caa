package communication

import "comity/internal/act"

// DraftedBody says what a call asks of whom: communication.drafted, on the call.
// It replaces what an earlier one said.
type DraftedBody struct {
	Reference  string     `json:"reference"`
	Channel    string     `json:"channel"`
	Original   string     `json:"original"`
	Languages  []string   `json:"languages"`
	Asked      Asked      `json:"asked"`
	Group      string     `json:"group,omitempty"`
	Instrument string     `json:"instrument,omitempty"`
	Addressees []string   `json:"addressees"`
	Deadline   act.Day    `json:"deadline"`
	Open       bool       `json:"open,omitempty"`
	Questions  []Question `json:"questions,omitempty"`
}

// WordedBody has a call's words in one language: communication.worded.
type WordedBody struct {
	Language  string       `json:"language"`
	Title     string       `json:"title"`
	Letter    string       `json:"letter"`
	Questions []WordedItem `json:"questions,omitempty"`
}

// WordedItem has the words of one question.
type WordedItem struct {
	ID string `json:"id"`
	QuestionWords
}

// NoteBody is a remark alone: of communication.cleared, .closed, .confirmed.
type NoteBody struct {
	Note string `json:"note,omitempty"`
}

// SentBody says how something reached an addressee: communication.circulated and
// .reminded, on the call's addressee. Group is the regional group that day.
type SentBody struct {
	Channel   string `json:"channel"`
	Reference string `json:"reference,omitempty"`
	Group     string `json:"group,omitempty"`
	Proof     *File  `json:"proof,omitempty"`
	Note      string `json:"note,omitempty"`
}

// ExtendedBody gives more time: communication.extended, on the call or on one
// addressee of it.
type ExtendedBody struct {
	Until  act.Day `json:"until"`
	Reason string  `json:"reason,omitempty"`
}

// RepliedBody begins a reply: communication.replied.
type RepliedBody struct {
	Authority string `json:"authority"`
	Language  string `json:"language"`
	Note      string `json:"note,omitempty"`
	Scan      *File  `json:"scan,omitempty"`
}

// AnsweredBody holds answers: communication.answered, on the reply. They take the
// place of earlier ones to the same questions.
type AnsweredBody struct {
	Answers []Answer `json:"answers"`
}

// TranslatedBody is a translation of answers: communication.translated.
type TranslatedBody struct {
	Language string       `json:"language"`
	Official bool         `json:"official"`
	Author   string       `json:"author"`
	Answers  []Translated `json:"answers"`
}

// Translated is one answer in another language.
type Translated struct {
	Question string `json:"question"`
	Text     string `json:"text"`
}

// ReleasedBody says how far a State opens a reply: communication.released.
type ReleasedBody struct {
	Extent    Extent   `json:"extent"`
	Questions []string `json:"questions,omitempty"`
	Quote     bool     `json:"quote"`
}

// ReasonBody is a reason: of communication.withdrawn and .bank-ended.
type ReasonBody struct {
	Reason string `json:"reason,omitempty"`
}

// SettledBody says what became of an answer that was offered to registers:
// communication.settled, on the reply. Act is the id of the act that took it.
type SettledBody struct {
	Question string  `json:"question"`
	Type     string  `json:"type"`
	Outcome  Outcome `json:"outcome"`
	Act      string  `json:"act,omitempty"`
	Note     string  `json:"note,omitempty"`
}

// BankedBody is an answer that a State cleared: communication.banked.
type BankedBody struct {
	Title      string     `json:"title"`
	Provisions []act.Cite `json:"provisions"`
	Language   string     `json:"language"`
	Text       string     `json:"text,omitempty"`
	Value      string     `json:"value,omitempty"`
	Laws       []Law      `json:"laws,omitempty"`
	Figures    []Figure   `json:"figures,omitempty"`
	Source     string     `json:"source,omitempty"`
	ClearedBy  string     `json:"cleared_by"`
	Until      act.Day    `json:"until,omitempty"`
}

// SummarizedBody is the synthesis of the answers to one question in one language:
// communication.summarized.
type SummarizedBody struct {
	Language  string     `json:"language"`
	Sentences []Sentence `json:"sentences"`
}

// SummaryClearedBody clears the summary in one language.
type SummaryClearedBody struct {
	Language string `json:"language"`
	Note     string `json:"note,omitempty"`
}
