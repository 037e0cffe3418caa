package project

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// A deed is a step that somebody takes on a page of its own: what is asked for stands
// in the field's order, with help, lists to choose from, and what stands already.

// deedsOf are the kinds that have a form of their own, by the type of what they are
// about.
var deedsOf = map[string][]string{
	projectType:   {"concept", "reviewed", "cleared", "countersigned", "revised", "revision-approved", "announced", "framework", "risk", "document", "steering", "closed", "cancelled"},
	programmeType: {"programme", "framework", "risk", "document", "steering"},
	indicatorType: {"indicator", "reported", "approved", "reopened"},
	deliveryType:  {"delivered"},
	findingType:   {"evaluated"},
	officeType:    {"office-file", "office-decided"},
}

// deed is a step as its page knows it.
type deed struct {
	kind    string // without "project."
	subject act.Subject
	// fresh: nothing of the name is there yet, and the page asks for the name.
	fresh bool
	// back is the page that led here, and leads on.
	back, backTitle string
	project         *Project // that it is of, nil for others
	programme       *Programme
	indicators      []*Indicator // of the project or programme
	above           []*Indicator // of the programmes above
	programmes      []*Programme
	framework       *FrameworkBody
	indicator       *Indicator
	reports         []*Report // of the indicator
	life            *Life
	party           string
	// states countersign, of which the reader may write for some or by letter.
	states   []string
	standing act.Standing
	only     string // the one audience for which it can be written, "" for the kind's
	// request is that of the address, requests those to choose from, and tied those
	// that the project serves.
	request  *module.AssistanceRequest
	requests []module.AssistanceRequest
	tied     []act.Subject
	// stands is what stands, as the form posts it; nil for nothing.
	stands url.Values
	key    string // of the form
	// seen is the last act on the subject, where the form is filled with what stands:
	// what it replaces must not have changed when it is sent.
	seen string
}

