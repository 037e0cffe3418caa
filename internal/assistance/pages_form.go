package assistance

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/sheetform"
	"comity/internal/store"
	"comity/internal/ui"
)

// blankForm gives the form of requests in the language of ?in=.
func (p *pages) blankForm(v *ui.Visit) (ui.Answer, error) {
	say := v.Localizer
	if slices.Contains(i18n.Languages(), v.Query("in")) {
		say = p.words.Localizer(v.Query("in"))
	}
	f := p.sheet(say, v.Today)
	return ui.File{Name: "requests-" + say.Lang + ".xlsx", Type: sheetform.Type, Write: func(w io.Writer) error { return f.Write(w, say, 200, nil) }}, nil
}

// formLinks are the forms in all languages, the reader's first.
func (p *pages) formLinks(v *ui.Visit) (list []ui.Link) {
	languages := i18n.Languages()
	slices.SortStableFunc(languages, func(a, b string) int {
		switch v.Lang {
		case a:
			return -1
		case b:
			return 1
		}
		return 0
	})
	for _, lang := range languages {
		list = append(list, ui.Link{To: "/assistance/form.xlsx?in=" + lang, Words: "XLSX · " + p.node.CodeLabel(v, "language", lang)})
	}
	return list
}

func (p *pages) uploadFormOf(v *ui.Visit, a *asking) *ui.Form {
	f := &ui.Form{Key: ui.NewKey(), Send: v.Text("do.send"), Cancel: "/assistance", Upload: true, Most: sheetform.MaxBytes}
	state := ui.Field{Name: "act.party", Label: v.Text("word.state"), Kind: "code", Required: true, Options: p.stateOptions(v, a.states)}
	if len(a.states) == 1 {
		state.Kind, state.Value = "hidden", a.states[0]
	}
	f.Fields = append(f.Fields, state, ui.Field{Name: "form", Label: v.Text("assistance.upload-file"), Kind: "file", Required: true, Accept: ".xlsx"})
	if a.standing != act.Own {
		f.Fields = append(f.Fields,
			ui.Field{Name: "act.channel", Label: v.Text("act-form.channel"), Help: v.Text("assistance.letter-help"), Kind: "code", Required: true, Options: p.node.Options(v, "channel")},
			ui.Field{Name: "act.reference", Label: v.Text("act-form.reference"), Required: true, Max: 200},
			ui.Field{Name: "act.received", Label: v.Label("act.received", "Received"), Kind: "day", Required: true, Value: string(v.Today)})
	}
	return f
}

func (p *pages) uploadPage(v *ui.Visit, f *ui.Form) ui.Page {
	page := formPage(v, v.Text("assistance.upload"), trail(v, nil), f)
	page.Body = p.uploadView(v, f)
	return page
}

func (p *pages) uploadForm(v *ui.Visit) (ui.Answer, error) {
	a, err := p.asks(v)
	if err != nil {
		return nil, err
	}
	return p.uploadPage(v, p.uploadFormOf(v, a)), nil
}

// takeForm takes the requests of a form that came back: all that are not here yet, or
// none where anything is wrong.
func (p *pages) takeForm(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(sheetform.MaxBytes + 1<<20); err != nil {
		return nil, err
	}
	a, err := p.asks(v)
	if err != nil {
		return nil, err
	}
	f := p.uploadFormOf(v, a)
	f.Fill(v.PostForm)
	state := posted(v, "act.party")
	q := p.parties.ByCode(state)
	if !slices.Contains(a.states, state) || q == nil {
		f.Fault("act.party", v.Text("assistance.choose-state"))
		return p.uploadPage(v, f), nil
	}
	content, err := postedFile(v, "form", sheetform.MaxBytes)
	if err != nil {
		return nil, err
	}
	if len(content) == 0 {
		f.Fault("form", v.Text("assistance.upload-file-none"))
		return p.uploadPage(v, f), nil
	}
	var source *act.Source
	if a.standing != act.Own {
		source = &act.Source{Channel: posted(v, "act.channel"), Reference: posted(v, "act.reference"), Received: act.Day(posted(v, "act.received"))}
	}
	t, err := p.reads(v.Context(), p.sheet(v.Localizer, v.Today), q, content, a.standing, source, v.Today)
	if err != nil {
		return nil, err
	}
	faults := &t.Faults
	if faults.N > 0 {
		for i := range faults.List {
			f.Fault("form", faults.List[i].Say(v.Localizer))
		}
		if more := faults.N - len(faults.List); more > 0 {
			f.Fault("form", v.Count("count.more-faults", more))
		}
		return p.uploadPage(v, f), nil
	}
	if len(t.Drafts) == 0 {
		page := p.uploadPage(v, p.uploadFormOf(v, a))
		page.Lead = v.Text("assistance.upload-all-known")
		return page, nil
	}
	shown, err := p.record(v, f, t.Drafts...)
	switch {
	case err != nil:
		return nil, err
	case shown:
		return p.uploadPage(v, f), nil
	}
	to := "/assistance/mine"
	if a.standing != act.Own {
		to = "/assistance/queue"
	}
	return ui.Redirect{To: to, Said: "said.recorded"}, nil
}

// unknown leaves of the requests of a form those that are not here yet. One whose
// reference is here and that says otherwise is a fault.
func unknown(ctx context.Context, r store.Reader, state string, list []sent, faults *sheetform.Faults) (fresh []sent, err error) {
	type known struct{ body, cites, received string }
	have := map[string]known{}
	err = store.Each(ctx, r, `SELECT reference, body, cites, received FROM {assistance_request} WHERE party = ? AND reference <> ''`, []any{state}, func(rows store.Rows) error {
		var reference string
		var k known
		err := rows.Scan(&reference, &k.body, &k.cites, &k.received)
		have[reference] = k
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		k, there := have[s.Reference]
		switch {
		case !there:
			fresh = append(fresh, s)
		case k != known{string(s.Body), joined(s.Cites), string(s.Day)} && (s.Dated || k.body != string(s.Body) || k.cites != joined(s.Cites)):
			faults.Add(s.Where, "assistance.upload-other", i18n.Args{"Value": s.Reference})
		}
	}
	return fresh, nil
}

// postedFile reads a posted file whole, at most most bytes; nil where there is none.
func postedFile(v *ui.Visit, name string, most int64) (content []byte, err error) {
	f, _, err := v.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, most+1))
}
