package search

import (
	lru "container/list"
	"context"
	"sync"

	"comity/internal/store"
)

// mostAnswers is how many answers are kept.
const mostAnswers = 256

// answers keeps the last answers to the public, who ask much the same: nothing
// that is not public stays in memory, and no time tells what others asked who
// read more. They hold for one state of the index.
type answers struct {
	mu    sync.Mutex
	turn  int64 // of the index
	by    map[asked]*lru.Element
	order *lru.List // of *answer, the last asked for first
}

// asked is what an answer depends on besides the index.
type asked struct {
	query, language, after string
	limit                  int
}

type answer struct {
	asked
	Result
}

func newAnswers() *answers { return &answers{by: map[asked]*lru.Element{}, order: lru.New()} }

// kept says whether an answer may be kept, and under which key.
func (r *Request) kept() (asked, bool) {
	return asked{r.Query, r.Language, r.After, r.Limit}, len(r.Audiences) == 1 && r.Audiences[0] == "public"
}

func (k *answers) get(turn int64, key asked) (Result, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.by[key]
	if e == nil || k.turn != turn {
		return Result{}, false
	}
	k.order.MoveToFront(e)
	return e.Value.(*answer).Result, true
}

func (k *answers) put(turn int64, key asked, r Result) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if turn < k.turn {
		return // of a reading that began before the last change
	}
	if turn > k.turn {
		k.turn = turn
		clear(k.by)
		k.order.Init()
	}
	if e := k.by[key]; e != nil {
		k.order.MoveToFront(e)
		return
	}
	k.by[key] = k.order.PushFront(&answer{key, r})
	if k.order.Len() > mostAnswers {
		last := k.order.Back()
		k.order.Remove(last)
		delete(k.by, last.Value.(*answer).asked)
	}
}

// turnOf is the number of times that the index has been changed.
func turnOf(ctx context.Context, r store.Reader) (turn int64, err error) {
	_, err = store.One(ctx, r, `SELECT turn FROM search_turn WHERE one = 1`, nil, &turn)
	return turn, err
}

// turned writes that the index is being changed.
func turned() store.Write {
	return store.Do(`INSERT INTO search_turn (one, turn) VALUES (1, 1) ON CONFLICT (one) DO UPDATE SET turn = search_turn.turn + 1`)
}
