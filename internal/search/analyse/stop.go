package analyse

import "strings"

// The function words of each language: articles, prepositions, pronouns,
// conjunctions, auxiliaries. Forms are folded.
const (
	stopEn = " a an the and or but nor if then of in on at to for from by with without within into onto upon over under between among through during against about as than that this these those it its they them their theirs he she his her him we us our you your i my me who whom whose which what where when how why is are was were be been being am has have had having do does did will would shall should can could may might must not no so such also all any each some other there here up out s t "
	stopEs = " el la los las un una unos unas lo al del de a ante bajo con contra desde en entre hacia hasta para por segun sin sobre tras y e o u ni que como cuando donde quien cual cuales cuyo cuya si no mas pero su sus se le les me te nos mi tu este esta estos estas ese esa esos esas aquel aquella es son era fue ser sido ha han haber hay muy tambien ya "
	stopFr = " le la les l un une des du de d au aux a en dans par pour sur sous avec sans entre vers chez contre et ou ni mais donc or car que qu qui quoi dont ou comme si ne pas plus ce cet cette ces c son sa ses leur leurs mon ma mes ton ta tes notre nos votre vos il elle ils elles on nous vous je j tu me m te t se s y n est sont etait ete etre a ont avait avoir ainsi aussi "
	stopRu = " и в во не на с со к ко о об обо от до из у за по под над при про для без через между перед а но или ни же ли бы как что чтобы если то это этот эта эти этого этой этих тот та те того той тех он она оно они его ее их ему ей им ими нее них который которая которое которые которых которой я мы вы ты нас вас мне нам вам свой своих своей быть был была было были есть также так все всех "
	stopAr = " و في من الي علي عن مع ان او ثم بل لا لم لن ما هذا هذه ذلك تلك هولا التي الذي الذين اللذين هو هي هم هن نحن انا كان كانت يكون تكون قد كل بعض بين عند منذ حتي اذا كما لكن غير بها به فيها فيه منها منه لها له ايضا "
)

var stops = map[string]map[string]bool{
	"ar": words(stopAr), "en": words(stopEn), "es": words(stopEs), "fr": words(stopFr), "ru": words(stopRu),
}

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// isStop says whether a folded word only holds sentences together. latinIs is
// the language of Latin words, "" when it is not known.
func isStop(form string, script class, latinIs string) bool {
	switch script {
	case latin:
		if latinIs == "" {
			return stops["en"][form] || stops["es"][form] || stops["fr"][form]
		}
		return stops[latinIs][form]
	case cyrillic:
		return stops["ru"][form]
	case arabic:
		return stops["ar"][form]
	}
	return false
}
