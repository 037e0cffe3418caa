package citation_test

import (
	"io/fs"
	"strings"
	"testing"

	"comity/internal/programme"
	"comity/internal/resolution"
	"comity/internal/resolution/citation"
	"comity/programmes"
)

func reader(tb testing.TB) *citation.Reader {
	tb.Helper()
	sub, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		tb.Fatal(err)
	}
	p, err := programme.Load(sub)
	if err != nil {
		tb.Fatal(err)
	}
	return citation.NewReader(p.Instruments, p.Organs)
}

// ga is a text of the General Assembly, hrc one of the Human Rights Council.
var (
	ga   = citation.Context{Organ: "GA", Session: 69, Symbol: "A/RES/69/197", Paragraph: "12"}
	hrc  = citation.Context{Organ: "HRC", Session: 22, Symbol: "A/HRC/RES/22/9"}
	ctoc = citation.Context{Organ: "CTOC-COP", Session: 10, Symbol: "CTOC/COP/RES/10/1"}
	note = citation.Context{Organ: "GA", Session: 69, Previous: []resolution.Cite{{Symbol: "A/RES/60/288"}}}
)

// in is a text of the General Assembly in another language.
func in(language string) citation.Context {
	return citation.Context{Organ: "GA", Session: 69, Symbol: "A/RES/69/197", Language: language}
}

