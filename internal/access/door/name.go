package door

import (
	"strings"

	"golang.org/x/text/secure/precis"
)

// longestName is the length of a name at most, in bytes: that of a mail address.
const longestName = 254

// fold is a name as it is compared: the form of RFC 8265's UsernameCaseMapped,
// lower case, one width, composed. What has no such form is no name.
func fold(name string) (string, error) {
	if len(name) > 4*longestName {
		return "", refuse("sign-in.name")
	}
	folded, err := precis.UsernameCaseMapped.String(strings.TrimSpace(name))
	if err == nil {
		// Folding may leave what folds further; nobody gets a second key by that.
		folded, err = precis.UsernameCaseMapped.String(folded)
	}
	if err != nil || folded == "" || len(folded) > longestName {
		return "", refuse("sign-in.name")
	}
	return folded, nil
}
