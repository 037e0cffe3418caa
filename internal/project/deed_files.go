package project

import (
	"net/url"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/ui"
)

// keepFiles stores the files that were posted and puts them into the values, so that
// they come back with the form where something else is wrong. A file is stored for
// the subject and the readers of the act; where these change it has to be chosen
// again. The faults are field and sentence.
func (p *pages) keepFiles(v *ui.Visit, d *deed, x url.Values, draft *book.Draft) (faults [][2]string) {
	of := string(d.subject) + " " + draft.Audience
	for name := range x { // kept before
		field, is := strings.CutSuffix(name, ".blob")
		if !is {
			continue
		}
		switch {
		case x.Get(field+".keep") != "true":
			drop(x, field)
		case x.Get(field+".for") != of:
			drop(x, field)
			faults = append(faults, [2]string{field, v.Text("file.again")})
		}
	}
	for _, field := range fileFields(p.node.Book.Kind("project."+d.kind).Form().Inputs, v.Files()) {
		if bad := module.Unfit(v, field); bad != nil {
			faults = append(faults, [2]string{field, bad.Say(v)})
			continue
		}
		hash, header, err := p.node.Upload(v, d.subject, draft.Audience, field)
		if err != nil {
			faults = append(faults, [2]string{field, uploadFault(v, err)})
			continue
		}
		if hash != "" {
			module.FileValues(x, field, hash, header)
			x.Set(field+".keep", "true")
			x.Set(field+".for", of)
		}
	}
	return faults
}

func uploadFault(v *ui.Visit, err error) string {
	f := &ui.Form{}
	if module.Refused(v, f, err, nil) && len(f.Faults) > 0 {
		return strings.Join(f.Faults, " ")
	}
	return v.Text("page.unavailable")
}

func drop(x url.Values, field string) {
	for _, part := range fileParts {
		x.Del(field + part)
	}
}

// fileFields are the posted files that stand in a field of the kind, or are the letter.
func fileFields(inputs []act.Input, posted []string) (list []string) {
	known := map[string]bool{"act.document": true}
	var walk func(inputs []act.Input)
	walk = func(inputs []act.Input) {
		for i := range inputs {
			if inputs[i].Control == "file" {
				known[inputs[i].Name] = true
				continue
			}
			walk(inputs[i].Inputs)
		}
	}
	walk(inputs)
	for _, name := range posted {
		if known[unplaced(name)] {
			list = append(list, name)
		}
	}
	return list
}
