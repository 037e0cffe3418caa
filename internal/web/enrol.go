package web

import (
	"net/http"

	"comity/internal/access/door"
	"comity/internal/ui"
)

func (s *Site) inviteForm(v *ui.Visit) *ui.Form {
	return &ui.Form{Send: v.Text("sign-in.go-on"), Fields: []ui.Field{{Name: "code", Label: v.Text("sign-in.invitation-code"), Kind: "code-line", Required: true, Max: 200, Autocomplete: "off"}}}
}

func (s *Site) invitePage(v *ui.Visit, f *ui.Form) ui.Answer {
	status := 0
	if f.Faulty() {
		status = http.StatusUnprocessableEntity
	}
	return ui.Page{Title: v.Text("sign-in.invitation-title"), Lead: v.Text("sign-in.invitation-lead"), Status: status, Body: ui.FormView(v, f)}
}

func (s *Site) invitationForm(v *ui.Visit) (ui.Answer, error) {
	return s.invitePage(v, s.inviteForm(v)), nil
}

// invitation takes an invitation's code. It is posted, never in an address, so
// that no log and no history has it.
func (s *Site) invitation(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	step, err := s.Door.AcceptInvitation(v.Context(), v.PostFormValue("code"), s.from(v))
	if err != nil {
		f := s.inviteForm(v)
		if !s.refused(v, f, "code", err) {
			return nil, err
		}
		return s.invitePage(v, f), nil
	}
	return s.follow(v, step), nil
}

func (s *Site) passwordForm(v *ui.Visit) *ui.Form {
	return &ui.Form{Action: "/sign-in/set/password", Send: v.Text("sign-in.set-password"), Fields: []ui.Field{
		{Name: "password", Label: v.Text("sign-in.new-password"), Help: v.Text("sign-in.password-help"), Kind: "password", Autocomplete: "new-password", Required: true, Max: 1000},
		{Name: "next", Kind: "hidden", Value: next(v)},
	}}
}

func (s *Site) enrolPage(v *ui.Visit, f *ui.Form) ui.Answer {
	status := 0
	if f.Faulty() {
		status = http.StatusUnprocessableEntity
	}
	return ui.Page{Title: v.Text("sign-in.set"), Lead: v.Text("sign-in.set-lead"), Status: status, Body: s.enrolView(v, f, next(v))}
}

func (s *Site) enrolForm(v *ui.Visit) (ui.Answer, error) {
	return s.enrolPage(v, s.passwordForm(v)), nil
}

func (s *Site) enrolPassword(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	step, err := s.Door.EnrolPassword(v.Context(), s.begun(v), v.PostFormValue("password"), s.from(v))
	if err != nil {
		f := s.passwordForm(v)
		if !s.refused(v, f, "password", err) {
			return nil, err
		}
		return s.enrolPage(v, f), nil
	}
	if step.Need == door.Enrolment { // the password is set; a second factor follows
		return stepAnswer{Redirect: ui.Redirect{To: "/sign-in/set/code"}, cookies: s.ticket(step.Ticket)}, nil
	}
	return s.follow(v, step), nil
}

// oneTimeForm shows a new secret of one-time codes: as a picture for a
// telephone, and as text.
func (s *Site) oneTimeForm(v *ui.Visit) (ui.Answer, error) {
	f := &ui.Form{Action: "/sign-in/set/code", Send: v.Text("do.confirm"), Fields: []ui.Field{
		{Name: "code", Label: v.Text("account.one-time-code"), Kind: "code-line", Autocomplete: "one-time-code", Required: true, Max: 20},
		{Name: "next", Kind: "hidden", Value: next(v)},
	}}
	if v.Query("wrong") != "" {
		f.Fault("code", v.Text("sign-in.code-wrong"))
	}
	offer, err := s.Door.BeginOneTime(v.Context(), s.begun(v))
	if err != nil {
		if !s.refused(v, f, "", err) {
			return nil, err
		}
		return s.enrolPage(v, f), nil
	}
	picture, err := qrPath(offer.URI)
	if err != nil {
		return nil, err
	}
	return ui.Page{Title: v.Text("sign-in.codes"), Lead: v.Text("sign-in.codes-lead"), Body: oneTimeView(v, f, offer, picture)}, nil
}

func (s *Site) enrolOneTime(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	step, err := s.Door.FinishOneTime(v.Context(), s.begun(v), v.PostFormValue("code"), s.from(v))
	if door.CodeOf(err) == "sign-in.code" {
		return ui.Redirect{To: "/sign-in/set/code?wrong=1"}, nil
	}
	if err != nil {
		f := s.passwordForm(v)
		if !s.refused(v, f, "", err) {
			return nil, err
		}
		return s.enrolPage(v, f), nil
	}
	return s.follow(v, step), nil
}

func (s *Site) beginPasskeyEnrolment(v *ui.Visit) (ui.Answer, error) {
	options, err := s.Door.BeginPasskeyEnrolment(v.Context(), s.begun(v))
	if err != nil {
		return nil, err
	}
	return question(options), nil
}

func (s *Site) enrolPasskey(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	step, err := s.Door.FinishPasskeyEnrolment(v.Context(), s.begun(v), []byte(v.PostFormValue("credential")), v.PostFormValue("name"), s.from(v))
	if err != nil {
		f := s.passwordForm(v)
		if !s.refused(v, f, "", err) {
			return nil, err
		}
		return s.enrolPage(v, f), nil
	}
	return s.follow(v, step), nil
}
