// Package score measures a reading against a yardstick. It is pure: it takes
// what was read and what should have been, and gives counts.
//
// Two yardsticks are known:
//
//   - labels: paragraphs whose clauses were labelled by hand (ReadLabels, Clauses);
//   - markup: files that the United Nations publishes, whose elements, italics
//     and links tell what a reader of the bare text should find (akn.GoldOf,
//     Text).
//
// # Definitions for clauses
//
// A read clause matches a labelled one when paragraph and phrase are equal
// (white space folded) and the words of the actions overlap with F1 of at least
// 0.8: twice the words in common, counted with repetition and without case and
// punctuation, over the words of both. Each matches once; the best overlap goes
// first.
//
// Clauses: precision, recall and F1 of matches.
//
// Addressees, entities, conditions, cites: F1 over pairs of clause and value. A
// value counts as found where its clause is matched and the matching clause has
// it. The values of clauses that match nothing count as missed, or as wrong: a
// clause not found loses its addressees too. OfMatched leaves those out.
//
// Cites of acts are those without the articles of treaties.
//
// Deadline, report, force, verb: the share of labelled clauses whose value is
// equal; a clause not found is unequal. OfMatched is the share of the matched.
// Two clauses without a deadline, or without a report, are equal in it. A report
// is equal when to, at and on all are.
//
// # Definitions for structure
//
// Operative paragraphs: pairs of number and text, exact after folding white
// space, typographic hyphens and the form of characters; each pair counts as
// often as it stands in the file. Preambular paragraphs: their texts. Phrases:
// the share, of paragraphs found whose markup tells the phrase, where it is
// equal. Footnotes: triples of the paragraph's text, the marker and the note's
// text. Citations: see cites.go.
package score
