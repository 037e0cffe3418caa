package act

import (
	"fmt"
	"sort"
	"strconv"
)

// Object is a body, or a group in it, by name of field. Values are string,
// int64, bool, Object and []any of these.
type Object map[string]any

// ParseObject reads a stored body. Numbers must be whole.
func ParseObject(body []byte) (Object, error) {
	n, faults, ok := readTree(body, MaxInput)
	if !ok || len(faults.list) > 0 {
		return nil, fmt.Errorf("read a body: %w", faults.list)
	}
	if n.kind != objectNode {
		return nil, fmt.Errorf("read a body: it is %s, not an object", nodeNames[n.kind])
	}
	v, err := n.plain()
	if err != nil {
		return nil, fmt.Errorf("read a body: %w", err)
	}
	return v.(Object), nil
}

func (n *node) plain() (any, error) {
	switch n.kind {
	case stringNode:
		return n.text, nil
	case boolNode:
		return n.text == "true", nil
	case numberNode:
		k, err := strconv.ParseInt(n.text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s is no whole number of 64 bits", n.text)
		}
		return k, nil
	case arrayNode:
		a := make([]any, len(n.items))
		for i := range n.items {
			v, err := n.items[i].plain()
			if err != nil {
				return nil, err
			}
			a[i] = v
		}
		return a, nil
	case objectNode:
		o := make(Object, len(n.members))
		for i := range n.members {
			v, err := n.members[i].val.plain()
			if err != nil {
				return nil, err
			}
			o[n.members[i].key] = v
		}
		return o, nil
	}
	return nil, fmt.Errorf("null stands in a body")
}

func treeOf(v any) (node, error) {
	switch v := v.(type) {
	case string:
		return node{kind: stringNode, text: v}, nil
	case bool:
		return node{kind: boolNode, text: strconv.FormatBool(v)}, nil
	case int64:
		return node{kind: numberNode, text: strconv.FormatInt(v, 10)}, nil
	case int:
		return node{kind: numberNode, text: strconv.Itoa(v)}, nil
	case []any:
		n := node{kind: arrayNode, items: make([]node, len(v))}
		for i, e := range v {
			var err error
			if n.items[i], err = treeOf(e); err != nil {
				return node{}, err
			}
		}
		return n, nil
	case Object:
		return objectTree(v)
	case map[string]any:
		return objectTree(v)
	}
	return node{}, fmt.Errorf("a body holds no value of Go's type %T", v)
}

func objectTree(o map[string]any) (node, error) {
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	n := node{kind: objectNode}
	for _, k := range keys {
		v, err := treeOf(o[k])
		if err != nil {
			return node{}, err
		}
		n.members = append(n.members, member{key: k, val: v})
	}
	return n, nil
}

// Encode gives the one encoding of a body built in the program. It checks as
// ReadBody does.
func (s *Shape) Encode(o Object, day Day, lists Lists) ([]byte, error) {
	n, err := objectTree(o)
	if err != nil {
		return nil, fmt.Errorf("encode a body of kind %s: %w", s.Name, err)
	}
	faults := located{}
	checkStrings(&n, nil, &faults)
	return s.encodeTree(&n, faults, day, lists)
}

// checkStrings does for a tree that was built what the reader does for one
// that was read.
func checkStrings(n *node, p *place, faults *located) {
	if v, bad := badText(n.text); bad && !faults.full() {
		v.Where = p.String()
		faults.add(0, v)
	}
	for i := range n.items {
		checkStrings(&n.items[i], &place{p, strconv.Itoa(i)}, faults)
	}
	for i := range n.members {
		checkStrings(&n.members[i].val, &place{p, n.members[i].key}, faults)
	}
}

// Upcast gives a stored body of any version as the present version has it.
// A body of the present version comes back as it is. Codes are not looked up
// again: they were checked when the act was written.
func (s *Shape) Upcast(version int, body []byte) ([]byte, error) {
	if version == s.Version {
		return body, nil
	}
	if version < 1 || version > s.Version {
		return nil, fmt.Errorf("read an act of kind %s, version %d: this program knows versions 1 to %d; use the program that wrote it or a newer one", s.Name, version, s.Version)
	}
	o, err := ParseObject(body)
	if err != nil {
		return nil, err
	}
	if o, err = s.step(o, version, s.Version); err != nil {
		return nil, err
	}
	return s.Encode(o, "9999-12-31", AnyCode{})
}

func (s *Shape) step(o Object, from, to int) (Object, error) {
	for v := from; v < to; v++ {
		next, err := s.Upcasts[v-1](o)
		if err != nil {
			return nil, fmt.Errorf("turn a body of kind %s from version %d into %d: %w", s.Name, v, v+1, err)
		}
		o = next
	}
	return o, nil
}

// Step gives a body of one version as the next version has it, by the upcaster
// alone. Golden files hold what it gave when the version was made.
func (s *Shape) Step(version int, o Object) (Object, error) {
	if version < 1 || version >= s.Version {
		return nil, fmt.Errorf("kind %s has no step from version %d", s.Name, version)
	}
	return s.step(o, version, version+1)
}

// Knows says whether the program reads a version of the kind.
func (s *Shape) Knows(version int) bool { return version >= 1 && version <= s.Version }
