package i18n

import (
	"regexp"
	"slices"
	"testing"
)

// terms are words that the catalogues do not use, with the one that they use
// for the same thing: parts are written by several hands, and a reader takes
// two words for two things.
var terms = []struct {
	lang, avoid, use string
	but              []string // ids where the word means something else
}{
	{lang: "ar", avoid: `(^|[^\p{Arabic}])(ال|لل|ل|وال)?(فعل|فعلا|أفعال)($|[^\p{Arabic}])`, use: "عمل, an act", but: []string{"kind.mandate.paragraph.clauses.verb"}},
	{lang: "ar", avoid: `كلمة (ال)?سر`, use: "كلمة المرور, a password"},
	{lang: "ar", avoid: `برهان`, use: "إثبات, a proof of the book"},
	{lang: "ar", avoid: `تجزئة`, use: "بصمة, a hash"},
	{lang: "ar", avoid: `إخطار`, use: "إشعار, a notification"},
	{lang: "ar", avoid: `نموذج`, use: "استمارة, a form"},
	{lang: "ar", avoid: `(الدولة|الدول|الجهات) (ال)?مسؤولة`, use: "طُلبت معلومات من الدولة, a State is asked; الجهات المخاطَبة, who is asked: مسؤولة is responsible"},
	{lang: "ar", avoid: `توق\S* (\S+ )?بالتصديق`, use: "التوقيع المقابل, a countersignature: تصديق is a ratification"},
	{lang: "zh", avoid: `(国|国家)(与|和)办事处|办事处(待办|录入|根据|向|借此|不作|和该国)`, use: "办公室, the Office; 办事处 is one in the field"},
	{lang: "es", avoid: `(?i)\bordenador`, use: "computadora, as the United Nations write"},
	{lang: "es", avoid: `(?i)\bclaves? de acceso`, use: "llave de acceso, a passkey; a clave is a key of encryption"},
	{lang: "es", avoid: `(?i)\bhash\b`, use: "huella, a hash"},
	{lang: "es", avoid: `(?i)\bbytes?\b`, use: "octetos"},
	{lang: "fr", avoid: `(?i)\b(hash|hachage)\b`, use: "empreinte, a hash"},
	{lang: "fr", avoid: `(?i)\bbytes?\b`, use: "octets"},
	{lang: "fr", avoid: `(?i)\br[ée]viseur`, use: "examinateur, a reviewer; a réviseur checks translations"},
	{lang: "ru", avoid: `(?i)(^|[^\p{L}])(за|от|для|у|к|из|вместо|с|о|об|в|на|под|по|участники|статьи|статей|имени|интересах) \{\{\.(State|Party|Treaty|Office|Body|Country)\}\}`, use: "a name in brackets or after a colon, since it stands in the nominative"},
	{lang: "zh", avoid: `\{\{\.Treaty\}\}缔约国`, use: "缔约国（{{.Treaty}}）, since a treaty without a Chinese name keeps its English one"},
	{lang: "ru", avoid: `(?i)устная нота`, use: "вербальная нота, a note verbale"},
	{lang: "ru", avoid: `(?i)резолютивн`, use: "пункт постановляющей части, an operative paragraph"},
	{lang: "zh", avoid: `散列`, use: "哈希值, a hash"},
	{lang: "zh", avoid: `语言`, use: "语文, a language of people", but: []string{"refusal.language.form.why"}},
	{lang: "zh", avoid: `中央主管`, use: "中央机关, a central authority"},
	{lang: "zh", avoid: `受害人|被害人`, use: "受害者, a victim"},
	{lang: "ru", avoid: `(?i)резервн\S+ код`, use: "код восстановления, a recovery code"},
	{lang: "zh", avoid: `恢复代码`, use: "恢复码, a recovery code"},
	{lang: "zh", avoid: `一次性代码`, use: "一次性验证码, a one-time code"},
}

func TestOneThingHasOneWord(t *testing.T) {
	c := load(t)
	for _, term := range terms {
		avoid := regexp.MustCompile(term.avoid)
		for id, m := range c.in(term.lang) {
			for form, text := range spelled(m) {
				if avoid.MatchString(text) && !slices.Contains(term.but, id) {
					t.Errorf("%s: %s (%s) says %q; the catalogues say %s", term.lang, id, form, text, term.use)
				}
			}
		}
	}
}
