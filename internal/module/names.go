package module

import (
	"strings"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/ui"
)

// PartyName is what a party is called in the reader's language, or its code where
// nobody knows it.
func (n *Node) PartyName(v *ui.Visit, code string) string {
	if code == "node" {
		return v.Text("party.node")
	}
	if p := n.Parties.ByCode(code); p != nil {
		name, _ := p.Short.In(v.Lang)
		return v.Named(name)
	}
	return code
}

// CodeLabel is the label of a code of a list, as it is today, or the code.
func (n *Node) CodeLabel(v *ui.Visit, list, code string) string {
	if l := n.Lists[list]; l != nil {
		if e, ok := l.Find(code, v.Today); ok {
			label, _ := e.Label(v.Lang)
			return v.Named(label)
		}
	}
	return code
}

// Options are the codes of a list that one can choose today.
func (n *Node) Options(v *ui.Visit, list string) (options []ui.Option) {
	if l := n.Lists[list]; l != nil {
		for _, e := range l.On(v.Today) {
			label, _ := e.Label(v.Lang)
			options = append(options, ui.Option{Value: e.Code, Words: v.Named(label)})
		}
	}
	return options
}

// TopicTitle is what a topic of the programme is called, or its code.
func (n *Node) TopicTitle(v *ui.Visit, code string) string {
	if t, ok := n.Programme.Topic(code); ok {
		title, _ := t.In(v.Lang)
		return v.Named(title)
	}
	return code
}

// PartyNames are what parties are called, in the order of their names.
func (n *Node) PartyNames(v *ui.Visit, codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = n.PartyName(v, c)
	}
	i18n.Sort(v.Localizer, names, func(s string) string { return s })
	return strings.Join(names, " · ")
}

// TopicTitles are what topics are called, in their order.
func (n *Node) TopicTitles(v *ui.Visit, codes []string) string {
	titles := make([]string, len(codes))
	for i, c := range codes {
		titles[i] = n.TopicTitle(v, c)
	}
	return strings.Join(titles, " · ")
}

// PageOf is the page of a cited provision, "" where none has one.
func (n *Node) PageOf(cite act.Cite) string {
	if n.CitePage == nil {
		return ""
	}
	return n.CitePage(string(cite))
}
