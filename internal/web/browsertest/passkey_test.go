package browsertest

import (
	"strings"
	"testing"
)

// A passkey is made on the account's page, lets its person in by itself, and is
// removed; then it lets nobody in.
func TestAPasskeyIsMadeUsedAndRemoved(t *testing.T) {
	tab := signedIn(t, "auditor")
	tab.Authenticator()
	en := func(id string) string { return say(t, "en", id) }
	const name = "Blue key"

	tab.OpenWell("/account")
	tab.Click(en("account.set-another"))
	tab.Fill(en("sign-in.passkey-name"), name)
	tab.Well()
	tab.Click(en("sign-in.set-passkey"))
	tab.OpenWell("/account")
	tab.Sees(name)
	tab.Well()

	signOut := func() {
		t.Helper()
		tab.Click("Mira Castellanos")
		tab.Click(en("account.sign-out"))
		if strings.Contains(tab.Text(), "Mira Castellanos") {
			t.Fatal("who signed out is still signed in")
		}
	}
	signOut()
	tab.OpenWell("/sign-in?next=/book")
	tab.Click(en("sign-in.with-passkey"))
	if at := tab.Address(); at != "/book" {
		t.Fatalf("the passkey led to %s:\n%.800s", at, tab.Text())
	}
	tab.Sees("Mira Castellanos")

	tab.OpenWell("/account")
	tab.ClickIn(name, en("do.remove"))
	tab.OpenWell("/account")
	if strings.Contains(tab.Text(), name) {
		t.Error("the passkey that was removed is still there")
	}
	signOut()
	tab.OpenWell("/sign-in")
	tab.Click(en("sign-in.with-passkey"))
	tab.Well()
	tab.OpenWell("/")
	if strings.Contains(tab.Text(), "Mira Castellanos") {
		t.Error("a passkey that was removed still lets its person in")
	}
	tab.Quiet()
}
