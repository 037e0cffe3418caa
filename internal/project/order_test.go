package project

import (
	"fmt"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book/booktest"
	"comity/internal/i18n"
	"comity/internal/store"
)

func TestTheRegisterIsFoundByWordsAndOrderedForTheReader(t *testing.T) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) {
		n := newNode(t, s)
		for _, x := range []struct {
			code, title, summary string
			until                act.Day
			budget               int64
		}{{"P-1", "Zèbres des phares", "Lamps.", "2044-01-01", 5_00}, {"P-2", "Écoles de gardiens", "Courses.", "2043-01-01", 9_00}, {"P-3", "Feux du port", "Des écoles aussi.", "2045-01-01", 7_00}} {
			b := harbour()
			b.Title, b.Summary, b.Language, b.Until, b.Budget = x.title, x.summary, "fr", x.until, &Amount{x.budget, "USD"}
			b.Above = nil
			n.must(n.do(ana, "concept", Subject(x.code), b))
		}
		words, err := i18n.Load()
		n.must(err)
		var kept counted
		for _, c := range []struct {
			words string
			order Order
			f     Filter
			want  string
		}{
			{"", ByTitle, Filter{}, "[P-2 P-3 P-1]"}, {"", "", Filter{Status: Concept}, "[P-2 P-3 P-1]"}, {"", ByRecorded, Filter{}, "[P-3 P-2 P-1]"},
			{"", ByUntil, Filter{}, "[P-2 P-1 P-3]"}, {"", ByRequired, Filter{}, "[P-2 P-3 P-1]"}, {"ecole", ByTitle, Filter{}, "[P-2 P-3]"},
			{"ÉCOLES gardiens", ByTitle, Filter{}, "[P-2]"}, {"p-1", ByRecorded, Filter{}, "[P-1]"}, {"lions", ByTitle, Filter{}, "[]"}, {"", ByTitle, Filter{Status: Running}, "[]"},
		} {
			n.must(n.book.Read(ctx, 0, func(r store.View) error {
				codes, err := kept.Codes(ctx, r, officer(), c.f, c.words, c.order, words.Localizer("fr"))
				if err != nil {
					return err
				}
				if got := fmt.Sprint(codes); got != c.want {
					t.Errorf("%q by %q gives %s, want %s", c.words, c.order, got, c.want)
				}
				var turned []string
				for after := ""; ; {
					list, next, err := Page(ctx, r, officer(), codes, after, 2)
					if err != nil {
						return err
					}
					for _, p := range list {
						turned = append(turned, p.Code)
					}
					if after = next; next == "" {
						break
					}
				}
				if strings.Join(turned, " ") != strings.Join(codes, " ") {
					t.Errorf("page by page there are %v of %v", turned, codes)
				}
				if codes, err = kept.Codes(ctx, r, public(), c.f, c.words, c.order, words.Localizer("fr")); len(codes) > 0 {
					t.Errorf("everybody finds %v", codes)
				}
				return err
			}))
		}
	})
}
