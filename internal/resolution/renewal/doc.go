// Package renewal compares a resolution with the one that it renews: which
// paragraphs were kept, amended, merged, split, dropped, and which are new; and,
// along a chain of renewals, since when each duty stands.
//
// Every paragraph of the old and of the new document is in exactly one Change:
//
//	kept     one old, one new, the same text (its number may differ)
//	amended  one old, one new, with the difference word by word
//	merged   several old, one new
//	split    one old, several new
//	dropped  one old, no new
//	new      no old, one new
//
// Texts are aligned by the words that they share, each word weighted by how rare
// it is in both documents, and by pairs of neighbouring words; then each
// paragraph goes to its best partner, the most similar pairs first, wherever it
// stands. What remains is judged by more: the share of the shorter text that the
// longer one holds, and whether both open alike. Of what then has no partner, an
// old paragraph that a paired new one holds was merged into it, and a new one
// that a paired old one held was split from it, unless they share a formula only. Only paragraphs of one
// part are compared with one another.
package renewal
