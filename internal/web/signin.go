package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"comity/internal/access/door"
	"comity/internal/access/session"
	"comity/internal/act"
	"comity/internal/guard"
	"comity/internal/ui"
)

// doorPages are the pages of signing in, of one's account, and of those who keep
// accounts.
func (s *Site) doorPages() []ui.Route {
	return []ui.Route{
		{Pattern: "GET /sign-in", Handle: s.signInForm},
		{Pattern: "POST /sign-in", Handle: s.signIn},
		{Pattern: "POST /sign-out", Handle: s.signOut},
		{Pattern: "POST /sign-in/passkey/begin", Handle: s.beginPasskey},
		{Pattern: "POST /sign-in/passkey", Handle: s.finishPasskey},
		{Pattern: "GET /sign-in/second", Handle: s.secondForm},
		{Pattern: "POST /sign-in/second", Handle: s.second},
		{Pattern: "POST /sign-in/second/passkey", Handle: s.beginSecondPasskey},
		{Pattern: "GET /sign-in/with/{provider}", Handle: s.beginOutside},
		{Pattern: "GET /sign-in/with/{provider}/back", Handle: s.finishOutside},
		{Pattern: "GET /invitation", Handle: s.invitationForm},
		{Pattern: "POST /invitation", Handle: s.invitation},
		{Pattern: "GET /sign-in/set", Handle: s.enrolForm},
		{Pattern: "POST /sign-in/set/password", Handle: s.enrolPassword},
		{Pattern: "GET /sign-in/set/code", Handle: s.oneTimeForm},
		{Pattern: "POST /sign-in/set/code", Handle: s.enrolOneTime},
		{Pattern: "POST /sign-in/set/passkey/begin", Handle: s.beginPasskeyEnrolment},
		{Pattern: "POST /sign-in/set/passkey", Handle: s.enrolPasskey},
		{Pattern: "GET /account", Handle: s.account},
		{Pattern: "POST /account", Handle: s.changeAccount},
		{Pattern: "POST /account/token", Handle: s.newToken},
		{Pattern: "GET /people", Handle: s.people},
		{Pattern: "GET /people/new", Handle: s.newPersonForm},
		{Pattern: "POST /people/new", Handle: s.newPerson},
		{Pattern: "GET /people/{person}", Handle: s.person},
		{Pattern: "POST /people/{person}", Handle: s.changePerson},
		{Pattern: "GET /accreditations", Handle: s.accreditations},
		{Pattern: "GET /accreditations/new", Handle: s.newAccreditation},
		{Pattern: "POST /accreditations/new", Handle: s.recordAccreditation},
		{Pattern: "GET /accreditations/{id}", Handle: s.accreditation},
		{Pattern: "POST /accreditations/{id}", Handle: s.changeAccreditation},
		{Pattern: "GET /security-log", Handle: s.securityLog},
	}
}

// toSignIn sends the public to the sign-in page, from which they come back. What
// they had typed into a form is kept for them.
func (s *Site) toSignIn(w http.ResponseWriter, v *ui.Visit) {
	back := v.URL.RequestURI()
	if v.Long != nil { // the page that was to show what was too long asks for signing in
		v.PostForm = v.Long.Values
		s.keep(w, v)
	}
	if v.Method == http.MethodPost {
		s.keep(w, v)
		back = v.URL.Path
	}
	to := "/sign-in?next=" + url.QueryEscape(back)
	if _, err := v.Cookie(s.Guard.CookieName(guard.CookieSession)); err == nil {
		to += "&ended=1"
	}
	s.write(w, v, ui.Redirect{To: to})
}

// from is where a request comes from, for the door.
func (s *Site) from(v *ui.Visit) door.From {
	return door.From{Address: s.Guard.Address(v.Request), Device: v.UserAgent()}
}

// next is where a reader goes on after signing in: an address of this site, the
// home page otherwise.
func next(v *ui.Visit) string {
	to := v.FormValue("next")
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
		return "/"
	}
	return to
}

