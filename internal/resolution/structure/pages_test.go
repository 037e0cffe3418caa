package structure

import "testing"

// worn texts are invented; each line stands as an extraction leaves it.
func TestReadWornPages(t *testing.T) {
	const head = "A/RES/99/3\n\n99/3. Ferries across the northern straits\n\nThe General Assembly,\n\n"
	for _, c := range []struct{ name, text, want string }{
		{
			name: "a bare page number and a sentence above the symbol, in the middle of a sentence",
			text: head + `Recalling its resolution 98/7 on ferries and on the people who cross the straits by night,

1. Requests the keepers of ferries to keep the lamps of each ferry lit from dusk until the
7
Draft for the use of ferry keepers only
A/RES/99/3
morning comes, and to write down each night on which a lamp was found dark or was broken;

2. Decides to come back to ferries in spring.
`,
			want: `pp1 preamble Recalling its resolution 98/7 on ferries and on the people who cross the straits by night,
1 operative Requests the keepers of ferries to keep the lamps of each ferry lit from dusk until the morning comes, and to write down each night on which a lamp was found dark or was broken;
2 operative Decides to come back to ferries in spring.
`,
		},
		{
			name: "footnotes of several lines at the foot of a page, with markers set apart by a space",
			text: head + `Recalling the Charter of Ferries of 4 May 1998 1 and the Lamp Compact, 2 which all of them keep,

Recalling also the Night Declaration, 3 and noting that the straits freeze in the coldest of winters,

1. Thanks the members of the Ferry Board for the work that they did under the Charter of
1 Collected Papers of the Ferry Board on Lamps, Ropes and the Keeping of Timetables in Winter;
Second Collection of Papers of the Ferry Board, with a Preface by the Keepers of the Southern
Shore and an Index.
2 FB/LAMPS/12, annex.
3 The declaration was read aloud on the shore and is found in the Board’s papers for that year;
Ferry Board, Papers Read Aloud, part four.
3/9
A/RES/99/3
Ferries 1 and asks them to keep to its decision 1/FB.21 2 of last winter;

2. Decides to come back to ferries in spring.
`,
			want: `pp1 preamble Recalling the Charter of Ferries of 4 May 1998 and the Lamp Compact, which all of them keep, [1 2]
pp2 preamble Recalling also the Night Declaration, and noting that the straits freeze in the coldest of winters, [3]
1 operative Thanks the members of the Ferry Board for the work that they did under the Charter of Ferries and asks them to keep to its decision 1/FB.21 of last winter; [1 2]
2 operative Decides to come back to ferries in spring.
`,
		},
		{
			name: "bracketed markers at paragraphs' ends, and hyphens that lines end with",
			text: head + `Recalling the report on lamps that was put before it in the course of its seventy-
eighth session,[1]

1. Asks for an up-
to-date list of ferries and of their lamps, and for a word from each keeper on each of them;[2]

2. Decides to come back to ferries in spring.

[1] FB/98/3.

[2] FB/98/4.
`,
			want: `pp1 preamble Recalling the report on lamps that was put before it in the course of its seventy-eighth session, [1]
1 operative Asks for an up-to-date list of ferries and of their lamps, and for a word from each keeper on each of them; [2]
2 operative Decides to come back to ferries in spring.
`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, err := Read(linesOf(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if got := outline(docs); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestPageNumber(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		bare bool
	}{
		{"3", 3, true}, {"3/14", 3, false}, {"- 3 -", 3, false}, {"Page 3", 3, false}, {"15-00234 3/14", 3, false},
		{"12.", 0, false}, {"3 lamps", 0, false}, {"2030", 0, false},
	} {
		n, bare, ok := pageNumber(c.text)
		if c.n == 0 && ok || c.n > 0 && (n != c.n || bare != c.bare || !ok) {
			t.Errorf("%q: page %d, bare %v, %v", c.text, n, bare, ok)
		}
	}
}

// Which plain numbers can be markers of footnotes at all, and which look it.
func TestPlainMarker(t *testing.T) {
	for _, c := range []struct {
		before, digits, after string
		can                   bool
	}{
		{"the Ferry Compact", "7", " and", true},
		{"in room B", "7", " and", false},
		{"the Ferry Compact ", "7", " and", true},
		{"decision 1/FB.21 ", "7", " of", true},
		{"of 4 May 2016 ", "7", " and 3/3", true},
		{"the northern plan 2015–2030 ", "7", " by", true},
		{"in article ", "7", " of", false},
		{"in articles ", "7", " and 9", false},
		{"for ", "7", " days", false},
		{"on ", "7", " May", false},
		{"Ferry Targets ", "7", " and to", true},
	} {
		s := c.before + c.digits + c.after
		own, _, _ := plainMarker(s, len(c.before), len(c.before)+len(c.digits), &english)
		if got := own > -9; got != c.can {
			t.Errorf("%q: marker %v (%d), want %v", s, got, own, c.can)
		}
	}
}
