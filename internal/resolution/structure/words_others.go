package structure

import (
	"strings"
	"unicode"
)

var (
	frenchMoods = set(`Consciente Conscient Convaincue Convaincu Préoccupée Préoccupé Profondément Gravement
		Vivement Inquiète Alarmée Alarmé Déterminée Guidée Résolue Soucieuse Attachée Encouragée Animée Émue
		Désireuse Désireux Fermement Attristée Sensible Saluant Notant Se Troublée Indignée Persuadée Ayant
		Extrêmement Particulièrement Constatant Sachant Réaffirmant Rappelant Également Toujours Affligée
		Consternée Horrifiée Choquée Déçue Mue Certaine Forte Assurée Inspirée Honorant`)
	frenchActs = set(`Accueille Adopte Affirme Apprécie Appelle Approuve Attend Autorise Charge Condamne
		Confirme Conseille Considère Constate Convient Crée Décide Déclare Demande Déplore Désigne Encourage
		Engage Entend Espère Estime Exhorte Exige Exprime Fait Félicite Forme Insiste Institue Invite Juge Lance
		Loue Met Nomme Note Observe Ordonne Préconise Prend Présente Prie Proclame Rappelle Réaffirme Recommande
		Reconnaît Redit Regrette Réitère Rejette Relève Remercie Rend Renouvelle Reprend Sait Salue Se Souhaite
		Souligne Souscrit Soutient Suggère Appuie Attire Ouvre Reporte Demeure Porte Arrête`)
	spanishMoods = set(`Consciente Convencida Convencido Preocupada Preocupado Profundamente Gravemente Sumamente
		Alarmada Alarmado Guiada Guiado Decidida Resuelta Deseosa Deseoso Alentada Inspirada Firmemente Seriamente
		Animada Muy Habida Perturbada Consternada Horrorizada Decepcionada Comprometida Persuadida Segura Inquieta
		Entristecida Empeñada Indignada Atenta Recordando También Además`)
	spanishActs = set(`Acepta Acoge Acuerda Adopta Afirma Agradece Aguarda Alienta Anima Apela Aplaude Apoya
		Aprecia Aprueba Asigna Autoriza Celebra Condena Confirma Considera Conviene Convoca Crea Decide Declara
		Deplora Desea Destaca Designa Determina Elogia Encarga Encomia Espera Establece Está Exhorta Exige Expresa
		Felicita Hace Honra Insiste Insta Invita Lamenta Llama Manifiesta Nombra Observa Ordena Pide Pone Proclama
		Reafirma Rechaza Recomienda Reconoce Recuerda Reitera Renueva Resuelve Respalda Saluda Señala Solicita
		Subraya Sugiere Suscribe Toma Ratifica Rinde Valora Advierte Prorroga Asume Hace`)
	russianMoods = set(`подтверждая ссылаясь признавая отмечая подчеркивая приветствуя напоминая вновь выражая
		сознавая учитывая руководствуясь рассмотрев заявляя будучи принимая памятуя стремясь желая считая констатируя
		осуждая сожалея поощряя призывая полагая высоко особо глубоко серьезно повторяя вспоминая обращая указывая
		настоятельно исходя понимая поддерживая воздавая приняв изучив заслушав рекомендуя`)
	russianAdverbs = set(`с глубоко серьезно крайне вновь также далее особо решительно твердо настоятельно
		по-прежнему полностью весьма самым выражая будучи еще`)
)

var french = tongue{
	cased: true,
	opener: func(text string) int {
		w := firstWord(strings.TrimLeft(text, "*_"))
		w = strings.TrimRight(w, "*_")
		switch {
		case w == "" || !unicode.IsUpper(firstRune(w)):
			return 0
		case frenchMoods[w], strings.HasSuffix(w, "ant"):
			return 2
		}
		return 0
	},
	operative:   actOf(frenchActs),
	months:      strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
	noteOpeners: []string{"Voir ", "Ibid", "Résolution ", "Résolutions ", "Nations Unies, ", "Documents officiels", "A/", "E/", "S/", "Rapport ", "Publication ", "Décision ", "Disponible "},
	adopted:     []string{"adoptée par", "adoptées par", "Adoptée par", "adoptée le", "Adoptée le", "Adoptée à"},
	annex:       []string{"Annexe", "ANNEXE"},
	agenda:      []string{"Points ", "Point "},
	meeting:     []string{"séance"},
}

