package endpoint

import (
	"context"
	"strconv"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

// AsOf is the day by which law and lists are asked for.
type AsOf struct {
	AsOf string `query:"as_of" format:"date" example:"2014-12-18" doc:"The day by which law and lists are asked for; today without it."`
}

// Day is the day, or today.
func (a AsOf) Day(today act.Day) (act.Day, error) {
	if a.AsOf == "" {
		return today, nil
	}
	day, err := act.ParseDay(a.AsOf)
	return day, at("query.as_of", err)
}

// KnownAt is the state of the record that is asked for.
type KnownAt struct {
	KnownAt string `query:"known_at" maxLength:"40" example:"1204" doc:"What the record knew then: a length of the book, an instant (RFC 3339), or a day, whose end is meant. Without it, all that is recorded."`
}

// Length is the length that the book had: acts of a lesser index were known.
func (k KnownAt) Length(ctx context.Context, b *book.Book) (length int64, err error) {
	err = b.Read(ctx, 0, func(v store.View) error {
		length, err = k.length(ctx, v)
		return err
	})
	return length, err
}

func (k KnownAt) length(ctx context.Context, v store.View) (int64, error) {
	size := v.At().Size
	if k.KnownAt == "" {
		return size, nil
	}
	if n, err := strconv.ParseInt(k.KnownAt, 10, 64); err == nil && strings.Trim(k.KnownAt, "0123456789") == "" {
		if n > size {
			return 0, act.Invalid{Code: "api.known-later", Where: "query.known_at", What: k.KnownAt, Why: "the book is not yet so long", Do: "give a length that it has had, or an instant",
				Args: map[string]string{"size": strconv.FormatInt(size, 10)}}
		}
		return n, nil
	}
	instant, err := k.instant()
	if err != nil {
		return 0, err
	}
	return LengthAt(ctx, v, size, instant)
}

func (k KnownAt) instant() (act.Instant, error) {
	if day, err := act.ParseDay(k.KnownAt); err == nil {
		return act.InstantOf(day.Time().AddDate(0, 0, 1)) - 1, nil
	}
	t, err := time.Parse(time.RFC3339Nano, k.KnownAt)
	if err != nil {
		return 0, act.Invalid{Code: "api.known-at", Where: "query.known_at", What: k.KnownAt, Why: "this is neither a length of the book nor an instant nor a day", Do: "write 1204, 2026-11-23T09:30:00Z or 2026-11-23"}
	}
	return act.InstantOf(t), nil
}

// LengthAt is the number of acts that were recorded at an instant or before, of
// a book of the given size. Acts are in order of their recording, so it halves.
func LengthAt(ctx context.Context, r store.Reader, size int64, at act.Instant) (int64, error) {
	low, high := int64(0), size
	for low < high {
		middle := low + (high-low)/2
		var recorded int64
		found, err := store.One(ctx, r, `SELECT recorded FROM act WHERE idx = ?`, []any{middle}, &recorded)
		if err != nil {
			return 0, err
		}
		if found && act.Instant(recorded) <= at {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, nil
}

// at names the place of a fault in a parameter.
func at(where string, err error) error {
	faults := act.AllFaults(err)
	if faults == nil {
		return err
	}
	for i := range faults {
		faults[i].Where = where
	}
	return faults
}
