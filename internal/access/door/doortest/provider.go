package doortest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"comity/internal/access/door"
)

// Provider is an OpenID provider on this machine. Its fields may be set to make
// it misbehave.
type Provider struct {
	*httptest.Server
	// Subject is who signs in there.
	Subject string
	// Change alters the claims of an ID token before it is signed.
	Change func(claims map[string]any)
	// Wrong signs with a key that it does not publish.
	Wrong bool
	// Now is its clock.
	Now func() time.Time

	key, other *rsa.PrivateKey
	mu         sync.Mutex
	asked      map[string]url.Values // by the code that was given out
}

// NewProvider starts one; it stops with the test.
func NewProvider(t testing.TB) *Provider {
	t.Helper()
	p := &Provider{Subject: "somebody-there", Now: time.Now, asked: map[string]url.Values{}}
	var err error
	for _, k := range []**rsa.PrivateKey{&p.key, &p.other} {
		if *k, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			t.Fatal(err)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		put(w, map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token",
			"jwks_uri": p.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}, "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		put(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "one",
			"n": b64(p.key.N.Bytes()), "e": b64(big.NewInt(int64(p.key.E)).Bytes())}}})
	})
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

// Options is the provider as a door is told of it.
func (p *Provider) Options() door.Provider {
	return door.Provider{Code: "there", Title: "There", Issuer: p.URL, ClientID: "comity", Secret: "a secret of the test", Redirect: "https://node.example/sign-in/there"}
}

// Authorize is what the browser does at the address to which a door sends it:
// somebody signs in there, and comes back with state and code.
func (p *Provider) Authorize(t testing.TB, address string) (state, code string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("client_id") != "comity" || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("nonce") == "" {
		t.Fatalf("the question lacks something: %s", address)
	}
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	p.mu.Lock()
	defer p.mu.Unlock()
	code = b64(b)
	p.asked[code] = q
	return q.Get("state"), code
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	code := r.PostFormValue("code")
	q, ok := p.asked[code]
	delete(p.asked, code)
	challenge := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !ok || b64(challenge[:]) != q.Get("code_challenge") {
		w.WriteHeader(http.StatusBadRequest)
		put(w, map[string]any{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{"iss": p.URL, "sub": p.Subject, "aud": "comity", "nonce": q.Get("nonce"), "iat": p.Now().Unix(), "exp": p.Now().Add(time.Hour).Unix(),
		"email": "somebody@example.org", "email_verified": true}
	if p.Change != nil {
		claims = maps.Clone(claims)
		p.Change(claims)
	}
	put(w, map[string]any{"access_token": "not used", "token_type": "Bearer", "id_token": p.sign(claims)})
}

func (p *Provider) sign(claims map[string]any) string {
	body, _ := json.Marshal(claims)
	signed := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT","kid":"one"}`)) + "." + b64(body)
	digest := sha256.Sum256([]byte(signed))
	key := p.key
	if p.Wrong {
		key = p.other
	}
	s, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	if err != nil {
		return ""
	}
	return signed + "." + b64(s)
}

func put(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}