func TestFind(t *testing.T) {
	r := reader(t)
	for _, c := range []struct {
		text string
		ctx  citation.Context
		want string // symbols in order, separated by " | "
	}{
		// Whose resolution: the Assembly's own, in lists.
		{"Recalling its resolutions 46/152 of 18 December 1991, 60/1 of 16 September 2005, 67/186 and 67/192 of 20 December 2012,", ga, "A/RES/46/152 | A/RES/60/1 | A/RES/67/186 | A/RES/67/192"},
		{"in line with resolution 66/177 and any later one", ga, "A/RES/66/177"},
		{"Recalling its resolution 66/180 of 19 December 2011 on harbours, and its resolution 67/80 on boats,", ga, "A/RES/66/180 | A/RES/67/80"},
		{"its resolutions 66/180 of 19 December 2011 on harbours and their lights, and 67/80 of 12 December 2012 on boats", ga, "A/RES/66/180 | A/RES/67/80"},
		{"its relevant resolutions on harbours, including 68/177 of 18 December 2013,", ga, "A/RES/68/177"},
		{"Resolution 60/288.", ga, "A/RES/60/288"},
		{"See resolutions 62/272, 64/297, 66/282 and 68/276.", ga, "A/RES/62/272 | A/RES/64/297 | A/RES/66/282 | A/RES/68/276"},
		{"the resolutions 54/237 C and 55/5 A to C and 49/75 G of 15 December 1994", ga, "A/RES/54/237 C | A/RES/55/5 A | A/RES/55/5 B | A/RES/55/5 C | A/RES/49/75 G"},
		{"its resolutions 53/243 A and B", ga, "A/RES/53/243 A | A/RES/53/243 B"},
		{"its resolution 60/1 A boat was lost", ga, "A/RES/60/1"},
		{"Recalls its decision 68/550 B of 1 July 2014", ga, "A/DEC/68/550 B"},
		{"its decision 68/550 and resolutions 68/1 and 68/2", ga, "A/DEC/68/550 | A/RES/68/1 | A/RES/68/2"},
		// Special, emergency special and early sessions.
		{"its resolution S-20/4 A of 10 June 1998", ga, "A/RES/S-20/4 A"},
		{"resolution ES‑10/20 of 13 June 2018", ga, "A/RES/ES-10/20"},
		{"its resolutions 194 (III), 217 A (III) and 3363 (XXX)", ga, "A/RES/194 (III) | A/RES/217 A (III) | A/RES/3363 (XXX)"},
		{"its resolution 3202 (S-VI)", ga, "A/RES/3202 (S-VI)"},
		// Other organs.
		{"Economic and Social Council resolution 2014/20 of 16 July 2014", ga, "E/RES/2014/20"},
		{"resolution 2014/23 of 16 July 2014", ga, "E/RES/2014/23"},
		{"Economic and Social Council decision 2013/246", ga, "E/DEC/2013/246"},
		{"Security Council resolutions 1267 (1999), 1373 (2001) and 2178 (2014)", ga, "S/RES/1267 (1999) | S/RES/1373 (2001) | S/RES/2178 (2014)"},
		{"the Committee established pursuant to resolution 1373 (2001)", ga, "S/RES/1373 (2001)"},
		{"Human Rights Council resolution 22/7", ga, "A/HRC/RES/22/7"},
		{"Human Rights Council resolutions 5/1 and S-9/1", ga, "A/HRC/RES/5/1 | A/HRC/RES/S-9/1"},
		{"Council resolution 16/21", ga, "A/HRC/RES/16/21"},
		{"Council resolutions 1325 (2000) and 2242 (2015)", ga, "S/RES/1325 (2000) | S/RES/2242 (2015)"},
		{"Council resolution 2014/20", ga, "E/RES/2014/20"},
		{"Commission on Human Rights resolution 2005/80", ga, "E/CN.4/RES/2005/80"},
		{"Commission on Crime Prevention and Criminal Justice resolutions 22/7 on harbours and 22/8 on boats, both of 26 April 2013", ga, "E/CN.15/RES/22/7 | E/CN.15/RES/22/8"},
		{"as well as Commission on Narcotic Drugs resolution 57/2, entitled “Boats”", ga, "E/CN.7/RES/57/2"},
		{"resolution 7/6 of 21 October 2014 of the Conference of the Parties to the United Nations Convention against Transnational Organized Crime", ga, "CTOC/COP/RES/7/6"},
		{"resolutions 5/5 and 5/6 of the Conference of the States Parties to the United Nations Convention against Corruption", ga, "CAC/COSP/RES/5/5 | CAC/COSP/RES/5/6"},
		{"notes Environment Assembly resolution 1/12 of 27 June 2014 on sand, and resolution 1/7 on air", ga, "UNEP/EA.1/Res.12 | UNEP/EA.1/Res.7"},
		{"as adopted by the General Assembly in its resolution 69/196, by the Economic and Social Council in its resolution 2014/20 and by the Commission", ga, "A/RES/69/196 | E/RES/2014/20"},
		{"through its resolution 24/18 of 27 September 2013, the Human Rights Council asked", ga, "A/HRC/RES/24/18"},
		{"Supplement No. 7 (E/2013/27), chap. I, sect. C, resolution 57/1, annex", ga, "E/2013/27 | E/CN.6/RES/57/1"},
		{"CAC/COSP/2013/18, sect. I.A, resolution 5/3", ga, "CAC/COSP/2013/18 | CAC/COSP/RES/5/3"},
		// The organ that speaks.
		{"its resolution 22/7", hrc, "A/HRC/RES/22/7"},
		{"resolution 16/21 of 25 March 2011", hrc, "A/HRC/RES/16/21"},
		{"resolution 60/251 of 15 March 2006", hrc, "A/RES/60/251"},
		{"its resolution 9/1", ctoc, "CTOC/COP/RES/9/1"},
		{"General Assembly resolution 55/25", ctoc, "A/RES/55/25"},
		{"its decision 4/2 and Conference resolution 5/5", ctoc, "CTOC/COP/DEC/4/2 | CTOC/COP/RES/5/5"},
		{"resolution 64/182 of 18 December 2009 and its resolution 64/2", citation.Context{Organ: "CND", Session: 66}, "A/RES/64/182 | E/CN.7/RES/64/2"},
		{"Recalling its resolutions 1267 (1999) and 2178 (2014), and paragraph 5 of resolution 1373 (2001)", citation.Context{Organ: "SC"}, "S/RES/1267 (1999) | S/RES/2178 (2014) | S/RES/1373 (2001)#5"},
		{"Recalling General Assembly resolution 69/197 and its resolution 2014/20, and resolution 68/193 of 18 December 2013", citation.Context{Organ: "ECOSOC", Session: 2015}, "A/RES/69/197 | E/RES/2014/20 | A/RES/68/193"},
		{"its decision 18/117 and Council resolution 5/1", hrc, "A/HRC/DEC/18/117 | A/HRC/RES/5/1"},
		// Documents.
		{"See E/CN.15/2014/19 and Corr.1.", ga, "E/CN.15/2014/19 | E/CN.15/2014/19/Corr.1"},
		{"(A/69/489 and Add.1–3)", ga, "A/69/489 | A/69/489/Add.1 | A/69/489/Add.2 | A/69/489/Add.3"},
		{"A/70/95-S/2015/420, annex", ga, "A/70/95 | S/2015/420"},
		{"A/C.3/69/L.5, FCCC/CP/2015/10/Add.1, ICCD/COP(11)/23/Add.1 and A/75/6 (Sect. 9)", ga, "A/C.3/69/L.5 | FCCC/CP/2015/10/Add.1 | ICCD/COP(11)/23/Add.1 | A/75/6 (Sect. 9)"},
		{"Supplement No. 10 and corrigendum (E/2013/30 and Corr.1), chap. I", ga, "E/2013/30 | E/2013/30/Corr.1"},
		{"document S/RES/1373 (2001) and A/RES/60/1 B", ga, "S/RES/1373 (2001) | A/RES/60/1 B"},
		{"Ibid., annex.", note, "A/RES/60/288"},
		{"Ibid., vol. 976, No. 14152.", note, ""},
		// Places.
		{"the report referred to in paragraph 52 above", ga, "A/RES/69/197#52"},
		{"paragraphs 3, 5 (a) and (b) and 9 to 11 below", ga, "A/RES/69/197#3 | A/RES/69/197#5(a) | A/RES/69/197#5(b) | A/RES/69/197#9 | A/RES/69/197#10 | A/RES/69/197#11"},
		{"paragraph 4 of the present resolution", ga, "A/RES/69/197#4"},
		{"the list in subparagraph (a) above", ga, "A/RES/69/197#12(a)"},
		{"paragraph 3 above and section I, paragraph 2 above", citation.Context{Symbol: "A/RES/68/246", Paragraph: "VIII.4"}, "A/RES/68/246#VIII.3 | A/RES/68/246#I.2"},
		{"paragraph 3 (a) above", citation.Context{Symbol: "A/RES/68/246", Paragraph: "annex1.4(b)"}, "A/RES/68/246#annex1.3(a)"},
		{"paragraph 11 of its resolution 194 (III)", ga, "A/RES/194 (III)#11"},
		{"paragraph 11 of General Assembly resolution 194 (III)", ga, "A/RES/194 (III)#11"},
		{"paragraphs 3 and 5 of resolution 60/1 of 16 September 2005", ga, "A/RES/60/1#3 | A/RES/60/1#5"},
		{"paragraph 2 of section VIII of its resolution 68/246", ga, "A/RES/68/246#VIII.2"},
		{"section III, paragraph 7, of its resolution 68/246", ga, "A/RES/68/246#III.7"},
		{"paragraph 5 of the annex to Economic and Social Council resolution 1980/67", ga, "E/RES/1980/67#annex1.5"},
		{"the annex to resolution 55/25", ga, "A/RES/55/25"},
		{"paragraph 13 of the report of the committee", ga, ""},
		{"paragraph 5 of the report requested in resolution 60/1", ga, "A/RES/60/1"},
		// Articles.
		{"article 18, paragraph 15, of the United Nations Convention against Transnational Organized Crime", ga, "UNTOC#18.15"},
		{"article 2, paragraph (b), of the United Nations Convention against Transnational Organized Crime", ga, "UNTOC#2(b)"},
		{"paragraph 3 of article 46 of the United Nations Convention against Corruption", ga, "UNCAC#46.3"},
		{"articles 16 and 18 of the Organized Crime Convention", ga, "UNTOC#16 | UNTOC#18"},
		{"make use of the United Nations Convention against Corruption, in accordance with article 14, paragraph 2, of the Convention", ga, "UNCAC#14.2"},
		{"the Protocol against the Smuggling of Migrants by Land, Sea and Air, supplementing the United Nations Convention against Transnational Organized Crime, in accordance with article 6 of the Protocol", ga, "SMUGGLING-PROTOCOL#6"},
		{"in accordance with article 6 of the Protocol", ga, ""},
		{"the United Nations Convention against Corruption and the United Nations Convention against Transnational Organized Crime, and article 14 of the Convention", ga, ""},
		{"Article 19 of the Charter of the United Nations", ga, "UN-CHARTER#19"},
		{"article VI of the Treaty on the Non-Proliferation of Nuclear Weapons", ga, "NPT#VI"},
		{"Article 73 e of the Charter and Article 33 of the Charter", ga, "UN-CHARTER#73(e) | UN-CHARTER#33"},
		{"the African Charter on Human and Peoples’ Rights, and article 5 of the Charter", ga, ""},
		{"as defined in article 2 (b) and article 3, paragraph 1 (b), of the United Nations Convention against Transnational Organized Crime", ga, "UNTOC#2(b) | UNTOC#3.1(b)"},
		{"article 5 of the Convention on the Tidiness of Harbours", ga, ""},
		// The other languages.
		{"Rappelant ses résolutions 46/152 du 18 décembre 1991 et 60/1, et la résolution 2014/20 du Conseil économique et social", in("fr"), "A/RES/46/152 | A/RES/60/1 | E/RES/2014/20"},
		{"la résolution 22/7 de la Commission pour la prévention du crime et la justice pénale et la résolution 22/8 de la Commission", in("fr"), "E/CN.15/RES/22/7 | E/CN.15/RES/22/8"},
		{"le rapport visé au paragraphe 52 ci-dessus, et le paragraphe 11 de sa résolution 194 (III)", in("fr"), "A/RES/69/197#52 | A/RES/194 (III)#11"},
		{"l’article 14, paragraphe 2, de la Convention des Nations Unies contre la corruption", in("fr"), "UNCAC#14.2"},
		{"las resoluciones de la Asamblea General 68/186, de 18 de diciembre de 2013, y 69/196", in("es"), "A/RES/68/186 | A/RES/69/196"},
		{"las resoluciones de la Asamblea 68/186, de 18 de diciembre de 2013, 69/196 y 69/1", in("es"), "A/RES/68/186 | A/RES/69/196 | A/RES/69/1"},
		{"las resoluciones del Consejo 1325 (2000) y 2242 (2015)", in("es"), "S/RES/1325 (2000) | S/RES/2242 (2015)"},
		{"la resolución 57/2 de la Comisión de Estupefacientes", in("es"), "E/CN.7/RES/57/2"},
		{"el párrafo 52 supra", in("es"), "A/RES/69/197#52"},
		{"el artículo 18 de la Convención de las Naciones Unidas contra la Corrupción", in("es"), "UNCAC#18"},
		{"свои резолюции 46/152 от 18 декабря 1991 года и 60/1", in("ru"), "A/RES/46/152 | A/RES/60/1"},
		{"резолюцию 57/2 Комиссии по наркотическим средствам и резолюцию 1373 (2001) Совета Безопасности", in("ru"), "E/CN.7/RES/57/2 | S/RES/1373 (2001)"},
		{"в пункте 52 выше", in("ru"), "A/RES/69/197#52"},
		{"قراراتها 46/152 المؤرخ 18 كانون الأول/ديسمبر 1991 و 60/1", in("ar"), "A/RES/46/152 | A/RES/60/1"},
		{"قرار لجنة المخدرات 57/2، والقرار دإ-20/4", in("ar"), "E/CN.7/RES/57/2 | A/RES/S-20/4"},
		{"المشار إليه في الفقرة 52 أعلاه", in("ar"), "A/RES/69/197#52"},
		{"重申其1991年12月18日第46/152号和2005年9月16日第60/1号决议", in("zh"), "A/RES/46/152 | A/RES/60/1"},
		{"经济及社会理事会2014年7月16日第2014/20号决议，见E/CN.15/2014/19", in("zh"), "E/RES/2014/20 | E/CN.15/2014/19"},
		{"上文第52段所述报告", in("zh"), "A/RES/69/197#52"},
		{"第194(III)号决议第11段", in("zh"), "A/RES/194 (III)#11"},
		// What is none.
		{"open 24/7 and/or 9/5, for 2/3 of members, in the 2019/20 season, aged 15/16", ga, ""},
		{"from 25 to 28 March 2014, on 12/05/2014 at 10.30, 1.5/2 per cent", ga, ""},
		{"Directive 2014/41/EU and version 3.0/2.1", ga, ""},
		{"the present resolution and the 2030 Agenda", ga, ""},
		{"resolution 6/2019 of 28 June 2019 of the Conference of the Food and Agriculture Organization", ga, ""},
		{"Governing Council resolution 26/8 and World Health Assembly resolution 67/10", ga, ""},
		{"two-thirds of resolutions 5 and 6", ga, ""},
	} {
		var got []string
		cites := r.Find(c.text, c.ctx)
		for _, cite := range cites {
			got = append(got, cite.Symbol)
		}
		if strings.Join(got, " | ") != c.want {
			t.Errorf("%q\n  cites %s\n  want  %s", c.text, strings.Join(got, " | "), c.want)
		}
	}
}
