package communication

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"comity/internal/act"
	"comity/internal/book/booktest"
	"comity/internal/i18n"
	"comity/internal/store"
	"comity/internal/ui"
)

func localizers(t testing.TB) (list []*i18n.Localizer) {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range i18n.Languages() {
		list = append(list, words.Localizer(l))
	}
	return list
}

func lampsCall() *Call {
	c := &Call{Code: lampCode, Reference: "CU 2042/17", Original: "en", Languages: i18n.Languages(), Deadline: "2042-09-01", Questions: lamps(), Words: map[string]Words{}}
	for _, l := range c.Languages {
		b := lampWords(l, "Lamps "+l)
		for i := range b.Questions {
			for j := range b.Questions[i].Choices {
				b.Questions[i].Choices[j] += " " + l
			}
		}
		c.Words[l] = b.words()
	}
	return c
}

// filledForm is the form of a call with cells filled in.
func filledForm(t testing.TB, c *Call, say *i18n.Localizer, change func(f *excelize.File)) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteForm(&b, c, say); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(f)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func set(f *excelize.File, at, value string) { _ = f.SetCellStr(formSheet, at, value) }

func TestAFormComesBackAsItWasFilledIn(t *testing.T) {
	c := lampsCall()
	for _, say := range localizers(t) {
		content := filledForm(t, c, say, func(f *excelize.File) {
			set(f, "C3", "Ministry of Lamps")
			set(f, "E8", "We keep them.\nSince 2041.")
			set(f, "F8", "Law on lamps | 3 | 2041-01-31")
			set(f, "G8", "Lamps | 12,5 | per keeper | 2041")
			set(f, "D9", say.Text("word.yes"))
			_ = f.SetCellInt(formSheet, "D10", 12)
			set(f, "D11", "oil "+say.Lang+"; gas "+say.Lang)
			if rtl := i18n.Rtl(say.Lang); rtl {
				view, err := f.GetSheetView(formSheet, 0)
				if err != nil || view.RightToLeft == nil || !*view.RightToLeft {
					t.Errorf("the Arabic form does not run from the right: %v", err)
				}
			}
		})
		form, faults := ReadForm(content, c, localizers(t))
		if len(faults) > 0 {
			t.Fatalf("%s: %v", say.Lang, faults)
		}
		got := fmt.Sprintf("%+v", form)
		want := `&{Authority:Ministry of Lamps Language:` + say.Lang + ` Answers:[{Question:1 Text:We keep them.
Since 2041. Value: Laws:[{Title:Law on lamps Place:3 Day:2041-01-31}] Figures:[{Name:Lamps Value:12.5 Unit:per keeper Period:2041 Source:}] Files:[] Bank:} {Question:2 Text: Value:true Laws:[] Figures:[] Files:[] Bank:} {Question:3 Text: Value:12 Laws:[] Figures:[] Files:[] Bank:} {Question:4 Text: Value:oil
gas Laws:[] Figures:[] Files:[] Bank:}]}`
		if got != want {
			t.Errorf("%s: %s", say.Lang, got)
		}
	}
}

