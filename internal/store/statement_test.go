package store

import "testing"

func TestRender(t *testing.T) {
	for _, c := range []struct{ in, plain, numbered string }{
		{`SELECT a FROM {row} WHERE b = ?`, `SELECT a FROM g3_row WHERE b = ?`, `SELECT a FROM g3_row WHERE b = $1`},
		{`SELECT '?{a}', "?" FROM {r}, {s} -- ? {b}`, `SELECT '?{a}', "?" FROM g3_r, g3_s `, `SELECT '?{a}', "?" FROM g3_r, g3_s `},
		{"SELECT ? -- one?\n, ?", "SELECT ? \n, ?", "SELECT $1 \n, $2"},
		{`SELECT 'it''s ?', ?`, `SELECT 'it''s ?', ?`, `SELECT 'it''s ?', $1`},
		{`SELECT 'open`, `SELECT 'open`, `SELECT 'open`},
	} {
		if got := Render(c.in, 3, false); got != c.plain {
			t.Errorf("%s → %s, want %s", c.in, got, c.plain)
		}
		if got := Render(c.in, 3, true); got != c.numbered {
			t.Errorf("%s → %s, want %s", c.in, got, c.numbered)
		}
	}
}

func TestPostgresDDL(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`CREATE TABLE {a} (k INTEGER PRIMARY KEY, t TEXT NOT NULL DEFAULT 'TEXT', b BLOB) STRICT`,
			`CREATE TABLE {a} (k BIGINT PRIMARY KEY, t TEXT COLLATE "C" NOT NULL DEFAULT 'TEXT', b BYTEA)`},
		{`CREATE TABLE a (k TEXT, PRIMARY KEY (k)) STRICT, WITHOUT ROWID`, `CREATE TABLE a (k TEXT COLLATE "C", PRIMARY KEY (k))`},
		{`CREATE TABLE a (k TEXT) WITHOUT ROWID, STRICT`, `CREATE TABLE a (k TEXT COLLATE "C")`},
		{`CREATE INDEX i ON a (TEXTUAL, b) WHERE b IS NOT NULL`, `CREATE INDEX i ON a (TEXTUAL, b) WHERE b IS NOT NULL`},
		{`UPDATE a SET b = 1`, `UPDATE a SET b = 1`},
	} {
		if got := Postgres(c.in); got != c.want {
			t.Errorf("%s →\n%s, want\n%s", c.in, got, c.want)
		}
	}
}

func TestTables(t *testing.T) {
	got, err := Tables("-- two; tables\nCREATE TABLE {one} (a TEXT) STRICT; CREATE INDEX {one_a} ON {one} (a);\nCREATE TABLE {two_b} (a TEXT) STRICT")
	if err != nil || len(got) != 2 || got[0] != "one" || got[1] != "two_b" {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range []string{
		"DROP TABLE {one}", "CREATE TABLE one (a TEXT)", "CREATE TABLE {One} (a TEXT)", "CREATE TABLE one (a {b})", "SELECT 1",
	} {
		if _, err := Tables(bad); err == nil {
			t.Errorf("%q passed", bad)
		}
	}
}
