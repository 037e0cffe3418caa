package keyring

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"

	"comity/internal/act"
)

// The age format, version 1 (C2SP age.md), and its post-quantum recipient.
const (
	ageIntro     = "age-encryption.org/v1\n"
	ageHybrid    = "mlkem768x25519"
	ageKeySize   = 1120 // encapsulated key of ML-KEM-768 with X25519
	ageFileKey   = 32   // 16 bytes and their tag
	ageNonce     = 16   // before the payload's chunks
	ageChunk     = 64<<10 + 16
	ageTag       = 16
	ageMostTo    = 64 // recipients of one body
	ageLineBytes = 64
)

// CheckSealed finds what keeps stored bytes from being an age file for
// post-quantum recipients alone: the whole form that can be seen without a
// key. It does not know the recipients. The error is an act.Invalid.
func CheckSealed(b []byte) error {
	header, err := CheckSealedHeader(b)
	if err != nil {
		return err
	}
	payload := len(b) - header - ageNonce
	if payload < ageTag || payload%ageChunk != 0 && payload%ageChunk < ageTag || payload > ageChunk && payload%ageChunk == ageTag {
		return notSealed("its payload is cut short")
	}
	return nil
}

func notSealed(why string) error {
	return act.Invalid{Code: "sealed.form", Why: "what should be sealed is not an age file for post-quantum recipients: " + why,
		Do: "encrypt it with age 1.3 or newer to recipients that begin with age1pq1, without armour"}
}

// MaxSealedHeader is the length of a sealed file's header at most, in bytes:
// what CheckSealedHeader must be shown of a longer file.
const MaxSealedHeader = 128 << 10

// CheckSealedHeader does what CheckSealed does for the beginning of a file,
// and returns the length of its header.
func CheckSealedHeader(b []byte) (length int, err error) {
	bad := func(why string) (int, error) { return 0, notSealed(why) }
	rest, ok := bytes.CutPrefix(b, []byte(ageIntro))
	if !ok {
		return bad("its first line is another")
	}
	recipients := 0
	for n := 0; ; n++ {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		if !ok || len(line) > 2048 {
			return bad("its header does not end")
		}
		rest = after
		words := strings.Split(string(line), " ")
		if words[0] == "---" {
			if len(words) != 2 || !isBase64(words[1], 32) {
				return bad("its header's closing line is malformed")
			}
			break
		}
		if words[0] != "->" || len(words) < 2 || n >= ageMostTo {
			return bad("its header has a line that is no recipient, or too many")
		}
		var body int
		if body, rest, ok = stanzaBody(rest); !ok {
			return bad("the body of a recipient is malformed")
		}
		switch {
		case words[1] == ageHybrid:
			if len(words) != 3 || !isBase64(words[2], ageKeySize) || body != ageFileKey {
				return bad("a recipient is malformed")
			}
			recipients++
		case strings.HasSuffix(words[1], "-grease"):
		default:
			return bad(fmt.Sprintf("a recipient is of the kind %.40q, which a quantum computer may open", words[1]))
		}
	}
	if recipients == 0 {
		return bad("it has no recipient")
	}
	return len(b) - len(rest), nil
}

// stanzaBody reads base64 in lines of 64, the last of them shorter.
func stanzaBody(b []byte) (size int, rest []byte, ok bool) {
	var text []byte
	for {
		line, after, found := bytes.Cut(b, []byte("\n"))
		if !found || len(line) > ageLineBytes || len(text) > 4096 {
			return 0, nil, false
		}
		text = append(text, line...)
		b = after
		if len(line) < ageLineBytes {
			break
		}
	}
	raw, err := base64.RawStdEncoding.Strict().DecodeString(string(text))
	return len(raw), b, err == nil && !bytes.ContainsRune(text, '\r')
}

func isBase64(s string, size int) bool {
	if strings.ContainsAny(s, "\r\n") {
		return false
	}
	raw, err := base64.RawStdEncoding.Strict().DecodeString(s)
	return err == nil && len(raw) == size
}

// Seal encrypts a body to recipients, each a public key "age1pq1…", in the
// form that CheckSealed asks for. Senders use it on their own machine.
func Seal(body []byte, recipients ...string) ([]byte, error) {
	to := make([]age.Recipient, len(recipients))
	for i, s := range recipients {
		r, err := age.ParseHybridRecipient(s)
		if err != nil {
			return nil, fmt.Errorf("seal a body: %.20q is no post-quantum recipient of age; use one that begins with age1pq1", s)
		}
		to[i] = r
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err == nil {
		_, err = w.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("seal a body: %w", err)
	}
	return out.Bytes(), nil
}

// Unseal decrypts a sealed body with one's own identities.
func Unseal(sealed []byte, identities ...age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), identities...)
	if err != nil {
		return nil, fmt.Errorf("open a sealed body: %w", err)
	}
	return io.ReadAll(io.LimitReader(r, act.MaxBody+1))
}
