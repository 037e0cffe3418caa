package clause

import (
	"strings"

	"comity/internal/resolution"
)

// flag marks what a word can be. A word may be several things.
type flag uint32

const (
	isAdverb      flag = 1 << iota // also, further, strongly
	isOpVerb                       // third person of an operative verb: "requests"
	isOpPart                       // its present participle: "requesting"
	isOpBase                       // its base form: "request"
	isBase                         // base form of a verb that actions begin with
	isArticle                      // the, a, an
	isDeterminer                   // the, all, its, those, other ...
	isPreposition                  //
	isActor                        // noun for someone who can act: States, bodies, stakeholders
	isCollective                   // such a noun also when no plural: community, sector, society
	isActorAdj                     // adjectives that stand before actors and are none: relevant, regional
	isAttitude                     // noun that an operative verb takes: concern, request, support
	isFeeling                      // noun after "with": appreciation, regret
	isModal                        // shall, should, will, may, must, be
	isBlock                        // word whose infinitive belongs to it: wishing to, able to, yet to
	isRelative                     // which, that, who, whose, where
	isPronoun                      // it, they, them
	isMonth
	isOrdinal    // first, seventieth, eighty-first
	isAside      // opens a parenthesis in a list of addressees: within, including, taking
	isReporting  // verb that a duty to report can hang on: report, submit, keep
	isLegal      // word that a condition can begin with
	isReportNoun // report, briefing, update, and what else is submitted to a body
	isOrgHead    // capitalised head noun of a body's name: Office, Committee, Secretary-General
)

// verb is an operative verb by its base form.
type verb struct {
	base  string
	force resolution.Force
	asks  bool   // takes an addressee and "to ..."
	link  string // words that follow it and belong to the phrase, by name of the pattern
}

// info is what the lexicon knows about a word.
type info struct {
	flags flag
	verb  *verb
	name  int32
}

// operative lists the operative verbs by force, base forms. "ask" verbs take
// an addressee; the part after ":" is a preposition that belongs to the phrase.
var operative = []struct {
	force resolution.Force
	asks  bool
	bases string
}{
	{resolution.Decide, false, `decide establish approve adopt endorse resolve appropriate proclaim designate appoint
		elect extend terminate create institute assess apportion`},
	{resolution.Request, true, `request instruct authorize authorise mandate direct task entrust ask`},
	{resolution.Call, true, `urge appeal:to call implore exhort demand insist:on`},
	{resolution.Recommend, true, `recommend:to encourage invite suggest:to propose:to advise`},
	{resolution.State, false, `note welcome reaffirm recall emphasize emphasise stress underline underscore recognize
		recognise acknowledge commend express condemn deplore reiterate affirm highlight appreciate support consider agree
		declare take look draw pay remind regret reject determine commit:to recommit:to re-emphasize re-emphasise confirm
		reconfirm congratulate applaud renew remain continue accept thank denounce denounces warn value realize realise understand
		believe anticipate hope trust share observe concur:with object:to pledge bring give bear respect salute
		honour honor praise lament deprecate repudiate oppose uphold maintain concede admit concern
		clarify specify reassert reassure restate repeat revise amend modify dissolve discontinue postpone defer conclude
		find hold promise undertake vow mourn sympathize:with greet convey join associate commemorate celebrate
		acclaim assure strive aim intend attach place keep follow submit transmit
		set launch convene initiate strengthen reinforce rededicate:to reserve recollect reflect foster promote
		facilitate enhance ensure stand echo caution decry discourage rejoice reckon subscribe:to adhere:to
		disapprove:of dissociate review grant waive cancel repeal rescind suspend replace require adjust`},
}

// weak verbs open a paragraph as operative verbs but are too common inside one
// (as verbs of a subordinate clause or as nouns) to open a clause there.
const weak = `hold find give place keep follow submit transmit set launch convene initiate strengthen
	reinforce reflect foster promote facilitate enhance ensure stand require maintain uphold remain share
	value respect object concern specify aim intend strive believe hope understand review grant create
	extend assess establish conclude attach join associate convey bring oppose adjust replace suspend
	celebrate conclude clarify observe determine institute promise undertake reserve admit concede maintain
	design direct task mandate propose suggest appoint elect designate terminate modify amend revise follow bear
	value advise adhere subscribe reassure cancel repeal waive find `

