// Package party is the register of those who can act: States, former States,
// organs, commissions, conferences, offices, organizations and partner bodies.
//
// It serves the paragraphs that address someone by name, and every table that
// has a row for each State (A/RES/69/197, paragraph 53, asks for one). States
// come from the membership of the United Nations and its observers; what the
// Secretary-General's practice as depositary says of a State is recorded as it
// says it, and nothing is decided here. The facts lie in the programme's folder
// parties; docs/parties.md describes its tables.
package party