func (s *Site) credentials(v *ui.Visit) *ui.Form {
	return &ui.Form{Action: "/sign-in", Send: v.Text("account.sign-in"), Fields: []ui.Field{
		{Name: "name", Label: v.Text("sign-in.name"), Kind: "code-line", Autocomplete: "username", Required: true, Max: 254},
		{Name: "password", Label: v.Text("account.password"), Kind: "password", Autocomplete: "current-password", Required: true, Max: 1000},
		{Name: "next", Kind: "hidden", Value: next(v)},
	}}
}

func (s *Site) signInForm(v *ui.Visit) (ui.Answer, error) {
	f := s.credentials(v)
	lead := ""
	if v.Query("ended") != "" {
		lead = v.Text("account.session-ended")
	}
	if v.Query("again") != "" {
		lead = v.Text("sign-in.again")
	}
	return s.signInPage(v, f, lead), nil
}

func (s *Site) signInPage(v *ui.Visit, f *ui.Form, lead string) ui.Answer {
	status := 0
	if f.Faulty() {
		status = http.StatusUnprocessableEntity
	}
	return ui.Page{Title: v.Text("account.sign-in"), Lead: lead, Status: status, Body: s.signInView(v, f, next(v))}
}

func (s *Site) signIn(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	step, err := s.Door.SignInPassword(v.Context(), v.PostFormValue("name"), v.PostFormValue("password"), s.from(v))
	if err != nil {
		f := s.credentials(v)
		f.Fill(v.PostForm)
		if !s.refused(v, f, "", err) {
			return nil, err
		}
		return s.signInPage(v, f, ""), nil
	}
	return s.follow(v, step), nil
}

// refused puts a refusal of the door, or what is wrong with a new password, into
// a form; false for what is neither. Faults of an act are not its affair.
func (s *Site) refused(v *ui.Visit, f *ui.Form, field string, err error) bool {
	var ofAct act.Faults
	var fault act.Invalid
	if errors.As(err, &ofAct) || !errors.As(err, &fault) {
		return false
	}
	f.Fault(field, v.Invalid(fault))
	return true
}

// stepAnswer is a redirect that sets cookies too.
type stepAnswer struct {
	ui.Redirect
	cookies []setCookie
	page    ui.Answer // in place of the redirect
	clears  bool      // what the browser keeps of the site
}

type setCookie struct {
	name, value string
	lives       time.Duration
}

// follow leads on from a step of a ceremony.
func (s *Site) follow(v *ui.Visit, step door.Step) ui.Answer {
	to := next(v)
	switch step.Need {
	case door.SecondFactor:
		return stepAnswer{Redirect: ui.Redirect{To: "/sign-in/second?next=" + url.QueryEscape(to)}, cookies: s.ticket(step.Ticket)}
	case door.Enrolment:
		return stepAnswer{Redirect: ui.Redirect{To: "/sign-in/set?next=" + url.QueryEscape(to)}, cookies: s.ticket(step.Ticket)}
	}
	a := stepAnswer{Redirect: ui.Redirect{To: to}, cookies: []setCookie{{cookieStep, "", 0}, {guard.CookieSession, step.Cookie.Cookie(), 13 * time.Hour}}}
	if len(step.Recovery) > 0 {
		a.page = ui.Page{Title: v.Text("sign-in.recovery"), Lead: v.Text("sign-in.recovery-lead"), Body: recoveryView(v, step.Recovery, to)}
	}
	return a
}

func (s *Site) ticket(t session.Token) []setCookie {
	return []setCookie{{cookieStep, t.Cookie(), time.Hour}}
}

// begun is the ticket that the browser holds; the zero token is refused by the
// door like one that ran out.
func (s *Site) begun(v *ui.Visit) session.Token {
	c, err := v.Cookie(s.Guard.CookieName(cookieStep))
	if err != nil {
		return session.Token{}
	}
	t, err := session.Parse(c.Value)
	if err != nil {
		return session.Token{}
	}
	return t
}

func (s *Site) signOut(v *ui.Visit) (ui.Answer, error) {
	if c, err := v.Cookie(s.Guard.CookieName(guard.CookieSession)); err == nil {
		if t, err := session.Parse(c.Value); err == nil {
			if err := s.Door.SignOut(v.Context(), t, s.from(v)); err != nil && door.CodeOf(err) == "" {
				return nil, err
			}
		}
	}
	return signedOut(), nil
}

