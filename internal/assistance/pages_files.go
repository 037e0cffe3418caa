package assistance

import (
	"net/url"
	"strings"

	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/ui"
)

// maxForm is the length of a form with its files at most, in bytes; mostFiles is how
// many files a form takes at once.
const (
	maxForm   = 64 << 20
	mostFiles = 3
)

// fileFields are those for files that are added; files that were kept before stand as
// boxes, ticked until one takes them off.
func fileFields(label string, t *typed) (list []ui.Field) {
	if t != nil {
		for i := range 20 {
			at := "files." + itoa(i)
			if t.Fields.Get(at+".blob") != "" {
				list = append(list, ui.Field{Name: "kept." + itoa(i), Label: label + ": " + t.Fields.Get(at+".name"), Kind: "yes-no", Value: "true"})
			}
		}
	}
	for i := range mostFiles {
		list = append(list, ui.Field{Name: "file." + itoa(i), Label: label + " " + itoa(i+1), Kind: "file", Accept: module.FileEndings()})
	}
	return list
}

// gathered are the posted values with the files that were kept and added: files.0,
// files.1 and so on. Files are stored under the request's subject for its audience.
func (p *pages) gathered(v *ui.Visit, f *ui.Form, subject act.Subject, audience string, before url.Values) (url.Values, error) {
	values := url.Values{}
	for name, given := range v.PostForm {
		if !strings.HasPrefix(name, "files.") && !strings.HasPrefix(name, "kept.") && name != "keep" && name != ui.KeyName {
			values[name] = given
		}
	}
	if of := before.Get("act.of"); of != "" {
		values.Set("act.of", of)
	} else {
		delete(values, "act.of")
	}
	n := 0
	for i := range 20 {
		from := "files." + itoa(i)
		if before.Get(from+".blob") == "" || v.PostFormValue("kept."+itoa(i)) != "true" {
			continue
		}
		for _, part := range []string{".blob", ".name", ".type", ".size"} {
			values["files."+itoa(n)+part] = []string{before.Get(from + part)}
		}
		n++
	}
	for i := range mostFiles {
		name := "file." + itoa(i)
		if bad := module.Unfit(v, name); bad != nil {
			f.Fault(name, bad.Say(v))
			continue
		}
		hash, header, err := p.node.Upload(v, subject, audience, name)
		if err != nil {
			return nil, err
		}
		if hash != "" {
			module.FileValues(values, "files."+itoa(n), hash, header)
			n++
		}
	}
	if bad := module.Unfit(v, "act.document"); bad != nil {
		f.Fault("act.document", bad.Say(v))
		return values, nil
	}
	hash, _, err := p.node.Upload(v, subject, audience, "act.document")
	if err != nil {
		return nil, err
	}
	if hash == "" {
		hash = before.Get("act.document")
	}
	if hash != "" {
		values.Set("act.document", hash)
	}
	return values, nil
}
