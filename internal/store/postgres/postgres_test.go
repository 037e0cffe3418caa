package postgres_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func open(t *testing.T) store.Store {
	t.Helper()
	dsn := pgtest.DSN(t)
	s, err := postgres.Open(context.Background(), dsn, postgres.Options{Schema: pgtest.Schema(t, dsn)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestAServerThatIsNotThereIsNamedWithoutSecrets(t *testing.T) {
	for _, dsn := range []string{"postgres://u:geheim@127.0.0.1:1/x", "postgres://u:geheim@:x:/"} {
		_, err := postgres.Open(context.Background(), dsn, postgres.Options{})
		if err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("got %v", err)
		}
	}
}
