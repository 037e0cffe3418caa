package treaty

import (
	"maps"

	"comity/internal/book"
	"comity/internal/treaty/list"
)

// says are the refusals of the register of treaties.
var says = book.Sentences{
	"treaty.subject-parts":        {"the subject {{.subject}} has {{.have}} parts after its type, not {{.want}}", "name it as treaty/untoc/FRA, or treaty/untoc for the treaty itself"},
	"treaty.none":                 {`the programme has no treaty "{{.treaty}}"`, "name one that there is, in lower case, or add it to the programme's folder instruments"},
	"treaty.behalf":               {"the subject is about {{.subject}}, the act on behalf of {{.party}}", "act for the party that the subject names"},
	"treaty.party":                {`there is no party "{{.party}}"`, "mend its code"},
	"treaty.joins":                {"{{.party}} is none of those who join treaties", "name a State, or an organization of States"},
	"treaty.ended":                {"{{.party}} ended on {{.until}} and did nothing on {{.day}}", "mend the day, or name the successor"},
	"treaty.ahead":                {"the day {{.day}} has not come yet", "record it when it has been received"},
	"treaty.succession":           {"the succession would be of {{.effective}}, after its notification of {{.day}}", "mend the one or the other"},
	"treaty.depositary":           {"{{.depositary}} is no depositary of {{.treaty}}", "mend its code"},
	"treaty.withdrawal":           {"a withdrawal is not withdrawn", "record what was withdrawn anew"},
	"treaty.withdraws-later":      {"it withdraws on {{.day}} what was done on {{.done}}", "mend the one or the other"},
	"treaty.other-party":          {`there is no other party "{{.party}}"`, "mend its code"},
	"treaty.provision":            {"{{.cite}} is no provision of {{.treaty}}", "write it as {{.treaty}}#18.15"},
	"treaty.before-adoption":      {"{{.treaty}} was adopted on {{.from}}, after the {{.action}} of {{.day}}", "mend the day"},
	"treaty.before-opening":       {"{{.treaty}} was opened for signature on {{.from}}, after the {{.action}} of {{.day}}", "mend the day"},
	"treaty.twice":                {"the record has the {{.action}} of {{.day}} already, as act {{.act}}", "nothing is left to do; where it is another one, say so in item"},
	"treaty.correction":           {"{{.act}} is no deposit that stands in the record about {{.subject}}", "read the record again"},
	"treaty.list-older":           {"the list is as of {{.day}}, and one as of {{.last}} has been taken in", "take lists in by their days"},
	"treaty.list-no-number":       {"the list does not say of which treaty it is", "name the treaty"},
	"treaty.list-number":          {"the programme has no treaty of the number {{.number}}", "name the treaty, or give the number in its file"},
	"treaty.list-no-day":          {"the list does not say of which day it is", "give the list's own day"},
	"treaty.list-ahead":           {"the list would be as of {{.day}}, which has not come yet", "mend the list's own day"},
	"treaty.file-acts":            {"the file makes {{.have}} acts, and {{.most}} can be recorded together", "split it"},
	"treaty.line-treaty":          {`the programme has no treaty "{{.treaty}}"`, "mend its code"},
	"treaty.line-name":            {`no party is called "{{.name}}"`, "write the name as United Nations lists do, or the code"},
	"treaty.line-name-near":       {`no party is called "{{.name}}"`, "write the name as United Nations lists do, or the code; perhaps {{.near}}"},
	"treaty.line-ambiguous":       {`"{{.name}}" may be several: {{.several}}`, "write the code"},
	"treaty.line-party-twice":     {"{{.name}} is {{.code}}, and so is line {{.line}}", "keep one of the two"},
	"treaty.line-after-list":      {"the {{.action}} of {{.day}} is after the list's own day, {{.list}}", "mend the one or the other"},
	"treaty.line-act-twice":       {"the {{.action}} of {{.day}} stands twice", "keep one of the two"},
	"treaty.line-twice":           {"the line says what line {{.line}} says", "keep one of the two"},
	"treaty.line-yes-no":          {`{{.column}} is yes, no or empty, not "{{.given}}"`, "mend it"},
	"treaty.line-agreement-name":  {`"{{.name}}" is no name for an agreement`, "write letters, digits, full stops and hyphens, no more: fra-per-1994"},
	"treaty.line-agreement-twice": {"{{.name}} stands on line {{.line}} already", "keep one of the two"},
	"treaty.line-language":        {"there is a language, and no text", "take the one out or put the other in"},
	"treaty.agreement-name":       {"the subject {{.subject}} has more than one part after its type", "name it as agreement/NAME"},
	"treaty.agreement-parties":    {"a treaty has at least two parties", "name the other parties"},
	"treaty.agreement-party":      {`there is no party "{{.party}}", or it stands twice`, "mend its code"},
	"treaty.agreement-days":       {"it would be in force on no day", "mend the days"},
	"treaty.lieu":                 {`the programme has no treaty "{{.treaty}}"`, "mend its code"},
}

// all are the refusals of the register and what is wrong with files.
func all() book.Sentences {
	out := maps.Clone(says)
	maps.Copy(out, list.Says())
	return out
}
