package act

import "slices"

// Files gives the hashes of the blobs that a body of the present version
// cites, in its order.
func (s *Shape) Files(body []byte) ([]Hash, error) {
	if !hasFiles(s.Fields) {
		return nil, nil
	}
	o, err := ParseObject(body)
	if err != nil {
		return nil, err
	}
	return files(o, s.Fields)
}

func hasFiles(fields []Field) bool {
	return slices.ContainsFunc(fields, func(f Field) bool { return f.Type == File || hasFiles(f.Fields) })
}

func files(o Object, fields []Field) (hashes []Hash, err error) {
	for i := range fields {
		f := &fields[i]
		v, ok := o[f.Name]
		if !ok || f.Type != File && f.Type != Group {
			continue
		}
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		for _, e := range list {
			group, _ := e.(Object)
			if f.Type == Group {
				more, err := files(group, f.Fields)
				if err != nil {
					return nil, err
				}
				hashes = append(hashes, more...)
				continue
			}
			name, _ := group["blob"].(string)
			h, err := ParseHash(name)
			if err != nil {
				return nil, err
			}
			hashes = append(hashes, h)
		}
	}
	return hashes, nil
}
