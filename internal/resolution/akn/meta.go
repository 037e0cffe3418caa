package akn

// meta reads what <meta> states about the document: the first date of adoption
// and the first language.
func (r *reader) meta(local []byte) {
	switch string(local) {
	case "FRBRdate":
		if r.head.Adopted == "" && r.s.attr("name") == "adoption" {
			// The files write the first day of our era where they know none.
			if day := r.s.attr("date"); day != "0001-01-01" {
				r.head.Adopted = day
			}
		}
	case "FRBRlanguage":
		if r.head.Language == "" {
			r.head.Language = languageTag(r.s.attr("language"))
		}
	}
}

// languageTag turns the three-letter code of ISO 639-2 that Akoma Ntoso uses
// into BCP 47; what it does not know it leaves.
func languageTag(code string) string {
	switch code {
	case "ara":
		return "ar"
	case "eng":
		return "en"
	case "spa":
		return "es"
	case "fra", "fre":
		return "fr"
	case "rus":
		return "ru"
	case "zho", "chi":
		return "zh"
	}
	return code
}

// languageCode is the inverse of languageTag.
func languageCode(tag string) string {
	switch tag {
	case "ar":
		return "ara"
	case "en":
		return "eng"
	case "es":
		return "spa"
	case "fr":
		return "fra"
	case "ru":
		return "rus"
	case "zh":
		return "zho"
	case "":
		return "und"
	}
	return tag
}
