package ui

// FieldGroup gathers fields of a form that follow one another: the parts of one
// value, or a repetition of them in rows. A row that is left blank says nothing.
type FieldGroup struct {
	// Name is that of the repeated value: "locations".
	Name   string
	Legend string
	Help   string
	// From is the first of the form's fields, Rows how many of them each row has.
	From int
	Rows []int
	// More are the words of the button that asks for further rows, "" for none. It
	// sends the form as it stands, with the group's name under [MoreName].
	More   string
	Faults []string
}

// MoreName is the name under which the button for further rows posts its group.
const MoreName = "form-more"

// ID is the element's id.
func (g *FieldGroup) ID() string { f := Field{Name: g.Name}; return f.ID() + "-rows" }

// group is the group that begins with the field at i, nil for none.
func (f *Form) group(i int) *FieldGroup {
	for k := range f.Groups {
		if f.Groups[k].From == i {
			return &f.Groups[k]
		}
	}
	return nil
}

// within says whether the field at i is one of a group.
func (f *Form) within(i int) bool {
	for k := range f.Groups {
		if g := &f.Groups[k]; i >= g.From && i < g.From+g.length() {
			return true
		}
	}
	return false
}

func (g *FieldGroup) length() (n int) {
	for _, k := range g.Rows {
		n += k
	}
	return n
}

// narrow says whether each row shows one short field, so that rows stand side by side.
func (g *FieldGroup) narrow(f *Form) bool {
	for r := range g.Rows {
		n := 0
		for _, i := range g.row(r) {
			switch f.Fields[i].Kind {
			case "hidden":
			case "lines", "file", "choice", "choices", "yes-no":
				return false
			default:
				n++
			}
		}
		if n > 1 {
			return false
		}
	}
	return len(g.Rows) > 1
}

// row are the places of the fields of a row.
func (g *FieldGroup) row(r int) (at []int) {
	from := g.From
	for _, k := range g.Rows[:r] {
		from += k
	}
	for i := range g.Rows[r] {
		at = append(at, from+i)
	}
	return at
}

// asksMore says whether a button for further rows stands in the form.
func (f *Form) asksMore() bool {
	for i := range f.Groups {
		if f.Groups[i].More != "" {
			return true
		}
	}
	return false
}

// Suggestions is a list of suggestions that several fields of a form share.
type Suggestions struct {
	ID      string
	Options []Option
}
