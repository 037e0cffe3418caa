package wear

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraph prints one paragraph, over as many lines and pages as it takes.
func (w *worn) paragraph(p string) {
	p = strings.ReplaceAll(p, "\t", " ")
	p = w.texture(p)
	indent := strings.Repeat(" ", w.Indent)
	for i, line := range w.lines(p) {
		if i == 0 {
			line = indent + line
		}
		w.line(line)
	}
	if w.Gaps && len(w.held) > 0 {
		w.held = append(w.held, "")
	}
}

// texture changes a paragraph's own characters: list marks, emphasis,
// ligatures, spaces. Markers stay raised until the line is printed.
func (w *worn) texture(p string) string {
	if w.ListMarks && p[0] >= '1' && p[0] <= '9' && strings.Contains(p[:min(5, len(p))], ".") && !strings.Contains(p[:min(8, len(p))], "/") {
		p = "- " + p
	}
	if w.Asterisks && w.rand.IntN(2) == 0 {
		fields := strings.SplitN(p, " ", 3)
		k := 0
		if len(fields) == 3 && strings.HasSuffix(fields[0], ".") {
			k = 1
		}
		if len(fields) == 3 && len(fields[k]) > 4 && lower(fields[k][1:]) {
			fields[k] = "*" + fields[k] + "*"
			p = strings.Join(fields, " ")
		}
	}
	if w.Ligatures {
		p = strings.NewReplacer("ffi", "ﬃ", "fi", "ﬁ", "fl", "ﬂ").Replace(p)
	}
	if w.DoubleSpace {
		var b strings.Builder
		for i, c := range p {
			b.WriteRune(c)
			if c == ' ' && i > 12 && w.rand.IntN(40) == 0 {
				b.WriteByte(' ')
			}
		}
		p = b.String()
	}
	return p
}

func lower(s string) bool {
	for _, c := range s {
		if !unicode.IsLower(c) {
			return false
		}
	}
	return s != ""
}

// lines breaks a paragraph at the page's width.
func (w *worn) lines(p string) []string {
	if w.Width == 0 {
		return w.cutAtPage(p)
	}
	var lines []string
	line := ""
	width := w.Width - w.Indent
	limit := func() int {
		if w.Ragged == 0 {
			return width
		}
		return width - w.rand.IntN(w.Ragged*3+1)
	}
	most := limit()
	for word := range strings.FieldsSeq(p) {
		for {
			need := utf8.RuneCountInString(word)
			have := utf8.RuneCountInString(line)
			if line == "" || have+1+need <= most {
				if line != "" {
					line += " "
				}
				line += word
				break
			}
			if head, tail, ok := w.broken(word, most-have-1); ok {
				lines = append(lines, line+" "+head)
				line, word, most = "", tail, limit()
				continue
			}
			lines = append(lines, line)
			line, most = "", limit()
			width = w.Width
		}
	}
	return append(lines, line)
}

