package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/act"
	"comity/internal/blob"
	"comity/internal/book"
	"comity/internal/keyring"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/sqlite"
)

// nodeFlags say where a node keeps what is its own.
type nodeFlags struct {
	// invented adds the demonstration's States to the programme's.
	invented bool
	Data     string   `help:"Folder of the store." default:"comity-data" env:"COMITY_DATA" type:"path"`
	Keys     string   `help:"Folder of keys, vault and witness: outside the store and its backups." default:"comity-keys" env:"COMITY_KEYS" type:"path"`
	Postgres string   `help:"Connection string of PostgreSQL; without it the store is a SQLite file." env:"COMITY_POSTGRES" placeholder:"DSN"`
	Schema   string   `help:"Schema in PostgreSQL." default:"comity" env:"COMITY_SCHEMA"`
	Master   string   `help:"Address of the master key in a PKCS#11 token; without it the key is a file among the keys." env:"COMITY_MASTER" placeholder:"pkcs11:…"`
	Vault    string   `help:"Connection string of the PostgreSQL database of the vault, whose backups are kept apart; without it the vault is a file among the keys." env:"COMITY_VAULT" placeholder:"DSN"`
	Replicas []string `help:"Connection strings of PostgreSQL's read replicas." env:"COMITY_REPLICAS" placeholder:"DSN"`
	// Programme is a folder on disk; "" is the one that Comity carries.
	Programme string `help:"Folder of the programme (default: the United Nations crime prevention and criminal justice programme)." env:"COMITY_PROGRAMME" placeholder:"FOLDER" type:"path"`
}

// node is an opened node.
type node struct {
	book     *book.Book
	store    store.Store
	witness  *book.FileWitness
	verifier note.Verifier
	public   string // the verifier's key, which anyone may have
	keys     *keyring.Keyring
	vault    *keyring.Vault
	blobs    *blob.Store // nil on a node without keys
	program  *program
	// rooms is what the modules' rooms work on; nil until the book is open.
	rooms *module.Node
}

func (f *nodeFlags) openStore(ctx context.Context) (store.Store, error) {
	if f.Postgres != "" {
		s, err := postgres.Open(ctx, f.Postgres, postgres.Options{Schema: f.Schema, Replicas: f.Replicas})
		if err != nil {
			return nil, err
		}
		return s, nil
	}
	path := filepath.Join(f.Data, "book.sqlite")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no book in %s; name its folder with --data", f.Data)
	}
	s, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return nil, err // not s: a nil *sqlite.Store is no nil store.Store
	}
	return s, nil
}

// open opens the node's book as it is; change may alter the options first.
func (f *nodeFlags) open(ctx context.Context, change func(*book.Options)) (n *node, err error) {
	n = &node{}
	defer func() {
		if err != nil {
			n.close()
		}
	}()
	var o book.Options
	if err := f.openSecrets(ctx, n, &o); err != nil {
		return n, err
	}
	if n.store, err = f.openStore(ctx); err != nil {
		return n, err
	}
	if n.blobs, err = f.openBlobs(ctx, n); err != nil {
		return n, err
	}
	o.Files = noFiles{}
	if n.blobs != nil {
		o.Files = n.blobs
	}
	if change != nil {
		change(&o)
	}
	if n.book, err = book.Open(ctx, n.store, o, n.program.Modules...); err != nil {
		return n, err
	}
	n.rooms = n.program.rooms(n.book)
	n.rooms.Blobs = n.blobs
	return n, nil
}

// noFiles are the files of a node without keys.
type noFiles struct{}

// Hold implements book.Files.
func (noFiles) Hold(context.Context, act.Subject, string, act.Hash) bool { return false }

// actsAlone is for commands that read acts and no tables: they serve a book whose
// tables another version of the program made, so that it can be backed up before
// it is upgraded.
func actsAlone(o *book.Options) { o.Outdated = true }

// openSecrets opens what lies outside the store: programme, signing key,
// witness, keys.
func (f *nodeFlags) openSecrets(ctx context.Context, n *node, o *book.Options) error {
	files, err := programmeFolder(f.Programme)
	if err != nil {
		return err
	}
	if f.invented {
		files = withInventedStates{files}
	}
	if n.program, err = loadProgramIn(files, f.Programme); err != nil {
		return err
	}
	signer, public, err := keyring.OpenSigner(filepath.Join(f.Keys, "signing.key"), f.Data)
	if err != nil {
		return err
	}
	n.public = public
	if n.verifier, err = note.NewVerifier(public); err != nil {
		return err
	}
	*o = book.Options{Signer: signer, Verifier: n.verifier, Sealed: keyring.CheckSealed,
		Authorise: n.program.authorise(), Lists: n.program.Lists}
	if n.witness, err = book.OpenWitness(filepath.Join(f.Keys, "witness"), n.verifier); err != nil {
		return err
	}
	o.Witness = n.witness
	return f.openKeys(ctx, n, o)
}

// openKeys opens master key and vault; a node that has none records public and
// sealed acts only.
func (f *nodeFlags) openKeys(ctx context.Context, n *node, o *book.Options) error {
	master, err := f.openMaster(false)
	if err != nil {
		return err
	}
	if master == nil {
		if _, err := os.Stat(f.vaultFile()); f.Vault != "" || err == nil {
			return fmt.Errorf("open the vault of keys: the master key %s is not there; put it back from its copy", filepath.Join(f.Keys, "master.key"))
		}
		return nil
	}
	if n.vault, err = f.openVault(ctx); err != nil {
		return err
	}
	n.keys = keyring.New(master, n.vault, keyring.Options{})
	o.Keys = n.keys
	o.Mac, err = n.keys.Mac(ctx, "calls")
	return err
}

// openMaster opens the master key, nil when the node has none. create makes a
// token's key where it is missing.
func (f *nodeFlags) openMaster(create bool) (keyring.Master, error) {
	if f.Master != "" {
		return openToken(f.Master, create)
	}
	path := filepath.Join(f.Keys, "master.key")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return keyring.OpenMaster(path, f.Data)
}

func (f *nodeFlags) vaultFile() string { return filepath.Join(f.Keys, "keys.sqlite") }

// openVault opens the vault of data keys. A vault in a file was made with the
// node's keys: an empty one in place of a lost one would look like a healthy
// node, and nothing that is not public could be read.
func (f *nodeFlags) openVault(ctx context.Context) (*keyring.Vault, error) {
	if f.Vault != "" {
		return keyring.OpenPostgresVault(ctx, f.Vault, f.Schema+"_keys")
	}
	if _, err := os.Stat(f.vaultFile()); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open the vault of keys: there is no file %s; put it back from its copy: without it nothing that is not public can be read", f.vaultFile())
	}
	return keyring.OpenVault(ctx, f.vaultFile())
}

// makeVault makes the vault of a new node where it is not there yet.
func (f *nodeFlags) makeVault(ctx context.Context) error {
	if f.Vault != "" {
		return nil // made where it is missing when it is opened
	}
	v, err := keyring.OpenVault(ctx, f.vaultFile())
	if err != nil {
		return err
	}
	return v.Close()
}

func (n *node) close() error {
	var errs []error
	if n.book != nil {
		errs = append(errs, n.book.Close())
	}
	if n.store != nil {
		errs = append(errs, n.store.Close())
	}
	if n.witness != nil {
		errs = append(errs, n.witness.Close())
	}
	if n.vault != nil {
		errs = append(errs, n.vault.Close())
	}
	return errors.Join(errs...)
}
