package act

import (
	"regexp"
	"slices"
	"strconv"
)

// CitedFile is a blob that a body names, and where: "/evidence/0".
type CitedFile struct {
	Blob  Hash
	Where string
}

// Files gives the blobs that a body of the present version cites, in the order of
// its fields.
func (s *Shape) Files(body []byte) ([]CitedFile, error) {
	if !hasFiles(s.Fields) {
		return nil, nil
	}
	o, err := ParseObject(body)
	if err != nil {
		return nil, err
	}
	return files(o, s.Fields, "")
}

func hasFiles(fields []Field) bool {
	return slices.ContainsFunc(fields, func(f Field) bool { return f.Type == File || hasFiles(f.Fields) })
}

func files(o Object, fields []Field, before string) (cited []CitedFile, err error) {
	for i := range fields {
		f := &fields[i]
		v, ok := o[f.Name]
		if !ok || f.Type != File && f.Type != Group {
			continue
		}
		list, many := v.([]any)
		if !many {
			list = []any{v}
		}
		for n, e := range list {
			where := before + "/" + f.Name
			if many {
				where += "/" + strconv.Itoa(n)
			}
			group, _ := e.(Object)
			if f.Type == Group {
				more, err := files(group, f.Fields, where)
				if err != nil {
					return nil, err
				}
				cited = append(cited, more...)
				continue
			}
			name, _ := group["blob"].(string)
			h, err := ParseHash(name)
			if err != nil {
				return nil, err
			}
			cited = append(cited, CitedFile{h, where})
		}
	}
	return cited, nil
}

var hashWritten = regexp.MustCompile(`sha256:[0-9a-f]{64}`)

// HashesIn gives every hash that is written in a text, as drafts hold the names of
// their files.
func HashesIn(text string) (found []Hash) {
	for _, name := range hashWritten.FindAllString(text, -1) {
		if h, err := ParseHash(name); err == nil {
			found = append(found, h)
		}
	}
	return found
}
