package mandate

import (
	"errors"
	"io"
	"strings"

	"comity/internal/act"
	"comity/internal/ui"
)

// maxText is the length of an uploaded text at most, in bytes: what the reader
// takes, and the form around it.
const maxText = 130 << 20

func (p *pages) importFields(v *ui.Visit) *ui.Form {
	return &ui.Form{Key: ui.NewKey(), Action: "/mandates/import", Send: v.Text("register.import"), Cancel: "/mandates", Upload: true, Most: maxText - 2<<20, Fields: []ui.Field{
		{Name: "file", Label: v.Text("register.file"), Help: v.Text("register.file-help"), Kind: "file", Required: true},
		{Name: "symbol", Label: v.Text("word.symbol"), Help: v.Text("register.symbol-help"), Kind: "code-line", Max: 80},
		{Name: "reason", Label: v.Text("register.replace"), Help: v.Text("register.replace-help"), Kind: "lines", Max: 2000},
		{Name: "look", Label: v.Text("register.only-look"), Kind: "yes-no"},
	}}
}

func (p *pages) mayImport(v *ui.Visit) (office string, err error) {
	if !v.Reader.Signed() {
		return "", ui.ErrSignIn
	}
	office, ok := p.may(v, "mandate.imported", act.Public)
	if !ok {
		return "", ui.ErrNotAllowed
	}
	return office, nil
}

func (p *pages) importForm(v *ui.Visit) (ui.Answer, error) {
	if _, err := p.mayImport(v); err != nil {
		return nil, err
	}
	return p.importPage(v, p.importFields(v), nil), nil
}

func (p *pages) importPage(v *ui.Visit, f *ui.Form, plans []*Plan) ui.Answer {
	page := ui.Page{Title: v.Text("register.import"), Lead: v.Text("register.import-lead"), Section: "/mandates", Trail: []ui.Link{{To: "/mandates", Words: v.Text("nav.mandates")}}, Body: p.importView(v, f, plans)}
	if f.Faulty() {
		page.Status = 422
	}
	return page
}

// importText reads the file and takes its documents in, or says what it would do,
// or why it can't.
func (p *pages) importText(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxText); err != nil {
		return nil, err
	}
	office, err := p.mayImport(v)
	if err != nil {
		return nil, err
	}
	f := p.importFields(v)
	f.Fill(v.PostForm)
	file, header, err := v.FormFile("file")
	if err != nil || header.Size == 0 {
		f.Fault("file", v.Text("register.no-file"))
		return p.importPage(v, f, nil), nil
	}
	defer func() { _ = file.Close() }()
	leave, err := placesOf(p.node).take(v.Context())
	if err != nil {
		return nil, err
	}
	defer leave()
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	im := &Importer{Book: p.node.Book, Reader: p.reader(), Programme: p.programme, Parties: p.parties, Lists: p.lists, Version: "comity", Party: office, Today: v.Today}
	if p.node.Blobs != nil {
		im.Blobs = p.node.Blobs
	}
	plans, err := im.Import(v.Context(), header.Filename, data, ImportOptions{Symbol: strings.TrimSpace(v.PostFormValue("symbol")), Reason: strings.TrimSpace(v.PostFormValue("reason"))})
	if err != nil {
		if v.Context().Err() != nil {
			return nil, err
		}
		f.Fault("file", err.Error())
		return p.importPage(v, f, nil), nil
	}
	if v.PostFormValue("look") == "true" {
		return p.importPage(v, f, plans), nil
	}
	for i, plan := range plans {
		if !plan.Records() {
			continue
		}
		if _, err := im.Record(v.Context(), v.Reader.Who.Person, f.Key+"-"+number(i), plan); err != nil {
			plan.Outcome, plan.Why = Refused, err
			continue
		}
		if err := p.renewals(v, im, plan.Symbol); err != nil {
			return nil, err
		}
	}
	if len(plans) == 1 && (plans[0].Outcome == Fresh || plans[0].Outcome == Reread) {
		return ui.Redirect{To: documentPage(plans[0].Symbol), Said: "said.recorded"}, nil
	}
	return p.importPage(v, p.importFields(v), plans), nil
}

// renewals pairs the new text with those that it renews, and that renew it.
func (p *pages) renewals(v *ui.Visit, im *Importer, symbol string) error {
	pairs, err := im.Renewals(v.Context(), symbol)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		if _, err := im.Renew(v.Context(), v.Reader.Who.Person, pair); err != nil {
			return errors.Join(errors.New("compare "+pair.Later+" with "+pair.Earlier), err)
		}
	}
	return nil
}
