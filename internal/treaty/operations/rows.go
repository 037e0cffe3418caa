package operations

import (
	"comity/internal/act"
	"comity/internal/treaty"
	"comity/internal/ui"

	"comity/internal/i18n"
)

// TreatyRule is a rule that an answer rests on.
type TreatyRule struct {
	Key         string `json:"key" doc:"Which rule; it never changes." example:"later-days"`
	Cite        string `json:"cite,omitempty" example:"UNTOC#38.2"`
	N           int    `json:"n,omitempty" doc:"The number that the rule turns on: of instruments, days, months."`
	Unconfirmed bool   `json:"unconfirmed,omitempty" doc:"Written without the text at hand."`
	Says        string `json:"says" doc:"In the language of the request."`
}

// TreatyDoubt is what stands in the way of a plain answer.
type TreatyDoubt struct {
	Key  string   `json:"key"`
	Cite string   `json:"cite,omitempty"`
	Acts []string `json:"acts,omitempty" doc:"Ids of the acts that raise it."`
	Says string   `json:"says"`
}

// TreatyRow is a treaty on a day.
type TreatyRow struct {
	Code         string        `json:"code"`
	Title        string        `json:"title"`
	Language     string        `json:"language" doc:"Of the title."`
	Number       string        `json:"number,omitempty" doc:"In the United Nations collection."`
	Parent       string        `json:"parent,omitempty" doc:"That it supplements or amends."`
	Adopted      string        `json:"adopted,omitempty" doc:"A day, or a year."`
	Depositaries []string      `json:"depositaries" nullable:"false"`
	OnRecord     bool          `json:"on_record" doc:"Something about its participants is on record here."`
	InForce      string        `json:"in_force,omitempty" doc:"The day, worked out by the treaty's own rule; absent while it is not in force, as far as is known here."`
	Ended        string        `json:"ended,omitempty" doc:"The first day on which the treaty itself is no more."`
	Rules        []TreatyRule  `json:"rules" nullable:"false" doc:"By which it entered into force."`
	Doubts       []TreatyDoubt `json:"doubts" nullable:"false"`
	Counted      int           `json:"counted,omitempty" doc:"Instruments that count towards entry into force, while it is not in force."`
	Needed       int           `json:"needed,omitempty"`
	States       int           `json:"states" doc:"Parties, counting States."`
	Parties      int           `json:"parties" doc:"Parties, counting States and organizations."`
	Signatories  int           `json:"signatories" doc:"Who signed and is no party."`
	ListAsOf     string        `json:"list_as_of,omitempty" doc:"The day of the newest depositary's list taken in."`
}

// TreatyWhole is a treaty with what the programme knows of it.
type TreatyWhole struct {
	TreatyRow
	English      string           `json:"english_title"`
	AdoptedBy    string           `json:"adopted_by,omitempty"`
	OpenFrom     string           `json:"open_from,omitempty" doc:"For signature."`
	OpenUntil    string           `json:"open_until,omitempty"`
	Unconfirmed  []string         `json:"unconfirmed" nullable:"false" doc:"Rules that were written without the text at hand."`
	Offences     []OffenceRow     `json:"offences" nullable:"false"`
	Cooperation  []CooperationRow `json:"cooperation" nullable:"false"`
	Reservations []string         `json:"reservations" nullable:"false" doc:"Provisions to which the treaty itself allows a reservation."`
}

// OffenceRow is an offence that a treaty covers.
type OffenceRow struct {
	Code        string `json:"code"`
	Cite        string `json:"cite"`
	Optional    bool   `json:"optional,omitempty"`
	Condition   string `json:"condition,omitempty"`
	Unconfirmed bool   `json:"unconfirmed,omitempty"`
}

// CooperationRow is a kind of help that a treaty opens.
type CooperationRow struct {
	Help        string `json:"help"`
	Cite        string `json:"cite"`
	Unconfirmed bool   `json:"unconfirmed,omitempty"`
}

