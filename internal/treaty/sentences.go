package treaty

import "comity/internal/book"

// says are the refusals of the register of treaties.
var says = book.Sentences{
	"treaty.subject-parts":     {"the subject {{.subject}} has {{.have}} parts after its type, not {{.want}}", "name it as treaty/untoc/FRA, or treaty/untoc for the treaty itself"},
	"treaty.none":              {`the programme has no treaty "{{.treaty}}"`, "name one that there is, in lower case, or add it to the programme's folder instruments"},
	"treaty.behalf":            {"the subject is about {{.subject}}, the act on behalf of {{.party}}", "act for the party that the subject names"},
	"treaty.party":             {`there is no party "{{.party}}"`, "mend its code"},
	"treaty.joins":             {"{{.party}} is none of those who join treaties", "name a State, or an organization of States"},
	"treaty.ended":             {"{{.party}} ended on {{.until}} and did nothing on {{.day}}", "mend the day, or name the successor"},
	"treaty.ahead":             {"the day {{.day}} has not come yet", "record it when it has been received"},
	"treaty.succession":        {"the succession would be of {{.effective}}, after its notification of {{.day}}", "mend the one or the other"},
	"treaty.depositary":        {"{{.depositary}} is no depositary of {{.treaty}}", "mend its code"},
	"treaty.withdrawal":        {"a withdrawal is not withdrawn", "record what was withdrawn anew"},
	"treaty.withdraws-later":   {"it withdraws on {{.day}} what was done on {{.done}}", "mend the one or the other"},
	"treaty.other-party":       {`there is no other party "{{.party}}"`, "mend its code"},
	"treaty.provision":         {"{{.cite}} is no provision of {{.treaty}}", "write it as {{.treaty}}#18.15"},
	"treaty.before-adoption":   {"{{.treaty}} was adopted on {{.from}}, after the {{.action}} of {{.day}}", "mend the day"},
	"treaty.before-opening":    {"{{.treaty}} was opened for signature on {{.from}}, after the {{.action}} of {{.day}}", "mend the day"},
	"treaty.twice":             {"the record has the {{.action}} of {{.day}} already, as act {{.act}}", "nothing is left to do; where it is another one, say so in item"},
	"treaty.correction":        {"{{.act}} is no deposit that stands in the record about {{.subject}}", "read the record again"},
	"treaty.list-older":        {"the list is as of {{.day}}, and one as of {{.last}} has been taken in", "take lists in by their days"},
	"treaty.agreement-name":    {"the subject {{.subject}} has more than one part after its type", "name it as agreement/NAME"},
	"treaty.agreement-parties": {"a treaty has at least two parties", "name the other parties"},
	"treaty.agreement-party":   {`there is no party "{{.party}}", or it stands twice`, "mend its code"},
	"treaty.agreement-days":    {"it would be in force on no day", "mend the days"},
	"treaty.lieu":              {`the programme has no treaty "{{.treaty}}"`, "mend its code"},
}
