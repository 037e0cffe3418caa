package door

import (
	"errors"
	"time"

	"comity/internal/act"
)

// Refusal says why somebody is not let in, or a credential not taken, and what
// to do. Its code has a sentence in every language.
type Refusal struct {
	act.Invalid
	// Wait is how long to wait before trying again, 0 where waiting is no help.
	Wait time.Duration
}

// Unwrap gives the refusal to whoever asks for an act.Invalid.
func (r *Refusal) Unwrap() error { return r.Invalid }

// CodeOf returns the code of the refusal in err's chain, "" for none.
func CodeOf(err error) string {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

// sentences are why and do of every refusal, by code.
var sentences = map[string][2]string{
	"sign-in.wrong":       {"the name or the password is not right", "type both again"},
	"sign-in.often":       {"there were too many tries", "wait until {{.until}} UTC and try again"},
	"sign-in.busy":        {"too many people are signing in at once", "try again in a moment"},
	"sign-in.code":        {"the code is not right, or was used already", "wait for the next code and type that"},
	"sign-in.locked":      {"one-time codes were wrong too often", "use a passkey or a recovery code, or ask an administrator for an invitation"},
	"sign-in.second":      {"this account has no second factor, and the time to set one has passed", "ask an administrator for an invitation"},
	"sign-in.closed":      {"this account is closed", "ask an administrator"},
	"sign-in.step":        {"this sign-in was begun too long ago, or has ended", "begin again"},
	"sign-in.passkey":     {"the passkey was not accepted", "try again, or sign in another way"},
	"sign-in.no-passkeys": {"this node has no passkeys, since its address has no name", "sign in another way"},
	"sign-in.provider":    {"there is no such service to sign in with, or it can't be reached", "try again later, or sign in another way"},
	"sign-in.outside":     {"the other service did not confirm who you are", "try again, or sign in another way"},
	"sign-in.unlinked":    {"nobody here is linked to that account", "sign in another way and link it, or ask an administrator for an invitation"},
	"sign-in.linked":      {"that account is linked to another person", "use another one"},
	"sign-in.ended":       {"you are not signed in any more", "sign in again"},
	"sign-in.fresh":       {"this needs a sign-in of the last few minutes", "sign in again"},
	"sign-in.invitation":  {"the invitation is not right, was used, or has run out", "type it again, or ask for another"},
	"sign-in.keys":        {"this node has no master key, so it can't keep what one-time codes need", "use a passkey, or ask who runs the node"},
	"sign-in.password":    {"a password alone is not enough here", "set a second factor too: a passkey or one-time codes"},
	"sign-in.last":        {"this is the last way in that is left", "set another one first"},
	"sign-in.gone":        {"there is nothing of that name any more", "look at the list again"},
	"sign-in.name":        {"this can't be a name for signing in", "use a mail address, or letters, digits, points and hyphens, without spaces"},
	"sign-in.taken":       {"the name is taken", "choose another"},
	"sign-in.token":       {"the token is unknown, was ended, or has run out", "make another on your page of tokens"},
	"sign-in.label":       {"a name has 1 to 80 characters on one line", "shorten it"},
	"sign-in.until":       {"a token holds until a day within a year from now", "choose another day"},
	"sign-in.scope":       {"a token may read, or read and write", "choose one of the two"},
}

// refuse makes the refusal of a code.
func refuse(code string) *Refusal {
	s := sentences[code]
	return &Refusal{Invalid: act.Invalid{Code: code, Why: s[0], Do: s[1]}}
}

// often refuses until it may be tried again.
func (d *Door) often(wait time.Duration) *Refusal {
	until := d.now().Add(wait).Add(time.Second).Format("15:04:05")
	return &Refusal{Wait: wait, Invalid: act.Invalid{Code: "sign-in.often", Why: sentences["sign-in.often"][0],
		Do: "wait until " + until + " UTC and try again", Args: map[string]string{"until": until}}}
}