// PartyStatus is what a party is to a treaty on a day.
type PartyStatus struct {
	Treaty   string        `json:"treaty"`
	Party    string        `json:"party"`
	Name     string        `json:"name" doc:"In the language of the request."`
	Group    string        `json:"group,omitempty" doc:"The regional group with which it is counted on the day."`
	State    string        `json:"state" enum:"none,signatory,provisional,consented,party,withdrawn,ceased"`
	Since    string        `json:"since,omitempty"`
	Until    string        `json:"until,omitempty" doc:"The first day on which it is something else, as far as is known."`
	Signed   string        `json:"signed,omitempty"`
	Action   string        `json:"action,omitempty" doc:"By which it consented: a code of the list treaty-action."`
	Consent  string        `json:"consent,omitempty" doc:"The day of the deposit."`
	Bound    string        `json:"bound_from,omitempty"`
	Standing string        `json:"standing,omitempty" doc:"On whose word the deposit stands."`
	Source   string        `json:"source,omitempty"`
	Rules    []TreatyRule  `json:"rules" nullable:"false"`
	Doubts   []TreatyDoubt `json:"doubts" nullable:"false"`
	Acts     []string      `json:"acts" nullable:"false" doc:"Ids of the acts behind it."`
}

// DepositRow is one thing done about a treaty by a party.
type DepositRow struct {
	Act         string   `json:"act"`
	Index       int64    `json:"index"`
	Treaty      string   `json:"treaty"`
	Party       string   `json:"party"`
	Action      string   `json:"action" doc:"A code of the list treaty-action."`
	Day         string   `json:"day" doc:"On which the depositary received it."`
	Latest      bool     `json:"latest,omitempty" doc:"It was received on that day or before."`
	Effective   string   `json:"effective,omitempty"`
	Depositary  string   `json:"depositary,omitempty"`
	Item        string   `json:"item,omitempty"`
	Matter      string   `json:"matter,omitempty"`
	Provisions  []string `json:"provisions,omitempty"`
	Against     string   `json:"against,omitempty"`
	NoRelation  bool     `json:"no_relation,omitempty"`
	Territories []string `json:"territories,omitempty"`
	Predecessor string   `json:"predecessor,omitempty"`
	Authority   string   `json:"authority,omitempty"`
	Languages   []string `json:"languages,omitempty"`
	Channel     string   `json:"channel,omitempty"`
	Takes       string   `json:"takes,omitempty" enum:"yes,no"`
	Text        string   `json:"text,omitempty"`
	Language    string   `json:"text_language,omitempty"`
	Withdraws   string   `json:"withdraws,omitempty" doc:"Action, day and item of what it withdraws."`
	List        string   `json:"list,omitempty" doc:"Number of the depositary's list in which it stands."`
	Unconfirmed bool     `json:"unconfirmed,omitempty"`
	Standing    string   `json:"standing"`
	Source      string   `json:"source,omitempty"`
}

// TreatyCount is how many there are in a state, by a rule of counting.
type TreatyCount struct {
	Treaty string `json:"treaty"`
	Day    string `json:"day"`
	State  string `json:"state"`
	Rule   string `json:"rule" enum:"states,all-parties" doc:"States alone, or States and organizations."`
	N      int    `json:"n"`
}

// CountWhole is a count with the acts behind it.
type CountWhole struct {
	TreatyCount
	Says     string       `json:"says" doc:"The rule of counting, in the language of the request."`
	ListAsOf string       `json:"list_as_of,omitempty"`
	Evidence []CountedRow `json:"evidence" nullable:"false"`
	Notes    []string     `json:"notes" nullable:"false"`
}

// CountedRow is who is counted, and by which acts.
type CountedRow struct {
	Party string   `json:"party"`
	Acts  []string `json:"acts" nullable:"false"`
}

// GapRow is a regional group with those of it that are not bound.
type GapRow struct {
	Group   string   `json:"group" doc:"Empty for States in none."`
	Name    string   `json:"name"`
	States  int      `json:"states" doc:"In the group on the day."`
	Bound   int      `json:"bound"`
	Missing []string `json:"missing" nullable:"false" doc:"Codes of the States that are not bound."`
}

