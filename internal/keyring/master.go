package keyring

import (
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"
)

// Master wraps data keys. It is the one secret that opens the vault.
type Master interface {
	// ID names the key without telling anything of it: 16 hex digits.
	ID() string
	// Wrap encrypts a data key; ad is bound to it.
	Wrap(key, ad []byte) ([]byte, error)
	// Unwrap undoes Wrap.
	Unwrap(wrapped, ad []byte) ([]byte, error)
}

const masterHeader = "comity-master-key-1\n"

// fileMaster is a master key read from a file.
type fileMaster struct {
	id   string
	aead cipher.AEAD
}

// String keeps the key out of any print.
func (m *fileMaster) String() string { return "master key " + m.id }

// GoString keeps the key out of %#v.
func (m *fileMaster) GoString() string { return m.String() }

func newFileMaster(key []byte) (*fileMaster, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, errors.New("the master key has not 32 bytes")
	}
	sum := sha256.Sum256(append([]byte("comity/master-id/v1\x00"), key...))
	return &fileMaster{hex.EncodeToString(sum[:8]), aead}, nil
}

func (m *fileMaster) ID() string { return m.id }

func (m *fileMaster) Wrap(key, ad []byte) ([]byte, error) {
	nonce := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(key)+chacha20poly1305.Overhead)
	_, _ = rand.Read(nonce) // never fails
	return m.aead.Seal(nonce, nonce, key, ad), nil
}

func (m *fileMaster) Unwrap(wrapped, ad []byte) ([]byte, error) {
	if len(wrapped) < chacha20poly1305.NonceSizeX {
		return nil, errors.New("the wrapped key is cut short")
	}
	key, err := m.aead.Open(nil, wrapped[:chacha20poly1305.NonceSizeX], wrapped[chacha20poly1305.NonceSizeX:], ad)
	if err != nil {
		return nil, errors.New("the master key " + m.id + " does not open it, or it was altered")
	}
	return key, nil
}

// CreateMaster makes a master key file, readable by its owner alone. The path
// must lie outside dataDir and name no file yet.
func CreateMaster(path, dataDir string) (Master, error) {
	key := make([]byte, chacha20poly1305.KeySize)
	_, _ = rand.Read(key) // never fails
	m, err := newFileMaster(key)
	if err != nil {
		return nil, err
	}
	text := masterHeader + base64.StdEncoding.EncodeToString(key) + "\n"
	if err := writeKeyFile("master key", path, dataDir, text); err != nil {
		return nil, err
	}
	return m, nil
}

// OpenMaster reads a master key file. It is refused inside dataDir, and when
// others than its owner may read it.
func OpenMaster(path, dataDir string) (Master, error) {
	text, err := readKeyFile("master key", path, dataDir)
	if err != nil {
		return nil, err
	}
	b64, ok := strings.CutPrefix(text, masterHeader)
	key, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSuffix(b64, "\n"))
	if !ok || err != nil || len(key) != chacha20poly1305.KeySize {
		return nil, fmt.Errorf("open the master key %s: the file is not one that comity key new made; put the right file there", path)
	}
	return newFileMaster(key)
}

// writeKeyFile makes a secret file that was not there, on disk with its name.
func writeKeyFile(what, path, dataDir, text string) (err error) {
	if err := keptApart(what, path, dataDir); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the %s %s: a file of that name is there; a key is never written over, so name another file", what, path)
	}
	if err != nil {
		return fmt.Errorf("make the %s: %w; name a folder that exists and may be written", what, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(path)
		}
	}()
	_, err = f.WriteString(text)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("make the %s %s: %w", what, path, err)
	}
	if d, e := os.Open(filepath.Dir(path)); e == nil {
		_ = d.Sync() // not every system lets a folder be synced
		d.Close()
	}
	return nil
}

func readKeyFile(what, path, dataDir string) (string, error) {
	if err := keptApart(what, path, dataDir); err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("open the %s: there is no file %s; make one with comity key new, or name the right one", what, path)
	}
	if err != nil {
		return "", fmt.Errorf("open the %s: %w", what, err)
	}
	if !info.Mode().IsRegular() || info.Size() > 4096 {
		return "", fmt.Errorf("open the %s: %s is no key file; name the right one", what, path)
	}
	// Windows keeps no such bits; there the folder's access list protects it.
	if wide := info.Mode().Perm() & 0o077; wide != 0 && runtime.GOOS != "windows" {
		return "", fmt.Errorf("open the %s: %s has the permissions %#o, so others may read it; make it the owner's alone (chmod 600)", what, path, info.Mode().Perm())
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("open the %s: %w", what, err)
	}
	return string(b), nil
}

// keptApart refuses a key inside the data folder: backups would take it along.
func keptApart(what, path, dataDir string) error {
	if dataDir == "" {
		return nil
	}
	inside, err := within(path, dataDir)
	if err != nil {
		return fmt.Errorf("see where the %s lies: %w", what, err)
	}
	if inside {
		return fmt.Errorf("the %s %s lies inside the data folder %s, where backups would take it along; keep it elsewhere", what, path, dataDir)
	}
	return nil
}

// within says whether path lies in dir, links followed.
func within(path, dir string) (bool, error) {
	p, err := resolve(path)
	if err != nil {
		return false, err
	}
	d, err := resolve(dir)
	if err != nil {
		return false, err
	}
	if filepath.VolumeName(d) != filepath.VolumeName(p) {
		return false, nil
	}
	rel, err := filepath.Rel(d, p)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)), err
}

// resolve follows links as far as the path exists.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	rest := ""
	for {
		real, err := filepath.EvalSymlinks(path)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		parent := filepath.Dir(path)
		if parent == path {
			return filepath.Join(path, rest), nil
		}
		rest = filepath.Join(filepath.Base(path), rest)
		path = parent
	}
}
