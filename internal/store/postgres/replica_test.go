package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/store/storetest"
)

// A standby that replays nothing for a while: reads that name what they must
// have seen go to the primary, others stay with the standby.
func TestReadsOnAReplica(t *testing.T) {
	pgtest.DSN(t)
	ctx := context.Background()
	primary, err := pgtest.Start()
	if err != nil {
		t.Skipf("needs a server of its own: %v", err)
	}
	defer primary.Stop()
	s, err := postgres.Open(ctx, primary.DSN, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(ctx, storetest.Steps); err != nil {
		t.Fatal(err)
	}
	s.Close()
	standby, err := primary.Standby()
	if err != nil {
		t.Fatal(err)
	}
	defer standby.Stop()
	if s, err = postgres.Open(ctx, primary.DSN, postgres.Options{Replicas: []string{standby.DSN}}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	control, err := pgx.Connect(ctx, standby.DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer control.Close(ctx)
	write := func(size int) {
		t.Helper()
		if err := s.Write(ctx, func(tx store.Tx) error {
			tx.Queue(store.Do(`UPDATE head SET size = ?`, size))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	read := func(seen int64) (size int64, standby bool) {
		t.Helper()
		err := s.Read(ctx, seen, func(v store.View) error {
			size = v.At().Size
			_, err := store.One(ctx, v, `SELECT CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END`, nil, &standby)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return size, standby
	}
	write(1)
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if size, on := read(0); size == 1 && on {
			break
		}
		if time.Since(began) > 20*time.Second {
			t.Fatal("the standby does not follow")
		}
	}
	if size, on := read(1); size != 1 || !on {
		t.Errorf("what the standby has was read elsewhere: size %d, standby %v", size, on)
	}
	if _, err := control.Exec(ctx, `SELECT pg_wal_replay_pause()`); err != nil {
		t.Fatal(err)
	}
	write(2)
	if size, on := read(0); size != 1 || !on {
		t.Errorf("a read that names nothing: size %d, standby %v", size, on)
	}
	if size, on := read(store.Latest); size != 2 || on {
		t.Errorf("a read of the latest: size %d, standby %v", size, on)
	}
	if size, on := read(2); size != 2 || on {
		t.Errorf("a read that must see 2: size %d, standby %v", size, on)
	}
	go func() {
		time.Sleep(40 * time.Millisecond)
		c, err := pgx.Connect(ctx, standby.DSN)
		if err == nil {
			_, _ = c.Exec(ctx, `SELECT pg_wal_replay_resume()`)
			_ = c.Close(ctx)
		}
	}()
	if size, _ := read(2); size != 2 {
		t.Errorf("a read that waited saw size %d", size)
	}
	standby.Stop() // a standby that is gone: the primary serves
	if size, on := read(2); size != 2 || on {
		t.Errorf("without the standby: size %d, standby %v", size, on)
	}
}