// MatrixRow is what a State is to treaties.
type MatrixRow struct {
	Party  string            `json:"party"`
	Name   string            `json:"name"`
	Group  string            `json:"group,omitempty"`
	States map[string]string `json:"states" doc:"What it is, by the treaty's code."`
}

// TreatyChange is a party's becoming something else to a treaty.
type TreatyChange struct {
	Day    string   `json:"day"`
	Treaty string   `json:"treaty"`
	Party  string   `json:"party"`
	Was    string   `json:"was"`
	Is     string   `json:"is"`
	Acts   []string `json:"acts" nullable:"false"`
}

// EnteringRow is a treaty's entry into force, as a whole or for one party.
type EnteringRow struct {
	Day    string        `json:"day"`
	Treaty string        `json:"treaty"`
	Party  string        `json:"party,omitempty" doc:"Absent for the treaty as a whole."`
	Rules  []TreatyRule  `json:"rules" nullable:"false"`
	Doubts []TreatyDoubt `json:"doubts" nullable:"false"`
	Acts   []string      `json:"acts" nullable:"false"`
}

// AgreementRow is a bilateral or regional treaty on cooperation.
type AgreementRow struct {
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Language string   `json:"language"`
	Parties  []string `json:"parties" nullable:"false"`
	Help     []string `json:"help" nullable:"false"`
	From     string   `json:"from"`
	Until    string   `json:"until,omitempty"`
	InLieu   []string `json:"in_lieu" nullable:"false" doc:"Treaties whose provisions its parties agreed to apply in its stead."`
	Standing string   `json:"standing"`
}

func ruleRows(v *ui.Visit, list []treaty.Reason) []TreatyRule {
	rows := make([]TreatyRule, len(list))
	for k, r := range list {
		rows[k] = TreatyRule{r.Key, string(r.Cite), r.N, r.Unconfirmed, v.Text("treaty.rule."+r.Key, i18n.Args{"N": v.Localizer.Number(int64(r.N)), "Cite": string(r.Cite)})}
	}
	return rows
}

func doubtRows(v *ui.Visit, list []treaty.Doubt) []TreatyDoubt {
	rows := make([]TreatyDoubt, len(list))
	for k, d := range list {
		rows[k] = TreatyDoubt{d.Key, string(d.Cite), d.Acts, v.Text("treaty.doubt."+d.Key, i18n.Args{"Cite": string(d.Cite)})}
	}
	return rows
}

// never is a list that is not null.
func never(list []string) []string { return append([]string{}, list...) }

func cites(list []act.Cite) (out []string) {
	for _, c := range list {
		out = append(out, string(c))
	}
	return out
}

func agreementRow(g *treaty.Agreement) AgreementRow {
	return AgreementRow{g.Name, g.Title, g.Language, never(g.Parties), never(g.Help), string(g.From), string(g.Until), never(cites(g.InLieu)), string(g.Standing)}
}

func depositRow(d *treaty.Deposit) DepositRow {
	r := DepositRow{Act: d.ID, Index: d.Index, Treaty: d.Instrument, Party: d.Party, Action: string(d.Action), Day: string(d.Day), Latest: d.Latest, Effective: string(d.Effective),
		Depositary: d.Depositary, Item: d.Item, Matter: d.Matter, Provisions: cites(d.Provisions), Against: d.Against, NoRelation: d.NoRelation, Territories: d.Territories,
		Predecessor: d.Predecessor, Authority: d.Authority, Languages: d.Languages, Channel: d.Channel, Takes: d.Takes, Text: d.Text, Language: d.Language, List: d.List,
		Unconfirmed: d.Unconfirmed, Standing: string(d.Standing), Source: d.Reference}
	if d.Action == treaty.Withdrawal {
		r.Withdraws = string(d.Withdraws.Action) + " " + string(d.Withdraws.Day)
		if d.Withdraws.Item != "" {
			r.Withdraws += " " + d.Withdraws.Item
		}
	}
	return r
}
