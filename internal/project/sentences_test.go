package project

import (
	"testing"

	"comity/internal/testshared"
)

func TestEveryRefusalHasItsSentences(t *testing.T) { testshared.Sentences(t, says) }
