package access

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	cedar "github.com/cedar-policy/cedar-go"

	"comity/internal/party"
)

// Policies is what a programme permits and forbids. It is read-only after Load
// and may be shared.
type Policies struct {
	set       *cedar.PolicySet
	says      map[cedar.PolicyID]string
	audiences []Audience // sorted by code
	byCode    map[string]int
	parents   map[string]cedar.EntityUID // of audiences, by code
	states    map[string]bool            // parties for which only the accredited act
	named     map[string]bool            // parties that a policy names
}

// Load reads policies/*.cedar and policies/audiences.csv of fsys, a programme's
// folder. Each policy has an @id of its own and says in plain words (@says)
// what it means. A policy that names a role, audience or attribute that there
// is not would never apply, or always; it is refused. Errors name file and line.
func Load(fsys fs.FS, parties *party.Registry) (*Policies, error) {
	p := &Policies{set: cedar.NewPolicySet(), says: map[cedar.PolicyID]string{}, byCode: map[string]int{},
		parents: map[string]cedar.EntityUID{}, states: map[string]bool{}, named: map[string]bool{}}
	var err error
	if p.audiences, err = loadAudiences(fsys, withAudience(parties)); err != nil {
		return nil, fmt.Errorf("loading the audiences: %w", err)
	}
	slices.SortFunc(p.audiences, func(a, b Audience) int { return strings.Compare(a.Code, b.Code) })
	for i, a := range p.audiences {
		p.byCode[a.Code] = i
		p.parents[a.Code] = uid("Audience", a.Group)
	}
	for _, s := range parties.All(party.State, party.FormerState, party.Organization) {
		p.states[s.Code] = true
	}
	files, err := fs.Glob(fsys, "policies/*.cedar")
	if err != nil {
		return nil, fmt.Errorf("looking for policies: %w", err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("the folder policies has no file .cedar, so nobody may do anything; add one")
	}
	literals := map[string]bool{}
	for _, file := range files {
		if err := p.load(fsys, file, literals); err != nil {
			return nil, fmt.Errorf("loading the policies: %w", err)
		}
	}
	for _, a := range p.audiences {
		if a.Party != "" && (literals[a.Party] || literals[a.Code] || literals[patterns]) {
			p.named[a.Party] = true
		}
	}
	return p, nil
}

// patterns marks, among literals, that a policy compares with a pattern, which
// may mean any party.
const patterns = "*like*"

func (p *Policies) load(fsys fs.FS, file string, literals map[string]bool) error {
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		return err
	}
	list, err := cedar.NewPolicyListFromBytes(path.Base(file), text)
	if err != nil {
		// The parser calls every file <input>; the rest is line and column.
		why := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "parser error: "), "parse error at ")
		if place, ok := strings.CutPrefix(why, "<input>:"); ok {
			return fmt.Errorf("%s:%s", file, place)
		}
		return fmt.Errorf("%s: %s", file, why)
	}
	for _, pol := range list {
		at := fmt.Sprintf("%s:%d", file, pol.Position().Line)
		id, says := cedar.PolicyID(pol.Annotations()["id"]), string(pol.Annotations()["says"])
		switch {
		case id == "":
			return fmt.Errorf("%s: a policy has no @id; name it", at)
		case !strings.HasSuffix(says, "."):
			return fmt.Errorf("%s: the policy %s does not say in a sentence what it means; write @says(\"….\")", at, id)
		case p.says[id] != "":
			return fmt.Errorf("%s: there is another policy %s; name this one otherwise", at, id)
		}
		b, err := pol.MarshalJSON()
		if err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
		var tree any
		if err := json.Unmarshal(b, &tree); err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
		delete(tree.(map[string]any), "annotations")
		if err := p.check(tree, literals); err != nil {
			return fmt.Errorf("%s: the policy %s %w", at, id, err)
		}
		p.says[id] = says
		p.set.Add(id, pol)
	}
	return nil
}

// attributes of what policies may ask about, by variable.
var attributes = map[string][]string{
	"principal": {"accredited", "offices", "serves", "reviews", "donates", "partners"},
	"resource":  {"party", "standing", "audience", "owner", "type", "state"},
	"context":   {"day", "reads", "sourced", "entered"},
}

var entityTypes = []string{"Person", "Public", "Node", "Role", "Action", "Audience", "Subject"}

// check walks a policy's tree, refuses names that there are not, and gathers
// its literals.
func (p *Policies) check(v any, literals map[string]bool) error {
	switch v := v.(type) {
	case string:
		literals[v] = true
	case []any:
		for _, e := range v {
			if err := p.check(e, literals); err != nil {
				return err
			}
		}
	case map[string]any:
		if _, like := v["like"]; like {
			literals[patterns] = true
		}
		for _, op := range []string{".", "has"} {
			if err := checkAttribute(v[op]); err != nil {
				return err
			}
		}
		typ, ok1 := v["type"].(string)
		id, ok2 := v["id"].(string)
		if ok1 && ok2 {
			if err := p.checkEntity(typ, id); err != nil {
				return err
			}
		}
		if is, ok := v["entity_type"].(string); ok && !slices.Contains(entityTypes, is) {
			return fmt.Errorf("names the type %s; there are %s", is, strings.Join(entityTypes, ", "))
		}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if err := p.check(v[k], literals); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkAttribute(v any) error {
	m, _ := v.(map[string]any)
	left, _ := m["left"].(map[string]any)
	of, _ := left["Var"].(string)
	attr, _ := m["attr"].(string)
	if known := attributes[of]; of != "" && !slices.Contains(known, attr) {
		return fmt.Errorf("asks for %s.%s; a %s has %s", of, attr, of, strings.Join(known, ", "))
	}
	return nil
}

func (p *Policies) checkEntity(typ, id string) error {
	switch typ {
	case "Role":
		if !Role(id).Known() {
			return fmt.Errorf("names the role %q; there is none of that name", id)
		}
	case "Audience":
		if !slices.ContainsFunc(p.audiences, func(a Audience) bool { return a.Code == id || a.Group == id }) {
			return fmt.Errorf("names the audience %q; add it to %s or mend its spelling", id, audienceFile)
		}
	case "Action":
		ok := id == Read || id == "write" || isPattern(id) && id != all
		if deed, found := strings.CutPrefix(id, "*."); found {
			ok = isPattern("x." + deed)
		}
		if !ok {
			return fmt.Errorf("names the action %q; write read, write, a kind, module.*, or *.deed", id)
		}
	default:
		if !slices.Contains(entityTypes, typ) {
			return fmt.Errorf("names the type %s; there are %s", typ, strings.Join(entityTypes, ", "))
		}
	}
	return nil
}

// Text prints the policies' sentences in the order of their names, for a page
// that shows who may.
func (p *Policies) Text() string {
	var b bytes.Buffer
	for _, id := range slices.Sorted(maps.Keys(p.says)) {
		fmt.Fprintf(&b, "%s: %s\n", id, p.says[id])
	}
	return b.String()
}

func uid(typ, id string) cedar.EntityUID {
	return cedar.NewEntityUID(cedar.EntityType(typ), cedar.String(id))
}
