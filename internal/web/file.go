package web

import (
	"cmp"
	"errors"
	"io"

	"comity/internal/act"
	"comity/internal/ui"
)

// filePage is where a file that an act names can be had, "" where this node does
// not have it.
func (s *Site) filePage(a *act.Act, name string) string {
	if a.Erased {
		return ""
	}
	return s.Node.FilePage(a.ID, name)
}

// actFile gives a file that an act names, its evidence or the document that it
// rests on, to whoever the act is open to; always as a download.
func (s *Site) actFile(v *ui.Visit) (ui.Answer, error) {
	a, err := s.findAct(v)
	if err != nil {
		return nil, err
	}
	file, content, err := s.Node.OpenFile(v.Context(), a, v.PathValue("blob"))
	if err != nil {
		return nil, err
	}
	return ui.File{Name: file.Name, About: a.Subject, Type: cmp.Or(file.Type, "application/octet-stream"), Write: func(w io.Writer) error {
		_, err := io.Copy(w, content)
		return errors.Join(err, content.Close())
	}}, nil
}
