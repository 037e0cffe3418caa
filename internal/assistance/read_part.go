package assistance

import (
	"context"

	"comity/internal/act"
	"comity/internal/custody"
	"comity/internal/store"
)

// Network is a network as the reader may know it.
type Network struct {
	Code string
	Act  string
	NetworkBody
	Contacts []Contact
	Joint    []Joint
}

// Contact is a contact point of a network.
type Contact struct {
	Act string
	ContactBody
}

// Joint is an agreement or joint activity.
type Joint struct {
	Act string
	JointBody
}

// Expert is an entry of the roster.
type Expert struct {
	ID, Act string
	ExpertBody
}

// parts reads what is said of networks and experts for the reader; subject "" reads
// that of all.
func parts(ctx context.Context, r store.Reader, s Scope, subject string, kinds []any, f func(subject act.Subject, part, act, body string) error) error {
	cond, args := custody.Readable("p.audience", s.parts)
	args = append(args, kinds...)
	sql := `SELECT p.subject, p.part, p.act, p.body FROM {assistance_part} AS p WHERE ` + cond + ` AND p.part IN (?, ?, ?)`
	if subject != "" {
		sql, args = sql+` AND p.subject = ?`, append(args, subject)
	}
	return store.Each(ctx, r, sql+` ORDER BY p.subject, p.idx`, args, func(rows store.Rows) error {
		var of, part, id, body string
		if err := rows.Scan(&of, &part, &id, &body); err != nil {
			return err
		}
		return f(act.Subject(of), part, id, body)
	})
}

// Networks are the networks and partnerships, by code, with what the reader may know
// of their contact points.
func Networks(ctx context.Context, r store.Reader, s Scope, code string) (list []*Network, err error) {
	subject := ""
	if code != "" {
		subject = string(NetworkSubject(code))
	}
	at := map[string]*Network{}
	of := func(id act.Subject) *Network {
		code := id.Locals()[0]
		if at[code] == nil {
			at[code] = &Network{Code: code}
			list = append(list, at[code])
		}
		return at[code]
	}
	err = parts(ctx, r, s, subject, []any{"network", "contact", "joint"}, func(id act.Subject, part, act, body string) error {
		n := of(id)
		switch part {
		case "contact":
			c := Contact{Act: act}
			err := unpack(body, &c.ContactBody)
			n.Contacts = append(n.Contacts, c)
			return err
		case "joint":
			j := Joint{Act: act}
			err := unpack(body, &j.JointBody)
			n.Joint = append(n.Joint, j)
			return err
		}
		n.Act = act
		return unpack(body, &n.NetworkBody)
	})
	return list, err
}

// Experts are the roster, by what names them.
func Experts(ctx context.Context, r store.Reader, s Scope) (list []*Expert, err error) {
	err = parts(ctx, r, s, "", []any{"expert", "expert", "expert"}, func(id act.Subject, _, act, body string) error {
		e := &Expert{ID: id.Locals()[0], Act: act}
		list = append(list, e)
		return unpack(body, &e.ExpertBody)
	})
	return list, err
}

// Offers are what might serve a request: networks, experts, and the projects and
// programmes that the registry of subjects knows under one of its topics.
func Offers(ctx context.Context, r store.Reader, s Scope, n Need) (list []Offer, err error) {
	networks, err := Networks(ctx, r, s, "")
	if err != nil {
		return nil, err
	}
	for _, w := range networks {
		list = append(list, Offer{Subject: NetworkSubject(w.Code), Title: w.Title.Text, Lang: w.Title.Language, Topics: w.Topics, Help: w.Help, States: append(w.Members, w.Coordinator), Languages: w.Languages, Until: w.Until, Link: networkPage(w.Code)})
	}
	experts, err := Experts(ctx, r, s)
	if err != nil {
		return nil, err
	}
	for _, e := range experts {
		list = append(list, Offer{Subject: act.Subject(expertType + "/" + e.ID), Title: e.Name, Topics: e.Topics, Help: e.Help, Languages: e.Languages, Until: e.Until, Link: "/assistance/experts#" + e.ID})
	}
	seen := map[string]bool{}
	for _, typ := range []string{"project", "programme"} {
		for _, topic := range n.Topics {
			err := store.Each(ctx, r, `SELECT s.id, s.title, s.language FROM {subject} AS s JOIN {subject_topic} AS t ON t.subject = s.id AND t.topic = ? WHERE s.type = ? ORDER BY s.id LIMIT 200`, []any{topic, typ}, func(rows store.Rows) error {
				var id, title, language string
				if err := rows.Scan(&id, &title, &language); err != nil {
					return err
				}
				if !seen[id] {
					seen[id] = true
					list = append(list, Offer{Subject: act.Subject(id), Title: title, Lang: language})
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return list, offered(ctx, r, list)
}

// offered reads topics and States of the offers that come from the registry.
func offered(ctx context.Context, r store.Reader, list []Offer) error {
	for i := range list {
		o := &list[i]
		if t := o.Subject.Type(); t != "project" && t != "programme" {
			continue
		}
		for _, q := range []struct {
			sql string
			to  *[]string
		}{{`SELECT topic FROM {subject_topic} WHERE subject = ? ORDER BY place`, &o.Topics}, {`SELECT state FROM {subject_state} WHERE subject = ? ORDER BY place`, &o.States}} {
			err := store.Each(ctx, r, q.sql, []any{string(o.Subject)}, func(rows store.Rows) error {
				var code string
				err := rows.Scan(&code)
				*q.to = append(*q.to, code)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func networkPage(code string) string { return "/assistance/networks/" + code }
