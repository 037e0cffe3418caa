package structure

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"comity/internal/resolution"
	"comity/internal/resolution/source"
)

// outline writes what was read in a form that a test can state: a line a
// paragraph, "ID part text", cut where the test cuts it.
func outline(docs []resolution.Document) string {
	var b strings.Builder
	for i, d := range docs {
		if i > 0 {
			b.WriteString("--\n")
		}
		for _, p := range d.Paragraphs {
			fmt.Fprintf(&b, "%s %s %s", p.ID, p.Part, p.Text)
			if len(p.Footnotes) > 0 {
				fmt.Fprintf(&b, " %v", p.Footnotes)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// All texts below are invented.
var readings = []struct {
	name, text, want string
	head             string // symbol | organ | session | adopted | meeting | item | report | title
}{
	{
		name: "a resolution on several pages, wrapped, with no line between paragraphs",
		text: `United Nations A/RES/99/12
Ninety-ninth session
Agenda item 72 (b)
Resolution adopted by the General Assembly on 3 March 2045
[on the report of the Second Committee (A/99/400/Add.2, para. 9)]
99/12. Wells and the people who keep them
The General Assembly,
Recalling its earlier words on wells,1 in which it thanked the keepers of
Northern Wells,
Deeply concerned that wells fall dry in summer,
1. Thanks the keepers of wells in the lands that were named in the year
1999. Their work deserves thanks in the words of paragraph
2. above;

1 Resolution 98/1.

1/2

A/RES/99/12 Wells and the people who keep them

2. Asks them to keep count of:
(a) Buckets, as in article 2
(b) of the Rules of Wells;
(b) Ropes.
44th plenary meeting
3 March 2045`,
		want: `pp1 preamble Recalling its earlier words on wells, in which it thanked the keepers of Northern Wells, [1]
pp2 preamble Deeply concerned that wells fall dry in summer,
1 operative Thanks the keepers of wells in the lands that were named in the year 1999. Their work deserves thanks in the words of paragraph 2. above;
2 operative Asks them to keep count of:
2(a) operative Buckets, as in article 2 (b) of the Rules of Wells;
2(b) operative Ropes.
`,
		head: "A/RES/99/12 | GA | 99 | 2045-03-03 | 44th plenary meeting | 72 (b) | A/99/400/Add.2 | Wells and the people who keep them",
	},
	{
		name: "a footnote in the middle of a paragraph, the marker without its raised place",
		text: `Resolution 31/4

Keeping of ladders

The Commission on Crime Prevention and Criminal Justice,

Noting the Ladder Convention 5 and its

⁵ See E/2040/30.

protocols,

1. Urges States to climb.
`,
		want: "pp1 preamble Noting the Ladder Convention and its protocols, [5]\n1 operative Urges States to climb.\n",
		head: "E/CN.15/RES/31/4 | CCPCJ | 31 |  |  |  |  | Keeping of ladders",
	},
	{
		name: "the Economic and Social Council",
		text: `2044/7. Ferries

The Economic and Social Council,

Guided by old maps,

Decides to wait for the ferry.

12th plenary meeting
4 July 2044
`,
		want: "pp1 preamble Guided by old maps,\nop1 operative Decides to wait for the ferry.\n",
		head: "E/RES/2044/7 | ECOSOC | 2044 | 2044-07-04 | 12th plenary meeting |  |  | Ferries",
	},
	{
		name: "the Security Council",
		text: `United Nations S/RES/9901 (2044)

Resolution 9901 (2044)

Adopted by the Security Council at its 12014th meeting, on 5 May 2044

The Security Council,

Recalling all its previous resolutions on bridges,

Acting under Chapter VII of the Charter,

1. Demands that bridges stay open;

2. Decides to remain seized of the matter.
`,
		want: `pp1 preamble Recalling all its previous resolutions on bridges,
pp2 preamble Acting under Chapter VII of the Charter,
1 operative Demands that bridges stay open;
2 operative Decides to remain seized of the matter.
`,
		head: "S/RES/9901 (2044) | SC | 0 | 2044-05-05 | 12014th meeting |  |  | ",
	},
	{
		name: "the Human Rights Council, with its record of the vote",
		text: `A/HRC/RES/88/3

Resolution adopted by the Human Rights Council on 1 April 2044

88/3. Bread

The Human Rights Council,

Reaffirming that bread is eaten,

1. Welcomes bakers;

2. Decides to continue its consideration of bread.

55th meeting
1 April 2044

[Adopted by a recorded vote of 30 to 2, with 3 abstentions. The voting was as follows:

In favour: Aland, Beland, Celand and the other lands of the long plain by the sea.]
`,
		want: `pp1 preamble Reaffirming that bread is eaten,
1 operative Welcomes bakers;
2 operative Decides to continue its consideration of bread.
`,
		head: "A/HRC/RES/88/3 | HRC | 88 | 2044-04-01 | 55th meeting |  |  | Bread",
	},
	{
		name: "a Conference of the Parties, whose name runs over the line",
		text: `Resolution 15/2
Lanterns against smuggling
The Conference of the Parties to the United Nations Convention against
Transnational Organized Crime,
Alarmed by the dark in which smugglers walk and by the number of those who
follow them,
1. Encourages States parties to light lanterns;
2. Requests the Secretariat to count them.
`,
		want: `pp1 preamble Alarmed by the dark in which smugglers walk and by the number of those who follow them,
1 operative Encourages States parties to light lanterns;
2 operative Requests the Secretariat to count them.
`,
		head: "CTOC/COP/RES/15/2 | CTOC-COP | 15 |  |  |  |  | Lanterns against smuggling",
	},
	{
		name: "the Security Council, the day on the next line",
		text: `Resolution 9902 (2044)

Adopted by the Security Council at its 12015th meeting, on
6 May 2044

The Security Council,

Recalling all its previous resolutions on bridges,

1. Decides to remain seized of the matter.
`,
		want: "pp1 preamble Recalling all its previous resolutions on bridges,\n1 operative Decides to remain seized of the matter.\n",
		head: "S/RES/9902 (2044) | SC | 0 | 2044-05-06 | 12015th meeting |  |  | ",
	},
	{
		name: "sections that number anew",
		text: `A/RES/99/30

99/30. Two gardens

The General Assembly,

I
Roses

Recalling roses,

1. Waters roses;

2. Cuts roses;

II
Tulips

Having considered tulips,

1. Waters tulips.
`,
		want: `pp1 preamble Recalling roses,
I.1 operative Waters roses;
I.2 operative Cuts roses;
pp2 preamble Having considered tulips,
II.1 operative Waters tulips.
`,
	},
	{
		name: "sub-paragraphs of two levels, with (i) after (h) and the ninth letter",
		text: `A/RES/99/31

99/31. Lists

The General Assembly,

Reaffirming that lists have:

(a) A beginning,

(b) An end,

1. Notes:

(a) One:

(i) Small;

(ii) Large;

(b) Two; and

(c) Three;

2. Notes also that nothing follows.
`,
		want: `pp1 preamble Reaffirming that lists have:
pp1(a) preamble A beginning,
pp1(b) preamble An end,
1 operative Notes:
1(a) operative One:
1(a)(i) operative Small;
1(a)(ii) operative Large;
1(b) operative Two; and
1(c) operative Three;
2 operative Notes also that nothing follows.
`,
	},
	{
		name: "two annexes, the second with paragraphs without numbers",
		text: `A/RES/99/32

99/32. Rules

The General Assembly,

Adopts the rules annexed hereto.

9th plenary meeting
2 May 2044

Annex I
Rules of the ferry

1. Passengers sit;

2. Passengers stand.

Annex II
Oath of the ferryman

I will row by day and by night, in rain and in wind, and will ask for no more than the fare.
`,
		want: `op1 operative Adopts the rules annexed hereto.
annex1.1 annex Passengers sit;
annex1.2 annex Passengers stand.
annex2.p1 annex I will row by day and by night, in rain and in wind, and will ask for no more than the fare.
`,
	},
	{
		name: "a composite resolution",
		text: `A/RES/99/33 A-B

99/33. Tolls

A
Tolls of bridges

The General Assembly,

Recalling bridges,

1. Takes tolls.

9th plenary meeting
2 May 2044

B
Tolls of ferries

The General Assembly,

Recalling ferries,

1. Takes no tolls.

9th plenary meeting
2 May 2044
`,
		want: "pp1 preamble Recalling bridges,\n1 operative Takes tolls.\n--\npp1 preamble Recalling ferries,\n1 operative Takes no tolls.\n",
		head: "A/RES/99/33 A | GA | 99 | 2044-05-02 | 9th plenary meeting |  |  | Tolls of bridges",
	},
	{
		name: "a report's chapter with several resolutions",
		text: `Resolution 40/1
Poppies in the field

The Commission on Narcotic Drugs,

Recalling poppies,

1. Counts them.

Resolution 40/2
Poppies in the garden

The Commission on Narcotic Drugs,

Recalling gardens,

1. Counts them too.
`,
		want: "pp1 preamble Recalling poppies,\n1 operative Counts them.\n--\npp1 preamble Recalling gardens,\n1 operative Counts them too.\n",
		head: "E/CN.7/RES/40/1 | CND | 40 |  |  |  |  | Poppies in the field",
	},
	{
		name: "a political declaration",
		text: `Declaration on umbrellas

We, the keepers of umbrellas, assembled in the rain from 3 to 5 May 2044 at the invitation of the town,

Having walked through puddles,

1. We declare that umbrellas are for everybody;

2. We undertake to lend them.
`,
		want: `pp1 preamble We, the keepers of umbrellas, assembled in the rain from 3 to 5 May 2044 at the invitation of the town,
pp2 preamble Having walked through puddles,
1 operative We declare that umbrellas are for everybody;
2 operative We undertake to lend them.
`,
	},
	{
		name: "a decision, told and not resolved",
		text: `99/501. Election of keepers

At its 3rd plenary meeting, on 2 May 2044, the General Assembly, on the proposal of the ferryman, elected three keepers of wells:

(a) The first;

(b) The second and the third.
`,
		want: `op1 operative At its 3rd plenary meeting, on 2 May 2044, the General Assembly, on the proposal of the ferryman, elected three keepers of wells:
op1(a) operative The first;
op1(b) operative The second and the third.
`,
		head: "A/DEC/99/501 | GA | 99 | 2044-05-02 | 3rd plenary meeting |  |  | Election of keepers",
	},
	{
		name: "a draft that the Council recommends",
		text: `Draft resolution I

Wells of the world

The Economic and Social Council

Recommends to the General Assembly the adoption of the following draft resolution:

The General Assembly,

Recalling wells,

1. Digs them.
`,
		want: `op1 operative Recommends to the General Assembly the adoption of the following draft resolution:
--
pp1 preamble Recalling wells,
1 operative Digs them.
`,
	},
	{
		name: "broken words, compounds at the line's end, ligatures and emphasis",
		text: `A/RES/99/34
99/34. Offices
The General Assembly,
*Recalling* the oﬃce of the keeper and the capacity of the off-
ice, and the long-
term plan, which is a long-term one,
1. _Keeps_ the office.
`,
		want: "pp1 preamble Recalling the office of the keeper and the capacity of the office, and the long-term plan, which is a long-term one,\n1 operative Keeps the office.\n",
	},
	{
		name: "Arabic, with its numbers before a dash",
		text: "A/RES/99/35\n\nإن الجمعية العامة،\n\nإذ تشير إلى الآبار،\n\n1 - تقرر حفر الآبار؛\n\n2 - تطلب الماء.\n",
		want: "pp1 preamble إذ تشير إلى الآبار،\n1 operative تقرر حفر الآبار؛\n2 operative تطلب الماء.\n",
	},
	{
		name: "Chinese, wrapped without spaces",
		text: "A/RES/99/36\n\n大会，\n\n回顾其关于水井的\n决议，\n\n1. 决定挖掘水井；\n\n2. 请秘书长取水。\n",
		want: "pp1 preamble 回顾其关于水井的决议，\n1 operative 决定挖掘水井；\n2 operative 请秘书长取水。\n",
	},
	{
		name: "Russian, whose paragraphs begin with a small letter",
		text: "A/RES/99/37\n\nГенеральная Ассамблея,\n\nссылаясь на свои резолюции о колодцах,\n\n1. постановляет копать;\n\n2. просит воды.\n",
		want: "pp1 preamble ссылаясь на свои резолюции о колодцах,\n1 operative постановляет копать;\n2 operative просит воды.\n",
	},
}

func TestRead(t *testing.T) {
	for _, c := range readings {
		t.Run(c.name, func(t *testing.T) {
			docs, err := Read(linesOf(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if got := outline(docs); got != c.want {
				t.Errorf("read\n%s\nwant\n%s", got, c.want)
			}
			if c.head == "" {
				return
			}
			d := docs[0]
			got := fmt.Sprintf("%s | %s | %d | %s | %s | %s | %s | %s", d.Symbol, d.Organ, d.Session, d.Adopted, d.Meeting, d.AgendaItem, d.Report, d.Title)
			if got != c.head {
				t.Errorf("head\n%s\nwant\n%s", got, c.head)
			}
		})
	}
}

func TestWhatIsNoResolutionIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"a letter":         "Dear keeper,\n\nThank you for the bucket. It holds water, and the rope is strong enough for it.\n\nYours,\nA neighbour\n",
		"a shopping list":  "1. Bread\n2. Butter\n3. A lantern\n",
		"a table":          "Year;Wells\n2040;7\n2041;9\n",
		"nothing but tabs": "\t\t\n\t\n",
	} {
		_, err := Read(linesOf(text))
		var not *NotAResolution
		if !errors.As(err, &not) || len(not.Want) == 0 {
			t.Errorf("%s: got the error %v, want NotAResolution with what was looked for", name, err)
		}
	}
}

// Where an extraction marks numbered paragraphs as items of a list, it marks a
// broken line that begins with a year, too.
func TestAListMarkBeforeAYear(t *testing.T) {
	docs, err := Read(linesOf("A/RES/99/1\n\n99/1. Wells\n\nThe General Assembly,\n\nRecalling wells,\n\n- 1. Urges Member States to keep the Convention on Wells of\n\n¹ A/99/1.\n\n- 1971,² and wells;\n- 2. Decides to dig.\n\n² A/99/2.\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := docs[0].Paragraphs[1]
	if want := "Urges Member States to keep the Convention on Wells of 1971, and wells;"; got.Text != want || got.Number != "1" {
		t.Errorf("paragraph %s is %q, want 1, %q", got.Number, got.Text, want)
	}
}

// A paragraph source gives numbers and footnotes apart; a marker may be used
// again, and a footnote without a marker is reported.
func TestReadParagraphs(t *testing.T) {
	docs, err := Read(source.Source{Kind: source.DOCX, Blocks: []source.Block{
		{Role: source.Para, Text: "A/RES/99/40"},
		{Role: source.Heading, Number: "99/40.", Text: "Buckets"},
		{Role: source.Para, Text: "The General Assembly,"},
		{Role: source.Para, Text: "Recalling buckets,", Notes: []source.Note{{At: 18, Marker: "1"}}, Italic: []source.Span{{Start: 0, End: 9}}},
		{Role: source.Footnote, Number: "1", Text: "Resolution 98/2."},
		{Role: source.Para, Number: "1.", Text: "Takes  the\u00a0bucket again;", Notes: []source.Note{{At: 16, Marker: "1"}}},
		{Role: source.Para, Text: "(a) The large one;"},
		{Role: source.Footnote, Number: "2", Text: "A/99/2."},
	}})
	if err != nil {
		t.Fatal(err)
	}
	d := docs[0]
	want := "pp1 preamble Recalling buckets, [1]\n1 operative Takes the bucket again; [1]\n1(a) operative The large one;\n"
	if got := outline(docs); got != want {
		t.Errorf("read\n%s\nwant\n%s", got, want)
	}
	if got := d.Paragraphs[1].NoteSpans; len(got) != 1 || got[0] != (resolution.Note{Footnote: 0, At: 14}) {
		t.Errorf("note spans of paragraph 1: %v, want one at code point 14 of footnote 0", got)
	}
	if got := d.Paragraphs[0].Emphasis; len(got) != 1 || got[0] != (resolution.Span{0, 9}) {
		t.Errorf("emphasis of pp1: %v, want 0 to 9", got)
	}
	if len(d.Footnotes) != 2 || !strings.Contains(fmt.Sprint(d.Uncertain), "footnote 2 has a text") {
		t.Errorf("footnotes %v, doubts %v", d.Footnotes, d.Uncertain)
	}
}
