package web

import (
	"cmp"
	"errors"
	"io"

	"comity/internal/act"
	"comity/internal/blob"
	"comity/internal/keyring"
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
	file, err := s.attachedTo(a, v.PathValue("blob"))
	if err != nil {
		return nil, err
	}
	hash, err := act.ParseHash(file.Blob)
	if err != nil || s.Node.Blobs == nil {
		return nil, ui.ErrNotFound
	}
	content, err := s.Node.Blobs.Open(v.Context(), a.Subject, a.Audience, hash)
	if errors.Is(err, blob.ErrMissing) || errors.Is(err, keyring.ErrErased) {
		err = ui.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return ui.File{Name: file.Name, About: a.Subject, Type: cmp.Or(file.Type, "application/octet-stream"), Write: func(w io.Writer) error {
		_, err := io.Copy(w, content)
		return errors.Join(err, content.Close())
	}}, nil
}

// attachedTo finds a file among those that an act names.
func (s *Site) attachedTo(a *act.Act, name string) (*act.Attached, error) {
	if a.Source != nil && a.Source.Document == name && name != "" {
		return &act.Attached{Blob: name, Name: "document-" + a.ID}, nil
	}
	lines, err := s.Node.Book.Kind(a.Kind).Trail(a)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		if l.File != nil && l.File.Blob == name {
			return l.File, nil
		}
	}
	return nil, ui.ErrNotFound
}
