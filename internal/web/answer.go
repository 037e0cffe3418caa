package web

import (
	"bytes"
	"cmp"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"

	"comity/internal/access/seclog"
	"comity/internal/ui"
)

// write writes a page's answer.
func (s *Site) write(w http.ResponseWriter, v *ui.Visit, a ui.Answer) {
	h := w.Header()
	h.Set("Vary", "Cookie, Accept, Accept-Language")
	// A browser may keep a page to go back to (what was typed is still there),
	// and asks before it shows it again.
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	switch a := a.(type) {
	case stepAnswer:
		for _, c := range a.cookies {
			s.setCookie(w, s.Guard.CookieName(c.name), c.value, c.lives)
		}
		if a.clears {
			h.Set("Clear-Site-Data", `"cache", "storage"`)
		}
		h.Set("Cache-Control", "no-store") // codes and tickets are on no page to go back to
		if a.page == nil {
			a.page = a.Redirect
		}
		s.write(w, v, a.page)
	case ui.Page:
		s.page(w, v, a)
	case ui.Redirect:
		if a.Said != "" {
			s.setCookie(w, cookieSaid, a.Said, time.Minute)
		}
		http.Redirect(w, v.Request, a.To, http.StatusSeeOther)
	case ui.File:
		if !a.Inline && !a.Own && v.Method != http.MethodHead {
			s.Guard.Log(v, seclog.Entry{Event: seclog.Exported, Action: "file", Subject: a.About})
		}
		s.file(w, v, a)
	}
}

func (s *Site) page(w http.ResponseWriter, v *ui.Visit, p ui.Page) {
	h := w.Header()
	if as := v.As(); p.Sheet != nil && p.Status == 0 && as != ui.HTML {
		if p.Sheet.Next != "" {
			h.Set("Link", fmt.Sprintf("<%s>; rel=\"next\"", p.Sheet.Next))
		}
		s.Guard.Log(v, seclog.Entry{Event: seclog.Exported, Action: "read", Rows: len(p.Sheet.Rows)})
		name := fmt.Sprintf("%s.%s", p.Sheet.Name, as)
		if as == ui.CSV {
			s.file(w, v, ui.File{Name: name, Type: "text/csv; charset=utf-8", Write: p.Sheet.WriteCSV})
		} else {
			s.file(w, v, ui.File{Name: name, Type: "application/json", Write: p.Sheet.WriteJSON, Inline: true})
		}
		return
	}
	// The page is made whole before its first byte goes out: a fault is then a
	// page of its own, never half of one.
	var b bytes.Buffer
	if v.Long != nil {
		if err := s.shown(v, &p); err != nil {
			s.Log.Error("making a page", "pattern", v.Pattern, "error", err)
			http.Error(w, v.Text("page.unavailable"), http.StatusInternalServerError)
			return
		}
	}
	if err := ui.Shell(v, s.frame(w, v), p).Render(v.Context(), &b); err != nil {
		if v.Context().Err() != nil {
			return // the reader went away
		}
		s.Log.Error("making a page", "pattern", v.Pattern, "error", err)
		http.Error(w, v.Text("page.unavailable"), http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(cmp.Or(p.Status, http.StatusOK))
	_, _ = w.Write(b.Bytes()) // a browser that went away is no fault
}

func (s *Site) file(w http.ResponseWriter, v *ui.Visit, f ui.File) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox") // whatever it is, it runs nothing in the site's name
	h.Set("Content-Type", f.Type)
	way := "attachment"
	if f.Inline {
		way = "inline"
	}
	if f.Name != "" {
		h.Set("Content-Disposition", mime.FormatMediaType(way, map[string]string{"filename": ui.FileName(f.Name)}))
	}
	if v.Method == http.MethodHead {
		return
	}
	if err := f.Write(w); err != nil {
		s.Log.Error("writing a file", "pattern", v.Pattern, "error", err)
		panic(http.ErrAbortHandler) // the reader sees that it was cut off
	}
}

// frame is what stands around the page.
func (s *Site) frame(w http.ResponseWriter, v *ui.Visit) ui.Frame {
	f := ui.Frame{Node: s.Name}
	f.Programme, f.ProgrammeLang = s.Node.Programme.In(v.Lang)
	for _, p := range s.pages {
		if p.Section.To != "" {
			f.Sections = append(f.Sections, ui.Link{To: p.Section.To, Words: v.Text(p.Section.Key)})
		}
	}
	f.Sections = append(f.Sections, ui.Link{To: "/states", Words: v.Text("nav.states")}, ui.Link{To: "/book", Words: v.Text("nav.book")})
	if v.Reader.Signed() {
		f.Account = s.accountLinks(v)
	}
	if c, err := v.Cookie(cookieSaid); err == nil && strings.HasPrefix(c.Value, "said.") && s.words.Has(c.Value) {
		f.Said = v.Text(c.Value)
		s.setCookie(w, cookieSaid, "", 0)
	}
	return f
}