// deedPage is the address of the form of a kind about a subject of the room.
func deedPage(kind string, s act.Subject, pairs ...string) string {
	var to string
	l := s.Locals()
	q := url.Values{}
	switch s.Type() {
	case programmeType:
		to = programmePage(l[0])
	case officeType:
		to = "/projects/-/offices/" + url.PathEscape(l[0])
		q.Set("number", l[1])
	default:
		to = projectPage(l[0])
		if len(l) > 1 && s.Type() == indicatorType {
			q.Set("indicator", l[1])
		} else if len(l) > 1 {
			q.Set("number", l[1])
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	to += "/do/" + kind
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return to
}

// deedSubject is what the address names.
func deedSubject(v *ui.Visit, of, kind string) (act.Subject, bool) {
	code, number, indicator := v.PathValue("code"), v.Query("number"), v.Query("indicator")
	var s act.Subject
	switch {
	case slices.Contains(deedsOf[of], kind):
		s = act.Subject(of + "/" + code)
		if of == officeType {
			s += act.Subject("/" + cmp.Or(number, "1"))
		}
	case of != officeType && slices.Contains(deedsOf[indicatorType], kind):
		s = act.Subject(indicatorType + "/" + code + "/" + cmp.Or(indicator, "x"))
	case of == projectType && kind == "delivered", of != officeType && kind == "evaluated":
		typ := map[string]string{"delivered": deliveryType, "evaluated": findingType}[kind]
		s = act.Subject(typ + "/" + code + "/" + cmp.Or(number, "1"))
	default:
		return "", false
	}
	_, ok := nameOf(s)
	return s, ok
}

// values turns a body into the values that a form posts.
func values(body []byte) url.Values {
	var o map[string]any
	out := url.Values{}
	if json.Unmarshal(body, &o) == nil {
		spread(out, "", o)
	}
	return out
}

func spread(out url.Values, path string, x any) {
	switch x := x.(type) {
	case map[string]any:
		if amount, is := x["amount"].(float64); is && len(x) == 2 {
			currency, _ := x["currency"].(string)
			out.Set(path+".amount", major(int64(amount), currency))
			out.Set(path+".currency", currency)
			return
		}
		for name, part := range x {
			if path != "" {
				name = path + "." + name
			}
			spread(out, name, part)
		}
	case []any:
		for i, part := range x {
			if s, is := part.(string); is {
				out.Add(path, s)
				continue
			}
			spread(out, path+"."+strconv.Itoa(i), part)
		}
	case string:
		out.Set(path, x)
	case bool:
		out.Set(path, strconv.FormatBool(x))
	case float64:
		out.Set(path, strconv.FormatInt(int64(x), 10))
	}
}

// decimals says how many a currency has.
func decimals(currency string) (int, bool) {
	return i18n.Decimals(currency), currency != ""
}

// major writes minor units as people type them.
func major(minor int64, currency string) string {
	units, part, _ := strings.Cut(string(exactly(minor, currency)), ".")
	if strings.Trim(part, "0") == "" {
		return units
	}
	return units + "." + part
}

// findDeed reads what a deed is about and what stands of it. It is not found where
// the reader does not read that.
func (p *pages) findDeed(v *ui.Visit, of, kind string) (*deed, error) {
	s, ok := deedSubject(v, of, kind)
	if !ok {
		return nil, ui.ErrNotFound
	}
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	d := &deed{kind: kind, subject: s, standing: act.Own}
	err := p.read(v, func(r store.View) error {
		if err := p.deedReads(v, r, d); err != nil || d.stands == nil || slices.Contains([]string{"reported", "approved", "reopened"}, kind) {
			return err
		}
		_, err := store.One(v.Context(), r, `SELECT id FROM act WHERE subject = ? ORDER BY idx DESC LIMIT 1`, []any{string(d.subject)}, &d.seen)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := p.deedActor(v, d); err != nil {
		return nil, err
	}
	return d, p.deedRequests(v, d)
}

// deedActor says in whose name the reader takes the step.
func (p *pages) deedActor(v *ui.Visit, d *deed) error {
	if d.kind != "countersigned" {
		var ok bool
		for _, audience := range d.audiences(p) {
			if d.party, ok = p.may(v, d.kind, d.subject, audience); ok {
				return nil
			}
		}
		return p.partnerReports(v, d)
	}
	waiting := d.life.Waiting()
	if d.states = p.signs(v, d.project.Code, waiting); len(d.states) > 0 {
		return nil
	}
	scope := scopeOf(v)
	if _, ok := p.may(v, "framework", d.subject, staff[0]); !ok || !scope.Staff() || len(waiting) == 0 {
		return ui.ErrNotAllowed
	}
	d.states, d.standing = waiting, act.Communicated
	return nil
}

// audiences are those for which the kind can be written here: of what is not open to
// everybody, nothing is public.
func (d *deed) audiences(p *pages) []string {
	if d.only != "" {
		return []string{d.only}
	}
	list := slices.Clone(p.node.Book.Kind("project." + d.kind).Audiences)
	closed := d.project != nil && !d.project.Everybody() && d.kind != "announced" || d.programme != nil && d.kind != "programme" && d.programme.Audience != act.Public
	if closed {
		list = slices.DeleteFunc(list, func(a string) bool { return a == act.Public })
	}
	return slices.DeleteFunc(list, func(a string) bool { return a == act.AnyNamed })
}

// partnerReports: a partner of the project reports for itself and the secretariat.
func (p *pages) partnerReports(v *ui.Visit, d *deed) error {
	if d.kind == "reported" && d.project != nil {
		for _, code := range d.project.Partners {
			audience := access.AudienceFor("partner", code)
			if audience != "" && v.May("project.reported", access.What{Subject: d.subject, Party: code, Standing: act.Own, Audience: audience}) {
				d.party, d.only = code, audience
				return nil
			}
		}
	}
	return ui.ErrNotAllowed
}

// newPage is the address of the form on which something of a kind is begun.
func newPage(kind string) string { return "/projects/-/new/" + kind }

// newIndicator leads to the form of a further indicator of a programme or project.
func (p *pages) newIndicator(v *ui.Visit, of string) ui.Link {
	return ui.Link{To: of + "/do/indicator", Words: v.Text("project-do.indicator")}
}
