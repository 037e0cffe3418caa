package access_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/codelist/sheet"
	"comity/internal/party"
	"comity/programmes"
)

// folder is the programme's folder.
func folder(t testing.TB) fs.FS {
	t.Helper()
	f, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func registry(t testing.TB) *party.Registry {
	t.Helper()
	r, err := party.Load(folder(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func policies(t testing.TB) *access.Policies {
	t.Helper()
	p, err := access.Load(folder(t), registry(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// today is the day of sentences that name none; what actors hold is in force
// from the first to the last day of that year.
const today act.Day = "2026-06-01"

var thatYear = sheet.Span{From: "2026-01-01", Until: "2027-01-01"}

const (
	me    = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01"
	other = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e02"
	third = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e03"
)

var codes = map[string]string{"France": "FRA", "Peru": "PER", "Kenya": "KEN", "Norway": "NOR", "the European Union": "EU",
	"the Office": "UNODC", "Interpol": "INTERPOL"}

const name = `(France|Peru|Kenya|Norway|the European Union|the Office|Interpol)`

func granted(r access.Role, person, party string, states ...string) access.Grant {
	return access.Grant{ID: "g", Person: person, Role: r, Party: party, States: states, Span: thatYear}
}

func accredited(person, party string, s access.Scope) access.Accreditation {
	return access.Accreditation{ID: "a", Person: person, Party: party, Scope: s, Span: thatYear, Document: "sha256:0",
		Recorder: other, Confirmer: third, Confirmed: "2026-01-02"}
}

// form is one phrase of the sentences' small language.
type form[T any] struct {
	re   *regexp.Regexp
	read func(m []string) T
}

func phrase[T any](re string, f func(m []string) T) form[T] {
	return form[T]{regexp.MustCompile(`^` + re + `$`), f}
}

func match[T any](forms []form[T], s string) (v T, ok bool) {
	for _, f := range forms {
		if m := f.re.FindStringSubmatch(s); m != nil {
			return f.read(m), true
		}
	}
	return v, false
}

var everything = access.Scope{Kinds: []string{"*", access.Read}, Instruments: []string{"*"}}

func role(s string) access.Role {
	r := access.Role(strings.TrimSuffix(strings.ReplaceAll(s, " ", "-"), "-officer"))
	if s == "officer" || s == "field officer" {
		r = access.Role(strings.ReplaceAll(s, " ", "-"))
	}
	if !r.Known() {
		panic(fmt.Sprintf("no role %q", s))
	}
	return r
}

const roleName = `(officer|reviewer|certifying officer|approving officer|auditor|administrator)`

var actors = []form[access.Who]{
	phrase(`(?:Anybody|The public)`, func([]string) access.Who { return access.Who{} }),
	phrase(`The node`, func([]string) access.Who { return access.Who{Node: true} }),
	phrase(`A person without a role`, func([]string) access.Who { return access.Who{Person: me} }),
	phrase(`An? `+roleName, func(m []string) access.Who {
		return access.Who{Person: me, Grants: []access.Grant{granted(role(m[1]), me, "UNODC")}}
	}),
	phrase(`An? `+roleName+` who is also (?:an?) `+roleName, func(m []string) access.Who {
		return access.Who{Person: me, Grants: []access.Grant{granted(role(m[1]), me, "UNODC"), granted(role(m[2]), me, "UNODC")}}
	}),
	phrase(`An officer of a field office`, func([]string) access.Who {
		return access.Who{Person: me, Grants: []access.Grant{granted(access.FieldOfficer, me, "UNODC-CO-NIGERIA", "KEN")}}
	}),
	phrase(`A field officer who works with `+name, func(m []string) access.Who {
		return access.Who{Person: me, Grants: []access.Grant{granted(access.FieldOfficer, me, "UNODC-CO-NIGERIA", codes[m[1]])}}
	}),
	phrase(`An expert of the review of `+name, func(m []string) access.Who {
		return access.Who{Person: me, Grants: []access.Grant{granted(access.Expert, me, "", codes[m[1]])}}
	}),
	phrase(`A person of the donor `+name, func(m []string) access.Who {
		return access.Who{Person: me, Grants: []access.Grant{granted(access.Donor, me, codes[m[1]])}}
	}),
	phrase(`A person of the partner `+name, func(m []string) access.Who {
		return access.Who{Person: me, Grants: []access.Grant{granted(access.Partner, me, codes[m[1]])}}
	}),
	phrase(`An? `+roleName+` standing in for an? `+roleName, func(m []string) access.Who {
		g := granted(role(m[2]), other, "UNODC")
		d := access.Delegation{ID: "d", From: other, To: me, Base: "role/g", Scope: everything, Span: sheet.Span{From: "2026-05-20", Until: "2026-06-20"}}
		return access.Who{Person: me, Grants: []access.Grant{granted(role(m[1]), me, "UNODC")}, Received: []access.Received{{Delegation: d, Grant: &g}}}
	}),
	phrase(`An accredited person of `+name, func(m []string) access.Who {
		return access.Who{Person: me, Accreditations: []access.Accreditation{accredited(me, codes[m[1]], everything)}}
	}),
	phrase(`A person whose accreditation by `+name+` waits for the second person`, func(m []string) access.Who {
		c := accredited(me, codes[m[1]], everything)
		c.Confirmer, c.Confirmed = "", ""
		return access.Who{Person: me, Accreditations: []access.Accreditation{c}}
	}),
	phrase(`A person whose accreditation by `+name+` was withdrawn on ([0-9-]+)`, func(m []string) access.Who {
		c := accredited(me, codes[m[1]], everything)
		c.Ended = act.Day(m[2])
		return access.Who{Person: me, Accreditations: []access.Accreditation{c}}
	}),
	phrase(`A person of `+name+` accredited for (\S+) on (\S+)`, func(m []string) access.Who {
		return access.Who{Person: me, Accreditations: []access.Accreditation{accredited(me, codes[m[1]], access.Scope{Kinds: []string{m[2]}, Instruments: []string{m[3]}})}}
	}),
	phrase(`An accredited person of `+name+` who is also an? `+roleName, func(m []string) access.Who {
		return access.Who{Person: me, Accreditations: []access.Accreditation{accredited(me, codes[m[1]], everything)}, Grants: []access.Grant{granted(role(m[2]), me, "UNODC")}}
	}),
	phrase(`A person of `+name+` accredited for (\S+) on (\S+), standing in for a colleague accredited for all`, func(m []string) access.Who {
		c := accredited(other, codes[m[1]], everything)
		d := access.Delegation{ID: "d", From: other, To: me, Base: "accreditation/a", Scope: everything, Span: sheet.Span{From: "2026-05-20", Until: "2026-06-20"}}
		return access.Who{Person: me, Accreditations: []access.Accreditation{accredited(me, codes[m[1]], access.Scope{Kinds: []string{m[2]}, Instruments: []string{m[3]}})},
			Received: []access.Received{{Delegation: d, Accreditation: &c}}}
	}),
}

// deed is what a sentence's verb means.
type deed struct {
	action string
	what   access.What
}

func kind(k, party string, standing act.Standing) deed {
	return deed{k, access.What{Subject: "thing/x", Party: party, Standing: standing, Audience: act.Public}}
}

var deeds = []form[deed]{
	phrase(`read what is public`, func([]string) deed { return reads("public") }),
	phrase(`read what is written for (?:the |those who keep )?(secretariat|people|money|oversight|experts|partners|donors)`, func(m []string) deed { return reads(m[1]) }),
	phrase(`read what `+name+` keeps to itself`, func(m []string) deed { return reads(access.AudienceFor("own", codes[m[1]])) }),
	phrase(`read what `+name+` keeps to itself and released to (\S+)`, func(m []string) deed {
		d := reads(access.AudienceFor("own", codes[m[1]]))
		d.what.ReleasedTo = []string{m[2]}
		return d
	}),
	phrase(`read what `+name+` shares with the Office`, func(m []string) deed { return reads(access.AudienceFor("with", codes[m[1]])) }),
	phrase(`read the file of the review of `+name, func(m []string) deed { return reads(access.AudienceFor("review", codes[m[1]])) }),
	phrase(`read what the money of `+name+` did`, func(m []string) deed { return reads(access.AudienceFor("donor", codes[m[1]])) }),
	phrase(`read what is written for the partner `+name, func(m []string) deed { return reads(access.AudienceFor("partner", codes[m[1]])) }),
	phrase(`read what is sealed`, func([]string) deed { return reads(act.Sealed) }),
	phrase(`read what is written for nobody`, func([]string) deed { return reads("nobody") }),
	phrase(`record a deposit of `+name, func(m []string) deed {
		d := kind("treaty.deposit", codes[m[1]], act.Own)
		d.what.Instruments = []string{"untoc"}
		return d
	}),
	phrase(`confirm (?:an act of `+name+`|a State's act)`, func(m []string) deed {
		if m[1] == "" {
			m[1] = "Kenya"
		}
		return kind("communication.confirmed", codes[m[1]], act.Own)
	}),
	phrase(`ask for help for `+name, func(m []string) deed { return kind("assistance.request", codes[m[1]], act.Own) }),
	phrase(`certify a payment`, func([]string) deed { return kind("fund.certified", "UNODC", act.Own) }),
	phrase(`approve a payment`, func([]string) deed { return kind("fund.approved", "UNODC", act.Own) }),
	phrase(`approve a request within `+name, func(m []string) deed { return kind("assistance.approved", codes[m[1]], act.Own) }),
	phrase(`review a record`, func([]string) deed { return kind("project.reviewed", "UNODC", act.Own) }),
	phrase(`record a result of a project for `+name, func(m []string) deed { return kind("project.reported", codes[m[1]], act.Own) }),
	phrase(`draft a project(?: in the name of `+name+`)?`, func(m []string) deed { return kind("project.concept", mandateParty(m[1]), act.Own) }),
	phrase(`clear a project`, func([]string) deed { return secretariat("project.cleared") }),
	phrase(`approve a result of a project`, func([]string) deed { return kind("project.approved", "UNODC", act.Own) }),
	phrase(`countersign a project of `+name, func(m []string) deed {
		d := kind("project.countersigned", codes[m[1]], act.Own)
		d.what.Audience, d.what.Sourced = access.AudienceFor("with", codes[m[1]]), true
		return d
	}),
	phrase(`take in a project`, func([]string) deed { return kind("project.taken-in", "UNODC", act.Own) }),
	phrase(`record a finding on `+name, func(m []string) deed {
		d := kind("review.finding", "UNODC", act.Observed)
		d.what.Owner, d.what.Audience = codes[m[1]], access.AudienceFor("review", codes[m[1]])
		return d
	}),
	phrase(`release what `+name+` keeps to itself`, func(m []string) deed { return kind("release.given", codes[m[1]], act.Own) }),
	phrase(`accredit a person of `+name, func(m []string) deed {
		d := kind("accreditation.recorded", codes[m[1]], act.Own)
		d.what.Audience, d.what.Sourced = access.AudienceFor("with", codes[m[1]]), true
		return d
	}),
	phrase(`confirm an accreditation by `+name, func(m []string) deed {
		d := kind("accreditation.confirmed", codes[m[1]], act.Own)
		d.what.Audience, d.what.Sourced = access.AudienceFor("with", codes[m[1]]), true
		return d
	}),
	phrase(`record that `+name+` withdrew an accreditation`, func(m []string) deed { return kind("accreditation.ended", codes[m[1]], act.Communicated) }),
	phrase(`record the status of a mandate(?: for `+name+`)?`, func(m []string) deed { return kind("mandate.status", mandateParty(m[1]), act.Own) }),
	phrase(`propose to remove a mandate`, func([]string) deed { return secretariat("mandate.proposed") }),
	phrase(`decide on a proposal for a mandate`, func([]string) deed { return secretariat("mandate.approved") }),
	phrase(`record what the programme says of a mandate`, func([]string) deed { return kind("mandate.outlined", "UNODC", act.Own) }),
	phrase(`take in a text`, func([]string) deed { return kind("mandate.imported", "UNODC", act.Own) }),
	phrase(`draft a call(?: in the name of `+name+`)?`, func(m []string) deed { return kind("communication.drafted", mandateParty(m[1]), act.Own) }),
	phrase(`clear a call`, func([]string) deed { return secretariat("communication.cleared") }),
	phrase(`release a reply of `+name, func(m []string) deed {
		d := kind("communication.released", codes[m[1]], act.Own)
		d.what.Audience, d.what.Sourced = access.AudienceFor("with", codes[m[1]]), true
		return d
	}),
	phrase(`keep an answer in the bank of `+name, func(m []string) deed { return kind("communication.banked", codes[m[1]], act.Own) }),
	phrase(`(check|answer|ask about|weigh) the request of France`, func(m []string) deed {
		d := kind(map[string]string{"check": "assistance.checked", "answer": "assistance.replied", "ask about": "assistance.asked", "weigh": "assistance.appraised"}[m[1]], "UNODC", act.Own)
		if d.what.Audience = "with-fra"; m[1] == "weigh" {
			d.what.Audience = "appraisal"
		}
		return d
	}),
	phrase(`check the request of `+name+` in its name`, func(m []string) deed { return kind("assistance.checked", codes[m[1]], act.Own) }),
	phrase(`ask itself about the request of `+name, func(m []string) deed { return kind("assistance.asked", codes[m[1]], act.Own) }),
	phrase(`clear the reply to a request`, func([]string) deed {
		d := kind("assistance.cleared", "UNODC", act.Own)
		d.what.Audience = "appraisal"
		return d
	}),
	phrase(`publish the request of `+name, func(m []string) deed {
		d := kind("assistance.published", codes[m[1]], act.Own)
		d.what.Sourced = true
		return d
	}),
	phrase(`withdraw the request of `+name, func(m []string) deed {
		d := kind("assistance.withdrawn", codes[m[1]], act.Own)
		d.what.Sourced = true
		return d
	}),
	phrase(`read how requests are weighed`, func([]string) deed { return reads("appraisal") }),
	phrase(`grant a role`, func([]string) deed { return secretariat("role.granted") }),
	phrase(`record a person`, func([]string) deed {
		d := kind("person.recorded", "UNODC", act.Own)
		d.what.Audience = "people"
		return d
	}),
	phrase(`delegate for `+name, func(m []string) deed { return kind("delegation.given", codes[m[1]], act.Own) }),
	phrase(`end a delegation`, func([]string) deed { return secretariat("delegation.ended") }),
	phrase(`propose an erasure`, func([]string) deed { return kind("erasure.propose", "UNODC", act.Own) }),
	phrase(`place a legal hold`, func([]string) deed { return kind("hold.place", "UNODC", act.Own) }),
	phrase(`record a restore of the book`, func([]string) deed { return kind("book.restored", "UNODC", act.Own) }),
}

// mandateParty is in whose name a status is recorded: the Office's unless another
// is named.
func mandateParty(name string) string {
	if code := codes[name]; code != "" {
		return code
	}
	return codes["the Office"]
}

func secretariat(k string) deed {
	d := kind(k, "UNODC", act.Own)
	d.what.Audience = "secretariat"
	return d
}

func reads(audience string) deed { return deed{access.Read, access.What{Audience: audience}} }

// manners stand after the verb, in any number.
var manners = []form[func(*access.What)]{
	phrase(`(.*) as communicated`, func([]string) func(*access.What) { return func(w *access.What) { w.Standing = act.Communicated } }),
	phrase(`(.*) as observed`, func([]string) func(*access.What) { return func(w *access.What) { w.Standing = act.Observed } }),
	phrase(`(.*) in its own name`, func([]string) func(*access.What) { return func(w *access.What) { w.Standing = act.Own } }),
	phrase(`(.*) without its note`, func([]string) func(*access.What) { return func(w *access.What) { w.Sourced = false } }),
	phrase(`(.*) that they entered`, func([]string) func(*access.What) { return func(w *access.What) { w.EnteredBy = me } }),
	phrase(`(.*) to the instrument (\S+)`, func(m []string) func(*access.What) {
		return func(w *access.What) { w.Instruments = []string{m[2]} }
	}),
	phrase(`(.*), written for the audience (\S+)`, func(m []string) func(*access.What) { return func(w *access.What) { w.Audience = m[2] } }),
}

func readDeed(s string) (deed, bool) {
	if d, ok := match(deeds, s); ok {
		return d, true
	}
	for _, f := range manners {
		if m := f.re.FindStringSubmatch(s); m != nil {
			d, ok := readDeed(m[1])
			if ok {
				f.read(m)(&d.what)
			}
			return d, ok
		}
	}
	return deed{}, false
}

var sentence = regexp.MustCompile(`^(?:On ([0-9-]{10}), )?(.+?) (may not|may) (.+)\.$`)

// readSentence says who, what, when, and whether they may.
func readSentence(line string) (who access.Who, d deed, day act.Day, may bool, err error) {
	m := sentence.FindStringSubmatch(line)
	if m == nil {
		return who, d, day, may, fmt.Errorf("no sentence of the form \"… may …\" or \"… may not …\": %s", line)
	}
	day = today
	if m[1] != "" {
		day = act.Day(m[1])
		m[2] = strings.ToUpper(m[2][:1]) + m[2][1:]
	}
	who, ok1 := match(actors, m[2])
	d, ok2 := readDeed(m[4])
	if !ok1 || !ok2 {
		return who, d, day, may, fmt.Errorf("not understood (who: %v, what: %v): %s", ok1, ok2, line)
	}
	return who, d, day, m[3] == "may", nil
}

// Every line of the programme's sentences.txt holds: what people say of the
// policies is what the policies decide.
func TestSentences(t *testing.T) {
	text, err := fs.ReadFile(folder(t), "policies/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	p := policies(t)
	cases, seen := 0, map[string]bool{}
	for i, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if seen[line] {
			t.Errorf("sentences.txt:%d: it stands there twice: %s", i+1, line)
		}
		seen[line] = true
		who, d, day, may, err := readSentence(line)
		if err != nil {
			t.Errorf("sentences.txt:%d: %v", i+1, err)
			continue
		}
		cases++
		got := p.May(who, d.action, d.what, day)
		if got.Allowed != may {
			t.Errorf("sentences.txt:%d: %s\nthe policies say otherwise: %s %v", i+1, line, got.Says, got.Policies)
		}
		if got.Says == "" || got.Says == "A policy could not be applied, so nothing is permitted; tell who keeps the policies." {
			t.Errorf("sentences.txt:%d: %s\nthe reason is %q", i+1, line, got.Says)
		}
	}
	if cases < 60 {
		t.Errorf("%d sentences; there are to be 60 at least", cases)
	}
}
