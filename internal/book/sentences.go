package book

// says are the refusals of the book itself, whatever the module.
var says = Sentences{
	"book.empty":    {"the call holds no act", "hand in one at least"},
	"book.many":     {"the call holds {{.have}} acts; one may hold {{.most}}", "split it"},
	"book.key":      {`"{{.key}}" is no idempotency key`, "use 1 to 64 printable ASCII characters"},
	"book.key-used": {`the idempotency key "{{.key}}" was used for another call`, "use a new key for new acts"},
	"book.unsealed": {"this node takes no sealed acts", "choose another audience"},
	"book.sealed":   {"the sealed body has {{.have}} bytes; one may have {{.most}}", "put bulk into a blob and cite it"},
	"book.keys":     {"this node has no keys for named audiences", "give it a master key, or make the act public"},
	"book.stale":    {"{{.subject}} was changed since it was read", "look at what changed, and enter yours again"},
	"book.erased":   {"an earlier act of the same call erases what {{.subject}} holds for this audience", "hand it in by a call of its own, after the erasure"},
	"book.tables":   {"the act breaks a rule of the tables", "look at what was recorded, and enter it otherwise"},
}

// Says are the refusals of the book itself.
func Says() Sentences { return says }
