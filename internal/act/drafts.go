package act

import (
	"fmt"
	"strconv"
)

// MaxDrafts is the length of a client's JSON with several acts at most, in bytes.
const MaxDrafts = 1 << 20

// Entry is one act of a call as a client sent it.
type Entry struct {
	Kind string
	Draft
	// Seen is the id of the last act on the subject that the client had seen,
	// "" for none; Guarded says that it was given.
	Seen    string
	Guarded bool
}

// ReadDrafts reads the acts of one call: an object with the members of a draft
// and "kind", or {"acts": […]} with several of these. "seen" may stand beside
// "kind". find gives the shape of a kind, nil where there is none. All faults are
// found together, each with its place in the whole; the error is Faults.
func ReadDrafts(in []byte, find func(kind string) *Shape, lists Lists) ([]Entry, error) {
	n, form, ok := readTree(in, MaxDrafts)
	if !ok {
		return nil, form.list
	}
	items, where, err := callItems(&n)
	if err != nil {
		return nil, err
	}
	faults := form.list
	entries := make([]Entry, len(items))
	for i := range items {
		before := where
		if where != "" {
			before += "/" + strconv.Itoa(i)
		}
		err := entries[i].read(&items[i], find, lists)
		for _, f := range AllFaults(err) {
			if len(faults) == maxFaults {
				return nil, faults
			}
			f.Where = before + f.Where
			faults = append(faults, f)
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return entries, nil
}

// callItems are the acts of a call, and where they stand.
func callItems(n *node) (items []node, where string, err error) {
	if n.kind == objectNode {
		for i := range n.members {
			if n.members[i].key != "acts" {
				continue
			}
			list := &n.members[i].val
			switch {
			case len(n.members) > 1:
				return nil, "", Faults{{Code: "body.unknown", Where: "/" + n.members[(i+1)%len(n.members)].key, Why: "no field has this name", Do: "leave it out, or use a field of the act"}}
			case list.kind != arrayNode || len(list.items) == 0:
				return nil, "", Faults{{Code: "draft.acts", Where: "/acts", Why: "a call holds one act or more, in an array", Do: "write one object for each act"}}
			}
			return list.items, "/acts", nil
		}
	}
	return []node{*n}, "", nil
}

func (e *Entry) read(n *node, find func(string) *Shape, lists Lists) error {
	if n.kind != objectNode {
		return Faults{{Code: "draft.acts", Why: fmt.Sprintf("%s stands where an act belongs, which is an object", nodeNames[n.kind]), Do: "write one object for each act"}}
	}
	rest := node{kind: objectNode, at: n.at}
	var faults Faults
	text := func(m *member) string {
		if m.val.kind != stringNode {
			faults = append(faults, Invalid{Code: "body.type", Where: "/" + m.key, Why: nodeNames[m.val.kind] + " stands where a string belongs", Do: "write a string",
				Args: map[string]string{"have": nodeNames[m.val.kind], "want": nodeNames[stringNode]}})
		}
		return m.val.text
	}
	kind := false
	for i := range n.members {
		switch m := &n.members[i]; m.key {
		case "kind":
			e.Kind, kind = text(m), true
		case "seen":
			e.Seen, e.Guarded = text(m), true
		default:
			rest.members = append(rest.members, *m)
		}
	}
	if !kind {
		return append(faults, Invalid{Code: "body.missing", Where: "/kind", Why: "the field is required", Do: "fill it in"})
	}
	if len(faults) > 0 {
		return faults
	}
	s := find(e.Kind)
	if s == nil {
		return Faults{{Code: "header.kind-unknown", Where: "/kind", What: e.Kind, Why: "the program declares no such kind of act", Do: "use one that it declares"}}
	}
	d, err := s.draftOfTree(&rest, located{}, lists)
	if err != nil {
		return err
	}
	e.Draft = *d
	return nil
}
