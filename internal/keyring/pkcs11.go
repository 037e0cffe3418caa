//go:build pkcs11

package keyring

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/miekg/pkcs11"
)

// Token is a master key inside a PKCS#11 token (a smart card, an HSM): it
// wraps and unwraps there by AES-256-GCM and never leaves it.
type Token struct {
	mu      sync.Mutex // a session serves one at a time
	ctx     *pkcs11.Ctx
	session pkcs11.SessionHandle
	key     pkcs11.ObjectHandle
	id      string
}

const gcmNonce, gcmTag = 12, 128

// OpenToken opens the AES key with a label in the token of a name, and makes
// it there when make is set and it is missing. module is the vendor's library.
func OpenToken(module, token, label, pin string, make bool) (*Token, error) {
	fail := func(doing string, err error) (*Token, error) {
		return nil, fmt.Errorf("open the master key %q in the token %q: %s: %w", label, token, doing, err)
	}
	p := pkcs11.New(module)
	if p == nil {
		return fail("load "+module, errors.New("it is no PKCS#11 library; name the vendor's"))
	}
	if err := p.Initialize(); err != nil && !errors.Is(err, pkcs11.Error(pkcs11.CKR_CRYPTOKI_ALREADY_INITIALIZED)) {
		return fail("start the library", err)
	}
	slots, err := p.GetSlotList(true)
	if err != nil {
		return fail("list its slots", err)
	}
	for _, slot := range slots {
		info, err := p.GetTokenInfo(slot)
		if err != nil || info.Label != token {
			continue
		}
		session, err := p.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
		if err != nil {
			return fail("open a session", err)
		}
		if err := p.Login(session, pkcs11.CKU_USER, pin); err != nil && !errors.Is(err, pkcs11.Error(pkcs11.CKR_USER_ALREADY_LOGGED_IN)) {
			return fail("log in", err)
		}
		t := &Token{ctx: p, session: session}
		if err := t.find(label, make); err != nil {
			return fail("find the key", err)
		}
		return t, nil
	}
	return fail("find the token", errors.New("no token of that name is there; plug it in, or name another"))
}

func (t *Token) find(label string, create bool) error {
	template := []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_SECRET_KEY),
		pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, pkcs11.CKK_AES),
		pkcs11.NewAttribute(pkcs11.CKA_LABEL, label),
	}
	if err := t.ctx.FindObjectsInit(t.session, template); err != nil {
		return err
	}
	found, _, err := t.ctx.FindObjects(t.session, 2)
	if e := t.ctx.FindObjectsFinal(t.session); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	switch {
	case len(found) > 1:
		return errors.New("two keys have this label; give each its own")
	case len(found) == 1:
		t.key = found[0]
	case !create:
		return errors.New("no AES key has this label; make it with comity key new")
	default:
		id := make([]byte, 8)
		_, _ = rand.Read(id)
		t.key, err = t.ctx.GenerateKey(t.session,
			[]*pkcs11.Mechanism{pkcs11.NewMechanism(pkcs11.CKM_AES_KEY_GEN, nil)},
			append(template,
				pkcs11.NewAttribute(pkcs11.CKA_ID, id),
				pkcs11.NewAttribute(pkcs11.CKA_VALUE_LEN, 32),
				pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
				pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
				pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, true),
				pkcs11.NewAttribute(pkcs11.CKA_EXTRACTABLE, false),
				pkcs11.NewAttribute(pkcs11.CKA_ENCRYPT, true),
				pkcs11.NewAttribute(pkcs11.CKA_DECRYPT, true)))
		if err != nil {
			return err
		}
	}
	attrs, err := t.ctx.GetAttributeValue(t.session, t.key, []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_ID, nil), pkcs11.NewAttribute(pkcs11.CKA_EXTRACTABLE, nil)})
	if err != nil {
		return err
	}
	if len(attrs[0].Value) != 8 {
		return errors.New("the key's id has not 8 bytes; make the key with comity key new")
	}
	if len(attrs[1].Value) == 1 && attrs[1].Value[0] != 0 {
		return errors.New("the key can be taken out of the token; make one that can't with comity key new")
	}
	t.id = hex.EncodeToString(attrs[0].Value)
	return nil
}

// ID implements [Master].
func (t *Token) ID() string { return t.id }

// String keeps to the key's name.
func (t *Token) String() string { return "master key " + t.id + " in a token" }

// Wrap implements [Master].
func (t *Token) Wrap(key, ad []byte) ([]byte, error) {
	nonce := make([]byte, gcmNonce)
	_, _ = rand.Read(nonce)
	t.mu.Lock()
	defer t.mu.Unlock()
	params := pkcs11.NewGCMParams(nonce, ad, gcmTag)
	defer params.Free()
	if err := t.ctx.EncryptInit(t.session, []*pkcs11.Mechanism{pkcs11.NewMechanism(pkcs11.CKM_AES_GCM, params)}, t.key); err != nil {
		return nil, fmt.Errorf("wrap a key in the token: %w", err)
	}
	out, err := t.ctx.Encrypt(t.session, key)
	if err != nil {
		return nil, fmt.Errorf("wrap a key in the token: %w", err)
	}
	// Some tokens choose the nonce themselves and say it in the parameters.
	if iv := params.IV(); len(iv) == gcmNonce {
		nonce = iv
	}
	return append(nonce, out...), nil
}

// Unwrap implements [Master].
func (t *Token) Unwrap(wrapped, ad []byte) ([]byte, error) {
	if len(wrapped) < gcmNonce {
		return nil, errors.New("the wrapped key is cut short")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	params := pkcs11.NewGCMParams(wrapped[:gcmNonce], ad, gcmTag)
	defer params.Free()
	if err := t.ctx.DecryptInit(t.session, []*pkcs11.Mechanism{pkcs11.NewMechanism(pkcs11.CKM_AES_GCM, params)}, t.key); err != nil {
		return nil, fmt.Errorf("unwrap a key in the token: %w", err)
	}
	key, err := t.ctx.Decrypt(t.session, wrapped[gcmNonce:])
	if err != nil {
		return nil, errors.New("the token's key " + t.id + " does not open it, or it was altered")
	}
	return key, nil
}

// Close logs out of the token.
func (t *Token) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ctx.CloseSession(t.session)
}
