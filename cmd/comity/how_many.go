package main

import (
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// howMany says how many there are of something, in its number: "1 file",
// "1,646 files". The plural is the singular with an s.
func howMany[N int | int32 | int64 | uint64](n N, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return message.NewPrinter(language.BritishEnglish).Sprintf("%d %ss", n, one)
}

// treaties is howMany of treaties.
func treaties(n int) string {
	if n == 1 {
		return "1 treaty"
	}
	return message.NewPrinter(language.BritishEnglish).Sprintf("%d treaties", n)
}
