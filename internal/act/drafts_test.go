package act_test

import (
	"strings"
	"testing"

	"comity/internal/act"
)

func noted() *act.Shape {
	return &act.Shape{Name: "note.write", Version: 1, Title: "Note", Subjects: []string{"note"}, Audiences: []string{act.Public},
		Fields: []act.Field{{Name: "text", Label: "Text", Type: act.Text, Required: true}}}
}

func findNoted(kind string) *act.Shape {
	if kind == "note.write" {
		return noted()
	}
	return nil
}

const draftOfNote = `{"kind":"note.write","subject":"note/a","party":"FRA","standing":"own","day":"2026-03-01","body":{"text":"x"}}`

// FuzzReadDrafts: what is read is what each act alone would be read as, and every
// fault has a place in the input.
func FuzzReadDrafts(f *testing.F) {
	for _, s := range []string{draftOfNote, `{"acts":[` + draftOfNote + `,` + draftOfNote + `]}`, `{"acts":[]}`, `{"acts":[{"kind":1}],"seen":""}`, `[]`, `{"kind":"note.write","seen":null}`,
		`{"acts":[{"acts":[]}]}`, strings.Replace(draftOfNote, `"kind"`, `"seen":"s","kind"`, 1), `{"kind":"note.write","kind":"x"}`, "\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		entries, err := act.ReadDrafts(in, findNoted, act.AnyCode{})
		if err != nil {
			if entries != nil || len(act.AllFaults(err)) == 0 {
				t.Fatalf("%d acts and %v", len(entries), err)
			}
			return
		}
		if len(entries) == 0 {
			t.Fatal("neither acts nor faults")
		}
		for i := range entries {
			if entries[i].Kind != "note.write" || entries[i].Subject.Type() != "note" || len(entries[i].Body) == 0 || entries[i].Seen != "" && !entries[i].Guarded {
				t.Fatalf("act %d is %+v", i, entries[i])
			}
		}
	})
}

func TestReadDrafts(t *testing.T) {
	entries, err := act.ReadDrafts([]byte(`{"acts":[`+draftOfNote+`,`+strings.Replace(draftOfNote, `"kind"`, `"seen":"","kind"`, 1)+`]}`), findNoted, act.AnyCode{})
	if err != nil || len(entries) != 2 || entries[0].Guarded || !entries[1].Guarded || entries[1].Audience != act.Public || string(entries[1].Body) != `{"text":"x"}` {
		t.Errorf("%+v, %v", entries, err)
	}
	for in, want := range map[string]string{
		strings.Replace(draftOfNote, `"x"`, `"x","y":1`, 1):                                      "/body/y",
		`{"acts":[` + draftOfNote + `,` + strings.Replace(draftOfNote, `"FRA"`, `" "`, 1) + `]}`: "/acts/1/party",
		`{"acts":[` + strings.Replace(draftOfNote, `"own"`, `"own","standing":"own"`, 1) + `]}`:  "/acts/0/standing",
		strings.Replace(draftOfNote, `"kind":"note.write",`, ``, 1):                              "/kind",
		strings.Repeat(" ", act.MaxDrafts+1):                                                     "",
		strings.Replace(draftOfNote, `"note.write"`, `"note.read"`, 1):                           "/kind",
	} {
		_, err := act.ReadDrafts([]byte(in), findNoted, act.AnyCode{})
		faults := act.AllFaults(err)
		if len(faults) == 0 || faults[0].Where != want {
			t.Errorf("%.60s has the faults %v, want one at %q", in, faults, want)
		}
	}
}
