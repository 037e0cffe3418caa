package totp

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// RFC 6238, appendix B: eight digits, secrets of 20, 32 and 64 bytes.
func TestVectorsOfRFC6238(t *testing.T) {
	secret := strings.Repeat("1234567890", 7)
	keys := map[Algorithm][]byte{SHA1: []byte(secret[:20]), SHA256: []byte(secret[:32]), SHA512: []byte(secret[:64])}
	for _, c := range []struct {
		at                   int64
		sha1, sha256, sha512 string
	}{
		{59, "94287082", "46119246", "90693936"},
		{1111111109, "07081804", "68084774", "25091201"},
		{1111111111, "14050471", "67062674", "99943326"},
		{1234567890, "89005924", "91819424", "93441116"},
		{2000000000, "69279037", "90698825", "38618901"},
		{20000000000, "65353130", "77737706", "47863826"},
	} {
		counter := Counter(time.Unix(c.at, 0))
		for a, want := range map[Algorithm]string{SHA1: c.sha1, SHA256: c.sha256, SHA512: c.sha512} {
			if got := Code(keys[a], counter, a, 8); got != want {
				t.Errorf("%s at %d: %s, want %s", a, c.at, got, want)
			}
		}
	}
}

// RFC 4226, appendix D: six digits, the first ten counters.
func TestVectorsOfRFC4226(t *testing.T) {
	for i, want := range strings.Fields("755224 287082 359152 969429 338314 254676 287922 162583 399871 520489") {
		if got := Code([]byte("12345678901234567890"), int64(i), SHA1, 6); got != want {
			t.Errorf("counter %d: %s, want %s", i, got, want)
		}
	}
}

func TestVerify(t *testing.T) {
	secret := []byte("12345678901234567890")
	now := time.Unix(1234567890, 0)
	at := Counter(now)
	code := func(d int64) string { return Code(secret, at+d, SHA1, Digits) }
	for _, c := range []struct {
		name, code string
		last       int64
		want       bool
	}{
		{"this step", code(0), -1, true},
		{"the step before", code(-1), -1, true},
		{"the step after", code(1), -1, true},
		{"two steps before", code(-2), -1, false},
		{"two steps after", code(2), -1, false},
		{"the same code again", code(0), at, false},
		{"an older one after a newer", code(-1), at, false},
		{"a newer one", code(1), at, true},
		{"with a space", code(0)[:3] + " " + code(0)[3:], -1, true},
		{"empty", "", -1, false},
		{"seven digits", code(0) + "0", -1, false},
		{"a very long one", strings.Repeat(" ", 1000) + code(0), -1, false},
	} {
		got, ok := Verify(secret, c.code, now, c.last)
		if ok != c.want || ok && got <= c.last || !ok && got != c.last {
			t.Errorf("%s: %d, %v", c.name, got, ok)
		}
	}
	if _, ok := Verify(nil, Code(nil, at, SHA1, Digits), now, -1); ok {
		t.Error("an empty secret let somebody in")
	}
	if _, ok := Verify(secret, Code(secret, -1, SHA1, Digits), time.Unix(-5, 0), -2); ok {
		t.Error("a step before 1970 was taken")
	}
}

// No code is taken twice, in whatever order codes come.
func TestNoCodeTwice(t *testing.T) {
	secret := NewSecret()
	rapid.Check(t, func(t *rapid.T) {
		now, last := time.Unix(1_800_000_000, 0), int64(-1)
		taken := map[int64]bool{}
		for range 30 {
			now = now.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "wait")) * time.Second)
			c := Counter(now) + int64(rapid.IntRange(-2, 2).Draw(t, "of"))
			got, ok := Verify(secret, Code(secret, c, SHA1, Digits), now, last)
			if !ok {
				continue
			}
			if taken[got] || got <= last {
				t.Fatalf("step %d was taken twice", got)
			}
			taken[got], last = true, got
		}
	})
}

func TestSecretText(t *testing.T) {
	for range 50 {
		s := NewSecret()
		for _, text := range []string{Text(s), strings.ToLower(Text(s)), strings.ReplaceAll(Text(s), " ", "")} {
			got, err := ParseSecret(text)
			if err != nil || string(got) != string(s) {
				t.Fatalf("%s is read as %x (%v)", text, got, err)
			}
		}
	}
	for _, s := range []string{"", "0189", "AAAA", strings.Repeat("A", 300)} {
		if _, err := ParseSecret(s); err == nil {
			t.Errorf("%q is read as a secret", s)
		}
	}
}

func TestURI(t *testing.T) {
	s := URI([]byte("12345678901234567890"), "Node: one", "a+b@example.org")
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	if u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Node  one:a+b@example.org" || u.Query().Get("issuer") != "Node  one" ||
		u.Query().Get("secret") != "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" || u.Query().Get("period") != "30" || strings.Contains(s, "+one") {
		t.Error(s)
	}
}

func FuzzVerify(f *testing.F) {
	f.Add("287082", int64(59))
	f.Add("28 70 82", int64(0))
	f.Add("", int64(-1))
	secret := []byte("12345678901234567890")
	f.Fuzz(func(t *testing.T, code string, at int64) {
		if at > 1<<40 || at < -1<<40 {
			return
		}
		now := time.Unix(at, 0)
		c, ok := Verify(secret, code, now, -1)
		if !ok {
			return
		}
		if _, twice := Verify(secret, code, now, c); twice {
			// The same digits may be right for the next step too, once in a
			// million; then it is another step.
			d, _ := Verify(secret, code, now, c)
			if d <= c {
				t.Errorf("%q was taken twice at %d", code, at)
			}
		}
	})
}

func FuzzParseSecret(f *testing.F) {
	f.Add("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
	f.Add("=")
	f.Fuzz(func(t *testing.T, s string) {
		b, err := ParseSecret(s)
		if err != nil {
			return
		}
		if again, err := ParseSecret(Text(b)); err != nil || string(again) != string(b) {
			t.Errorf("%q", s)
		}
	})
}
