package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Box is a folder of a mailbox.
type Box struct {
	// Address is host and port: "imap.example.org:993".
	Address        string
	User, Password string
	Folder         string // "INBOX"
	// TLS is for tests; nil trusts what the machine trusts.
	TLS *tls.Config
}

// Name names the box, without its password.
func (b *Box) Name() string { return b.User + "@" + b.Address + "/" + b.Folder }

// Place is how far a folder was read: its epoch, and the last mail. A folder that
// was made anew has another epoch, and is read from its first mail.
type Place struct {
	Validity uint32 // UIDVALIDITY
	UID      uint32
}

// Mail is one mail of a folder. Content is nil where it is longer than was asked
// for.
type Mail struct {
	UID  uint32
	Size int64
	// Received is when it came to the mailbox, as its server says.
	Received time.Time
	Content  []byte
}

// patience is how long one reading may take.
const patience = 10 * time.Minute

// Read hands over the mails that came after a place, oldest first: at most most of
// them, and the content of none longer than longest bytes. take says that a mail
// was dealt with; after an error the place is that of the mail before.
func (b *Box) Read(ctx context.Context, after Place, most int, longest int64, take func(Place, Mail) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := b.dial(ctx)
	if err != nil {
		return fmt.Errorf("reach the mail server %s: %w; look at its address, its certificate and the network", b.Address, err)
	}
	defer func() { _ = c.Close() }() // nothing was written there
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	if err := c.Login(b.User, b.Password).Wait(); err != nil {
		return fmt.Errorf("sign in to the mail server %s as %s: %w; look at the password's file", b.Address, b.User, err)
	}
	folder, err := c.Select(b.Folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		return fmt.Errorf("open the folder %s on %s: %w; name one that there is", b.Folder, b.Address, err)
	}
	if folder.UIDValidity != after.Validity {
		after = Place{Validity: folder.UIDValidity}
	}
	if err := b.read(c, after, most, longest, take); err != nil {
		return err
	}
	return errors.Join(ctx.Err(), c.Logout().Wait())
}

func (b *Box) dial(ctx context.Context) (*imapclient.Client, error) {
	host, _, err := net.SplitHostPort(b.Address)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{}
	if b.TLS != nil {
		config = b.TLS.Clone()
	}
	config.MinVersion = tls.VersionTLS12
	if config.ServerName == "" {
		config.ServerName = host
	}
	d := tls.Dialer{NetDialer: &net.Dialer{Timeout: 30 * time.Second}, Config: config}
	conn, err := d.DialContext(ctx, "tcp", b.Address)
	if err != nil {
		return nil, err
	}
	c := imapclient.New(conn, nil)
	if err := c.WaitGreeting(); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func (b *Box) read(c *imapclient.Client, after Place, most int, longest int64, take func(Place, Mail) error) error {
	doing := func(err error) error {
		return fmt.Errorf("read the folder %s on %s: %w; it is tried again later", b.Folder, b.Address, err)
	}
	// A range that ends in * names the last mail even where it lies before its
	// beginning; those are left out.
	found, err := c.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{{imap.UIDRange{Start: imap.UID(after.UID + 1)}}}}, nil).Wait()
	if err != nil {
		return doing(err)
	}
	uids := slices.DeleteFunc(found.AllUIDs(), func(u imap.UID) bool { return uint32(u) <= after.UID })
	slices.Sort(uids)
	for _, uid := range uids[:min(len(uids), most)] {
		m, err := fetch(c, uid, longest)
		if err != nil {
			return doing(err)
		}
		if m == nil { // taken away meanwhile
			continue
		}
		if err := take(Place{after.Validity, m.UID}, *m); err != nil {
			return err
		}
	}
	return nil
}

// fetch reads one mail: its size first, that nothing too long is sent at all.
func fetch(c *imapclient.Client, uid imap.UID, longest int64) (*Mail, error) {
	set := imap.UIDSetNum(uid)
	sized, err := c.Fetch(set, &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true}).Collect()
	if err != nil || len(sized) == 0 {
		return nil, err
	}
	m := &Mail{UID: uint32(uid), Size: sized[0].RFC822Size, Received: sized[0].InternalDate}
	if m.Size > longest {
		return m, nil
	}
	cmd := c.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}}})
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		for item := msg.Next(); item != nil; item = msg.Next() {
			body, ok := item.(imapclient.FetchItemDataBodySection)
			if !ok || body.Literal == nil || m.Content != nil {
				continue
			}
			// What the server said of the size binds nobody.
			if m.Content, err = io.ReadAll(io.LimitReader(body.Literal, longest+1)); err != nil {
				return nil, errors.Join(err, cmd.Close())
			}
			if int64(len(m.Content)) > longest {
				m.Size = int64(len(m.Content))
				m.Content = nil
				return m, c.Close()
			}
		}
	}
	return m, cmd.Close()
}
