package access

import (
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/party"
)

// Module declares people, roles, accreditations, delegations and releases.
// parties tell a State from an office. Names of people stand in bodies for the
// audience people alone; everywhere else a person is a random id.
func Module(parties *party.Registry) book.Module {
	own := []act.Standing{act.Own}
	both := []act.Standing{act.Communicated, act.Own}
	people, staff, named := []string{"people"}, []string{"secretariat"}, []string{act.AnyNamed}
	person := act.Field{Name: "person", Label: "Person", Type: act.About, Required: true, Subjects: []string{"person"}}
	from := act.Field{Name: "from", Label: "First day", Type: act.DayOn, Required: true}
	until := act.Field{Name: "until", Label: "First day on which it no longer holds", Type: act.DayOn}
	reason := act.Field{Name: "reason", Label: "Reason", Type: act.Text, Lines: true, Required: true}
	kinds := act.Field{Name: "kinds", Label: "Kinds of act", Type: act.Text, Max: 64, Repeat: true, Required: true}
	instruments := act.Field{Name: "instruments", Label: "Instruments", Type: act.Text, Max: 64, Repeat: true, Required: true}
	r := rules{parties}
	return book.Module{Name: "access", Sentences: says, Tables: tables, Kinds: []book.Kind{
		{Shape: act.Shape{Name: "person.recorded", Version: 1, Title: "Person", Subjects: []string{"person"}, Audiences: people, Standings: own, Fields: []act.Field{
			{Name: "name", Label: "Name", Type: act.Text, Required: true},
			{Name: "mail", Label: "Mail address", Type: act.Text, Max: 254},
			{Name: "language", Label: "Language", Type: act.Code, List: "language"},
		}}, Decide: r.person, Project: recordPerson, Erased: erasePerson},

		{Shape: act.Shape{Name: "role.granted", Version: 1, Title: "Grant of a role", Subjects: []string{"role"}, Audiences: staff, Standings: own, Fields: []act.Field{
			person,
			{Name: "role", Label: "Role", Type: act.Text, Max: 64, Required: true},
			{Name: "party", Label: "In the name of", Type: act.PartyOf},
			{Name: "states", Label: "States", Type: act.PartyOf, Repeat: true, Most: 200},
			from, until,
		}}, Decide: r.grant, Project: grantRole, Erased: eraseGrant},
		{Shape: act.Shape{Name: "role.ended", Version: 1, Title: "End of a role", Subjects: []string{"role"}, Audiences: staff, Standings: own,
			Fields: []act.Field{reason}}, Decide: r.endGrant, Project: end("role_grant", "grant_id"), Erased: end("role_grant", "grant_id")},

		{Shape: act.Shape{Name: "accreditation.recorded", Version: 1, Title: "Accreditation", Subjects: []string{"accreditation"}, Audiences: named, Standings: both, Fields: []act.Field{
			person,
			{Name: "authority", Label: "Authority", Type: act.Text, Required: true},
			{Name: "mission", Label: "The authority is the permanent mission", Type: act.YesNo, Required: true},
			{Name: "function", Label: "Function", Type: act.Text, Required: true},
			kinds, instruments, from, until,
		}}, Decide: r.accredit, Project: accredit, Erased: eraseAccreditation},
		{Shape: act.Shape{Name: "accreditation.confirmed", Version: 1, Title: "Confirmation of an accreditation by a second person", Subjects: []string{"accreditation"}, Audiences: named, Standings: both, Fields: []act.Field{
			{Name: "document", Label: "Hash of the note that was compared", Type: act.Text, Max: 80, Required: true},
		}}, Decide: r.confirm, Project: confirm, Erased: confirm},
		{Shape: act.Shape{Name: "accreditation.ended", Version: 1, Title: "End of an accreditation", Subjects: []string{"accreditation"}, Audiences: named, Standings: both,
			Fields: []act.Field{reason}}, Decide: r.endAccreditation, Project: end("accreditation", "accreditation_id"), Erased: end("accreditation", "accreditation_id")},

		{Shape: act.Shape{Name: "delegation.given", Version: 1, Title: "Delegation in absence", Subjects: []string{"delegation"}, Audiences: named, Standings: own, Fields: []act.Field{
			{Name: "base", Label: "What is delegated", Type: act.About, Required: true, Subjects: []string{"accreditation", "role"}},
			{Name: "to", Label: "To", Type: act.About, Required: true, Subjects: []string{"person"}},
			kinds, instruments, from,
			{Name: "until", Label: "First day on which it no longer holds", Type: act.DayOn, Required: true},
		}}, Decide: r.delegate, Project: delegate, Erased: eraseDelegation},
		{Shape: act.Shape{Name: "delegation.ended", Version: 1, Title: "End of a delegation", Subjects: []string{"delegation"}, Audiences: named, Standings: own,
			Fields: []act.Field{reason}}, Decide: r.endDelegation, Project: end("delegation", "delegation_id"), Erased: end("delegation", "delegation_id")},

		{Shape: act.Shape{Name: "release.given", Version: 1, Title: "Release by the owner", Subjects: []string{"release"}, Audiences: []string{act.AnyNamed, act.Public}, Standings: own, Fields: []act.Field{
			{Name: "about", Label: "What is released", Type: act.About, Required: true},
			{Name: "to", Label: "To the audience", Type: act.Text, Max: 64, Required: true},
			from, until,
		}}, Decide: r.release, Project: release, Erased: eraseRelease},
		{Shape: act.Shape{Name: "release.ended", Version: 1, Title: "End of a release", Subjects: []string{"release"}, Audiences: []string{act.AnyNamed, act.Public}, Standings: own,
			Fields: []act.Field{reason}}, Decide: r.endRelease, Project: end("release", "release_id"), Erased: end("release", "release_id")},
	}}
}
