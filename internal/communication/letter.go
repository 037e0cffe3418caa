package communication

import (
	"bytes"
	"context"
	"io"
	"strings"

	"comity/internal/i18n"
	"comity/internal/paper"
	"comity/internal/ui/docx"
)

// outgoing is a letter of a call, as it is written in either form.
type outgoing struct {
	Language, Reference, Day, To, Title string
	Paragraphs                          []string
	Heading                             string // of the questions
	Questions                           []outgoingQuestion
}

type outgoingQuestion struct {
	Text    string
	Choices []string
}

// outgoingOf is the letter of a call in one of its languages, to a party by name
// ("" for all), with its questions; or the reminder of it, without.
func outgoingOf(c *Call, to string, reminder bool, say *i18n.Localizer) *outgoing {
	words := c.In(say.Lang)
	l := &outgoing{Language: words.Language, Reference: c.Reference, To: to, Title: words.Title, Heading: say.Text("communication.questions")}
	if c.Sent != "" {
		l.Day = say.Day(c.Sent)
	}
	if reminder {
		l.Day = ""
		l.Title = say.Text("communication.reminder-title", i18n.Args{"Title": words.Title})
		l.Paragraphs = paragraphs(say.Text("communication.template-reminder", i18n.Args{"Reference": c.Reference, "Sent": say.Day(c.Sent), "Deadline": say.Day(c.Deadline)}))
		return l
	}
	l.Paragraphs = paragraphs(words.Letter)
	for _, q := range c.Questions {
		qw := words.Questions[q.ID]
		text := q.ID + ". " + qw.Text
		if len(q.Provisions) > 0 {
			text += " (" + strings.Join(lines(joined(q.Provisions)), ", ") + ")"
		}
		l.Questions = append(l.Questions, outgoingQuestion{text, qw.Choices})
	}
	return l
}

// WriteLetter writes a letter as DOCX.
func (l *outgoing) WriteLetter(w io.Writer) error {
	d := docx.Letter{Language: l.Language}
	d.Paragraph(l.Reference, true, 120)
	for _, p := range []string{l.Day, l.To} {
		if p != "" {
			d.Paragraph(p, false, 240)
		}
	}
	d.Paragraph(l.Title, true, 240)
	for _, p := range l.Paragraphs {
		d.Paragraph(p, false, 160)
	}
	if len(l.Questions) > 0 {
		d.Paragraph(l.Heading, true, 160)
	}
	for _, q := range l.Questions {
		d.Paragraph(q.Text, false, 80)
		for _, o := range q.Choices {
			d.Paragraph("– "+o, false, 40)
		}
	}
	return d.Write(w)
}

// sheet is the letter as it is printed.
func (l *outgoing) sheet(ctx context.Context) (paper.Sheet, error) {
	var b bytes.Buffer
	err := letterPrint(l).Render(ctx, &b)
	return paper.Sheet{Lang: l.Language, Rtl: i18n.Rtl(l.Language), Title: l.Reference, Style: docx.PrintStyle, Body: b.Bytes()}, err
}
