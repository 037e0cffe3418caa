package communication

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
)

func TestAQuestionIsAnsweredByItsType(t *testing.T) {
	choice := Question{ID: "4", Type: act.Code, Options: []string{"oil", "gas"}}
	several := choice
	several.Several = true
	for _, c := range []struct {
		q    Question
		a    Answer
		want string // part of the fault, "" for none
	}{
		{Question{ID: "1", Type: act.Text}, Answer{Text: "x"}, ""},
		{Question{ID: "1", Type: act.Text}, Answer{Value: "x"}, "in words"},
		{Question{ID: "1", Type: act.Text, Required: true}, Answer{Text: " "}, "to be answered"},
		{Question{ID: "2", Type: act.YesNo}, Answer{Value: "true", Text: "since 2041"}, ""},
		{Question{ID: "2", Type: act.YesNo}, Answer{Value: "yes"}, "neither yes nor no"},
		{Question{ID: "3", Type: act.Integer}, Answer{Value: "12"}, ""},
		{Question{ID: "3", Type: act.Integer}, Answer{Value: "12.5"}, "no whole number"},
		{Question{ID: "3", Type: act.Integer}, Answer{Value: `1,"x":2`}, "no whole number"},
		{Question{ID: "3", Type: act.Integer}, Answer{Value: "9999999999999999"}, "at most fifteen"},
		{Question{ID: "3", Type: act.Decimal}, Answer{Value: "12.5"}, ""},
		{Question{ID: "3", Type: act.Decimal}, Answer{Value: "12,5"}, "decimal"},
		{Question{ID: "3", Type: act.DayOn}, Answer{Value: "2042-02-30"}, "is no day"},
		{Question{ID: "3", Type: act.Month}, Answer{Value: "2042-02"}, ""},
		{choice, Answer{Value: "oil"}, ""},
		{choice, Answer{Value: "wax"}, "none of its options"},
		{choice, Answer{Value: "oil\ngas"}, "takes one value"},
		{several, Answer{Value: "oil\ngas"}, ""},
		{several, Answer{Value: "oil\noil"}, "chosen twice"},
		{Question{ID: "1", Type: act.Text}, Answer{Text: "x", Figures: []Figure{{Name: "n", Value: "many"}}}, "decimal"},
	} {
		err := c.q.CheckAnswer(&c.a)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v %+v: %v, want %q", c.q, c.a, err, c.want)
		}
	}
}

func TestAQuestionnaireIsDeclaredWell(t *testing.T) {
	for want, list := range map[string][]Question{
		"":                   lamps(),
		"no name":            {{ID: "A b", Type: act.Text}},
		"which no answer":    {{ID: "1", Type: act.File}},
		"fewer than two":     {{ID: "1", Type: act.Code, Options: []string{"a"}}},
		"is no choice":       {{ID: "1", Type: act.Text, Several: true}},
		"or stands twice":    {{ID: "1", Type: act.Code, Options: []string{"a", "a"}}},
		"question 1 stands ": {{ID: "1", Type: act.Text}, {ID: "1", Type: act.Text}},
	} {
		err := CheckQuestions(list)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", list, err, want)
		}
	}
}

// Whatever somebody types, an answer is taken or refused in a sentence, and what
// is taken is one value of its type.
func TestAnyValueIsTakenOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Question{ID: "1", Type: rapid.SampledFrom(Types).Draw(t, "type"), Several: rapid.Bool().Draw(t, "several")}
		if q.Type == act.Code {
			q.Options = []string{"a", "b"}
		}
		a := Answer{Value: rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"true", "1", "1.5", "a", "a\nb", "2042-01-01", "2042-01"})).Draw(t, "value")}
		err := q.CheckAnswer(&a)
		if err != nil && !strings.Contains(err.Error(), "; ") {
			t.Fatalf("no sentence that says what to do: %v", err)
		}
		if err == nil && !q.Several && len(a.Values()) > 1 {
			t.Fatalf("%q was taken for one value", a.Value)
		}
	})
}

// A party that was asked is late exactly when its reply came after the later of
// the call's day and its own.
func TestLateIsAfterTheLaterDay(t *testing.T) {
	day := rapid.Custom(func(t *rapid.T) act.Day {
		return act.DayOf(today.Time().AddDate(0, 0, rapid.IntRange(0, 90).Draw(t, "days")))
	})
	rapid.Check(t, func(t *rapid.T) {
		c := &Call{Deadline: day.Draw(t, "call")}
		a := &Addressee{}
		if rapid.Bool().Draw(t, "own") {
			a.Deadline = day.Draw(t, "own day")
		}
		came := day.Draw(t, "came")
		if want := came > c.Deadline && came > a.Deadline; c.Late(a, came) != want {
			t.Fatalf("%s against %s and %s", came, c.Deadline, a.Deadline)
		}
	})
}

// No sentence passes that rests on a reply whose State has not opened it.
func TestASentenceRestsOnlyOnWhatIsOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "replies")
		var answered []Rested
		for i := range n {
			answered = append(answered, Rested{ReplySubject("C1", "FRA", i+1), rapid.Bool().Draw(t, "open")})
		}
		var list []Sentence
		fair := true
		for range rapid.IntRange(1, 4).Draw(t, "sentences") {
			s := Sentence{Text: "x"}
			for range rapid.IntRange(0, 3).Draw(t, "rests") {
				i := rapid.IntRange(0, n).Draw(t, "reply")
				s.Rests = append(s.Rests, ReplySubject("C1", "FRA", i+1))
				fair = fair && i < n && answered[i].Open
			}
			fair = fair && len(s.Rests) > 0
			list = append(list, s)
		}
		if err := CheckSentences(list, answered); (err == nil) != fair {
			t.Fatalf("%+v on %+v: %v", list, answered, err)
		}
	})
}

func TestWordsAreCountedInEveryScript(t *testing.T) {
	for text, want := range map[string]int{"": 0, "Two words": 2, "نحفظ المصابيح": 2, "我们保存灯": 5, "第 9 条": 3} {
		if got := CountWords(text); got != want {
			t.Errorf("%q: %d words, want %d", text, got, want)
		}
	}
}
