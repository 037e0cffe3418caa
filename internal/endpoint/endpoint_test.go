package endpoint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/ui"
)

type inner struct {
	Channel string `json:"channel"`
	Day     string `json:"day,omitempty"`
}

type flatRow struct {
	Name   string          `json:"name"`
	N      int64           `json:"n"`
	Yes    bool            `json:"yes"`
	List   []string        `json:"list"`
	Source *inner          `json:"source,omitempty"`
	Raw    json.RawMessage `json:"raw,omitempty"`
	Deep   []inner         `json:"deep"`
	Hidden string          `json:"-"`
}

func TestRowsAreASheet(t *testing.T) {
	r := Rows[flatRow]{Rows: []flatRow{
		{Name: "=1+1", N: 2, Yes: true, List: []string{"a", "b"}, Source: &inner{"note-verbale", "2026-01-01"}, Raw: json.RawMessage(`{"x":1}`), Deep: []inner{{Channel: "c"}}, Hidden: "never"},
		{Name: "b"},
	}}
	var b strings.Builder
	if err := r.Sheet().WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffname,n,yes,list,source_channel,source_day,raw,deep\r\n" +
		`'=1+1,2,true,a; b,note-verbale,2026-01-01,"{""x"":1}","[{""channel"":""c""}]"` + "\r\n" +
		"b,0,false,,,,,\r\n"
	if b.String() != want {
		t.Errorf("the sheet is %q, want %q", b.String(), want)
	}
}

// TestPagesTogetherAreTheList: whatever the size of a page, pages one after the
// other give each row once, in order.
func TestPagesTogetherAreTheList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfNDistinct(rapid.StringN(1, 4, 8), 0, 30, rapid.ID[string]).Draw(t, "all")
		slices.Sort(all)
		p := Paging{Limit: rapid.IntRange(1, 12).Draw(t, "limit")}
		var got []string
		for range len(all) + 1 {
			rows, after := Cut(p, all, func(s string) string { return s })
			if len(rows) > p.Limit {
				t.Fatalf("a page has %d rows, want at most %d", len(rows), p.Limit)
			}
			got = append(got, rows...)
			if p.After = after; after == "" {
				break
			}
		}
		if !slices.Equal(got, all) {
			t.Fatalf("pages give %q, want %q", got, all)
		}
	})
}

// recorded answers as the table of acts does, by the instants of recording.
type recorded []int64

func (r recorded) Query(_ context.Context, _ string, args ...any) (store.Rows, error) {
	return &oneRow{at: r[args[0].(int64)]}, nil
}

type oneRow struct {
	store.Rows
	at   int64
	read bool
}

func (o *oneRow) Next() bool { was := o.read; o.read = true; return !was }
func (o *oneRow) Scan(dest ...any) error {
	*dest[0].(*int64) = o.at
	return nil
}
func (o *oneRow) Close() error { return nil }

func TestTheLengthAtAnInstant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := recorded(rapid.SliceOfN(rapid.Int64Range(0, 50), 0, 40).Draw(t, "instants"))
		slices.Sort(r)
		at := rapid.Int64Range(-1, 51).Draw(t, "at")
		want := 0
		for _, x := range r {
			if x <= at {
				want++
			}
		}
		got, err := LengthAt(context.Background(), r, int64(len(r)), act.Instant(at))
		if err != nil || got != int64(want) {
			t.Fatalf("at %d of %v the length is %d, want %d: %v", at, r, got, want, err)
		}
	})
}

func TestErrorsAreSorted(t *testing.T) {
	for _, c := range []struct {
		err    error
		code   string
		status int
	}{
		{ui.ErrNotFound, "not-found", 404}, {fmt.Errorf("x: %w", ui.ErrNotAllowed), "denied", 403}, {ui.ErrSignIn, "sign-in", 401},
		{ErrToken, "token", 401}, {ErrScope, "scope", 403}, {ErrOften, "too-often", 429},
		{book.Deny("no", ""), "denied", 403}, {book.Refuse("no", ""), "conflict", 409}, {&book.Refusal{Code: book.Stale}, "stale", 409},
		{&book.Refusal{Code: book.Unavailable}, "unavailable", 503}, {act.Invalid{Code: "x"}, "invalid", 422},
		{&store.Fault{Kind: store.Full}, "unavailable", 503}, {errors.New("x"), "failed", 500},
	} {
		if code, status := Sort(c.err); code != c.code || status != c.status {
			t.Errorf("%v is %s %d, want %s %d", c.err, code, status, c.code, c.status)
		}
	}
}
