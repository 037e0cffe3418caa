package assistance

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/ui"
)

// correction is what a request says, to be changed and sent anew. Nothing of it is
// kept before it is posted.
func (p *pages) correction(v *ui.Visit) (*typed, *asking, error) {
	o, err := p.find(v)
	if err != nil {
		return nil, nil, err
	}
	if !v.Reader.Signed() {
		return nil, nil, ui.ErrSignIn
	}
	standing := act.Own
	if !slices.Contains(p.states(v, "requested"), o.Party) {
		if standing = act.Communicated; !p.records(v, "requested", o.Party) {
			return nil, nil, ui.ErrNotAllowed
		}
	}
	last := o.last("requested")
	if last == nil {
		return nil, nil, ui.ErrNotFound
	}
	var body string
	err = p.read(v, func(r store.View) error {
		_, err := store.One(v.Context(), r, `SELECT body FROM {assistance_request} WHERE id = ?`, []any{o.ID}, &body)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	t := &typed{ID: NewID(), Party: o.Party, Standing: standing, Person: v.Reader.Who.Person, Corrects: last.Act, Fields: url.Values{}, Updated: time.Now()}
	if err := flatten(t.Fields, body); err != nil {
		return nil, nil, err
	}
	t.Fields.Set("act.cites", joined(o.Cites))
	t.Fields.Set("act.of", o.ID)
	if s := last.Source; s != nil {
		t.Fields.Set("act.channel", s.Channel)
		t.Fields.Set("act.reference", s.Reference)
		t.Fields.Set("act.received", string(s.Received))
		t.Fields.Set("act.document", s.Document)
	}
	return t, &asking{[]string{t.Party}, t.Standing}, nil
}

func (p *pages) correctForm(v *ui.Visit) (ui.Answer, error) {
	t, a, err := p.correction(v)
	if err != nil {
		return nil, err
	}
	return p.draftAnswer(v, p.keptForm(v, a, t), t), nil
}

// correct keeps a correction as a draft, and sends it where that is asked for. The
// form's key is the draft's name, so that a form posted twice is one draft.
func (p *pages) correct(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(maxForm); err != nil {
		return nil, err
	}
	t, a, err := p.correction(v)
	if err != nil {
		return nil, err
	}
	if posted(v, "keep") == "no" {
		return ui.Redirect{To: requestPage(t.request())}, nil
	}
	if id := strings.ToLower(posted(v, ui.KeyName)); idForm.MatchString(id) {
		t.ID = id
	}
	before, err := p.drafts.find(v.Context(), t.ID)
	if err != nil {
		return nil, err
	}
	if before != nil {
		return ui.Redirect{To: draftPage(t.ID)}, nil
	}
	return p.keepAndSend(v, a, t)
}

// flatten writes a body as the values of its form.
func flatten(values url.Values, body string) error {
	var b map[string]any
	if err := json.Unmarshal([]byte(body), &b); err != nil {
		return fmt.Errorf("read the body of a request: %w", err)
	}
	var put func(name string, x any)
	put = func(name string, x any) {
		switch x := x.(type) {
		case string:
			values.Add(name, x)
		case bool:
			values.Add(name, strconv.FormatBool(x))
		case float64:
			values.Add(name, strconv.FormatInt(int64(x), 10))
		case []any:
			for i, one := range x {
				if _, simple := one.(string); simple && name != "topics" {
					put(name, one)
				} else {
					put(name+"."+itoa(i), one)
				}
			}
		case map[string]any:
			for key, one := range x {
				put(strings.TrimPrefix(name+"."+key, "."), one)
			}
		}
	}
	put("", b)
	return nil
}
