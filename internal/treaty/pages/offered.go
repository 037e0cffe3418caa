package pages

import (
	"net/url"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/ui"
)

// offered leads from contacts that a State sent to the form of a notification under
// each treaty that their provisions name: central authorities are notified so.
func (p *pages) offered(v *ui.Visit, o module.Offer) (list []ui.Link) {
	if o.Type != "contact" {
		return nil
	}
	var seen []string
	for _, c := range o.Provisions {
		i, ok := p.find(c.Symbol())
		code := strings.ToLower(i.Code)
		if !ok || slices.Contains(seen, code) {
			continue
		}
		seen = append(seen, code)
		subject, err := act.NewSubject("treaty", code, o.Party)
		if err != nil {
			continue
		}
		q := url.Values{"subject": {string(subject)}, "action": {"notification"}, "cites": {string(c)}}
		list = append(list, ui.Link{To: "/acts/new/treaty.deposit?" + q.Encode(), Words: p.node.CodeLabel(v, "treaty-action", "notification") + " · " + i.Short})
	}
	return list
}
