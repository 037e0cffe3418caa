package mandate

import (
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// clauseOfVisit is the clause that ?clause= or the form names.
func (p *pages) clauseOfVisit(v *ui.Visit) (*Clause, error) {
	cite, err := act.ParseCite(v.FormValue("clause"))
	if err != nil {
		return nil, ui.ErrNotFound
	}
	ref := RefOfCite(cite)
	var c *Clause
	err = p.read(v, func(r store.View) (err error) {
		c, err = ClauseOf(v.Context(), r, ref)
		return err
	})
	if err == nil && (c == nil || len(c.Bodies) == 0) {
		err = ui.ErrNotFound
	}
	return c, err
}

// statusOf is the form of a clause's status.
func (p *pages) statusOf(v *ui.Visit, c *Clause) *ui.Form {
	f := &ui.Form{Key: ui.NewKey(), Action: "/clauses/status", Send: v.Text("do.record"), Cancel: refPage(c.Ref), Upload: p.node.Blobs != nil, Most: maxEvidence}
	of := ui.Field{Name: "of", Label: v.Text("register.status-of"), Kind: "choice", Required: true, Value: c.Bodies[0]}
	for _, b := range c.Bodies {
		of.Options = append(of.Options, ui.Option{Value: b, Words: p.entity(v, b)})
	}
	f.Fields = []ui.Field{
		{Name: "clause", Kind: "hidden", Value: c.Ref.String()},
		of,
		{Name: "status", Label: v.Text("word.status"), Kind: "choice", Required: true, Options: p.node.Options(v, "mandate-status")},
		{Name: "by", Label: v.Text("register.superseded-by"), Help: v.Text("register.superseded-help"), Kind: "code-line", Max: 160},
		{Name: "means", Label: v.Text("register.means"), Kind: "choices", Options: p.node.Options(v, "means")},
		{Name: "evidence.0.kind", Label: v.Text("register.evidence-kind"), Kind: "code", Options: p.node.Options(v, "evidence")},
		{Name: "evidence.0.document", Label: v.Text("register.evidence-document"), Help: v.Text("register.evidence-help"), Kind: "code-line", Max: 80},
		{Name: "evidence.0.act", Label: v.Text("register.evidence-act"), Kind: "code-line", Max: 36},
	}
	if f.Upload {
		f.Fields = append(f.Fields, ui.Field{Name: "evidence.0.file", Label: v.Text("register.evidence-file"), Kind: "file"})
	}
	f.Fields = append(f.Fields, ui.Field{Name: "note.text", Label: v.Text("word.note"), Kind: "lines", Max: 4000}, ui.Field{Name: "note.language", Kind: "hidden", Value: v.Lang},
		ui.Field{Name: "day", Label: v.Text("word.date"), Help: v.Text("register.status-day"), Kind: "day", Required: true, Value: string(v.Today)})
	for _, s := range c.Statuses {
		if s.Body == of.Value {
			f.Field("status").Value = s.Code
		}
	}
	return f
}

func (p *pages) statusForm(v *ui.Visit) (ui.Answer, error) {
	c, _, err := p.mayStatus(v)
	if err != nil {
		return nil, err
	}
	f := p.statusOf(v, c)
	if v.Kept != nil {
		f.Fill(v.Kept)
		f.Faults = append(f.Faults, v.Text("form.kept"))
	}
	return p.statusPage(v, c, f), nil
}

func (p *pages) mayStatus(v *ui.Visit) (c *Clause, office string, err error) {
	if c, err = p.clauseOfVisit(v); err != nil {
		return nil, "", err
	}
	if !v.Reader.Signed() {
		return nil, "", ui.ErrSignIn
	}
	office, ok := p.may(v, "mandate.status", act.Public)
	if !ok {
		return nil, "", ui.ErrNotAllowed
	}
	return c, office, nil
}

func (p *pages) statusPage(v *ui.Visit, c *Clause, f *ui.Form) ui.Answer {
	page := ui.Page{Title: v.Text("register.set-status"), Trail: []ui.Link{{To: "/mandates", Words: v.Text("nav.mandates")}, {To: refPage(c.Ref), Words: c.Ref.String()}}, Section: "/mandates", Body: statusView(v, c, f)}
	if f.Faulty() {
		page.Status = 422
	}
	return page
}

// maxEvidence is the length of the form with its file at most, in bytes.
const maxEvidence = 64 << 20

// setStatus records the status of a clause.
func (p *pages) setStatus(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxEvidence); err != nil {
		return nil, err
	}
	c, office, err := p.mayStatus(v)
	if err != nil {
		return nil, err
	}
	f := p.statusOf(v, c)
	f.Fill(v.PostForm)
	values := map[string][]string{}
	for name, given := range v.PostForm {
		values[name] = given
	}
	if strings.TrimSpace(v.PostFormValue("note.text")) == "" {
		delete(values, "note.language")
	}
	if v.PostFormValue("status") != "superseded" {
		delete(values, "by")
	}
	subject := c.Ref.Subject()
	if f.Upload {
		hash, header, err := p.node.Upload(v, subject, act.Public, "evidence.0.file")
		if err != nil {
			return nil, err
		}
		if hash != "" {
			module.FileValues(values, "evidence.0.file", hash, header)
		}
	}
	if v.PostFormValue("status") == "completed" && !evidenced(values) {
		f.Fault("evidence.0.document", v.Text("register.evidence-needed"))
		return p.statusPage(v, c, f), nil
	}
	kind := p.node.Book.Kind("mandate.status")
	cite, _ := c.Ref.Cite()
	_, err = p.node.Record(v.Context(), v, f.Key, book.Draft{Kind: kind.Name, Subject: subject, Party: office, Standing: act.Own, Day: act.Day(v.PostFormValue("day")), Cites: []act.Cite{cite}, Audience: act.Public, Body: kind.FormBody(values, nil)})
	if err != nil {
		if !module.Refused(v, f, err, map[string]string{"/day": "day"}) {
			return nil, err
		}
		return p.statusPage(v, c, f), nil
	}
	return ui.Redirect{To: refPage(c.Ref), Said: "said.recorded"}, nil
}

// evidenced says whether the form names what shows a status. The book asks the same
// of every act; here the reader is told in their language, beside the field.
func evidenced(values map[string][]string) bool {
	for _, name := range []string{"document", "act", "file.blob"} {
		if given := values["evidence.0."+name]; len(given) > 0 && strings.TrimSpace(given[0]) != "" {
			return true
		}
	}
	return false
}
