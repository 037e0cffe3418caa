// Package treaty is the register of who is bound by which treaty, on any day.
//
// It serves paragraphs 2 to 4, 24, 43 and 53 of resolution 69/197, and what
// renews them: universal adherence, and cooperation that rests on it.
//
// A deposit is what a State does about a treaty (deposit.go): it signs,
// ratifies, reserves, objects, denounces. From deposits and from the treaty's
// own rules, which are the programme's data with their articles, the rest is
// worked out: when the treaty entered into force (force.go), what each party is
// on each day (timeline.go), what became of a reservation (reservation.go),
// where in its territory the treaty holds (territory.go), how many parties
// there are by which rule of counting (count.go). All of that is pure: it
// depends on the acts alone, not on the order in which they became known.
// register.go holds it for all treaties.
//
// kinds.go declares the acts, decide.go refuses what can't be, tables.go keeps
// the deposits with the instants between which they were what was known,
// read.go reads them. Lists of a depositary are read by the package list below,
// compared with the record, and recorded as the difference (snapshot.go).
// The package law answers on which legal basis two States cooperate.
//
// Comity is not a depositary: it records notifications, and the depositary's
// record decides. docs/treaties.md tells the whole.
package treaty
