package store

import (
	"fmt"
	"strconv"
	"strings"
)

// Render puts the generation into the braces of a statement, {account} →
// g3_account, and, when numbered, writes $1, $2, … for each question mark.
// Quoted text and quoted names are left alone, comments fall away.
func Render(sql string, generation int64, numbered bool) string {
	var b strings.Builder
	b.Grow(len(sql) + 16)
	arg := 0
	for i := 0; i < len(sql); i++ {
		switch c := sql[i]; {
		case c == '\'' || c == '"':
			end := strings.IndexByte(sql[i+1:], c)
			if end < 0 {
				b.WriteString(sql[i:])
				return b.String()
			}
			b.WriteString(sql[i : i+end+2])
			i += end + 1
		case c == '-' && strings.HasPrefix(sql[i:], "--"):
			end := strings.IndexByte(sql[i:], '\n')
			if end < 0 {
				return b.String()
			}
			i += end - 1
		case c == '{':
			b.WriteByte('g')
			b.WriteString(strconv.FormatInt(generation, 10))
			b.WriteByte('_')
		case c == '}':
		case c == '?' && numbered:
			arg++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(arg))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Cache keeps rendered statements of the generations in use. Statements are
// literals of the program, so it stays small; it is not safe for concurrent
// use.
type Cache struct {
	numbered bool
	rendered map[cacheKey]string
}

type cacheKey struct {
	sql        string
	generation int64
}

// NewCache returns a cache; numbered as in [Render].
func NewCache(numbered bool) *Cache {
	return &Cache{numbered: numbered, rendered: map[cacheKey]string{}}
}

// cacheSize bounds a cache: statements of a program, times two generations.
const cacheSize = 4096

// Render is [Render], remembered.
func (c *Cache) Render(sql string, generation int64) string {
	k := cacheKey{sql, generation}
	if s, ok := c.rendered[k]; ok {
		return s
	}
	if len(c.rendered) >= cacheSize {
		clear(c.rendered)
	}
	s := Render(sql, generation, c.numbered)
	c.rendered[k] = s
	return s
}

// Statements splits a script of DDL into its statements, without comments.
func Statements(script string) []string {
	var out []string
	var b strings.Builder
	end := func() {
		if s := strings.TrimSpace(b.String()); s != "" {
			out = append(out, s)
		}
		b.Reset()
	}
	for i := 0; i < len(script); i++ {
		switch c := script[i]; {
		case c == '\'' || c == '"':
			n := strings.IndexByte(script[i+1:], c)
			if n < 0 {
				b.WriteString(script[i:])
				i = len(script)
				break
			}
			b.WriteString(script[i : i+n+2])
			i += n + 1
		case c == '-' && strings.HasPrefix(script[i:], "--"):
			n := strings.IndexByte(script[i:], '\n')
			if n < 0 {
				i = len(script)
				break
			}
			i += n - 1
		case c == ';':
			end()
		default:
			b.WriteByte(c)
		}
	}
	end()
	return out
}

// Tables returns the names of the projected tables that a script creates, in
// order, without braces.
func Tables(script string) ([]string, error) {
	var out []string
	for _, s := range Statements(script) {
		words := strings.Fields(s)
		if len(words) < 3 || !strings.EqualFold(words[0], "CREATE") {
			return nil, fmt.Errorf("the tables' script holds %q; only CREATE TABLE and CREATE INDEX belong there", s)
		}
		if !strings.EqualFold(words[1], "TABLE") {
			continue
		}
		_, rest, ok := strings.Cut(s, "{")
		name, _, ok2 := strings.Cut(rest, "}")
		if !ok || !ok2 || strings.ContainsAny(s[:strings.IndexByte(s, '{')], "(") {
			return nil, fmt.Errorf("the table in %q is not named in braces", strings.Join(words[:3], " "))
		}
		if !isName(name) {
			return nil, fmt.Errorf("%q is no name of a table; use a-z, 0-9 and _, at most 48", name)
		}
		out = append(out, name)
	}
	return out, nil
}

func isName(s string) bool {
	if s == "" || len(s) > 48 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return true
}

// postgresTypes are the words of SQLite's STRICT dialect that PostgreSQL
// writes otherwise.
var postgresTypes = map[string]string{
	"INTEGER": "BIGINT",
	"BLOB":    "BYTEA",
	"TEXT":    `TEXT COLLATE "C"`,
	"REAL":    "DOUBLE PRECISION",
	"STRICT":  "",
}

// Postgres turns one statement of DDL in SQLite's STRICT dialect into
// PostgreSQL's: INTEGER is BIGINT, BLOB is BYTEA, TEXT is sorted by bytes;
// STRICT and WITHOUT ROWID fall away.
func Postgres(ddl string) string {
	var b strings.Builder
	word := 0
	flush := func(end int) {
		w := ddl[word:end]
		if r, ok := postgresTypes[w]; ok {
			w = r
		}
		b.WriteString(w)
	}
	for i := 0; i < len(ddl); i++ {
		c := ddl[i]
		if c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			continue
		}
		flush(i)
		if c == '\'' || c == '"' {
			n := strings.IndexByte(ddl[i+1:], c)
			if n < 0 {
				n = len(ddl) - i - 2
			}
			b.WriteString(ddl[i : i+n+2])
			i += n + 1
		} else {
			b.WriteByte(c)
		}
		word = i + 1
	}
	if word < len(ddl) {
		flush(len(ddl))
	}
	s := b.String()
	if open := strings.LastIndexByte(s, ')'); open >= 0 {
		tail := strings.ReplaceAll(s[open+1:], "WITHOUT ROWID", "")
		tail = strings.Trim(tail, " ,\t\r\n")
		s = strings.TrimSpace(s[:open+1] + " " + tail)
	}
	return s
}