// broken breaks a word so that its head with a hyphen has room.
func (w *worn) broken(word string, room int) (head, tail string, ok bool) {
	if w.BreakHyphen && ascii(word) && room > 0 {
		if i := strings.LastIndexByte(word[:min(room, len(word))], '-'); i > 1 && i+2 < len(word) {
			return word[:i+1], word[i+1:], true
		}
	}
	if w.Hyphenate > 0 && ascii(word) && len(word) > 9 && lower(strings.Trim(word, ",;.")) && room > 5 && w.rand.Float64() < w.Hyphenate*3 {
		i := min(room-1, len(word)-4)
		return word[:i] + "-", word[i:], true
	}
	return "", "", false
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// cutAtPage breaks a paragraph that is a line of its own where a page ends in
// the middle of it, now and then.
func (w *worn) cutAtPage(p string) []string {
	words := strings.Fields(p)
	if len(words) < 30 || w.rand.IntN(6) > 0 {
		return []string{strings.Join(words, " ")}
	}
	k := 8 + w.rand.IntN(len(words)-16)
	for len(w.held) < w.PageLines-1 { // this line shall be the page's last
		w.held = append(w.held, "\x00")
	}
	return []string{strings.Join(words[:k], " "), strings.Join(words[k:], " ")}
}

// line puts one line on the page and turns the page where it is full.
func (w *worn) line(s string) {
	w.held = append(w.held, w.markers(s))
	room := w.PageLines
	if !w.NotesAtEnd {
		room = max(room-2*len(w.waiting), 8)
	}
	if len(w.held) >= room {
		w.page()
	}
}

// markers prints the raised digits of a line as the manner has them, and notes
// which footnotes belong on the page.
func (w *worn) markers(s string) string {
	var b strings.Builder
	for s != "" {
		marker, rest := raised(s)
		if marker == "" {
			r, n := utf8.DecodeRuneInString(s)
			b.WriteRune(r)
			s = s[n:]
			continue
		}
		if len(w.notes[marker]) > 0 && !contains(w.waiting, marker) {
			w.waiting = append(w.waiting, marker)
		}
		form := w.Marker
		if form == MixedMarkers {
			form = Marker(w.rand.IntN(int(MixedMarkers)))
		}
		before := b.String()
		afterDigit := before != "" && before[len(before)-1] >= '0' && before[len(before)-1] <= '9'
		if rest != "" && rest[0] >= '0' && rest[0] <= '9' {
			form = Raised // plain digits before digits could not be told by anybody
		}
		switch {
		case form == Spaced:
			b.WriteString(" " + marker)
		case form == Glued && !afterDigit:
			b.WriteString(marker)
		case form == RaisedSpaced:
			b.WriteString(" " + raise(marker))
		case form == Bracketed:
			b.WriteString("[" + marker + "]")
		case form == Careted:
			b.WriteString("^" + marker)
		default:
			b.WriteString(raise(marker))
		}
		s = rest
	}
	return b.String()
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// page prints the page that is held: its head, its lines, its footnotes, its
// foot.
func (w *worn) page() {
	if len(w.held) == 0 && len(w.waiting) == 0 {
		return
	}
	w.number++
	if w.number > 1 {
		w.head()
	}
	for _, l := range w.held {
		if l != "\x00" {
			w.out.WriteString(l + "\n")
		}
	}
	w.held = w.held[:0]
	if !w.NotesAtEnd {
		w.footnotes()
	}
	w.foot()
}

// house and sentence are running heads that say nothing of the text's own.
const (
	house    = "United Nations"
	sentence = "Provisional edition, for the use of delegations"
)

func (w *worn) head() {
	page := strconv.Itoa(w.number)
	head := w.Head
	if head == HeadsInTurn {
		head = Head(w.rand.IntN(int(HeadsInTurn)))
	}
	if w.symbol == "" && head != TitleHead {
		return
	}
	switch head {
	case SymbolHead:
		w.out.WriteString(w.symbol + "\n")
	case SymbolAndPage:
		w.out.WriteString(w.symbol + "   " + page + "/" + strconv.Itoa(w.number+5) + "\n")
	case SymbolAndTitle:
		w.out.WriteString(w.symbol + "  " + w.shortTitle(1+w.rand.IntN(2)) + "\n")
	case TitleHead:
		if w.title == "" {
			return
		}
		w.out.WriteString(w.shortTitle(1) + "\n")
	case SentenceHead:
		w.out.WriteString(sentence + "\n" + w.symbol + "\n")
	case HouseHead:
		w.out.WriteString(house + "\n" + w.symbol + "\n")
	default:
		return
	}
	w.blank()
}

// shortTitle is the title, at most so many lines of it.
func (w *worn) shortTitle(lines int) string {
	title := w.title
	if len(title) <= 60 || !ascii(title) {
		return title
	}
	k := strings.IndexByte(title[50:], ' ')
	switch {
	case k < 0:
		return title
	case lines == 1:
		return title[:50+k]
	}
	return title[:50+k] + "\n" + title[51+k:]
}

func (w *worn) blank() {
	for range w.PageGaps {
		w.out.WriteByte('\n')
	}
}

func (w *worn) foot() {
	if !w.FootTight {
		w.blank()
	}
	page := strconv.Itoa(w.number)
	foot := w.Foot
	if foot == FeetInTurn {
		foot = Foot(w.rand.IntN(int(FeetInTurn)))
	}
	switch foot {
	case PageOfPages:
		w.out.WriteString(page + "/" + strconv.Itoa(w.number+5) + "\n")
	case JobAndPage:
		w.out.WriteString(w.job + "  " + page + "/" + strconv.Itoa(w.number+5) + "\n")
	case DashedPage:
		w.out.WriteString("- " + page + " -\n")
	case LonePage:
		w.out.WriteString("\n" + page + "\n\n")
	case BarePage:
		w.out.WriteString(page + "\n")
	case WordedPage:
		w.out.WriteString("Page " + page + "\n")
	}
	if w.FormFeed {
		w.out.WriteString("\f")
	}
	w.blank()
}

// footnotes prints the footnotes that the page's markers call for.
func (w *worn) footnotes() {
	if len(w.waiting) == 0 {
		return
	}
	if w.Shuffle && len(w.waiting) > 1 {
		w.waiting = append(w.waiting[1:], w.waiting[0])
	}
	if w.Rule {
		w.out.WriteString("__________________\n")
	} else if !w.FootTight {
		w.out.WriteString("\n")
	}
	for _, m := range w.waiting {
		text := w.notes[m][0]
		w.notes[m] = w.notes[m][1:]
		marker := m + " "
		switch {
		case w.NoteMarker == Raised:
			marker = raise(m) + " "
		case w.NoteMarker == Bracketed:
			marker = "[" + m + "] "
		case w.NoteMarker == Careted:
			marker = "^" + m + " "
		case w.NoteMarker == Glued && text != "" && unicode.IsUpper(firstRune(text)):
			marker = m
		}
		for _, l := range w.lines(marker + text) {
			w.out.WriteString(l + "\n")
		}
		if w.NoteGaps {
			w.out.WriteByte('\n')
		}
	}
	w.waiting = w.waiting[:0]
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