const adverbs = `also further again once strongly firmly deeply urgently therefore hereby accordingly moreover
	furthermore additionally likewise equally similarly particularly especially once anew finally lastly reiteratedly
	too thus consequently solemnly gratefully respectfully earnestly urgently much very most more duly unequivocally
	still subsequently`

const articles = `the a an`
const determiners = `the a an all its their his her any each every those these this that such other both some several
	many most no another certain one two three four five six ten our your whose more further additional`
const prepositions = `till of in on at by for with to from within upon under through against among between into during
	including towards toward throughout without beyond across after before about over regarding concerning pursuant
	until since per via despite as than like following notwithstanding around because amid outside inside`

// actors: nouns for who can act, singular; the plural is made by rule.
const actors = `sponsor co-sponsor regime head fighter force part state government country party organization organisation agency entity body institution stakeholder partner
	donor fund programme authority actor representative expert mechanism association community leader
	group power network office centre center university bank foundation individual practitioner
	member committee commission council secretariat office official minister ministry parliament parliamentarian
	politician court tribunal agency commissioner rapporteur procedure delegation mission department division
	unit assembly conference forum company business enterprise corporation industry manufacturer trader
	academia media press society sector youth woman person people child family scientist researcher
	faction militia belligerent warring signatory contributor chair chairperson chairman president coordinator
	secretary-general director administrator envoy adviser advisor director-general under-secretary-general
	governor ambassador mayor city municipality subregion region everyone all everybody
	administration union team panel board taskforce promoter candidate maker manager facility bureau platform 
	ngo  holder rightholder
	interlocutor neighbour nation host guarantor co-chair facilitator provider supplier operator
	lawyer judge prosecutor journalist teacher organizer subsidiary financier creditor debtor lender
	investor employer worker service academic regulator police peacekeeper contractor commander
	addressee recipient depositary participant observer subprogramme movement coalition alliance
	ombudsman inspector auditor examiner advocate proponent mediator negotiator exporter importer applicant
	peer co-facilitator vice-chair shareholder custodian philanthropist consortium chamber registrar registry`
const collectives = `others community society sector academia media press youth industry police secretariat people women children
	business all everyone public diaspora leadership presidency bureau everybody `
const actorAdjectives = `relevant regional subregional international national local competent interested concerned
	intergovernmental non-governmental governmental developed developing multilateral bilateral public private
	financial specialized specialised affected appropriate other new various academic scientific technical
	humanitarian global political economic social judicial legislative executive administrative civil religious
	cultural donor landlocked small coastal participating contributing requesting requested
	interregional transregional supranational armed remaining future potential traditional current existing
	cooperating fishing neighbouring individual independent respective statutory treaty monitoring managing outgoing incoming`

// attitudes: nouns that stand after "its" or an adjective as a part of the
// phrase: "expresses its deep concern", "reiterates its request".
const attitudes = `concern appreciation request call appeal invitation support commitment determination conviction
	decision intention satisfaction gratitude thanks hope belief view condemnation recognition approval endorsement
	demand solidarity regret alarm opposition position readiness willingness resolve dismay indignation outrage
	sympathy condolence encouragement recommendation confidence expectation disappointment commendation adherence
	objection dedication displeasure horror interest desire wish acknowledgement gratification sorrow grief compassion respect faith
	revulsion disapproval rejection repudiation frustration sadness shock distress abhorrence praise
	urging pledge aspiration agreement understanding optimism preference attachment trust warning rejoicing
	congratulation admiration welcome reservation doubt need esteem anxiety apprehension preparedness conclusion belief`

// feelings: nouns after "with" that are a part of the phrase: "notes with appreciation".
const feelings = `appreciation concern satisfaction regret interest alarm dismay gratitude encouragement sadness
	sorrow pleasure pride grief shock indignation anxiety disappointment apprehension approval thanks displeasure
	outrage horror distress consternation hope optimism respect solidarity disapproval abhorrence
	favour enthusiasm conviction admiration attention unease disquiet vigour force frustration sympathy recognition`

