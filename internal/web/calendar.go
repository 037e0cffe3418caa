package web

import (
	"io"
	"net/url"
	"strings"

	"comity/internal/access/door"
	"comity/internal/calendar"
	"comity/internal/desk"
	"comity/internal/guard"
	"comity/internal/ui"
)

// calendarAddress is where a calendar program finds the desk of a token's person.
// The token is a secret in an address, since calendar programs can't sign in; it
// opens nothing else, its hash alone is stored, and its person ends it. It is read in
// the language in which it was made.
func (s *Site) calendarAddress(token, lang string) string {
	origin := ""
	if s.Origin != nil {
		origin = s.Origin.String()
	}
	return strings.TrimSuffix(origin, "/") + "/calendar/" + url.PathEscape(token) + ".ics?lang=" + lang
}

// calendar gives the desk of the person whose token the address holds: what waits
// and when, in the words of the desk, no more. A token that does not hold is not
// found.
func (s *Site) calendar(v *ui.Visit) (ui.Answer, error) {
	text, ok := strings.CutSuffix(v.PathValue("token"), ".ics")
	if !ok || s.Door == nil {
		return nil, ui.ErrNotFound
	}
	signed, err := s.Door.Calendar(v.Context(), text)
	if door.CodeOf(err) != "" {
		return nil, ui.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	s.Guard.Enter(v, &signed, guard.Browser)
	tasks, err := s.tasks(v)
	if err != nil {
		return nil, err
	}
	return ui.File{Name: "desk.ics", Own: true, Type: calendar.Type, Write: func(w io.Writer) error {
		return desk.WriteCalendar(w, s.Node.Home(v), v.Text("nav.desk"), desk.Ordered(tasks), s.Now())
	}}, nil
}
