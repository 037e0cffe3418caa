package search_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/search"
	"comity/internal/search/query"
)

// Whatever is typed is answered or refused in words: no text can break the
// stores' own languages of asking. And whatever a document holds can be kept.
func TestWhateverIsTypedIsAnswered(t *testing.T) {
	text := func(most int) *rapid.Generator[string] {
		return rapid.StringOfN(rapid.OneOf(rapid.SampledFrom([]rune(`ab1 '"\-:*()&|!<>{}^~+_/.,ANDORNOTé中文الя´’«»「」`+"\x00\t")), rapid.Rune()), 1, most, -1)
	}
	onEachStore(t, func(t *testing.T, x *search.Index) {
		index := int64(0)
		rapid.Check(t, func(r *rapid.T) {
			index++
			d := search.Document{ID: "d", Type: "note", Title: text(20).Draw(r, "title"), Text: text(60).Draw(r, "text")}
			if err := x.Apply(ctx, []search.Entry{entry(index, d)}); err != nil {
				r.Fatal(err)
			}
			req := search.Request{Query: text(30).Draw(r, "query"), Language: rapid.SampledFrom([]string{"en", "ar", "zh", "?"}).Draw(r, "language"),
				Audiences: []string{"public"}, After: rapid.SampledFrom([]string{"", "", "!", "AAAAAAAAAAAAAAAAAAAAAAAA"}).Draw(r, "after")}
			got, err := x.Search(ctx, req)
			var e *query.Error
			if err != nil && !errors.As(err, &e) {
				r.Fatalf("%q: %v", req.Query, err)
			}
			for _, h := range got.Hits {
				for _, m := range h.Snippet.Marks {
					if m[0] < 0 || m[0] >= m[1] || m[1] > len(h.Snippet.Text) {
						r.Fatalf("%q marks %v of %q", req.Query, m, h.Snippet.Text)
					}
				}
			}
		})
	})
}

// A document is found by each of its own words.
func TestADocumentIsFoundByItsOwnWords(t *testing.T) {
	_, x := inSQLite(t)
	index := int64(0)
	rapid.Check(t, func(r *rapid.T) {
		index++
		word := rapid.SampledFrom([]string{"court", "l'État", "A/RES/69/197", "الفساد", "والعدالة", "преступности", "отчёт", "跨国犯罪", "税", "niños", "anti-money-laundering", "3,000", "U.N.", "State's", "O'Brien", "COVID-19", "Straße", "and/or"})
		language := rapid.SampledFrom([]string{"ar", "en", "es", "fr", "ru", "zh", ""})
		d := search.Document{ID: "d", Type: "note", Language: language.Draw(r, "of the text"), Text: word.Draw(r, "before") + " " + word.Draw(r, "word") + ", " + word.Draw(r, "after")}
		apply(t, x, entry(index, d))
		asked := word.Draw(r, "asked")
		in := false
		for _, w := range []string{" ", ","} {
			in = in || contains(d.Text, asked, w)
		}
		if !in {
			r.Skip()
		}
		if got := ask(t, x, language.Draw(r, "of the query"), asked); got.Total != 1 {
			r.Fatalf("%q does not find %q (%s)", asked, d.Text, d.Language)
		}
	})
}

func contains(text, word, end string) bool {
	for i := 0; i+len(word) <= len(text); i++ {
		if text[i:i+len(word)] == word && (i+len(word) == len(text) || text[i+len(word):i+len(word)+1] == end) {
			return true
		}
	}
	return false
}