// requests by noun: what a reiterated act asks, so that "reiterates its
// request to" has the force of a request.
var nounForce = map[string]resolution.Force{
	"request": resolution.Request, "requests": resolution.Request,
	"call": resolution.Call, "calls": resolution.Call, "appeal": resolution.Call, "appeals": resolution.Call,
	"demand": resolution.Call, "demands": resolution.Call, "urging": resolution.Call,
	"invitation": resolution.Recommend, "invitations": resolution.Recommend,
	"encouragement": resolution.Recommend, "recommendation": resolution.Recommend, "recommendations": resolution.Recommend,
}

// baseVerbs begin an action after "to".
const baseVerbs = `spare borrow dispense resource accede abduct reintroduce introduce complement lay disarm boycott bridge overhaul pool safeguard seek desist denounce vet audit embed pave be have do make take give get keep let put set bring come go see find hold build help work act use
	abide abolish absorb accelerate accept access accommodate accompany accomplish accord account accredit achieve acknowledge acquire
	act adapt add address adhere adjust administer adopt advance advise advocate affirm afford agree aid align allocate allow
	alleviate ameliorate amend analyse analyze announce anticipate appeal apply appoint appraise apprise appropriate approve arrange
	ascertain ask assess assign assist assume assure attach attain attend attract audit augment authorize avail avert avoid award
	ban base become begin benefit block boost brief bring broaden build
	call cancel capture carry cease celebrate certify chair champion change channel check circulate cite clarify close coach
	codify collaborate collate collect combat combine comment commemorate commence commend commission commit communicate compile complete
	comply conclude condemn conduct confer confirm conform confront connect conserve consider consolidate consult contain continue
	contribute control convene convert convey cooperate coordinate correct counter countersign cover craft create criminalize cultivate curb cut
	deal debate decide declare dedicate deepen defend defer define delegate deliver demand demonstrate demobilize denounce deny deploy deposit
	depoliticize derive describe design designate desist destroy detect deter determine develop devise devote differentiate digitize
	direct disaggregate disarm disband disburse disclose discontinue discourage discuss dismantle dispatch dispose disseminate dissociate
	distribute diversify document double draft draw duplicate ease echo educate effect elaborate elect elevate eliminate embark embed embrace
	emphasize employ empower enable enact encourage end endeavour endorse enforce engage enhance enlarge enlist enrich ensure enter entrust
	equip eradicate establish evaluate examine exchange exclude execute exempt exercise exert exhaust expand expedite experience explain
	exploit explore express extend extradite face facilitate familiarize favour feature field fight file fill finalize finance find focus follow
	forge formalize formulate forward foster freeze fulfil fulfill fully function fund further gain garner gather generate govern grant guarantee guard
	guide halt handle harmonize harness have heed help highlight hold honour host identify illustrate immediately impart implement import
	impose improve include incorporate increase indicate inform initiate innovate insert inspect inspire institute institutionalize integrate
	intensify interact intercept intervene introduce invest investigate invite involve issue join judge keep kick launch lead learn
	lend let level leverage liaise liberate lift limit link list live lower maintain mainstream make manage mandate mark match maximize
	measure mediate meet mend minimize mitigate mobilize model modernize modify monitor move multiply narrow negotiate network nominate note notify
	nurture observe obtain offer offset open operate operationalize oppose optimize order organize orient outlaw outline overcome oversee
	participate partner pass pay perform permit persevere persist phase pilot place plan play pledge point pool popularize portray post postpone practise
	precede prepare prescribe present preserve press prevent prioritize proceed process proclaim procure produce profit progress prohibit
	project prolong promote promulgate propose prosecute protect prove provide publicize publish punish purchase pursue put quantify question raise
	ratify reach react read reaffirm realize reallocate reassess rebuild recall receive recognize recommend recommit reconcile reconsider reconstitute
	reconstruct record recover recruit rectify redeploy redouble reduce re-engage re-establish refer refine reflect reform refrain refund refuse regard register
	regulate rehabilitate reinforce reinstate reintegrate reiterate reject relate release relinquish relocate remain remedy remember remind remit remove
	render renew renounce reopen reorient repair repatriate repeal replace replenish replicate report represent repurpose request require rescind research reserve
	resettle resolve respect respond restore restrain restrict restructure result resume retain rethink return reunite reuse reveal reverse review revise
	revisit revitalize revive rise run safeguard satisfy save scale schedule scrutinize search secure seek seize select send sensitize
	separate serve set settle shape share shift shorten show sign signal simplify solicit solve sound spare speak specify spend sponsor spread
	stabilize staff stand standardize start state stay stem step stimulate stop store streamline strengthen stress stride strike strive structure study submit
	substantiate succeed suggest summarize supervise supplement supply support surrender suspend sustain synchronize synthesize systematize tackle tailor
	take target task teach terminate test think thwart track train transfer transform translate transmit transport travel treat trigger turn
	uncover undergo underline underscore undertake undo unify unite update upgrade uphold upscale urge use utilize vacate validate value verify view
	violate visit volunteer vote wait waive watch weigh welcome widen withdraw withhold witness work write yield
	enrol exhibit explain halve co-host co-lead co-finance cosponsor co-sponsor co-organize reappoint recalibrate recapture unblock
	rededicate reinvigorate reinvest remediate rejuvenate revert scale-up spearhead transition uproot catalyse catalyze crowd decarbonize decrease
	de-escalate defuse demarcate delimit demine depart deduct eject elicit enumerate entail envisage escalate excel fast-track fine-tune
	forgo inculcate instil instill itemize jointly legislate localize lobby map migrate neutralize oblige outreach patrol penalize plant preclude prompt
	proliferate pronounce provision quell question re-examine reframe re-orient repay replant reprogramme ring-fence sanction speed strengthen subscribe
	surmount swear table top transpose unlock vaccinate vet avail breach`

