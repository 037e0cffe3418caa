package programme_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"comity/internal/programme"
	"comity/programmes"
)

// folder makes a programme folder of file, text, file, text ... over a head
// that is in order.
func folder(files ...string) fstest.MapFS {
	m := fstest.MapFS{"programme.toml": {Data: []byte("code = \"tidy-harbours\"\ntitle = \"Tidy Harbours\"\ntitles = { ar = \"مراف\", es = \"Puertos\", fr = \"Ports\", ru = \"Порты\", zh = \"港\" }\n")}}
	for i := 0; i < len(files); i += 2 {
		m[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return m
}

func TestLoadReadsAWholeFolder(t *testing.T) {
	p, err := programme.Load(folder(
		"instruments/harbours.toml", "code = \"HARBOURS\"\ntitle = \"Convention on Tidy Harbours\"\nshort = \"Harbours Convention\"\nadopted = \"1999-05-01\"\n[in]\nfr = [\"Convention sur les ports\"]\n",
		"instruments/buoys.toml", "code = \"BUOYS\"\ntitle = \"Protocol on Buoys\"\nparent = \"HARBOURS\"\n",
		"instruments/readme.md", "not read",
		"topics.toml", "[[topic]]\ncode = \"rope\"\ntitle = \"Rope\"\ntitles = { ar = \"ح\", es = \"Cabo\", fr = \"Cordage\", ru = \"Канат\", zh = \"绳\" }\nwords = [\"rope\"]\nexcept = [\"rope ladder\"]\n",
		"bodies.toml", "[[body]]\ncode = \"HM\"\nnames = [\"Harbour Master\"]\n",
		"organs.toml", "[[organ]]\ncode = \"MA\"\nnumbering = \"session\"\nresolution = \"MA/{n}\"\nnames.en = [\"Mariners' Assembly\"]\n",
	))
	if err != nil {
		t.Fatal(err)
	}
	if p.Code != "tidy-harbours" || len(p.Instruments) != 2 || len(p.Topics) != 1 || len(p.Bodies) != 1 || len(p.Organs) != 1 {
		t.Errorf("loaded %+v", p)
	}
	if title, is := p.In("fr"); title != "Ports" || is != "fr" {
		t.Errorf("the programme's French title is %q in %s", title, is)
	}
	h, ok := p.Instrument("HARBOURS")
	if !ok || strings.Join(h.AllNames(), "|") != "Convention on Tidy Harbours|Harbours Convention" || h.In["fr"][0] != "Convention sur les ports" {
		t.Errorf("HARBOURS is %+v, %v", h, ok)
	}
	if p.Instruments[0].Code != "BUOYS" {
		t.Error("instruments are not in the order of their codes")
	}
	if o, ok := p.Organ("MA"); !ok || o.Name() != "Mariners' Assembly" {
		t.Errorf("organ MA is %+v, %v", o, ok)
	}
	rope, _ := p.Topic("rope")
	for lang, want := range map[string][2]string{"fr": {"Cordage", "fr"}, "zh": {"绳", "zh"}, "en": {"Rope", "en"}, "de": {"Rope", "en"}} {
		if title, is := rope.In(lang); title != want[0] || is != want[1] {
			t.Errorf("rope in %s is %q in %s", lang, title, is)
		}
	}
	if _, ok := p.Topic("knots"); ok {
		t.Error("found a topic that is not there")
	}
}

func TestLoadRefuses(t *testing.T) {
	const titles = "titles = { ar = \"ح\", es = \"A\", fr = \"A\", ru = \"А\", zh = \"甲\" }\n"
	const topic = "[[topic]]\ncode = \"a\"\ntitle = \"A\"\nwords = [\"a\"]\ntitles.ar = \"ح\"\ntitles.es = \"A\"\ntitles.fr = \"A\"\ntitles.ru = \"А\"\n"
	const organ = "[[organ]]\ncode = \"MA\"\nnumbering = \"session\"\nnames.en = [\"Mariners\"]\n"
	for _, c := range []struct {
		name string
		fsys fs.FS
		want string // part of the error
	}{
		{"a folder that is no programme", fstest.MapFS{}, "no programme.toml"},
		{"a programme without a title", fstest.MapFS{"programme.toml": {Data: []byte("code = \"x\"\n")}}, "programme.toml:1: a programme needs code and title"},
		{"a programme without a French title", fstest.MapFS{"programme.toml": {Data: []byte("code = \"x\"\ntitle = \"X\"\ntitles.ar = \"س\"\ntitles.es = \"X\"\n")}}, "programme.toml:1: the programme has no title in fr"},
		{"broken TOML", folder("topics.toml", "[[topic]]\ncode = \"a\"\ntitle = unquoted\n"), "topics.toml:3: "},
		{"a key without meaning", folder("topics.toml", "[[topic]]\ncode = \"a\"\ntitle = \"A\"\n"+titles+"words = [\"a\"]\nwrods = [\"b\"]\n"), "topics.toml:6: unknown key \"topic.wrods\""},
		{"a topic without words", folder("topics.toml", "# list\n[[topic]]\ncode = \"a\"\ntitle = \"A\"\n"), "topics.toml:2: topic a has no words"},
		{"a topic without its Chinese title", folder("topics.toml", "\n"+topic), "topics.toml:2: topic a has no title in zh; write titles.zh"},
		{"a topic without titles", folder("topics.toml", "[[topic]]\ncode = \"a\"\ntitle = \"A\"\nwords = [\"a\"]\n"), "topics.toml:1: topic a has no title in ar"},
		{"a topic's title in a seventh language", folder("topics.toml", topic+"titles.zh = \"甲\"\ntitles.de = \"A\"\n"), "topics.toml:10: topic a: \"de\" is no official language"},
		{"a topic's title of spaces", folder("topics.toml", topic+"titles.zh = \" \"\n"), "topics.toml:9: topic a: the title in zh is empty"},
		{"one code for two topics", folder("topics.toml", "[[topic]]\ncode = \"a\"\ntitle = \"A\"\n"+titles+"words = [\"a\"]\n[[topic]]\ncode = \"a\"\ntitle = \"B\"\n"+titles+"words = [\"b\"]\n"), "topics.toml:6: the code \"a\" is already given at topics.toml:1"},
		{"a word that is given twice", folder("topics.toml", "[[topic]]\ncode = \"a\"\ntitle = \"A\"\n"+titles+"words = [\"rope\", \"rope\"]\n"), "topics.toml:1: the word"},
		{"a word in capitals", folder("topics.toml", "[[topic]]\ncode = \"a\"\ntitle = \"A\"\n"+titles+"words = [\"Rope\"]\n"), "topics.toml:1: topic a: word \"Rope\""},
		{"one name for two instruments", folder(
			"instruments/a.toml", "code = \"A\"\ntitle = \"Treaty of Rope\"\n",
			"instruments/b.toml", "code = \"B\"\ntitle = \"Treaty of Wire\"\nnames = [\n\"Treaty of Rope\",\n]\n"),
			"instruments/b.toml:4: the name \"en Treaty of Rope\" is already given at instruments/a.toml:2"},
		{"a parent that is not there", folder("instruments/a.toml", "code = \"A\"\ntitle = \"Treaty\"\nparent = \"Z\"\n"), "instruments/a.toml:3: parent names \"Z\""},
		{"a member that is not there", folder("instruments/a.toml", "code = \"A\"\ntitle = \"Treaty\"\nmembers = [\"Z\"]\n"), "instruments/a.toml:3: members names \"Z\""},
		{"a code with a space", folder("instruments/a.toml", "title = \"Treaty\"\ncode = \"A B\"\n"), "instruments/a.toml:2: code \"A B\""},
		{"an unknown language", folder("instruments/a.toml", "code = \"A\"\ntitle = \"Treaty\"\n[in]\ntlh = [\"x\"]\n"), "instruments/a.toml:4: \"tlh\""},
		{"a body without a name", folder("bodies.toml", "[[body]]\ncode = \"HM\"\n"), "bodies.toml:1: a body needs"},
		{"one name for two bodies", folder("bodies.toml", "[[body]]\ncode = \"A\"\nnames = [\"x\"]\n[[body]]\ncode = \"B\"\nnames = [\"x\"]\n"), "bodies.toml:4: the name \"x\""},
		{"an organ that numbers in no known way", folder("organs.toml", strings.Replace(organ, "session", "weekly", 1)), "organs.toml:1: organ MA: numbering is \"weekly\""},
		{"a form of symbol without a number", folder("organs.toml", organ+"resolution = \"MA/RES\"\n"), "organs.toml:1: organ MA: the form \"MA/RES\""},
		{"an organ without a name", folder("organs.toml", "[[organ]]\ncode = \"MA\"\nnumbering = \"session\"\n"), "organs.toml:1: organ MA has no English name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := programme.Load(c.fsys)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want one that says %q", err, c.want)
			}
		})
	}
}

