package operations

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/act"
	"comity/internal/endpoint"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/programme"
	"comity/internal/store"
	"comity/internal/treaty"
	"comity/internal/ui"
)

// operations answer on a node.
type operations struct {
	node    *module.Node
	moments *treaty.Moments
	tag     string
}

// Register registers the operations on a node.
func Register(n *module.Node, a huma.API) {
	o := &operations{node: n, moments: treaty.MomentsOf(n), tag: "treaties"}
	get := func(id, path string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{o.tag}}
	}
	endpoint.Op(a, get("treaties", "/treaties"), o.treaties)
	endpoint.Op(a, get("treaty", "/treaties/{treaty}"), o.treaty)
	endpoint.Op(a, get("treaty-parties", "/treaties/{treaty}/parties"), o.parties)
	endpoint.Op(a, get("treaty-deposits", "/treaties/{treaty}/deposits"), o.deposits)
	endpoint.Op(a, get("treaty-count", "/treaties/{treaty}/count"), o.count)
	endpoint.Op(a, get("treaty-growth", "/treaties/{treaty}/growth"), o.growth)
	endpoint.Op(a, get("treaty-gaps", "/treaties/{treaty}/gaps"), o.gaps)
	endpoint.Op(a, get("party-treaties", "/parties/{code}/treaties"), o.ofParty)
	endpoint.Op(a, get("treaty-matrix", "/treaty-matrix"), o.matrix)
	endpoint.Op(a, get("treaty-changes", "/treaty-changes"), o.changes)
	endpoint.Op(a, get("entries-into-force", "/entries-into-force"), o.entries)
	endpoint.Op(a, get("agreements", "/agreements"), o.agreements)
	endpoint.Op(a, get("legal-bases", "/legal-bases"), o.legal)
	o.intakeOps(a)
}

// When are the two times by which the register is asked.
type When struct {
	endpoint.AsOf
	endpoint.KnownAt
}

// asked is a moment of the record and a day of the law.
type asked struct {
	*treaty.Moment
	v   *ui.Visit
	day act.Day
}

// at reads the moment that is asked for.
func (o *operations) at(ctx context.Context, w *When) (*asked, error) {
	v := endpoint.Visit(ctx)
	day, err := w.Day(v.Today)
	if err != nil {
		return nil, err
	}
	m, err := o.moment(ctx, w.KnownAt)
	return &asked{m, v, day}, err
}

func (o *operations) moment(ctx context.Context, k endpoint.KnownAt) (m *treaty.Moment, err error) {
	length, err := k.Length(ctx, o.node.Book)
	if err != nil {
		return nil, err
	}
	err = o.node.Book.Read(ctx, 0, func(r store.View) (err error) {
		if k.KnownAt == "" {
			m, err = o.moments.Now(ctx, r)
		} else {
			m, err = o.moments.Known(ctx, r, length)
		}
		return err
	})
	return m, err
}

// find is the treaty of a code in either case; not found where there is none.
func (o *operations) find(code string) (programme.Instrument, error) {
	for _, i := range o.node.Programme.Instruments {
		if !i.Group() && strings.EqualFold(i.Code, code) {
			return i, nil
		}
	}
	return programme.Instrument{}, ui.ErrNotFound
}

// some are the treaties that a parameter names by their codes, in its order; nil
// where it names none.
func (o *operations) some(where string, given []string) (codes []string, err error) {
	for _, g := range given {
		i, err := o.find(g)
		if err != nil {
			return nil, act.Invalid{Code: "api.treaty", Where: "query." + where, What: g, Why: "the programme has no treaty of this code", Do: "take a code from the list of treaties"}
		}
		codes = append(codes, i.Code)
	}
	return codes, nil
}

// notes belong to every figure about treaties.
func notes(v *ui.Visit) []string {
	return []string{v.Text("about.depositary"), v.Text("app.boundary-note")}
}

// title is a treaty's title in the language of the request, or else in English,
// and the language that it is in.
func title(v *ui.Visit, i *programme.Instrument) (name, lang string) {
	if names := i.In[v.Lang]; len(names) > 0 {
		return names[0], v.Lang
	}
	return i.Title, i18n.English
}

// group is the regional group with which a party is counted on a day.
func (o *operations) group(code string, day act.Day) string {
	if p := o.node.Parties.ByCode(code); p != nil {
		return p.GroupOn(day)
	}
	return ""
}
