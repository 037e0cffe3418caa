package list

import (
	"testing"

	"comity/internal/testshared"
)

func TestEveryFaultHasItsSentences(t *testing.T) { testshared.Sentences(t, says) }
