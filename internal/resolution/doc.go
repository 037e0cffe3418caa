// Package resolution holds the words for what a United Nations resolution or
// decision says: a Document of Paragraphs, each with its Clauses, citations and
// footnotes, and what the reading had to leave Uncertain.
//
// The package itself only names things and writes them as JSON. Its inner rooms
// do the reading, in this order:
//
//	source     bytes of any kind (text, XML, DOCX, HTML, PDF, ZIP) → Blocks
//	structure  Blocks → Documents: head, paragraphs, numbers, footnotes
//	citation   text → symbols of the acts that it cites
//	clause     a paragraph → its clauses (see docs/clauses.md)
//	topic      a clause → the programme's topics, each with its span
//	reading    all of the above in one call, and many files at once
//	akn        Document → Akoma Ntoso
//	score      a reading against a labelled text
//	renewal    what one resolution kept, changed or dropped of another
package resolution
