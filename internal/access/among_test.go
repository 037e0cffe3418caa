package access_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
)

// Whoever reads, the rows that SQL leaves by groups are those of the audiences
// that the policies open, one by one, and no row of a code that looks like one.
func TestGroupsLeaveWhatCodesLeave(t *testing.T) {
	shipped := policies(t)
	naming, err := access.Load(folderWith(t, "policies/x.cedar", `@id("x") @says("Officers do not read what Peru shares.")
		forbid (principal in Role::"officer", action == Action::"read", resource in Audience::"with") when { resource.party == "PER" };`), registry(t))
	if err != nil {
		t.Fatal(err)
	}
	strangers := []string{act.Sealed, "with", "with*fra", "WITH-FRA", "xwith-fra", "witha-fra", "with/fra", " with-fra", "with-*", "*", "-*", "own-", ""}
	var codes []string
	for _, a := range shipped.AllAudiences() {
		codes = append(codes, a.Code)
	}
	all := append(slices.Clone(strangers), codes...)
	dsn := pgtest.DSN(t)
	pg, err := postgres.Open(ctx, dsn, postgres.Options{Schema: pgtest.Schema(t, dsn)})
	if err != nil {
		t.Fatal(err)
	}
	stores := []store.Store{booktest.InSQLite(t), pg}
	for _, s := range stores {
		if err := s.Migrate(ctx, book.Steps()); err != nil {
			t.Fatal(err)
		}
		err := s.Write(ctx, func(tx store.Tx) error {
			tx.Queue(store.Do(`CREATE TABLE audiences (n INTEGER PRIMARY KEY, code TEXT NOT NULL) STRICT`))
			for i, c := range all {
				tx.Queue(store.Do(`INSERT INTO audiences (n, code) VALUES (?, ?)`, i, c))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
	}
	most := 0
	rapid.Check(t, func(t *rapid.T) {
		who := drawWho(t)
		p := rapid.SampledFrom([]*access.Policies{shipped, naming}).Draw(t, "policies")
		reads := p.Reads(who, today)
		if !slices.IsSorted(reads) {
			t.Fatalf("out of order: %q", reads)
		}
		want := p.Audiences(who, today)
		sql, args := access.Among("a.code", reads)
		most = max(most, len(want))
		if len(want) > 1000 && len(args) > 600 && p == shipped {
			t.Fatalf("%d codes are asked for by %d arguments", len(want), len(args))
		}
		for _, s := range stores {
			var got []string
			err := s.Read(ctx, 0, func(v store.View) error {
				got = nil
				return store.Each(ctx, v, `SELECT a.code FROM audiences AS a WHERE `+sql+` ORDER BY a.n`, args, func(r store.Rows) error {
					var code string
					err := r.Scan(&code)
					got = append(got, code)
					return err
				})
			})
			if err != nil {
				t.Fatal(err)
			}
			got = slices.DeleteFunc(got, func(c string) bool { // of a group that is read whole, its marks are no audiences
				return strings.HasPrefix(c, "with-") && !act.IsAudience(c)
			})
			if !slices.Equal(got, want) {
				t.Fatalf("%s: SQL leaves %d, the policies open %d: %q", s.Describe(), len(got), len(want), difference(got, want))
			}
		}
	})
	if most < 200 {
		t.Errorf("at most %d audiences were read: the test shows little", most)
	}
	if sql, args := access.Among("x", nil); sql != "1 = 0" || args != nil {
		t.Errorf("no audience gives %q", sql)
	}
	if sql, args := access.Among("x", []string{"') OR (1=1-*"}); sql != "1 = 0" || args != nil {
		t.Errorf("what is no group gives %q", sql)
	}
}

func difference(a, b []string) (only []string) {
	for _, c := range a {
		if !slices.Contains(b, c) {
			only = append(only, "+"+c)
		}
	}
	for _, c := range b {
		if !slices.Contains(a, c) {
			only = append(only, "-"+c)
		}
	}
	return only
}
