// Package structure reads Blocks into Documents: the head, the preambular and
// operative paragraphs with their numbers, annexes, and footnotes bound to
// their markers. Clauses and citations are read by others from its result.
//
// A source either knows its paragraphs (XML, DOCX, HTML) or knows printed
// lines only (plain text, PDF). Lines go through these steps, each a file:
//
//	furniture   running heads, page numbers, job numbers are set aside
//	pages       which bare numbers are pages': those in a row, a page apart
//	notes       footnotes are lifted out, wherever an extraction left them
//	calls       which footnotes the text above has called for
//	numbers     of all lines that begin like "12." those are kept that lie on
//	            the best path 1, 2, 3 … through the whole text
//	join        lines become paragraphs: a sum of evidence at each line break
//
// From there on both kinds take the same way:
//
//	split       where one document ends and the next begins
//	body        preamble, operative part, sections, sub-paragraphs, annexes
//	markers     footnote markers are found in the text and bound; plainmarks
//	            weighs plain numbers as such
//	head        symbol, title, organ, session, dates
//
// What is particular to a language stands in words*.go, as rules of that
// language: how a preambular paragraph opens, how an organ is named.
//
// # Identifiers
//
// A paragraph's ID is its printed number, "12", "12(a)", "12(a)(i)"; where
// sections number anew, after the section's number, "III.7"; "pp3" is the third
// paragraph of the preamble, "pp3(a)" a sub-paragraph of it, and "op1" the first
// operative paragraph without a number. Annexes are counted in order of
// appearance, whatever their printed name: "annex1.4" is paragraph 4 of the
// first or only annex, "annex2.II.4" paragraph 4 of section II of the second,
// "annex1.p3" its third paragraph without a number. A second paragraph that
// would have the ID of an earlier one is "12~2" and reported as uncertain.
package structure
