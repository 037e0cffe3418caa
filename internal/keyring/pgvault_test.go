package keyring

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestVaultInPostgreSQL(t *testing.T) {
	dsn := os.Getenv("COMITY_TEST_POSTGRES")
	if dsn == "" {
		t.Skip("no PostgreSQL named; run with COMITY_TEST_POSTGRES='host=… dbname=…' go test ./internal/keyring")
	}
	schema := fmt.Sprintf("keys_%d", time.Now().UnixNano())
	v, err := OpenPostgresVault(ctx, dsn, schema)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	defer func() { _, _ = v.db.Exec("DROP SCHEMA " + schema + " CASCADE") }()
	m, err := CreateMaster(filepath.Join(t.TempDir(), "master.key"), "")
	if err != nil {
		t.Fatal(err)
	}
	ring := New(m, v, Options{})
	testRing(t, ring, v)
	stored, err := ring.Encrypt(ctx, "case/9", "staff", nil, []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	id, _ := BodyKey(stored)
	if err := ring.Destroy(ctx, []KeyID{id}); err != nil {
		t.Fatal(err)
	}
	if _, err := ring.Decrypt(ctx, "case/9", "staff", nil, stored); !errors.Is(err, ErrErased) {
		t.Errorf("after the erasure: %v", err)
	}
	next, _ := CreateMaster(filepath.Join(t.TempDir(), "next.key"), "")
	if rot, err := ring.Rotate(ctx, next); err != nil || rot.Keys != 1 {
		t.Errorf("rotation %+v (%v)", rot, err)
	}
	if _, err := OpenPostgresVault(ctx, dsn, "x; DROP"); err == nil {
		t.Error("a schema's name was taken as SQL")
	}
}

func TestAVaultThatIsNotThereIsNamedWithoutSecrets(t *testing.T) {
	for _, dsn := range []string{
		"postgres://x:hunter2@[bad", "garbage garbage password=hunter2", "password=hunter2 port=many", "postgres://x:hunter2@h:port/d",
		"host=/nonexistent user=x password=hunter2",
	} {
		v, err := OpenPostgresVault(t.Context(), dsn, "keys")
		if err == nil {
			v.Close()
			t.Errorf("%q was opened", dsn)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}