const blocks = `wishing wish wishes able unable willing yet position need needed needs required require invited intend intending intended
	order designed mandated ability capacity capable efforts effort failed fail failing unwilling right ready want wanting wished
	desire desirous decide decided committed expected seeking eligible entitled encouraged opportunity mandate mechanism
	commitment commitments steps measures action actions obligation obligations refusing refuse likely continue continued prepared duty authorized
	requested agreed pledged due asked used able called necessary way ways means interest interested responsibility role potential attempt attempts
	competence competences expertise jurisdiction begun chosen elected resolved determined endeavouring tending`

const modals = `shall should will may must be can would could might`
const relatives = `which that who whose where whereby whom when`
const pronouns = `it they them itself themselves he she him we us`
const months = `january february march april may june july august september october november december`
const asides = `within in upon subject as through including taking where with on if when under by at pursuant consistent
	acting during while whilst particularly especially notably such without who which that bearing for from drawing using
	following notwithstanding based building recognizing noting among inter mindful based guided whose having given
	together working after before until whenever should once depending prior considering recalling acting utilizing
	whether towards via throughout however rather based guided due based making ensuring supported assisted having
	since to not pending respecting stressing emphasizing reaffirming underlining acknowledging mobilizing
	leveraging applying paying`

const reportVerbs = `report submit present provide prepare transmit deliver issue circulate make give produce compile
	convey publish elaborate update develop continue undertake forward communicate furnish send brief inform apprise keep
	advise include incorporate reflect`

const conditionWords = `upon on at as where when wherever whenever if subject extrabudgetary extra-budgetary voluntary within
	from through under by using utilizing in consistent consistently pursuant respecting with accordance conformity per to
	requesting so contrary`

const reportNouns = `report reports briefing briefings update updates summary outcome outcomes findings results information
	recommendations proposals`

const orgHeads = `office committee commission council programme fund organization organisation agency entity secretariat secretary-general assembly
	conference bank institute university department division group board court tribunal centre center union government
	envoy rapporteur representative coordinator commissioner director director-general chair president unit team panel
	force mission bureau authority adviser expert forum service secretary administrator facility association league community parliament
	state states members member governments movement initiative partnership network federation academy college
	committees commissions councils organizations agencies entities programmes funds missions representatives
	co-chairs ombudsman prosecutor registrar mechanism parties party alliance task taskforce under-secretary-general society media mechanisms house
	platform institutes institutions departments offices divisions units experts rapporteurs boards auditors
	depositary chairs vice-chair bureaux delegation minister ministers countries powers power nations`

