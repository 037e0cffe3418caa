package programme_test

import (
	"io/fs"
	"strings"
	"testing"

	"comity/internal/programme"
	"comity/programmes"
)

func TestLoadReadsTheRulesOfATreaty(t *testing.T) {
	fsys, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	p, err := programme.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	som, _ := p.Instrument("UNTOC")
	if e := som.Rules.Entry; e.Instruments != 40 || e.Days != 90 || e.Organizations || e.Cite("UNTOC") != "UNTOC#38.1" {
		t.Errorf("entry into force is %+v", e)
	}
	tip, _ := p.Instrument("TRAFFICKING-PROTOCOL")
	if c := tip.Rules.ParentDenounced.Cite(tip.Code); c != "UNTOC#40.3" {
		t.Errorf("ends with its parent by %s", c)
	}
	if som.Rules.Unconfirmed() != nil {
		t.Errorf("unconfirmed rules of a treaty whose text was read: %v", som.Rules.Unconfirmed())
	}
	sea, _ := p.Instrument("MARITIME-SAFETY-1988")
	if u := strings.Join(sea.Rules.Unconfirmed(), " "); !strings.Contains(u, "entry") || !strings.Contains(u, "denunciation") {
		t.Errorf("rules written without the text are not marked: %q", u)
	}
}

func TestLoadRefusesRules(t *testing.T) {
	file := func(more string) fs.FS {
		return folder("instruments/a.toml", "code = \"A\"\ntitle = \"Treaty\"\n"+more)
	}
	for _, c := range []struct{ name, more, want string }{
		{"an unknown key", "[rules]\nentry = { instruments = 3, day = 3 }\n", "instruments/a.toml"},
		{"no number of instruments", "[rules]\n\nentry = { days = 3 }\n", "instruments/a.toml:5: entry: entry into force waits for no instrument"},
		{"both days and month", "[rules]\nlater = { days = 3, first_of_month = 2 }\n", "instruments/a.toml:4: later: give days or first_of_month"},
		{"an article that is none", "[rules]\nlater = { days = 3, article = \"art. 3\" }\n", "instruments/a.toml:4: later: article \"art. 3\""},
		{"a day that is none", "[rules]\nsignature = { from = \"2000-02-31\" }\n", "instruments/a.toml:4: signature: "},
		{"two ways to end", "[rules]\ndenunciation = { months = 6, july = true }\n", "instruments/a.toml:4: denunciation: give one of"},
		{"a rule on a parent that is not there", "[rules]\nparent_denounced = { article = \"3\" }\n", "turns on the parent"},
		{"a kind that is none", "[rules]\nterritories = { kind = \"islands\" }\n", "instruments/a.toml:4: territories: \"islands\""},
		{"in force with what is not there", "[rules]\nentry = { with = \"Z\" }\n", "entry names \"Z\""},
		{"a group with rules", "members = [\"A\"]\n[rules]\nlater = { days = 3 }\n", "instruments/a.toml:3: A stands for several"},
		{"an offence without article", "[law]\noffence = [{ code = \"x\" }]\n", "instruments/a.toml:4: offence: an offence needs"},
		{"help that stands twice", "[law]\ncooperation = [{ help = \"x\", article = \"1\" }, { help = \"x\", article = \"2\" }]\n", "help \"x\" stands twice"},
		{"displaced by nothing", "[law]\ncooperation = [{ help = \"x\", article = \"1\", displaced = [\"1\", \"2\"] }]\n", "displaced_by says so"},
		{"a depositary that is no code", "depositaries = [\"the Office\"]\n", "instruments/a.toml:3: depositary"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := programme.Load(file(c.more))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	twice := folder("instruments/a.toml", "code = \"A\"\ntitle = \"Treaty\"\nnumber = \"I-1\"\n", "instruments/b.toml", "code = \"B\"\ntitle = \"Pact\"\nnumber = \"I-1\"\n")
	if _, err := programme.Load(twice); err == nil || !strings.Contains(err.Error(), "instruments/b.toml:3: the number \"i-1\" is already given") {
		t.Errorf("one number for two treaties: %v", err)
	}
}
