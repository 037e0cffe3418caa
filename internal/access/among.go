package access

import (
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
)

// ofAll ends the mark of a group all of whose audiences are read: "with-*". No
// audience has such a code.
const ofAll = "-*"

// Reads are the codes of all audiences to which a person belongs on a day, as
// [Policies.Audiences] gives them, and beside them a mark for each group that the
// person reads whole, so that [Among] asks for the group and not for a thousand
// codes. A policy that looks at a party's code makes no group whole.
func (p *Policies) Reads(who Who, day act.Day) []string {
	codes := p.Audiences(who, day)
	if len(p.named) > 0 {
		return codes
	}
	read := make(map[string]bool, len(codes))
	for _, c := range codes {
		read[c] = true
	}
	whole := map[string]bool{}
	for i := range p.audiences {
		if a := &p.audiences[i]; a.Party != "" {
			before, met := whole[a.Group]
			whole[a.Group] = read[a.Code] && (before || !met)
		}
	}
	for group, all := range whole {
		if all {
			codes = append(codes, group+ofAll)
		}
	}
	slices.Sort(codes)
	return codes
}

// Among is the condition that a column holds one of some audiences, with its
// arguments: of the groups that [Policies.Reads] marks as whole by their name, of
// the others by their codes. No audiences leave no rows.
func Among(column string, audiences []string) (sql string, args []any) {
	var whole []string // "with-"
	var either []string
	for _, a := range audiences {
		if group, ok := strings.CutSuffix(a, ofAll); ok && act.IsAudience(group) && !strings.Contains(group, "-") {
			whole = append(whole, group+"-")
			either = append(either, "substr("+column+", 1, "+strconv.Itoa(len(group)+1)+") = ?")
			args = append(args, group+"-")
		}
	}
	codes := 0
	for _, a := range audiences {
		if strings.HasSuffix(a, ofAll) || slices.ContainsFunc(whole, func(group string) bool { return strings.HasPrefix(a, group) }) {
			continue
		}
		codes++
		args = append(args, a)
	}
	if codes > 0 {
		// Few lengths, so that few statements are prepared.
		n := 1
		for n < codes {
			n *= 2
		}
		for range n - codes {
			args = append(args, args[len(args)-1])
		}
		either = append(either, column+" IN (?"+strings.Repeat(", ?", n-1)+")")
	}
	if len(either) == 0 {
		return "1 = 0", nil
	}
	return "(" + strings.Join(either, " OR ") + ")", args
}
