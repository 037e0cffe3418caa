package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Mix says how often each kind of request is drawn, by name.
type Mix map[string]int

// Usual is a day's reading: mostly single things, some lists, some searches, and
// programs that read the API. Half of the searches are for what many ask, half for
// two words drawn at random.
func Usual() Mix {
	return Mix{"home": 9, "mandates": 5, "document": 10, "paragraph": 16, "clauses": 4, "search": 6, "search-two": 5, "act": 8, "book": 4, "subject": 5, "state": 5, "states": 2,
		"list": 1, "about": 1, "proof": 1, "csv": 2, "treaties": 2, "treaty": 4, "treaty-party": 2, "matrix": 1, "law": 1, "communications": 1,
		"api-acts": 1, "api-act": 1, "api-clauses": 1, "api-parties": 1, "api-search": 1}
}

// UnmarshalText reads "home=10,act=20".
func (m *Mix) UnmarshalText(text []byte) error {
	*m = Mix{}
	for part := range strings.SplitSeq(string(text), ",") {
		name, weight, ok := strings.Cut(part, "=")
		n, err := strconv.Atoi(weight)
		if !ok || err != nil || n < 0 {
			return fmt.Errorf("reading the mix %q: give it as in home=10,act=20", text)
		}
		(*m)[name] = n
	}
	return nil
}

// String is the mix as it is read.
func (m Mix) String() string {
	var parts []string
	for name, n := range m {
		parts = append(parts, fmt.Sprintf("%s=%d", name, n))
	}
	slices.Sort(parts)
	return strings.Join(parts, ",")
}

// kind is a kind of request with its weight and its addresses.
type kind struct {
	name   string
	weight int
	path   func(*rand.Rand) string
}

func pick(kinds []kind, r *rand.Rand) (int, string) {
	sum := 0
	for _, k := range kinds {
		sum += k.weight
	}
	n := r.IntN(sum)
	for i, k := range kinds {
		if n -= k.weight; n < 0 {
			return i, k.path(r)
		}
	}
	panic("unreachable: weights add up")
}

// known is what can be asked for on a node, as its own pages say.
type known struct {
	size                          int64 // acts in the book
	acts, subjects, states, lists []string
	documents, paragraphs         []string // by symbol, by cite
	treaties                      []string // by code
	words, some                   []string // searched for by many; of which two are drawn
}

// sheet is a table as pages give it as data.
type sheet struct {
	Rows []map[string]any `json:"rows"`
}

// looks is how many runs of the book are looked at for addresses.
const looks = 40

// vocabulary are words of the programme, in the languages in which its texts are
// most read.
const vocabulary = `crime justice assistance technical corruption trafficking persons migrants smuggling firearms terrorism cybercrime prison youth women children victims
	witnesses recovery laundering statistics police court evidence training capacity convention protocol conference commission report voluntary office register keepers
	justicia delincuencia asistencia niños criminalité traite personnes преступность правосудие помощь الجريمة العدالة المساعدة 犯罪 司法 援助`

// discover asks the node's own tables for addresses, spread over its book.
func discover(ctx context.Context, c *http.Client, base string, seed uint64) (*known, error) {
	k := &known{}
	r := rand.New(rand.NewPCG(seed, 1))
	newest, err := read(ctx, c, base+"/book?as=json")
	if err != nil {
		return nil, err
	}
	if len(newest.Rows) == 0 {
		return nil, fmt.Errorf("look for addresses on %s: its book has no act that is open; fill it with comity bench fill", base)
	}
	top, _ := newest.Rows[0]["index"].(float64)
	k.size = int64(top) + 1
	for range looks {
		run, err := read(ctx, c, base+"/book?as=json&before="+strconv.FormatInt(1+r.Int64N(k.size), 10))
		if err != nil {
			return nil, err
		}
		r.Shuffle(len(run.Rows), func(i, j int) { run.Rows[i], run.Rows[j] = run.Rows[j], run.Rows[i] })
		for _, row := range run.Rows[:min(len(run.Rows), 250)] {
			k.acts = append(k.acts, text(row, "id"))
			k.subjects = append(k.subjects, text(row, "subject"))
		}
	}
	for _, table := range []struct {
		path, column string
		to           *[]string
	}{{"/states", "code", &k.states}, {"/lists", "list", &k.lists}, {"/mandates", "symbol", &k.documents}, {"/treaties", "code", &k.treaties}} {
		s, err := read(ctx, c, base+table.path+"?as=json")
		if err != nil {
			return nil, err
		}
		for _, row := range s.Rows {
			*table.to = append(*table.to, text(row, table.column))
		}
	}
	for i, code := range k.treaties {
		k.treaties[i] = strings.ToLower(code) // as it stands in addresses
	}
	for _, symbol := range k.documents {
		for n := range 4 {
			k.paragraphs = append(k.paragraphs, fmt.Sprintf("%s/%d", symbol, n+1))
		}
	}
	for n := range 50 {
		k.paragraphs = append(k.paragraphs, fmt.Sprintf("A/RES/69/197/%d", n+1))
	}
	k.words = []string{"register", "court asked", "keepers of registers", "\"mutual legal assistance\"", "corruption", "firearms", "A/RES/69/197", "crime prevention", "реестр", "السجل", "预防犯罪", "enquête", "cooperación"}
	k.some = strings.Fields(vocabulary)
	return k, nil
}

