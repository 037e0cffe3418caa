package mandate

import (
	"context"

	"comity/internal/store"
)

// Figures are what the register holds, at a glance: kept as acts come, not counted
// when they are asked for.
type Figures struct {
	Documents  int
	Paragraphs map[string]int // by part
	Clauses    int
	// Asked are clauses that ask something of somebody: of all forces but state.
	Asked   int
	By      map[Field][]Count // clauses by addressee, force, topic, status …
	Organs  []Count           // documents by organ
	Years   []Count
	Session []Count
	In      []Count // texts by language
}

// FiguresOf reads the figures.
func FiguresOf(ctx context.Context, r store.Reader) (f Figures, err error) {
	f.Paragraphs = map[string]int{}
	counts := map[tag]int{}
	lists := map[Field]*[]Count{countOrgans: &f.Organs, countYears: &f.Years, countSessions: &f.Session, countLanguages: &f.In}
	err = store.Each(ctx, r, `SELECT field, value, n FROM {mandate_count} WHERE n > 0 ORDER BY field, n DESC, value`, nil, func(rows store.Rows) error {
		var field, value string
		var n int
		if err := rows.Scan(&field, &value, &n); err != nil {
			return err
		}
		switch at := Field(field); at {
		case countDocuments:
			f.Documents = n
		case countParagraphs:
			f.Paragraphs[value] = n
		case countClauses:
			f.Clauses = n
		default:
			if list := lists[at]; list != nil {
				*list = append(*list, Count{value, n})
				return nil
			}
			counts[tag{at, value}] = n
			if at == ByForce && value != "state" {
				f.Asked += n
			}
		}
		return nil
	})
	var p ClausePage
	p.facets(counts)
	f.By = p.Facets
	return f, err
}
