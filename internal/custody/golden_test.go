package custody_test

import (
	"path/filepath"
	"testing"

	"comity/internal/act/acttest"
	"comity/internal/custody"
)

func TestBodiesAreReadForEver(t *testing.T) {
	examples := map[string][]string{
		"retention.set":    {`{"title":"Letters","types":["communication"],"months":120,"basis":"Archives policy 3"}`, `{"title":"Notes","types":["note","draft"],"months":0}`},
		"hold.place":       {`{"about":"project/p1","reason":"Audit\nof 2026"}`},
		"hold.lift":        {`{"reason":"The audit has ended"}`},
		"erasure.propose":  {`{"about":"note/n1","audience":"staff","rule":"notes"}`},
		"book.erased":      {`{"about":"note/n1","audience":"staff","rule":"notes","proposer":"9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01","keys":["00112233445566778899aabbccddeeff"]}`, `{"about":"note/n1","audience":"staff","rule":"notes","proposer":"9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01"}`},
		"erasure.applied":  {`{"about":"note/n1","audience":"staff","keys":["00112233445566778899aabbccddeeff"]}`},
		"book.restored":    {`{"epoch":2,"reason":"The disk broke","restored":"node.example/book\n1\n","lost":"node.example/book\n2\n"}`},
		"book.key-changed": {`{"from":"0011223344556677","to":"8899aabbccddeeff","keys":12}`},
	}
	for _, k := range custody.Module().Kinds {
		acttest.Golden(t, filepath.Join("testdata", "kinds"), &k.Shape, examples[k.Name]...)
	}
}