// withPart adds a part to a package, as a form with macros has it.
func withPart(t *testing.T, content []byte, name string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		if err := out.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	w, err := out.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(w, "x")
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAFormIsRefusedWithThePlace(t *testing.T) {
	c, say := lampsCall(), localizers(t)
	en := say[1]
	other, changed := lampsCall(), lampsCall()
	other.Code = "CU-1"
	changed.Questions = changed.Questions[:3]
	good := func(f *excelize.File) { set(f, "C3", "Ministry"); set(f, "E8", "Text") }
	for want, content := range map[string][]byte{
		"no-spreadsheet":        []byte("PK no"),
		"macros":                withPart(t, filledForm(t, c, en, good), "xl/vbaProject.bin"),
		"links":                 withPart(t, filledForm(t, c, en, good), "xl/externalLinks/externalLink1.xml"),
		"other-call":            filledForm(t, other, en, good),
		"other-questions":       filledForm(t, changed, en, good),
		"Reply!C3 no-authority": filledForm(t, c, en, func(f *excelize.File) { set(f, "E8", "Text") }),
		"Reply!D8 wrong":        filledForm(t, c, en, func(f *excelize.File) { set(f, "C3", "Ministry") }),
		"Reply!D9 wrong":        filledForm(t, c, en, func(f *excelize.File) { good(f); set(f, "D9", "perhaps") }),
		"Reply!D10 formula":     filledForm(t, c, en, func(f *excelize.File) { good(f); _ = f.SetCellFormula(formSheet, "D10", "1+1") }),
		"Reply!A9 moved":        filledForm(t, c, en, func(f *excelize.File) { good(f); _ = f.RemoveRow(formSheet, 9) }),
		"Reply!F8 wrong":        filledForm(t, c, en, func(f *excelize.File) { good(f); set(f, "F8", "a|b|c|d") }),
		"no-form": func() []byte {
			f := excelize.NewFile()
			var b bytes.Buffer
			_ = f.Write(&b)
			return b.Bytes()
		}(),
	} {
		_, faults := ReadForm(content, c, say)
		var got []string
		for _, f := range faults {
			got = append(got, strings.TrimSpace(f.Where+" "+strings.TrimPrefix(f.ID, "communication.form-")))
			args := i18n.Args{}
			maps.Copy(args, f.Args)
			if f.Err != nil {
				args["Why"] = f.Err.Error()
			}
			for _, l := range say {
				if strings.Contains(l.Text(f.ID, args), "⟦") {
					t.Errorf("%s has no words in %s", f.ID, l.Lang)
				}
			}
		}
		if len(got) == 0 || got[0] != want {
			t.Errorf("%v, want %s", got, want)
		}
	}
}

func TestALetterIsADocumentInItsLanguage(t *testing.T) {
	c := lampsCall()
	c.Sent = today
	for _, say := range localizers(t) {
		var b bytes.Buffer
		if err := outgoingOf(c, "The <Republic> & co", false, say).WriteLetter(&b); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, _ := io.ReadAll(r)
			d := xml.NewDecoder(bytes.NewReader(content))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", f.Name, err)
				}
			}
			if f.Name != "word/document.xml" {
				continue
			}
			paragraphs, right := strings.Count(string(content), "<w:p>"), strings.Count(string(content), "<w:bidi/>")
			if rtl := say.Lang == "ar"; rtl != (right == paragraphs+1) || !rtl && right != 0 {
				t.Errorf("%s: %d of %d paragraphs run from the right", say.Lang, right, paragraphs)
			}
			for _, s := range []string{"CU 2042/17", "&lt;Republic&gt; &amp; co", "Lamps " + say.Lang, "UNCAC#9.1"} {
				if !strings.Contains(string(content), s) {
					t.Errorf("%s: the letter lacks %q", say.Lang, s)
				}
			}
		}
	}
}

