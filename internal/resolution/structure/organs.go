package structure

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// organNames are the names with which an organ speaks in the enacting formula,
// by code, in the official languages. A name that is followed by more capital
// words still counts ("The Conference of the Parties to …").
var organNames = []struct {
	code  string
	names []string
}{
	{"GA", []string{"The General Assembly", "L'Assemblée générale", "La Asamblea General", "Генеральная Ассамблея", "إن الجمعية العامة", "大会"}},
	{"ECOSOC", []string{"The Economic and Social Council", "Le Conseil économique et social", "El Consejo Económico y Social", "Экономический и Социальный Совет", "إن المجلس الاقتصادي والاجتماعي", "经济及社会理事会"}},
	{"SC", []string{"The Security Council", "Le Conseil de sécurité", "El Consejo de Seguridad", "Совет Безопасности", "إن مجلس الأمن", "安全理事会"}},
	{"HRC", []string{"The Human Rights Council", "Le Conseil des droits de l'homme", "El Consejo de Derechos Humanos", "Совет по правам человека", "إن مجلس حقوق الإنسان", "人权理事会"}},
	{"CCPCJ", []string{"The Commission on Crime Prevention and Criminal Justice", "La Commission pour la prévention du crime et la justice pénale", "La Comisión de Prevención del Delito y Justicia Penal", "Комиссия по предупреждению преступности и уголовному правосудию", "إن لجنة منع الجريمة والعدالة الجنائية", "预防犯罪和刑事司法委员会"}},
	{"CND", []string{"The Commission on Narcotic Drugs", "La Commission des stupéfiants", "La Comisión de Estupefacientes", "Комиссия по наркотическим средствам", "إن لجنة المخدرات", "麻醉药品委员会"}},
	{"CTOC-COP", []string{"The Conference of the Parties to the United Nations Convention against Transnational Organized Crime", "La Conférence des Parties à la Convention des Nations Unies contre la criminalité transnationale organisée", "La Conferencia de las Partes en la Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional", "Конференция участников Конвенции Организации Объединенных Наций против транснациональной организованной преступности", "إن مؤتمر الأطراف في اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية", "联合国打击跨国有组织犯罪公约缔约方会议"}},
	{"CAC-COSP", []string{"The Conference of the States Parties to the United Nations Convention against Corruption", "La Conférence des États parties à la Convention des Nations Unies contre la corruption", "La Conferencia de los Estados Partes en la Convención de las Naciones Unidas contra la Corrupción", "Конференция государств - участников Конвенции Организации Объединенных Наций против коррупции", "إن مؤتمر الدول الأطراف في اتفاقية الأمم المتحدة لمكافحة الفساد", "联合国反腐败公约缔约国会议"}},
}

// bodyNouns are the nouns of one of which the name of any other organ consists.
var bodyNouns = set("Assembly Council Commission Conference Congress Committee Meeting Board Assemblée Conseil Conférence Comité Congrès Asamblea Consejo Comisión Conferencia Comité Congreso Ассамблея Совет Комиссия Конференция Конгресс Комитет الجمعية المجلس مجلس لجنة اللجنة مؤتمر المؤتمر")

// formula says whether a text begins with an enacting formula, "The General
// Assembly,". It returns the organ's code, "" for an organ without one here, and
// the width of the formula with its comma.
func formula(text string) (organ string, width int, ok bool) {
	t := strings.TrimLeft(text, "*_ 《")
	lead := len(text) - len(t)
	if t == "" || !formulaStarts[firstRune(t)] {
		return "", 0, false
	}
	if len(t) > 700 { // a formula is a name with a comma, and perhaps more behind it
		t = t[:cutAt(t, 700)]
	}
	for _, o := range organNames {
		for _, name := range o.names {
			w := matchName(t, name)
			if w == 0 {
				continue
			}
			if end, ok := formulaEnd(t, w); ok {
				return o.code, lead + end, true
			}
		}
	}
	end := strings.IndexAny(t, ",،;:")
	if i := strings.Index(t, "，"); i >= 0 && (end < 0 || i < end) {
		end = i
	}
	name := t
	if end >= 0 {
		name = t[:end]
	}
	if len(name) > 260 || !speaks(name) {
		return "", 0, false
	}
	if w, ok := formulaEnd(t, len(name)); ok {
		return "", lead + w, true
	}
	return "", 0, false
}

// formulaStarts are the letters that the names of organs begin with.
var formulaStarts = func() map[rune]bool {
	m := map[rune]bool{}
	for _, o := range organNames {
		for _, name := range o.names {
			m[firstRune(name)] = true
		}
	}
	return m
}()

// cutAt returns the last place in s, at or before n, where a character begins.
func cutAt(s string, n int) int {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// matchName compares without regard to the kind of apostrophe, case of letters
// after the first, and marks of emphasis at the end.
func matchName(t, name string) int {
	i := 0
	for _, c := range name {
		if i >= len(t) {
			return 0
		}
		r := firstRune(t[i:])
		switch {
		case r == c, unicode.ToLower(r) == unicode.ToLower(c):
		case c == '\'' && r == '’':
		case c == '-' && (r == '‑' || r == '–' || r == '—'):
		default:
			return 0
		}
		i += len(string(r))
	}
	return i
}

// formulaEnd says where a formula ends whose name takes w bytes of t: after a
// comma with nothing or a new opening behind it, or at the end of t.
func formulaEnd(t string, w int) (int, bool) {
	rest := t[w:]
	trimmed := strings.TrimLeft(rest, "*_ 》")
	if trimmed == "" {
		return len(t), true
	}
	for _, comma := range [...]string{",", "،", "，", ":", "："} {
		if after, ok := strings.CutPrefix(trimmed, comma); ok {
			after = strings.TrimLeft(after, " *_")
			return len(t) - len(after), true
		}
	}
	return 0, false
}

// speaks says whether name is the name of a body that can pass resolutions:
// "The Meeting of States Parties to …", of capital words and small function
// words only.
func speaks(name string) bool {
	fields := strings.Fields(name)
	if len(fields) < 2 || len(fields) > 30 {
		return false
	}
	switch strings.Trim(fields[0], "*_") {
	case "The":
		noun := false
		for _, w := range fields[1:] {
			w = strings.Trim(w, "*_()")
			noun = noun || bodyNouns[w]
			if w == "" || !unicode.IsUpper(firstRune(w)) && !smallWords[w] {
				return false
			}
		}
		return noun
	case "Le", "La", "L’", "El", "إن":
		return bodyNouns[strings.Trim(fields[1], "*_")]
	}
	first := strings.Trim(fields[0], "*_")
	return unicode.Is(unicode.Cyrillic, firstRune(first)) && (bodyNouns[first] || bodyNouns[strings.Trim(fields[1], "*_")])
}

var smallWords = set("of the to on for against and in as at its by with")
