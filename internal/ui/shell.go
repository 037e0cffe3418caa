package ui

import (
	"net/http"
	"net/url"

	"comity/internal/i18n"
)

func windowTitle(f Frame, p Page) string {
	if p.Title == "" {
		return "Comity · " + f.Programme
	}
	return p.Title + " · Comity"
}

func dirOf(lang string) string {
	if i18n.Rtl(lang) {
		return "rtl"
	}
	return "ltr"
}

// signInFrom is the sign-in page, from which the reader comes back here.
func signInFrom(v *Visit) string {
	if v.Method != http.MethodGet || v.URL.Path == "/" || v.URL.Path == "/sign-in" {
		return "/sign-in"
	}
	return "/sign-in?next=" + url.QueryEscape(v.URL.RequestURI())
}