var spanish = tongue{
	cased: true,
	opener: func(text string) int {
		w := firstWord(strings.TrimLeft(text, "*_"))
		w = strings.TrimRight(w, "*_")
		switch {
		case w == "" || !unicode.IsUpper(firstRune(w)):
			return 0
		case spanishMoods[w], strings.HasSuffix(w, "ando"), strings.HasSuffix(w, "iendo"), strings.HasSuffix(w, "yendo"):
			return 2
		}
		return 0
	},
	operative:   actOf(spanishActs),
	months:      strings.Fields("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
	noteOpeners: []string{"Véase ", "Véanse ", "Ibid", "Resolución ", "Resoluciones ", "Naciones Unidas, ", "Documentos Oficiales", "A/", "E/", "S/", "Informe ", "Publicación ", "Decisión ", "Disponible "},
	adopted:     []string{"aprobada por", "aprobadas por", "Aprobada por", "aprobada el", "Aprobada el", "Aprobada en"},
	annex:       []string{"Anexo", "ANEXO"},
	agenda:      []string{"Temas ", "Tema "},
	meeting:     []string{"sesión"},
}

var russian = tongue{
	opener: func(text string) int {
		for i, w := range leadingWords(text, 3) {
			lower := strings.ToLower(w)
			switch {
			case hasSuffixOf(lower, "ая", "яя", "ия", "ья") && !hasSuffixOf(lower, "щая", "вая", "чая", "знавая", "мая", "дая", "жая", "рая", "лая"):
				return 0
			case russianMoods[lower]:
				return 2
			case hasSuffixOf(lower, "я", "ясь", "вши", "вшись", "ав", "ив", "ев", "учи", "ена"):
				return 1
			case !russianAdverbs[lower] || i == 2:
				return 0
			}
		}
		return 0
	},
	operative: func(text string) bool {
		for _, w := range leadingWords(text, 3) {
			lower := strings.ToLower(w)
			if hasSuffixOf(lower, "ет", "ит", "ёт", "ется", "ится") {
				return true
			}
			if !russianAdverbs[lower] {
				return false
			}
		}
		return false
	},
	months:      strings.Fields("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
	noteOpeners: []string{"См. ", "Там же", "Резолюция ", "Резолюции ", "United Nations", "Организация Объединенных Наций", "Официальные отчеты", "A/", "E/", "S/", "Доклад "},
	adopted:     []string{"принятая", "принята", "Принята", "принятые"},
	annex:       []string{"Приложение", "ПРИЛОЖЕНИЕ"},
	agenda:      []string{"Пункты ", "Пункт "},
	meeting:     []string{"заседание"},
}

var arabic = tongue{
	opener: func(text string) int {
		t := strings.TrimLeft(text, "*_")
		if strings.HasPrefix(t, "وإذ ") || strings.HasPrefix(t, "إذ ") || strings.HasPrefix(t, "وقد ") {
			return 2
		}
		return 0
	},
	operative:   func(text string) bool { return strings.HasPrefix(strings.TrimLeft(text, "*_"), "ت") },
	months:      strings.Fields("كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول"),
	noteOpeners: []string{"انظر ", "المرجع نفسه", "القرار ", "القرارات ", "United Nations", "الأمم المتحدة", "الوثائق الرسمية", "A/", "E/", "S/"},
	adopted:     []string{"اتخذته", "اتخذه", "اتخذتها"},
	annex:       []string{"المرفق", "مرفق"},
	agenda:      []string{"البندان ", "البنود ", "البند "},
	meeting:     []string{"الجلسة"},
}

var chineseOpeners = []string{
	"回顾", "重申", "又", "还", "并", "注意到", "认识到", "确认", "强调", "着重", "铭记", "欢迎", "深信", "深为", "深切", "关切", "表示", "考虑到", "念及",
	"意识到", "承认", "感到", "申明", "鼓励", "痛惜", "谴责", "赞赏", "肯定", "审议", "决心", "遵循", "依照", "忆及", "牢记", "满意地", "赞扬", "指出", "严重", "十分", "极为",
	"进一步", "特别", "同样", "再次", "相信", "坚信", "希望", "期待", "促请", "呼吁", "敦促", "谨", "本着", "根据", "鉴于", "认为", "震惊", "警觉", "惊悉", "强烈", "听取",
}

var chinese = tongue{
	opener: func(text string) int {
		if hasPrefixOf(strings.TrimLeft(text, "*_"), chineseOpeners) {
			return 1
		}
		return 0
	},
	operative: func(text string) bool {
		return hasPrefixOf(strings.TrimLeft(text, "*_"), []string{"决定", "核可", "批准", "通过", "赞同", "请", "核准", "宣布", "授权", "邀请"})
	},
	noteOpeners: []string{"见", "同上", "联合国，", "第", "大会正式记录", "《", "A/", "E/", "S/"},
	adopted:     []string{"决议", "通过"},
	annex:       []string{"附件"},
	agenda:      []string{"议程项目"},
	meeting:     []string{"会议"},
}

func actOf(acts map[string]bool) func(string) bool {
	return func(text string) bool {
		w := firstWord(strings.TrimLeft(text, "*_"))
		return acts[strings.TrimRight(w, "*_")]
	}
}

func hasSuffixOf(s string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
