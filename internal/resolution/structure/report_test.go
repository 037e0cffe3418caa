package structure

import "testing"

// What stands in a commission's report and in decisions. All texts are invented.
var reports = []struct{ name, text, want, head string }{
	{
		name: "a decision whose lettered paragraphs act",
		text: `Decision 12/4

Rooms of the working groups

The Conference of the Parties to the United Nations Convention against
Transnational Organized Crime:

(a) Decides that the working groups shall meet in the new hall;

(b) Requests the Secretariat to book it.
`,
		want: "op1(a) operative Decides that the working groups shall meet in the new hall;\nop1(b) operative Requests the Secretariat to book it.\n",
		head: "CTOC/COP/DEC/12/4 | CTOC-COP |  |  | Rooms of the working groups",
	},
	{
		name: "a report's chapter: what stands between resolutions, a decision that is told, and the next chapter",
		text: `Chapter I
Matters calling for action by the Economic and Social Council

A. Draft decision recommended for adoption by the Economic and Social Council

1. The Commission on Narcotic Drugs recommends to the Economic and Social Council the
adoption of the following draft decision:

Draft decision I
Agenda of the field

The Economic and Social Council:

(a) Takes note of the report on poppies;

(b) Approves the agenda of the field.

B. Matters brought to the attention of the Economic and Social Council

2. The following resolution and decision adopted by the Commission are brought to the
attention of the Economic and Social Council:

Resolution 80/1
Poppies in the field

The Commission on Narcotic Drugs,

Recalling poppies,

1. Counts them;

2. Decides to count again.

Decision 80/1
Report on bees

At its 8th meeting, on 16 March 2044, the Commission on Narcotic Drugs decided to take note
of the report on bees.

Chapter II
Strategic matters

3. At its 1st meeting, the Commission considered agenda item 4.
`,
		want: `op1(a) operative Takes note of the report on poppies;
op1(b) operative Approves the agenda of the field.
--
pp1 preamble Recalling poppies,
1 operative Counts them;
2 operative Decides to count again.
--
op1 operative At its 8th meeting, on 16 March 2044, the Commission on Narcotic Drugs decided to take note of the report on bees.
`,
		head: "E/CN.7/DEC/80/1 | CND | 2044-03-16 | 8th meeting | Report on bees",
	},
}

func TestReadReports(t *testing.T) {
	for _, c := range reports {
		t.Run(c.name, func(t *testing.T) {
			docs, err := Read(linesOf(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if got := outline(docs); got != c.want {
				t.Errorf("read\n%s\nwant\n%s", got, c.want)
			}
			last := docs[len(docs)-1]
			if got := last.Symbol + " | " + last.Organ + " | " + last.Adopted + " | " + last.Meeting + " | " + last.Title; got != c.head {
				t.Errorf("head\n%s\nwant\n%s", got, c.head)
			}
		})
	}
}
