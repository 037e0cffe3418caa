package search_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"comity/internal/search"
)

// invented makes short documents of words whose frequencies fall as in a
// natural text, in six scripts' words.
func invented(n int, seed uint64) []search.Document {
	r := rand.New(rand.NewPCG(seed, 1))
	zipf := rand.NewZipf(r, 1.07, 2, 30000)
	syllables := []string{"ka", "ren", "to", "mi", "sol", "ver", "in", "la", "cor", "pe", "du", "stra"}
	word := func() string {
		k := zipf.Uint64()
		var b strings.Builder
		for v := k + 13; v > 0; v /= 12 {
			b.WriteString(syllables[v%12])
		}
		switch k % 11 {
		case 3:
			return fmt.Sprintf("A/RES/%d/%d", 60+k%20, k)
		case 5:
			return b.String() + "-" + syllables[k%12]
		case 7:
			return []string{"суд", "судьи", "договор", "преступность", "отчёт"}[k%5]
		case 8:
			return []string{"المحكمة", "والعدالة", "الفساد", "جريمة", "لمكافحة"}[k%5]
		case 9:
			return []string{"跨国犯罪", "法院", "反腐败", "证据", "税"}[k%5]
		case 10:
			return []string{"the", "of", "l'État", "de", "corrupción"}[k%5]
		}
		return b.String()
	}
	docs := make([]search.Document, n)
	for i := range docs {
		row := func(n int) string {
			out := make([]string, n)
			for k := range out {
				out[k] = word()
			}
			return strings.Join(out, " ")
		}
		docs[i] = search.Document{ID: fmt.Sprintf("doc/%06d", r.IntN(1<<30)*10+i%10), Subject: fmt.Sprintf("doc/%d", i), Audience: []string{"public", "public", "public", "desk", "mission"}[r.IntN(5)],
			Type: []string{"mandate", "project", "report", "note"}[r.IntN(4)], Topics: []string{fmt.Sprintf("t%d", r.IntN(30))}, Parties: []string{fmt.Sprintf("P%02d", r.IntN(99))},
			Language: []string{"en", "fr", "es", "ru", "ar", "zh"}[r.IntN(6)], Title: row(3 + r.IntN(5)), Text: row(20 + r.IntN(40))}
	}
	return docs
}

// questions are queries made of the documents' own words.
func questions(n int, docs []search.Document, seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, 2))
	out := make([]string, n)
	for i := range out {
		words := strings.Fields(docs[r.IntN(len(docs))].Text)
		at := r.IntN(len(words) - 4)
		switch i % 8 {
		case 0:
			out[i] = words[at] + " "
		case 1:
			out[i] = words[at] + " " + words[at+2] + " "
		case 2:
			out[i] = `"` + words[at] + " " + words[at+1] + `"`
		case 3:
			out[i] = words[at] + " -" + words[at+1] + " "
		case 4:
			out[i] = words[at] + " type:mandate,note " + words[at+3]
		case 5:
			out[i] = string([]rune(words[at] + "xxx")[:3])
		case 6:
			out[i] = fmt.Sprintf("topic:t%d -party:P%02d", r.IntN(30), r.IntN(99))
		case 7:
			out[i] = words[at] + " " + words[at+1] + " " + words[at+2] + " zzz "
		}
	}
	return out
}

// Both stores give the same hits, in the same order with the same scores,
// counts, facets, snippets and next pages, beyond the bound of what is ranked
// as well.
func TestBothStoresAnswerAlike(t *testing.T) {
	docs := invented(1200, 7)
	asked := questions(80, docs, 7)
	var answers [][]search.Result
	onEachStore(t, func(t *testing.T, x *search.Index) {
		put(t, x, docs...)
		// Some documents are written again and some removed: numbers stay, gaps appear.
		var again []search.Entry
		for i := 0; i < len(docs); i += 50 {
			d := docs[i]
			d.Title += " revised"
			again = append(again, entry(int64(10000+i), d), search.Entry{Index: int64(10000 + i), Change: search.Change{Remove: docs[i+1].ID}})
		}
		apply(t, x, again...)
		var got []search.Result
		beyond, loose, empty := 0, 0, 0
		for i, q := range asked {
			req := search.Request{Query: q, Language: []string{"en", "fr", "ru"}[i%3], Audiences: []string{"public", "desk"}, Limit: 30}
			r := askAs(t, x, req)
			got = append(got, r)
			if r.Total > search.Ranked {
				beyond++
			}
			if r.Loose {
				loose++
			}
			if r.Total == 0 {
				empty++
			}
			if req.After = r.Next; r.Next != "" {
				got = append(got, askAs(t, x, req))
			}
		}
		if beyond < 3 || loose < 3 || empty > len(asked)/4 {
			t.Errorf("the questions ask too little: %d beyond what is ranked, %d loose, %d of %d without answer", beyond, loose, empty, len(asked))
		}
		answers = append(answers, got)
	})
	if len(answers) != 2 {
		return
	}
	if len(answers[0]) != len(answers[1]) {
		t.Fatalf("%d pages in one store, %d in the other", len(answers[0]), len(answers[1]))
	}
	for i := range answers[0] {
		if a, b := answers[0][i], answers[1][i]; !reflect.DeepEqual(a, b) {
			t.Fatalf("page %d differs:\n%.2000s\n%.2000s", i, fmt.Sprintf("%+v", a), fmt.Sprintf("%+v", b))
		}
	}
}
