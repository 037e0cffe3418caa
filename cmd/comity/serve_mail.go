package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"comity/internal/communication"
	"comity/internal/communication/mailbox"
	"comity/internal/module"
)

// imapFlags say from which mailbox replies are fetched.
type imapFlags struct {
	Server       string `help:"Mail server from which replies are fetched, over TLS, as in imap.example.org:993; none by default." env:"COMITY_IMAP_SERVER" placeholder:"HOST:PORT"`
	User         string `help:"Name of the mailbox on that server." env:"COMITY_IMAP_USER" placeholder:"NAME"`
	PasswordFile string `help:"File that holds the mailbox's password, and nothing else." env:"COMITY_IMAP_PASSWORD_FILE" type:"existingfile" placeholder:"FILE"`
	Folder       string `help:"Folder of the mailbox." default:"INBOX" env:"COMITY_IMAP_FOLDER" placeholder:"NAME"`
}

// fetchMail begins to fetch replies in the background, where a mailbox is named.
func (f *serveFlags) fetchMail(back context.Context, r *running, n *module.Node, log *slog.Logger) error {
	i := f.IMAP
	switch {
	case i.Server == "":
		return nil
	case i.User == "" || i.PasswordFile == "":
		return errors.New("start serving: a mail server needs its mailbox and password; name --imap-user and --imap-password-file")
	case f.MailAuthority == "":
		return errors.New("start serving: no mail can be taken for its sender's without --mail-authority; name the mail server that checks senders")
	}
	secret, err := os.ReadFile(i.PasswordFile)
	if err != nil {
		return fmt.Errorf("read the mailbox's password: %w", err)
	}
	box := &mailbox.Box{Address: i.Server, User: i.User, Password: strings.TrimRight(string(secret), "\r\n"), Folder: i.Folder}
	r.done.Go(func() {
		if err := communication.Post(back, n, n.Parties, box, log); err != nil {
			log.Error("mails are not fetched", "error", err)
		}
	})
	return nil
}
