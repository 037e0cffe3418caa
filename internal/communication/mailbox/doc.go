// Package mailbox reads new mails from an IMAP server (RFC 9051, RFC 3501), over
// TLS alone. It looks and changes nothing there: the folder is examined, bodies are
// peeked at, no flag is set. How far it read is kept by the caller.
package mailbox
