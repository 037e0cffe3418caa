package assistance

import (
	"encoding/json"
	"errors"
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

// toDraft is where a correction goes on: it is typed as a draft is.
type toDraft struct{ id string }

// Error implements error; nobody reads it.
func (d toDraft) Error() string { return "go on with the draft " + d.id }

// correct begins a draft with what the request says, to be changed and sent anew.
func (p *pages) correct(v *ui.Visit, o *shown) error {
	standing := act.Own
	if !slices.Contains(p.states(v, "requested"), o.Party) {
		if standing = act.Communicated; !p.records(v, "requested", o.Party) {
			return ui.ErrNotAllowed
		}
	}
	last := o.last("requested")
	if last == nil {
		return ui.ErrNotFound
	}
	var body string
	err := p.read(v, func(r store.View) error {
		_, err := store.One(v.Context(), r, `SELECT body FROM {assistance_request} WHERE id = ?`, []any{o.ID}, &body)
		return err
	})
	if err != nil {
		return err
	}
	t := &typed{ID: NewID(), Party: o.Party, Standing: standing, Person: v.Reader.Who.Person, Corrects: last.Act, Fields: url.Values{}, Updated: time.Now()}
	if err := flatten(t.Fields, body); err != nil {
		return err
	}
	t.Fields.Set("act.cites", joined(o.Cites))
	t.Fields.Set("act.of", o.ID)
	if s := last.Source; s != nil {
		t.Fields.Set("act.channel", s.Channel)
		t.Fields.Set("act.reference", s.Reference)
		t.Fields.Set("act.received", string(s.Received))
		t.Fields.Set("act.document", s.Document)
	}
	if err := p.drafts.keep(v.Context(), t); err != nil {
		return err
	}
	return toDraft{t.ID}
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

// corrected leads to the draft of a correction, or gives back the error.
func (p *pages) corrected(_ *ui.Visit, err error) (ui.Answer, error) {
	var d toDraft
	if errors.As(err, &d) {
		return ui.Redirect{To: draftPage(d.id)}, nil
	}
	return nil, err
}
