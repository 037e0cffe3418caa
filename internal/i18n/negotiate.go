package i18n

import "golang.org/x/text/language"

// Negotiate chooses the language of an answer: the one that was chosen
// explicitly, where it is one of the six or Pseudo, or else the first of the
// Accept-Language header that is one of the six, or else English. A language is
// never taken to stand for another: whoever asks for Ukrainian and Russian gets
// Russian because Russian was asked for.
func Negotiate(chosen, accept string) string {
	if names[chosen] != "" {
		return chosen
	}
	if len(accept) > 1000 {
		return English
	}
	tags, weights, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return English
	}
	for i, tag := range tags { // in falling order of weight
		base, confidence := tag.Base()
		if weights[i] > 0 && confidence == language.Exact && names[base.String()] != "" {
			return base.String()
		}
	}
	return English
}
