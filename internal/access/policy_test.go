package access_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/codelist"
	"comity/internal/codelist/sheet"
)

// Without any one policy some sentence would not hold: each is needed, and the
// sentences see it. A policy that forbids may be a belt beside braces: then a
// sentence needs it where a careless policy permits everything.
func TestEveryPolicyIsSeenByASentence(t *testing.T) {
	text, err := fs.ReadFile(folder(t), "policies/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	files, err := fs.Glob(folder(t), "policies/*.cedar")
	if err != nil {
		t.Fatal(err)
	}
	reg := registry(t)
	load := func(file, text string) *access.Policies {
		p, err := access.Load(folderWith(t, file, text), reg)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	const careless = `@id("careless") @says("All is permitted.") permit (principal, action, resource);`
	held := slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return !strings.Contains(l, " may not ") })
	for _, file := range files {
		whole, err := fs.ReadFile(folder(t), file)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(string(whole), "@id(")
		p := load(file, string(whole)+careless)
		belts := slices.DeleteFunc(slices.Clone(held), func(l string) bool { return !holds(t, p, l) })
		for i := 1; i < len(parts); i++ {
			without := strings.Join(slices.Delete(slices.Clone(parts), i, i+1), "@id(")
			p, q := load(file, without), load(file, without+"\n"+careless)
			if !slices.ContainsFunc(lines, func(l string) bool { return !holds(t, p, l) }) && !slices.ContainsFunc(belts, func(l string) bool { return !holds(t, q, l) }) {
				t.Errorf("%s: without the policy %s every sentence still holds; add one that needs it, or take it out", file, strings.SplitN(parts[i], ")", 2)[0])
			}
		}
	}
}

// holds says whether a sentence agrees with the policies.
func holds(t *testing.T, p *access.Policies, line string) bool {
	t.Helper()
	who, d, day, may, err := readSentence(line)
	if err != nil {
		t.Fatal(err)
	}
	return p.May(who, d.action, d.what, day).Allowed == may
}

// folderWith is the programme's folder with one file replaced.
func folderWith(t *testing.T, file, text string) fs.FS {
	t.Helper()
	m := fstest.MapFS{}
	for _, pattern := range []string{"policies/*.cedar", "policies/*.csv"} {
		files, err := fs.Glob(folder(t), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := fs.ReadFile(folder(t), f)
			if err != nil {
				t.Fatal(err)
			}
			m[f] = &fstest.MapFile{Data: b}
		}
	}
	if file != "" {
		m[file] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

const audiencesHead = "# source: invented\n# as-of: 2026-11-23\n# version: 1\ncode,scope,level,years,says\n"

func TestLoadRefuses(t *testing.T) {
	reg := registry(t)
	for _, c := range []struct{ name, file, text, want string }{
		{"syntax", "policies/x.cedar", "@id(\"a\")\n@says(\"A.\")\npermit (principal, action);", "policies/x.cedar:3:"},
		{"an open quotation", "policies/x.cedar", "\n\"", "policies/x.cedar:2:1: literal not terminated"},
		{"no id", "policies/x.cedar", `@says("A.") permit (principal, action, resource);`, "policies/x.cedar:1: a policy has no @id"},
		{"no sentence", "policies/x.cedar", "\n" + `@id("a") permit (principal, action, resource);`, "policies/x.cedar:2: the policy a does not say"},
		{"same id", "policies/x.cedar", `@id("a") @says("A.") permit (principal, action, resource); @id("a") @says("A.") permit (principal, action, resource);`, "there is another policy a"},
		{"role", "policies/x.cedar", `@id("a") @says("A.") permit (principal in Role::"king", action, resource);`, `names the role "king"`},
		{"role in a condition", "policies/x.cedar", `@id("a") @says("A.") permit (principal, action, resource) when { principal in [Role::"oficer"] };`, `names the role "oficer"`},
		{"audience", "policies/x.cedar", `@id("a") @says("A.") permit (principal, action, resource in Audience::"wiht");`, `names the audience "wiht"`},
		{"action", "policies/x.cedar", `@id("a") @says("A.") permit (principal, action in [Action::"Deposit"], resource);`, `names the action "Deposit"`},
		{"attribute", "policies/x.cedar", `@id("a") @says("A.") permit (principal, action, resource) when { principal.acredited.contains("FRA") };`, "asks for principal.acredited"},
		{"attribute asked by has", "policies/x.cedar", `@id("a") @says("A.") permit (principal, action, resource) when { resource has ower };`, "asks for resource.ower"},
		{"type", "policies/x.cedar", `@id("a") @says("A.") permit (principal is Robot, action, resource);`, "names the type Robot"},
		{"type of an entity", "policies/x.cedar", `@id("a") @says("A.") permit (principal == Robot::"r", action, resource);`, "names the type Robot"},
		{"no public", "policies/audiences.csv", audiencesHead + "secretariat,one,confidential,,staff\n", "the audience public is missing"},
		{"audience twice", "policies/audiences.csv", audiencesHead + "public,one,unclassified,,all\npublic,one,unclassified,,all\n", "audiences.csv:6"},
		{"years", "policies/audiences.csv", audiencesHead + "public,one,unclassified,soon,all\n", `years "soon"`},
		{"scope", "policies/audiences.csv", audiencesHead + "public,each,unclassified,,all\n", `scope "each"`},
		{"sealed", "policies/audiences.csv", audiencesHead + "sealed,one,unclassified,,all\n", "not sealed"},
		{"hyphen", "policies/audiences.csv", audiencesHead + "with-fra,one,unclassified,,all\n", "one word"},
		{"no level", "policies/audiences.csv", audiencesHead + "public,one,,,all\n", "its level"},
	} {
		_, err := access.Load(folderWith(t, c.file, c.text), reg)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := access.Load(fstest.MapFS{"policies/audiences.csv": {Data: []byte(audiencesHead + "public,one,unclassified,,all\n")}}, reg); err == nil {
		t.Error("a folder without policies was loaded")
	}
}

// Whatever stands in a file of policies, it is read or refused with the file's
// name, and never opens what a State keeps to the public.
func FuzzLoad(f *testing.F) {
	files, err := fs.Glob(folder(f), "policies/*.cedar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		b, err := fs.ReadFile(folder(f), file)
		if err != nil {
			f.Fatal(err)
		}
		for _, one := range strings.SplitAfter(string(b), ";") {
			f.Add(one)
		}
	}
	f.Add(`@id("a") @says("A.") permit (principal, action, resource);`)
	f.Add(`@id("a") @says("A.") permit (principal, action, resource) when { resource.party like "F*" };`)
	reg := registry(f)
	states, err := fs.ReadFile(folder(f), "policies/states.cedar")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := access.Load(fstest.MapFS{
			"policies/audiences.csv": {Data: []byte(audiencesHead + "public,one,unclassified,,all\nown,party,confidential,,owner\nwith,party,confidential,,both\nreview,party,confidential,,both\ndonor,party,confidential,,both\npartner,party,confidential,,both\n")},
			"policies/states.cedar":  {Data: states}, "policies/x.cedar": {Data: []byte(text)}}, reg)
		if err != nil {
			if !strings.Contains(err.Error(), "policies/") {
				t.Errorf("%q: the error names no file: %v", text, err)
			}
			return
		}
		if d := p.May(access.Who{}, access.Read, access.What{Audience: "own-fra"}, today); d.Allowed {
			t.Errorf("%q opens what France keeps", text)
		}
	})
}

// A policy that fails while it is applied denies: it may have been the one
// that forbids.
func TestAFailingPolicyDenies(t *testing.T) {
	p, err := access.Load(folderWith(t, "policies/x.cedar",
		`@id("broken") @says("Broken.") forbid (principal, action, resource) when { resource.party < 3 };`), registry(t))
	if err != nil {
		t.Fatal(err)
	}
	d := p.May(access.Who{}, access.Read, access.What{Audience: act.Public}, today)
	if d.Allowed || !slices.Contains(d.Policies, "broken") {
		t.Errorf("%+v", d)
	}
	if got := p.Audiences(access.Who{}, today); len(got) != 0 {
		t.Errorf("the public reads %v", got)
	}
}

func TestDecisionSaysWhy(t *testing.T) {
	p := policies(t)
	for _, c := range []struct{ line, want string }{
		{"An officer may not record a deposit of France in its own name.", "Nobody acts in a State's own name but the people whom it accredited."},
		{"An officer may not read what France keeps to itself.", "No role opens what a State keeps to itself; only its own release does."},
		{"The public may not read what is written for the secretariat.", "No policy permits this."},
		{"An officer may read what France keeps to itself and released to with-fra.", "Its owner released it to with-fra."},
		{"An officer may not read what is sealed.", "recipients' own keys"},
	} {
		who, d, day, _, err := readSentence(c.line)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.May(who, d.action, d.what, day); !strings.Contains(got.Says, c.want) {
			t.Errorf("%s\n%q, want %q", c.line, got.Says, c.want)
		}
	}
	if d := p.May(access.Who{}, access.Read, access.What{Audience: act.Public}, ""); d.Allowed {
		t.Error("without a day something is allowed")
	}
}

func TestAudiencesHaveLevels(t *testing.T) {
	p := policies(t)
	lists, err := codelist.Load(folder(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range p.AllAudiences() {
		if !lists.Has("classification", a.Level, "2026-11-23") {
			t.Errorf("audience %s has the level %q, which the list classification has not", a.Code, a.Level)
		}
	}
	a, ok := p.Audience("own-fra")
	if !ok || a.Party != "FRA" || a.Group != "own" {
		t.Errorf("own-fra: %+v", a)
	}
	if got := a.Declassified("2026-02-01"); got != "2046-02-01" {
		t.Errorf("declassified on %s", got)
	}
	public, _ := p.Audience("public")
	if got := public.Declassified("2026-02-01"); got != "" {
		t.Errorf("what is public is declassified on %s", got)
	}
}

// drawWho draws a person with any roles, accreditations and delegations.
func drawWho(t *rapid.T) access.Who {
	if rapid.IntRange(0, 9).Draw(t, "nobody") == 0 {
		return access.Who{Node: rapid.Bool().Draw(t, "node")}
	}
	parties := []string{"FRA", "PER", "KEN", "EU", "INTERPOL", "UNODC", "NOWHERE"}
	span := rapid.Custom(func(t *rapid.T) sheet.Span {
		from := rapid.SampledFrom([]act.Day{"2025-01-01", "2026-01-01", "2026-06-01", "2026-06-02"}).Draw(t, "from")
		return sheet.Span{From: from, Until: rapid.SampledFrom([]act.Day{"", "2026-06-01", "2026-06-02", "2027-01-01"}).Draw(t, "until")}
	})
	scope := rapid.Custom(func(t *rapid.T) access.Scope {
		return access.Scope{Kinds: rapid.SliceOfN(rapid.SampledFrom([]string{"*", "read", "treaty.*", "treaty.deposit", "release.*"}), 1, 3).Draw(t, "kinds"),
			Instruments: []string{rapid.SampledFrom([]string{"*", "untoc", "uncac"}).Draw(t, "instrument")}}
	})
	grant := func(person string) *rapid.Generator[access.Grant] {
		return rapid.Custom(func(t *rapid.T) access.Grant {
			return access.Grant{Person: person, Span: span.Draw(t, "span"), Party: rapid.SampledFrom(parties).Draw(t, "party"),
				States: rapid.SliceOfN(rapid.SampledFrom(parties), 0, 2).Draw(t, "states"),
				Role: rapid.SampledFrom([]access.Role{access.Officer, access.FieldOfficer, access.Reviewer, access.Certifying, access.Approving,
					access.Auditor, access.Administrator, access.Expert, access.Donor, access.Partner, "king"}).Draw(t, "role")}
		})
	}
	accreditation := func(person string) *rapid.Generator[access.Accreditation] {
		return rapid.Custom(func(t *rapid.T) access.Accreditation {
			c := access.Accreditation{Person: person, Party: rapid.SampledFrom(parties).Draw(t, "party"), Scope: scope.Draw(t, "scope"), Span: span.Draw(t, "span")}
			if rapid.Bool().Draw(t, "confirmed") {
				c.Confirmed, c.Confirmer = "2026-01-02", other
			}
			if rapid.Bool().Draw(t, "ended") {
				c.Ended = "2026-05-01"
			}
			return c
		})
	}
	who := access.Who{Person: me, Grants: rapid.SliceOfN(grant(me), 0, 2).Draw(t, "grants"),
		Accreditations: rapid.SliceOfN(accreditation(me), 0, 2).Draw(t, "accreditations")}
	if rapid.Bool().Draw(t, "stands in") {
		r := access.Received{Delegation: access.Delegation{From: other, To: me, Scope: scope.Draw(t, "delegated"), Span: span.Draw(t, "absence")}}
		if rapid.Bool().Draw(t, "for a role") {
			g := grant(other).Draw(t, "grant")
			r.Grant = &g
		} else {
			c := accreditation(other).Draw(t, "accreditation")
			r.Accreditation = &c
		}
		who.Received = append(who.Received, r)
	}
	return who
}

// What SQL filters by is what Cedar answers, for every person and audience;
// and what a State keeps is open to nobody without its accreditation.
func TestAudiencesEqualThePolicies(t *testing.T) {
	shipped := policies(t)
	naming, err := access.Load(folderWith(t, "policies/x.cedar", `@id("x") @says("Officers read what Peru keeps to review, and no other.")
		permit (principal in Role::"expert", action == Action::"read", resource in Audience::"with") when { resource.party == "PER" };`), registry(t))
	if err != nil {
		t.Fatal(err)
	}
	liking, err := access.Load(folderWith(t, "policies/x.cedar", `@id("x") @says("Experts read what some share.")
		permit (principal in Role::"expert", action == Action::"read", resource in Audience::"with") when { resource.party like "P*" };`), registry(t))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		who := drawWho(t)
		some := rapid.IntRange(0, 19).Draw(t, "some")
		p := rapid.SampledFrom([]*access.Policies{shipped, naming, liking}).Draw(t, "policies")
		codes := p.Audiences(who, today)
		for i, a := range p.AllAudiences() {
			// A twentieth of the parties each time, but those that stand in
			// sets always.
			if a.Party != "" && i%20 != some && !slices.Contains([]string{"FRA", "PER", "KEN", "EU", "INTERPOL"}, a.Party) {
				continue
			}
			d := p.May(who, access.Read, access.What{Audience: a.Code}, today)
			if _, in := slices.BinarySearch(codes, a.Code); in != d.Allowed {
				t.Fatalf("audience %s: in the list %v, by the policies %v (%s)", a.Code, in, d.Allowed, d.Says)
			}
			if d.Allowed && a.Group == "own" && !accreditedToRead(who, a.Party) {
				t.Fatalf("%s is open to %+v", a.Code, who)
			}
		}
	})
}

// accreditedToRead is read off the person directly, by no code of the package.
func accreditedToRead(who access.Who, party string) bool {
	ok := func(c *access.Accreditation) bool {
		return c.Party == party && c.Confirmed != "" && c.Ended == "" && c.Span.From <= today && (c.Span.Until == "" || c.Span.Until > today) && slices.Contains(c.Scope.Kinds, "read")
	}
	for i := range who.Accreditations {
		if ok(&who.Accreditations[i]) {
			return true
		}
	}
	for _, r := range who.Received {
		if r.Accreditation != nil && ok(r.Accreditation) && slices.Contains(r.Scope.Kinds, "read") {
			return true
		}
	}
	return false
}

// Nobody acts in a State's own name by any role.
func TestNoRoleActsInAStatesName(t *testing.T) {
	p := policies(t)
	rapid.Check(t, func(t *rapid.T) {
		who := drawWho(t)
		who.Accreditations = nil
		for i := range who.Received {
			who.Received[i].Accreditation = nil
		}
		action := rapid.SampledFrom([]string{"treaty.deposit", "release.given", "communication.confirmed", "person.recorded", "project.result", "fund.certified", "review.finding"}).Draw(t, "kind")
		w := access.What{Subject: "thing/x", Party: rapid.SampledFrom([]string{"FRA", "PER", "EU"}).Draw(t, "party"), Standing: act.Own, Audience: act.Public, Sourced: true}
		if d := p.May(who, action, w, today); d.Allowed && !who.Node {
			t.Fatalf("%s for %s: %s by %+v", action, w.Party, d.Says, who)
		}
		if who.Node && !strings.HasPrefix(action, "person.") {
			if d := p.May(who, action, w, today); d.Allowed {
				t.Fatalf("the node: %s", action)
			}
		}
	})
}

func BenchmarkMay(b *testing.B) {
	p := policies(b)
	who := access.Who{Person: me, Accreditations: []access.Accreditation{accredited(me, "FRA", everything)}}
	w := access.What{Subject: "treaty/untoc/FRA", Party: "FRA", Standing: act.Own, Audience: act.Public, Instruments: []string{"untoc"}}
	for b.Loop() {
		if !p.May(who, "treaty.deposit", w, today).Allowed {
			b.Fatal("denied")
		}
	}
}

func BenchmarkAudiences(b *testing.B) {
	p := policies(b)
	for _, r := range []access.Role{access.Officer, access.FieldOfficer} {
		b.Run(string(r), func(b *testing.B) {
			who := access.Who{Person: me, Grants: []access.Grant{granted(r, me, "UNODC", "FRA", "PER")}}
			n := 0
			for b.Loop() {
				n = len(p.Audiences(who, today))
			}
			b.ReportMetric(float64(n), "audiences")
		})
	}
}