func read(ctx context.Context, c *http.Client, address string) (*sheet, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	a, err := c.Do(q)
	if err != nil {
		return nil, fmt.Errorf("look for addresses on the node: %w", err)
	}
	defer func() { _ = a.Body.Close() }()
	if a.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("look for addresses on the node: %s answered %s", address, a.Status)
	}
	s := &sheet{}
	if err := json.NewDecoder(a.Body).Decode(s); err != nil {
		return nil, fmt.Errorf("look for addresses on the node: %s: %w", address, err)
	}
	return s, nil
}

func text(row map[string]any, column string) string {
	s, _ := row[column].(string)
	return s
}

// kinds are the requests of a mix on what is known of the node.
func (m Mix) kinds(k *known) (list []kind, err error) {
	one := func(path string) func(*rand.Rand) string { return func(*rand.Rand) string { return path } }
	of := func(before string, all []string, after string) func(*rand.Rand) string {
		return func(r *rand.Rand) string { return before + all[r.IntN(len(all))] + after }
	}
	languages := []string{"ar", "en", "es", "fr", "ru", "zh"}
	every := map[string]func(*rand.Rand) string{
		"home":    of("/?lang=", languages, ""),
		"about":   of("/about?lang=", languages, ""),
		"act":     of("/book/acts/", k.acts, ""),
		"proof":   of("/book/acts/", k.acts, "/proof"),
		"subject": of("/subjects/", k.subjects, ""),
		"book":    func(r *rand.Rand) string { return "/book?before=" + strconv.FormatInt(1+r.Int64N(k.size), 10) },
		"csv": func(r *rand.Rand) string {
			return "/subjects/" + k.subjects[r.IntN(len(k.subjects))] + "?as=csv"
		},
		"mandates":  one("/mandates"),
		"document":  of("/mandates/", k.documents, ""),
		"paragraph": of("/paragraphs/", k.paragraphs, ""),
		"clauses":   one("/clauses"),
		"state":     of("/states/", k.states, ""),
		"states":    one("/states"),
		"list":      of("/lists/", k.lists, ""),
		"search":    func(r *rand.Rand) string { return "/search?q=" + url.QueryEscape(k.words[r.IntN(len(k.words))]) },
		"search-two": func(r *rand.Rand) string {
			return "/search?q=" + url.QueryEscape(k.some[r.IntN(len(k.some))]+" "+k.some[r.IntN(len(k.some))])
		},
		"treaties": of("/treaties?lang=", languages, ""),
		"treaty":   of("/treaties/", k.treaties, ""),
		"treaty-party": func(r *rand.Rand) string {
			return "/treaties/" + k.treaties[r.IntN(len(k.treaties))] + "/" + k.states[r.IntN(len(k.states))]
		},
		"matrix":         one("/treaties/matrix"),
		"law":            one("/law"),
		"communications": one("/communications"),
		"api-acts": func(r *rand.Rand) string {
			return "/api/v1/acts?limit=50&since=" + strconv.FormatInt(r.Int64N(k.size), 10)
		},
		"api-act":     of("/api/v1/acts/", k.acts, ""),
		"api-clauses": one("/api/v1/clauses"),
		"api-parties": one("/api/v1/parties"),
		"api-search":  func(r *rand.Rand) string { return "/api/v1/search?q=" + url.QueryEscape(k.words[r.IntN(len(k.words))]) },
	}
	for name, weight := range m {
		path := every[name]
		if path == nil {
			return nil, fmt.Errorf("no kind of request is named %q; there are %s", name, Usual())
		}
		if weight > 0 {
			list = append(list, kind{name, weight, path})
		}
	}
	if len(list) == 0 {
		return nil, errors.New("the mix has no request; give one a weight")
	}
	slices.SortFunc(list, func(a, b kind) int { return strings.Compare(a.name, b.name) })
	return list, nil
}
