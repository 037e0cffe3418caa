package assistance

import (
	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/ui"
)

// mostOrigins is how many earlier requests of a State are offered to choose from.
const mostOrigins = 200

// originField lets the State choose the earlier request from which a new one comes,
// where it has any. While no State is chosen there is nothing to choose from.
func (p *pages) originField(v *ui.Visit, label string, state ui.Field, t *typed) ui.Field {
	f := ui.Field{Name: "origin_about", Label: label, Kind: "hidden"}
	stands, own := "", act.Subject("")
	if t != nil {
		stands, own = t.Fields.Get("origin_about"), Subject(t.request())
	}
	var list []*Request
	if state.Value != "" {
		_ = p.read(v, func(r store.View) (err error) { // without it the words are left
			list, _, err = Queue(v.Context(), r, scopeOf(v), Filter{Party: state.Value}, 0, mostOrigins)
			return err
		})
	}
	there := stands == ""
	for _, q := range list {
		if q.Subject() == own {
			continue
		}
		f.Options = append(f.Options, ui.Option{Value: string(q.Subject()), Words: q.Title + " · " + v.Localizer.Day(q.Received), Lang: q.Language})
		there = there || stands == string(q.Subject())
	}
	if !there {
		f.Options = append(f.Options, ui.Option{Value: stands, Words: stands})
	}
	if len(f.Options) > 0 {
		f.Kind, f.Help = "code", v.Text("assistance.origin-pick-help")
	}
	return f
}

// requestFact is another request that one names: by its title, where the reader may
// read it.
func (p *pages) requestFact(v *ui.Visit, name string, s act.Subject) ui.Fact {
	fact := ui.Fact{Name: name, Value: string(s), Data: true}
	id, err := idOf(s)
	if err != nil {
		return fact
	}
	err = p.read(v, func(r store.View) error {
		q, err := Find(v.Context(), r, scopeOf(v), id)
		if err == nil && q != nil {
			fact.Value, fact.Lang, fact.Link = q.Title, q.Language, requestPage(id)
		}
		return err
	})
	if err != nil {
		return ui.Fact{Name: name, Value: string(s), Data: true}
	}
	return fact
}