// lexicon is the word list of the language, made once for a Reader.
func lexicon() map[string]info {
	words := make(map[string]info, 4096)
	mark := func(list string, f flag) {
		for _, w := range strings.Fields(list) {
			i := words[w]
			i.flags |= f
			words[w] = i
		}
	}
	weakSet := map[string]bool{}
	for _, w := range strings.Fields(weak) {
		weakSet[w] = true
	}
	for _, row := range operative {
		for _, base := range strings.Fields(row.bases) {
			base, link, _ := strings.Cut(base, ":")
			v := &verb{base: base, force: row.force, asks: row.asks, link: link}
			if weakSet[base] {
				v.link = strings.TrimSpace("weak " + link)
			}
			for form, f := range map[string]flag{thirdPerson(base): isOpVerb, participle(base): isOpPart, base: isOpBase} {
				i := words[form]
				i.flags |= f
				if i.verb == nil {
					i.verb = v
				}
				words[form] = i
			}
		}
	}
	mark(adverbs, isAdverb)
	mark(articles, isArticle)
	mark(determiners, isDeterminer)
	mark(prepositions, isPreposition)
	for _, w := range strings.Fields(actors) {
		mark(w+" "+plural(w), isActor)
	}
	mark(collectives, isActor|isCollective)
	mark(actorAdjectives, isActorAdj)
	for _, w := range strings.Fields(attitudes) {
		mark(w+" "+plural(w), isAttitude)
	}
	mark(feelings, isFeeling)
	mark(baseVerbs, isBase)
	mark(blocks, isBlock)
	mark(modals, isModal)
	mark(relatives, isRelative)
	mark(pronouns, isPronoun)
	mark(months, isMonth)
	mark(asides, isAside)
	mark(orgHeads, isOrgHead)
	mark(reportNouns, isReportNoun)
	mark(reportVerbs, isReporting)
	mark(conditionWords, isLegal)
	for _, w := range ordinals() {
		mark(w, isOrdinal)
	}
	return words
}

// thirdPerson makes "requests", "expresses", "relies" of a base form.
func thirdPerson(base string) string {
	n := len(base)
	switch {
	case n > 1 && base[n-1] == 'y' && !strings.ContainsRune("aeiou", rune(base[n-2])):
		return base[:n-1] + "ies"
	case strings.HasSuffix(base, "s"), strings.HasSuffix(base, "x"), strings.HasSuffix(base, "z"),
		strings.HasSuffix(base, "ch"), strings.HasSuffix(base, "sh"), strings.HasSuffix(base, "o"):
		return base + "es"
	}
	return base + "s"
}

// participle makes "requesting", "noting", "regretting", "submitting".
func participle(base string) string {
	n := len(base)
	switch {
	case strings.HasSuffix(base, "ee"), n < 3:
	case base[n-1] == 'e':
		return base[:n-1] + "ing"
	case strings.HasSuffix(base, "it") && base != "exhibit" && base != "visit" && base != "benefit", base == "regret", base == "set", base == "concur":
		return base + base[n-1:] + "ing"
	}
	return base + "ing"
}

// plural makes "authorities", "businesses", "women" of a singular.
func plural(noun string) string {
	switch noun {
	case "woman":
		return "women"
	case "person":
		return "persons"
	case "child":
		return "children"
	}
	return thirdPerson(noun)
}

// ordinals are "first" ... "ninety-ninth", "hundredth" and the figures "1st" ... "199th".
func ordinals() []string {
	small := strings.Fields(`first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
		fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth`)
	tens := strings.Fields(`twent thirt fort fift sixt sevent eight ninet`)
	out := append([]string{}, small...)
	for _, t := range tens {
		out = append(out, t+"ieth")
		for _, s := range small[:9] {
			out = append(out, t+"y-"+s)
		}
	}
	for _, s := range append(append([]string{}, small...), out...) {
		out = append(out, "hundred-and-"+s)
	}
	return append(out, "hundredth")
}
