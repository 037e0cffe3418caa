package communication

import (
	"comity/internal/act"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// tasks are what waits for the reader here: of the secretariat, to clear, to
// circulate, to wait for replies; of a State, to answer, to send, to confirm.
func (p *pages) tasks(v *ui.Visit) (list []module.Task, err error) {
	typed, err := p.drafts.of(v.Context(), p.states(v, "answered"))
	if err != nil {
		return nil, err
	}
	var letters []*typedReply
	if p.mayEnter(v) {
		if letters, err = p.waitingLetters(v); err != nil {
			return nil, err
		}
	}
	err = p.read(v, func(r store.View) error {
		list = nil
		for _, t := range letters {
			task(v, &list, "check", t.ID, "", typedPage(t.ID), false, "Party", p.node.PartyName(v, t.Party), "Code", t.Code)
		}
		if err := p.staffTasks(v, r, &list); err != nil {
			return err
		}
		for _, state := range p.states(v, "replied") {
			if err := p.stateTasks(v, r, state, typed, &list); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

func task(v *ui.Visit, list *[]module.Task, id, key string, due act.Day, link string, waits bool, pairs ...string) {
	args := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	*list = append(*list, module.Task{Key: "communication-" + id + "-" + key, Words: v.Text("communication.task-"+id, args), Due: due, Link: link, Waits: waits})
}

func (c *CallLine) called() string {
	if c.Title != "" {
		return c.Title
	}
	return c.Reference
}

// mostTasks is how many calls are looked through.
const mostTasks = 500

func (p *pages) staffTasks(v *ui.Visit, r store.Reader, list *[]module.Task) error {
	s := scopeOf(v)
	if !s.Staff() {
		return nil
	}
	_, asks := p.office(v, "circulated", CallSubject("x"), staff[0])
	_, clears := p.office(v, "cleared", CallSubject("x"), staff[0])
	if !asks && !clears {
		return nil
	}
	calls, _, err := Calls(v.Context(), r, s, CallFilter{}, v.Lang, 0, mostTasks)
	if err != nil {
		return err
	}
	for _, c := range calls {
		switch c.Status {
		case Draft:
			if !clears {
				continue
			}
			whole, err := loadCall(v.Context(), r, c.Code)
			if err != nil {
				return err
			}
			if whole != nil && whole.MayClear(v.Reader.Who.Person) == nil {
				task(v, list, "clear", c.Code, "", callPage(c.Code), false, "Title", c.called())
			}
		case Cleared:
			if asks {
				task(v, list, "circulate", c.Code, "", callPage(c.Code), false, "Title", c.called())
			}
		case Circulated:
			if err := p.offerTask(v, r, c, asks, list); err != nil {
				return err
			}
			if missing := c.SentTo - c.Replied; asks && missing > 0 {
				task(v, list, "wait", c.Code, c.Deadline, callPage(c.Code), true, "Title", c.called(), "Missing", v.Localizer.Number(int64(missing)))
			}
		}
	}
	return nil
}

// offerTask is what the replies to a call offer to registers and nobody settled.
func (p *pages) offerTask(v *ui.Visit, r store.Reader, c *CallLine, asks bool, list *[]module.Task) error {
	if !asks || c.Replied == 0 {
		return nil
	}
	offers, err := offersOf(v.Context(), r, scopeOf(v), c.Code)
	n := 0
	for _, o := range offers {
		if o.Outcome == "" && p.settles(v, o.Party) {
			n++
		}
	}
	if n > 0 {
		task(v, list, "offers", c.Code, "", callPage(c.Code)+"/offers", false, "Title", c.called(), "Number", v.Localizer.Number(int64(n)))
	}
	return err
}

func (p *pages) stateTasks(v *ui.Visit, r store.Reader, state string, typed []*typedReply, list *[]module.Task) error {
	asked, err := AskedOf(v.Context(), r, scopeOf(v), state, v.Lang)
	if err != nil {
		return err
	}
	name := p.node.PartyName(v, state)
	for _, l := range asked {
		begun := false
		for _, t := range typed {
			if t.Party == state && t.Code == l.Code && !t.Changes {
				begun = true
				task(v, list, "send", l.Code+"-"+state+"-"+t.ID, l.Due, typedPage(t.ID), false, "Party", name, "Title", l.called())
			}
		}
		if l.To.Replies == 0 && !begun && l.Status == Circulated {
			task(v, list, "answer", l.Code+"-"+state, l.Due, callPage(l.Code), false, "Party", name, "Title", l.called())
		}
		if l.To.Replies == 0 {
			continue
		}
		replies, err := loadReplies(v.Context(), r, `WHERE p.code = ? AND p.party = ?`, l.Code, state)
		if err != nil {
			return err
		}
		for _, reply := range replies {
			if reply.MayConfirm() == nil && p.speaks(v, "confirmed", state) {
				task(v, list, "confirm", l.Code+"-"+state+"-"+itoa(reply.Number), "", replyPage(reply), false, "Party", name, "Title", l.called())
			}
		}
	}
	return nil
}
