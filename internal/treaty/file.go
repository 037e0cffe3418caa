package treaty

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"comity/internal/act"
	"comity/internal/treaty/list"
)

// File is a file to be taken in, with what is said of it besides.
type File struct {
	Name string
	Data []byte
	// Treaty is the code of the treaty where a list does not give its number; AsOf
	// its own day, and Source where it is from, where it does not say them. ""
	// leaves them to the file.
	Treaty string
	AsOf   act.Day
	Source string
	// Headings say what unknown headings of a list mean: words in lower case to
	// codes of actions.
	Headings map[string]string
}

// PlanFile plans a file of any kind: a depositary's list, or one of our own forms.
// What is wrong with the file is list.Faults.
func (in *Intake) PlanFile(ctx context.Context, f *File, lists act.Lists) (p *Plan, err error) {
	kind := list.KindOf(f.Data)
	switch kind {
	case list.Deposits:
		var t *list.Template
		if t, err = list.ReadTemplate(f.Name, f.Data); err == nil {
			p, err = in.PlanEntries(ctx, t, f.Data, lists)
		}
	case list.Agreements:
		var t *list.Template
		if t, err = list.ReadAgreements(f.Name, f.Data); err == nil {
			p, err = in.PlanAgreements(ctx, t, f.Data, lists)
		}
	default:
		var l *list.List
		if l, err = list.Read(f.Name, f.Data, f.Headings); err == nil {
			if f.AsOf != "" {
				l.AsOf = f.AsOf
			}
			if f.Source != "" {
				l.Source = f.Source
			}
			p, err = in.PlanList(ctx, l, f.Treaty, f.Data)
		}
	}
	if err != nil {
		return nil, err
	}
	p.Kind, p.mark = kind, markOf(f.Data, p)
	return p, nil
}

// Mark tells the plan from others: by the file, and by what it would record. Who
// looked at a plan confirms it by its mark.
func (p *Plan) Mark() string { return p.mark }

func markOf(data []byte, p *Plan) string {
	h := sha256.New()
	sum := sha256.Sum256(data)
	h.Write(sum[:])
	for _, d := range p.Drafts {
		fmt.Fprintf(h, "%q %q %q %q %q\n", d.Kind, d.Subject, d.Day, d.Corrects, d.Body)
	}
	return hex.EncodeToString(h.Sum(nil))
}
