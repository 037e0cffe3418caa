package structure

import "strings"

// operativeVerbs are the verbs with which organs of the United Nations act, in
// their base form. Third person and participle are made by rule.
const operativeVerbs = `accept acknowledge adopt affirm agree allocate amend appeal appoint apportion
appreciate appropriate approve ask assess authorize base bring call commemorate commend commit concur
conclude condemn confirm congratulate consent consider continue convene convey credit decide declare
defer demand denounce deplore designate determine direct dissolve draw elect emphasize encourage
endorse establish exhort express extend firm give grant hail highlight honour identify inform insist instruct
intend invite keep lament launch look maintain mandate mourn note object observe offer order pay pledge
postpone praise present proclaim prohibit promise propose provide re-emphasize reaffirm realize recall
recognize recommend recommit reconfirm record refer regret reiterate reject release remain remember remind
renew repeat request reserve resolve restate salute set share stress submit suggest support take terminate
thank transfer transmit trust underline underscore undertake urge warn welcome wish withdraw`

var (
	englishActs        = inflect(thirdPerson)
	englishParticiples = inflect(participle)
	englishMoods       = set(`Alarmed Alert Anxious Appalled Ashamed Astonished Aware Cognizant Committed
		Concerned Confident Conscious Convinced Deeply Dedicated Desirous Determined Disappointed Dismayed
		Distressed Disturbed Eager Encouraged Firm Grateful Gratified Gravely Grieved Guided Having Heartened
		Hopeful Impressed Indignant Inspired Mindful Motivated Moved Outraged Perturbed Persuaded Pleased
		Preoccupied Prompted Reassured Resolute Resolved Respectful Sad Saddened Satisfied Seized Shocked
		Struck Troubled Unconvinced Unwavering Worried Being Believing Bearing Desiring Acting Animated Whereas
		Paying Considering Deploring Hoping Looking Recalling Reminding Rejoicing Remaining Taking Viewing
		Regretting Reviewing Wishing Honouring Marking Mourning Proceeding Rejecting Sharing Fearing Understanding
		Commemorating Celebrating Realizing Responding Seeking Praising Inviting Trusting Observing Giving
		Contemplating Examining Envisaging Anticipating Drawing Heeding Pursuing Reconfirming Referring`)
	englishAdverbs = set(`also again further furthermore moreover once ever more equally still particularly
		strongly firmly deeply gravely seriously profoundly solemnly especially unequivocally fully extremely
		increasingly greatly keenly acutely highly warmly sincerely urgently very much in particular finally
		therefore hereby accordingly consequently additionally categorically vehemently expressly`)
)

func inflect(form func(string) string) map[string]bool {
	m := map[string]bool{}
	for v := range strings.FieldsSeq(operativeVerbs) {
		m[form(v)] = true
	}
	return m
}

func thirdPerson(v string) string {
	switch {
	case strings.HasSuffix(v, "s"), strings.HasSuffix(v, "sh"), strings.HasSuffix(v, "ch"), strings.HasSuffix(v, "x"), strings.HasSuffix(v, "o"):
		return v + "es"
	case strings.HasSuffix(v, "y") && !strings.ContainsRune("aeou", rune(v[len(v)-2])):
		return v[:len(v)-1] + "ies"
	}
	return v + "s"
}

func participle(v string) string {
	switch {
	case v == "regret" || v == "set" || v == "commit" || v == "recommit" || v == "submit" || v == "transmit" || v == "defer" || v == "refer":
		return v + v[len(v)-1:] + "ing"
	case strings.HasSuffix(v, "ee"):
		return v + "ing"
	case strings.HasSuffix(v, "e"):
		return v[:len(v)-1] + "ing"
	}
	return v + "ing"
}

var english = tongue{
	cased:       true,
	opener:      englishOpener,
	operative:   englishOperative,
	months:      strings.Fields("January February March April May June July August September October November December"),
	noteOpeners: []string{"See ", "Ibid", "Resolution ", "Resolutions ", "United Nations, ", "Official Records", "A/", "E/", "S/", "Report of", "Available ", "General Assembly resolution", "Decision ", "Adopted ", "As ", "United Nations publication", "Supplement", "Target ", "Economic and Social Council", "Including ", "In accordance", "For the ", "Document "},
	adopted:     []string{"adopted by", "Adopted by", "adopted on", "Adopted on", "adopted at", "adopted without"},
	annex:       []string{"Annex", "ANNEX"},
	agenda:      []string{"Agenda items ", "Agenda item ", "Agenda item: "},
	meeting:     []string{"meeting"},
}

// words yields the first words of a text, lower case, without marks of emphasis.
func leadingWords(text string, n int) []string {
	out := make([]string, 0, n)
	for len(out) < n && text != "" {
		text = strings.TrimLeft(text, " *_")
		i := strings.IndexAny(text, " ,;:.")
		w := text
		if i >= 0 {
			w, text = text[:i], strings.TrimLeft(text[i:], ",")
		} else {
			text = ""
		}
		if w = strings.TrimRight(w, "*_"); w == "" {
			break
		}
		out = append(out, w)
	}
	return out
}

// englishOpener says how surely a text opens a preambular paragraph: 2 by a
// word of the manner, 1 by a participle at all, 0 not.
func englishOpener(text string) int {
	var buf [4]string
	words := append(buf[:0], leadingWords(text, 4)...)
	if len(words) == 0 || words[0][0] < 'A' || words[0][0] > 'Z' {
		return 0
	}
	for i, w := range words {
		title := w
		if i > 0 {
			title = strings.ToUpper(w[:1]) + w[1:]
		}
		lower := strings.ToLower(w)
		switch {
		case englishMoods[title] || englishParticiples[lower]:
			return 2
		case strings.HasSuffix(lower, "ing") && len(lower) > 5:
			return 1
		case !englishAdverbs[lower] && !strings.HasSuffix(lower, "ly"):
			return 0
		}
	}
	return 0
}

// englishOperative says whether a text opens with an operative verb.
func englishOperative(text string) bool {
	for i, w := range leadingWords(text, 4) {
		lower := strings.ToLower(w)
		if englishActs[lower] {
			return i > 0 || w[0] >= 'A' && w[0] <= 'Z'
		}
		if !englishAdverbs[lower] && !strings.HasSuffix(lower, "ly") {
			return false
		}
	}
	return false
}
