package structure

import (
	"strings"
)

// raw is one document's pieces: its head, and from the enacting formula on its
// body.
type raw struct {
	head  []piece
	organ string
	body  []piece
}

// headReach is how many pieces before a later enacting formula are looked at
// for its document's head.
const headReach = 24

// split finds where each document begins and ends. Every document has an
// enacting formula; what stands before it back to the end of the document
// before is its head.
func split(pieces []piece, t *tongue) []raw {
	type start struct {
		head, formula, width int
		organ                string
	}
	var starts []start
	for i := range pieces {
		p := &pieces[i]
		if p.number != "" && !partNumber(p.number) || p.sub != "" || p.cell || len(p.text) > 4000 {
			continue
		}
		organ, width, ok := formula(p.text)
		if !ok {
			if title, organ, ok := toldDecision(pieces, i, t); ok && len(starts) > 0 {
				starts = append(starts, start{max(title, starts[len(starts)-1].formula+1), i, 0, organ})
			}
			continue
		}
		if rest := p.text[width:]; rest != "" && t.opener(rest) == 0 && !t.operative(rest) {
			continue
		}
		if width == len(p.text) && !bodyFollows(pieces, i, t) {
			continue
		}
		from := 0
		if len(starts) > 0 {
			from = headBefore(pieces, starts[len(starts)-1].formula+1, i, t)
			if from == i && !partNumber(p.number) && !opensList(pieces[i-1].text) {
				continue // neither a head nor "the following draft resolution:" stands before it
			}
		}
		starts = append(starts, start{from, i, width, organ})
	}
	raws := make([]raw, 0, len(starts))
	for k, s := range starts {
		end := len(pieces)
		if k+1 < len(starts) {
			end = starts[k+1].head
		}
		body := pieces[s.formula+1 : end]
		if p := pieces[s.formula]; s.width < len(p.text) {
			rest := p
			rest.rich = cut(p.rich, s.width)
			body = append([]piece{rest}, body...)
		}
		head := pieces[s.head:s.formula:s.formula]
		if n := pieces[s.formula].number; n != "" { // the part's letter stands beside the formula
			head = append(head, piece{rich: rich{text: n}, no: pieces[s.formula].no, block: pieces[s.formula].block})
		}
		raws = append(raws, raw{head: head, organ: s.organ, body: body})
	}
	return raws
}

// partNumber says whether a number is the letter of a composite resolution's
// part.
func partNumber(number string) bool { return len(number) == 1 && isUpper(number[0]) }

// bodyFollows says whether behind an enacting formula a body follows: a
// preambular or operative paragraph, or a section.
func bodyFollows(pieces []piece, i int, t *tongue) bool {
	for k := i + 1; k < len(pieces) && k < i+5; k++ {
		p := &pieces[k]
		if p.number != "" || t.opener(p.text) > 0 || t.operative(p.text) || p.part == "preamble" {
			return true
		}
		if _, _, ok := sectionHeading(p.text); ok {
			return true
		}
		if ending(p.text) > 0 && t.cased && len(p.text) > 60 {
			return true
		}
	}
	return false
}

// headBefore finds where the head of the document begins whose formula is at
// formula, behind the formula at from-1.
func headBefore(pieces []piece, from, formula int, t *tongue) int {
	begin := formula
	for k := formula - 1; k >= from && k >= formula-headReach; k-- {
		p := &pieces[k]
		if p.number != "" && !partNumber(p.number) && !strings.Contains(p.number, "/") || p.sub != "" || p.cell {
			break
		}
		if meetingLine(p.text, t) || dateLine(p.text, t) && k > 0 && meetingLine(pieces[k-1].text, t) {
			break
		}
		if ending(p.text) > 0 && !headMark(p.text) && !strings.HasPrefix(p.text, "[") {
			if _, _, _, ok := docTitle(p.text); !ok {
				break
			}
		}
		if annexHead(p.text) {
			break
		}
		begin = k
	}
	return begin
}

// headMark says whether a text is one of the lines that stand on the first page
// of a document above its title.
func headMark(s string) bool {
	if len(s) > 300 {
		return false
	}
	s = strings.TrimLeft(s, "*_# ")
	return hasPrefixOf(s, headMarks) || strings.Contains(s, "Distr.") || resolutionSymbol(s) != "" && len(s) < 60
}

var headMarks = []string{
	"United Nations", "General Assembly", "Economic and Social Council", "Security Council", "Human Rights Council", "Distr", "Original:", "ORIGINAL:", "Agenda item", "Resolution adopted", "Resolutions adopted", "Decision adopted", "[on the report", "[without reference", "[adopted on the report", "Commission on", "Conference of the",
	"Nations Unies", "Assemblée générale", "Point ", "Résolution adoptée", "Résolutions adoptées", "[sur la base", "[sur le rapport", "[sans renvoi",
	"Naciones Unidas", "Asamblea General", "Tema ", "Resolución aprobada", "Resoluciones aprobadas", "[sobre la base", "[sin remisión",
	"Организация Объединенных Наций", "Генеральная Ассамблея", "Пункт ", "Пункты ", "Резолюция, принятая", "[по докладу", "[без передачи",
	"الأمم المتحدة", "الأمــم", "الجمعية العامة", "البند", "قرار اتخذته", "[بناء على", "[دون الإحالة",
	"联合国", "议程项目", "[根据", "[未经",
}
