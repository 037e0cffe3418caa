package password

import (
	"strings"
	"testing"
)

// cheap are costs for tests.
var cheap = Params{Memory: 64, Time: 1, Threads: 1}

func hash(t testing.TB, word string, p Params) string {
	t.Helper()
	h, err := Hash(word, p)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestVerify(t *testing.T) {
	stored := hash(t, "correct horse battery", cheap)
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("stored as %s", stored)
	}
	for word, want := range map[string]bool{
		"correct horse battery":      true,
		"correct horse batterz":      false,
		"correct horse battery ":     false,
		"":                           false,
		strings.Repeat("x", Longest): false, strings.Repeat("x", Longest+1): false,
	} {
		if ok, err := Verify(word, stored); ok != want || err != nil {
			t.Errorf("%.30q: %v, %v", word, ok, err)
		}
	}
	if again := hash(t, "correct horse battery", cheap); again == stored {
		t.Error("two hashes of one password are the same; the salt is not random")
	}
}

// A hash that another implementation made, the reference one's command line:
// argon2 somesalt -id -t 2 -m 8 -p 1 -l 32 with the word "password".
func TestVerifyKnownHash(t *testing.T) {
	const stored = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	if ok, err := Verify("password", stored); !ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
	if ok, err := Verify("passwore", stored); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
	if !Outdated(stored, Recommended()) {
		t.Error("it is not seen as outdated")
	}
}

func TestAPasswordIsTheSameFromEveryKeyboard(t *testing.T) {
	stored := hash(t, "e\u0301te\u0301 a\u0300 la plage", cheap)
	if ok, _ := Verify("\u00e9t\u00e9 \u00e0 la plage", stored); !ok {
		t.Error("composed and decomposed letters differ")
	}
}

func TestCostsRise(t *testing.T) {
	stored := hash(t, "a word and another", cheap)
	if Outdated(stored, cheap) || !Outdated(stored, Recommended()) || !Outdated("x", cheap) {
		t.Error("outdated is wrong")
	}
}

func TestDamagedHashesLetNobodyIn(t *testing.T) {
	good := hash(t, "a word and another", cheap)
	for _, s := range []string{
		"", "a word and another", good + "=", good + "$", good[:len(good)-8],
		strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "m=64", "m=064", 1), strings.Replace(good, "m=64", "m=4294967295", 1),
		strings.Replace(good, "m=64", "m=7", 1), strings.Replace(good, "t=1", "t=0", 1), strings.Replace(good, "t=1", "t=1000000", 1),
		strings.Replace(good, "p=1", "p=255", 1), strings.Replace(good, "p=1", "p=257", 1), strings.Replace(good, "m=64,t=1", "t=1,m=64", 1),
		strings.Replace(good, "$argon2id", "argon2id", 1), good + "\n",
	} {
		if s == good {
			continue
		}
		if ok, err := Verify("a word and another", s); ok || err == nil {
			t.Errorf("%q: %v, %v", s, ok, err)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct{ word, want string }{
		{"five plain words here", ""},
		{"長い合言葉は覚えやすいですね", ""},
		{"short", "too short: 12"},
		{"長い合言葉", "too short: 12"},
		{strings.Repeat("a", 12), "repeats one character"},
		{strings.Repeat("é", 12), "repeats one character"},
		{strings.Repeat("ab", 600), "longer than"},
		{"anna.example@", "little more than"},
		{"xx\xffxxxxxxxxxxxxxxx", "no valid text"},
	} {
		err := Check(c.word, "Anna.Example", "")
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%.30q: %v, want %q", c.word, err, c.want)
		}
	}
}

func TestAbsentIsFalse(t *testing.T) {
	if Absent("a word and another", cheap) {
		t.Error("somebody who is not there got in")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")
	f.Add("$argon2id$v=19$m=64,t=1,p=1$$")
	f.Add("$$$$$")
	f.Fuzz(func(t *testing.T, s string) {
		h, err := parse(s)
		if err != nil {
			return
		}
		if h.String() != s || h.params.check() != nil {
			t.Errorf("%q is read as %s", s, h)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	stored := hash(b, "a word and another", Recommended())
	for b.Loop() {
		if ok, err := Verify("a word and another", stored); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}
