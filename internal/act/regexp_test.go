package act

import (
	"regexp"
	"strings"
)

func goRegexp(s string) (*regexp.Regexp, error) { return regexp.Compile(s) }

type yearOne struct {
	*regexp.Regexp
	not0000 bool
	source  string
}

func (y yearOne) String() string { return y.source }

func (y yearOne) MatchString(s string) bool {
	return !(y.not0000 && strings.HasPrefix(s, "0000")) && y.Regexp.MatchString(s)
}