func eml(authority, result, from, body string) []byte {
	return []byte("Authentication-Results: " + authority + "; " + result + "\r\nFrom: " + from + "\r\nSubject: =?utf-8?B?UsOpcG9uc2U=?=\r\nMessage-ID: <1@mfa.example>\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + body)
}

// TestAFormOfAnyoneTakesNoMemory reads what anybody can send by mail before it is known
// who they are: a sheet of millions of empty cells in some kilobytes.
func TestAFormOfAnyoneTakesNoMemory(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(bytes.Repeat([]byte("<c/>"), 4_000_000)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if faults := checkPackage(b.Bytes()); len(faults) != 1 || faults[0].ID != "communication.form-too-long" {
		t.Errorf("%d bytes: %v", b.Len(), faults)
	}
}

func TestASenderIsWhoTheMailServerFound(t *testing.T) {
	known := []string{"chloe@mfa.example"}
	pass := "dmarc=pass (p=reject) header.from=mfa.example; spf=pass"
	for _, c := range []struct {
		mail []byte
		want string
	}{
		{eml("mx.example", pass, "Chloe <Chloe@mfa.example>", "x"), ""},
		{eml("mx.example", "dmarc=fail header.from=mfa.example", "chloe@mfa.example", "x"), AsideForged},
		{eml("mx.example", "dmarc=pass header.from=evil.example", "chloe@mfa.example", "x"), AsideForged},
		{eml("mx.example", "spf=pass", "chloe@mfa.example", "x"), AsideForged},
		{eml("mx.evil", pass, "chloe@mfa.example", "x"), AsideUnchecked},
		{append([]byte("Authentication-Results: mx.example; dmarc=fail header.from=mfa.example\r\n"), eml("mx.example", pass, "chloe@mfa.example", "x")...), AsideForged},
		{eml("mx.example", pass, "other@mfa.example", "x"), AsideUnknown},
		{eml("mx.example 1", "spf=pass smtp.mailfrom=mfa.example; "+pass, "chloe@mfa.example", "x"), ""},
		// What a sender chooses to be called says nothing.
		{eml("mx.example", `spf=pass smtp.mailfrom="; dmarc=pass header.from=mfa.example; "@evil.example; dmarc=fail header.from=mfa.example`, "chloe@mfa.example", "x"), AsideForged},
		{eml("mx.example", `spf=pass smtp.mailfrom="a\"; dmarc=pass header.from=mfa.example; "@evil.example`, "chloe@mfa.example", "x"), AsideForged},
		{eml("mx.example", "spf=pass (; dmarc=pass header.from=mfa.example;) smtp.mailfrom=evil.example", "chloe@mfa.example", "x"), AsideForged},
		{eml("mx.example", "dmarc=fail header.from=mfa.example reason=dmarc=pass", "chloe@mfa.example", "x"), AsideForged},
		{eml("mx.example", "dmarc=fail header.from=mfa.example; "+pass, "chloe@mfa.example", "x"), AsideForged},
		{eml("mx.example", `spf=pass smtp.mailfrom="; `+pass, "chloe@mfa.example", "x"), AsideUnchecked},
	} {
		l, err := ReadLetter(c.mail)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.CheckSender("mx.example", known); got != c.want {
			t.Errorf("%s: %q, want %q", c.mail[:60], got, c.want)
		}
		if got := l.CheckSender("", known); got != AsideUnchecked {
			t.Errorf("a node that knows no mail server trusts one: %q", got)
		}
	}
	if l, err := ReadLetter(eml("mx.example", pass, "chloe@mfa.example", "R=E9ponse =")); err != nil || l.Subject != "Réponse" || l.Text != "Réponse " && l.Text != "Réponse" {
		t.Errorf("%+v %v", l, err)
	}
	if _, err := ReadLetter(eml("m", "x", "a@b.example, c@d.example", "x")); err == nil || !strings.Contains(err.Error(), "exactly one sender") {
		t.Error(err)
	}
}

func mailWith(form []byte, result string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Authentication-Results: mx.example; %s\r\nFrom: dina@mfa.example\r\nSubject: Reply\r\nMessage-ID: <2@mfa.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nAttached.\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=form.xlsx\r\nContent-Transfer-Encoding: base64\r\n\r\n", result)
	for s := base64.StdEncoding.EncodeToString(form); s != ""; {
		n := min(76, len(s))
		b.WriteString(s[:n] + "\r\n")
		s = s[n:]
	}
	b.WriteString("--b--\r\n")
	return b.Bytes()
}

// Forms and mails come in by page, and what is wrong is said as an officer would
// expect it.
func TestFormsAndMailsComeInByPage(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t))
	w.circulated("FRA", "EGY")
	at := "/communications/" + lampCode
	var blank *Call
	w.read(func(r store.View) (err error) { blank, err = loadCall(ctx, r, lampCode); return err })
	fill := func(f *excelize.File) { set(f, "C3", "Ministère"); set(f, "E8", "Nous gardons."); set(f, "D9", "oui") }
	fr := w.words.Localizer("fr")
	// France hands the form in, looks at it, and sends it.
	w.as(chloe).upload(at+"/form", "form", "reply.xlsx", xlsxType, filledForm(t, blank, fr, fill), "for", "FRA")
	r, ok := w.answer.(ui.Redirect)
	if !ok {
		t.Fatal(faults(w.html()))
	}
	w.shows(w.get(r.To+"/1"), "Nous gardons.")
	if got := w.post(r.To); got != at+"/replies/FRA/1" {
		t.Error(got)
	}
	// One from another call, and one with macros.
	other := *blank
	other.Code = "CU-9"
	w.upload(at+"/form", "form", "reply.xlsx", xlsxType, filledForm(t, &other, fr, fill), "for", "FRA")
	w.shows(w.html(), "This is the form of the call CU-9")
	w.upload(at+"/form", "form", "reply.xlsm", xlsxType, withPart(t, filledForm(t, blank, fr, fill), "xl/vbaProject.bin"), "for", "FRA")
	w.shows(w.html(), "macros")
	// A mail whose sender is forged is set aside; one that is genuine becomes a
	// reply to look at.
	mail := mailWith(filledForm(t, blank, fr, fill), "dmarc=fail header.from=mfa.example")
	w.as(ana).upload(at+"/mail", "mail", "m.eml", "message/rfc822", mail)
	w.shows(w.html(), "not who the mail says", "dina@mfa.example")
	w.upload(at+"/mail", "mail", "m.eml", "message/rfc822", mailWith(filledForm(t, blank, fr, fill), "dmarc=pass header.from=mfa.example"))
	if r, ok = w.answer.(ui.Redirect); !ok {
		t.Fatal(faults(w.html()))
	}
	egy := w.post(r.To)
	w.shows(w.get(egy), "Not confirmed by the State", "&lt;2@mfa.example&gt;", "Nous gardons.")
	// A scan that is too long is refused before it is read.
	w.upload(at+"/reply", "scan", "scan.pdf", "application/pdf", make([]byte, maxScan+1<<20), "for", "EGY")
	var long *ui.TooLong
	if !errors.As(w.err, &long) || long.Field != "scan" || long.Values.Get("for") != "EGY" {
		t.Errorf("%T %v", w.answer, w.err)
	}
	// Files go out.
	for to, magic := range map[string]string{at + "/questionnaire.xlsx?in=ar": "PK", at + "/letter.docx?in=ar&to=EGY": "PK", at + "/replies.xlsx": "PK"} {
		w.get(to)
		f, ok := w.answer.(ui.File)
		if !ok {
			t.Fatalf("%s: %T %v", to, w.answer, w.err)
		}
		var b bytes.Buffer
		w.must(f.Write(&b))
		if !strings.HasPrefix(b.String(), magic) {
			t.Errorf("%s: %q", to, b.String()[:20])
		}
	}
	w.verified()
}

func FuzzReadForm(f *testing.F) {
	c := lampsCall()
	say := localizers(f)
	f.Add(filledForm(f, c, say[1], func(f *excelize.File) { set(f, "C3", "Ministry"); set(f, "E8", "Text") }))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		form, faults := ReadForm(content, c, say)
		if (form == nil) && len(faults) == 0 {
			t.Fatal("neither a form nor a fault")
		}
		if len(faults) == 0 {
			r := &Reply{Party: "FRA", Number: 1, Standing: act.Own}
			if err := r.MayAnswer(c, act.Own, form.Answers); err != nil {
				t.Fatalf("a form was taken that the rule refuses: %v", err)
			}
		}
	})
}

func FuzzReadLetter(f *testing.F) {
	f.Add(eml("mx.example", "dmarc=pass header.from=a.example", "a@a.example", "x"))
	f.Add(mailWith([]byte("PK"), "dmarc=pass header.from=mfa.example"))
	f.Fuzz(func(t *testing.T, content []byte) {
		l, err := ReadLetter(content)
		if (l == nil) == (err == nil) {
			t.Fatal("neither a letter nor a fault")
		}
		if l != nil {
			l.CheckSender("mx.example", []string{"a@a.example"})
		}
	})
}