// signedOut leads home without a session. Whoever uses the browser next finds neither
// the pages that it kept nor what was typed into them.
func signedOut() ui.Answer {
	return stepAnswer{Redirect: ui.Redirect{To: "/", Said: "said.signed-out"}, cookies: []setCookie{{guard.CookieSession, "", 0}}, clears: true}
}

// question answers a page's script with the options of a passkey.
func question(options []byte) ui.Answer {
	return ui.File{Type: "application/json", Inline: true, Write: func(w io.Writer) error {
		var b []byte
		if options = append(b, options...); !json.Valid(options) {
			return errors.New("the options of a passkey are no JSON")
		}
		_, err := w.Write(options)
		return err
	}}
}

func (s *Site) beginPasskey(v *ui.Visit) (ui.Answer, error) {
	step, options, err := s.Door.BeginPasskey(v.Context(), s.from(v))
	if err != nil {
		return nil, err
	}
	return stepAnswer{page: question(options), cookies: s.ticket(step.Ticket)}, nil
}

func (s *Site) finishPasskey(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	step, err := s.Door.FinishPasskey(v.Context(), s.begun(v), []byte(v.PostFormValue("credential")), s.from(v))
	if err != nil {
		f := s.credentials(v)
		if !s.refused(v, f, "", err) {
			return nil, err
		}
		return s.signInPage(v, f, ""), nil
	}
	return s.follow(v, step), nil
}

func (s *Site) codeForm(v *ui.Visit) *ui.Form {
	return &ui.Form{Action: "/sign-in/second", Send: v.Text("account.sign-in"), Cancel: "/sign-in", Fields: []ui.Field{
		{Name: "code", Label: v.Text("account.one-time-code"), Help: v.Text("sign-in.code-help"), Kind: "code-line", Autocomplete: "one-time-code", Required: true, Max: 40},
		{Name: "next", Kind: "hidden", Value: next(v)},
	}}
}

func (s *Site) secondPage(v *ui.Visit, f *ui.Form) ui.Answer {
	status := 0
	if f.Faulty() {
		status = http.StatusUnprocessableEntity
	}
	return ui.Page{Title: v.Text("sign-in.second"), Lead: v.Text("sign-in.second-lead"), Status: status, Body: secondView(v, f, next(v))}
}

func (s *Site) secondForm(v *ui.Visit) (ui.Answer, error) { return s.secondPage(v, s.codeForm(v)), nil }

func (s *Site) second(v *ui.Visit) (ui.Answer, error) {
	if err := v.Posted(MaxForm); err != nil {
		return nil, err
	}
	step, err := s.Door.SecondFactorCode(v.Context(), s.begun(v), v.PostFormValue("code"), s.from(v))
	if err != nil {
		f := s.codeForm(v)
		if !s.refused(v, f, "code", err) {
			return nil, err
		}
		return s.secondPage(v, f), nil
	}
	return s.follow(v, step), nil
}

func (s *Site) beginSecondPasskey(v *ui.Visit) (ui.Answer, error) {
	options, err := s.Door.BeginSecondPasskey(v.Context(), s.begun(v))
	if err != nil {
		return nil, err
	}
	return question(options), nil
}

func (s *Site) beginOutside(v *ui.Visit) (ui.Answer, error) {
	var enrolment *session.Token
	if v.Query("link") != "" {
		t := s.begun(v)
		enrolment = &t
	}
	step, address, err := s.Door.BeginOIDC(v.Context(), v.PathValue("provider"), enrolment, s.from(v))
	if err != nil {
		return nil, err
	}
	return stepAnswer{Redirect: ui.Redirect{To: address}, cookies: s.ticket(step.Ticket)}, nil
}

func (s *Site) finishOutside(v *ui.Visit) (ui.Answer, error) {
	step, err := s.Door.FinishOIDC(v.Context(), s.begun(v), v.Query("state"), v.Query("code"), s.from(v))
	if err != nil {
		f := s.credentials(v)
		if !s.refused(v, f, "", err) {
			return nil, err
		}
		return s.signInPage(v, f, ""), nil
	}
	return s.follow(v, step), nil
}