func TestTheCrimePreventionProgrammeIsWhole(t *testing.T) {
	sub, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	p, err := programme.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	if p.Mandate != "A/RES/69/197" {
		t.Errorf("the mandate is %q", p.Mandate)
	}
	if len(p.Instruments) < 100 || len(p.Topics) < 40 || len(p.Bodies) == 0 || len(p.Organs) < 10 {
		t.Errorf("%d instruments, %d topics, %d bodies, %d organs", len(p.Instruments), len(p.Topics), len(p.Bodies), len(p.Organs))
	}
	// What the definition of a clause names.
	for _, code := range []string{
		"UNTOC", "UNTOC-PROTOCOLS", "TRAFFICKING-PROTOCOL", "SMUGGLING-PROTOCOL", "FIREARMS-PROTOCOL", "UNCAC", "SINGLE-CONVENTION-1961",
		"PSYCHOTROPICS-1971", "ILLICIT-TRAFFIC-1988", "TERRORISM-CONVENTIONS", "CYBERCRIME-CONVENTION", "TLATELOLCO-PROTOCOLS",
	} {
		if _, ok := p.Instrument(code); !ok {
			t.Errorf("no instrument %s", code)
		}
	}
	for _, code := range []string{"GA", "ECOSOC", "SC", "HRC", "CCPCJ", "CND", "CTOC-COP", "CAC-COSP"} {
		o, ok := p.Organ(code)
		if !ok || o.Resolution == "" || len(o.Prefixes) == 0 {
			t.Errorf("organ %s is %+v", code, o)
		}
		for _, lang := range []string{"ar", "en", "es", "fr", "ru", "zh"} {
			if len(o.Names[lang]) == 0 {
				t.Errorf("organ %s has no name in %s", code, lang)
			}
		}
	}
	if group, _ := p.Instrument("UNTOC-PROTOCOLS"); !group.Group() || len(group.Members) != 3 {
		t.Errorf("UNTOC-PROTOCOLS is %+v", group)
	}
	for _, i := range p.Instruments {
		if i.Adopted == "" {
			if !i.Group() {
				t.Errorf("%s has no date of adoption", i.Code)
			}
			continue
		}
		if _, err := time.Parse(time.DateOnly, i.Adopted); err != nil {
			t.Errorf("%s: adopted %q is no date", i.Code, i.Adopted)
		}
	}
}
