package web

// What one module asks of others through the node: the site knows them all.

import (
	"strings"

	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/ui"
)

// letterPage is where a letter is drafted, "" where no module writes letters.
func (s *Site) letterPage(l module.Letter) string {
	for _, p := range s.pages {
		if p.Letter != nil {
			return p.Letter(l)
		}
	}
	return ""
}

// letterWords are what the modules propose for a letter, in their order.
func (s *Site) letterWords(lang string, cites []act.Cite) string {
	var words []string
	for _, p := range s.pages {
		if p.LetterWords == nil {
			continue
		}
		if w := p.LetterWords(lang, cites); w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, "\n")
}

// takePages are where the modules take an offer into their registers.
func (s *Site) takePages(v *ui.Visit, o module.Offer) (list []ui.Link) {
	for _, p := range s.pages {
		if p.Take != nil {
			list = append(list, p.Take(v, o)...)
		}
	}
	return list
}

// requests are the requests for assistance that the reader may enter.
func (s *Site) requests(v *ui.Visit, q module.RequestsAsked) (list []module.AssistanceRequest, err error) {
	for _, p := range s.pages {
		if p.Requests == nil {
			continue
		}
		more, err := p.Requests(v, q)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// services are what the modules do for a request for assistance.
func (s *Site) services(v *ui.Visit, q *module.AssistanceRequest) (list []*module.Service, err error) {
	for _, p := range s.pages {
		if p.Service == nil {
			continue
		}
		one, err := p.Service(v, q)
		if err != nil {
			return nil, err
		}
		if one != nil {
			list = append(list, one)
		}
	}
	return list, nil
}
