package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/alecthomas/kong"

	"comity/internal/access/door"
	"comity/internal/access/seclog"
	"comity/internal/assistance"
	"comity/internal/book"
	"comity/internal/communication"
	"comity/internal/custody"
	"comity/internal/guard"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/paper"
	"comity/internal/search"
	"comity/internal/store"
	"comity/internal/web"
)

// serveFlags say how a node is served. Each may stand in a TOML file, in the
// environment, or on the command line, which wins.
type serveFlags struct {
	nodeFlags
	// passwordAlone lets a password in without a second factor: for the
	// demonstration, which nobody reaches but who runs it.
	passwordAlone bool
	Config        kong.ConfigFlag `help:"TOML file with these settings." env:"COMITY_CONFIG" placeholder:"FILE"`
	Listen        string          `help:"Address to listen on." default:"127.0.0.1:8080" env:"COMITY_LISTEN"`
	Origin        string          `help:"Address under which people reach the node, as in https://comity.example.org; without it the address that is listened on." env:"COMITY_ORIGIN" placeholder:"URL"`
	TLSCert       string          `name:"tls-cert" help:"Certificate file; with --tls-key the node speaks TLS itself." env:"COMITY_TLS_CERT" type:"existingfile" placeholder:"FILE"`
	TLSKey        string          `name:"tls-key" help:"Key file of the certificate." env:"COMITY_TLS_KEY" type:"existingfile" placeholder:"FILE"`
	Proxies       []string        `help:"Networks of proxies whose header X-Forwarded-For is believed." env:"COMITY_PROXIES" placeholder:"CIDR"`
	Providers     string          `help:"TOML file of OpenID providers by which people sign in." env:"COMITY_PROVIDERS" type:"existingfile" placeholder:"FILE"`
	MailAuthority string          `help:"Name under which the organization's mail server says what it found of a sender; without it no mail is taken for its sender's." env:"COMITY_MAIL_AUTHORITY" placeholder:"NAME"`
	Chromium      string          `help:"Chromium that prints PDF, by name or path; without it one that is installed, and no PDF where there is none." env:"COMITY_CHROMIUM" placeholder:"PATH"`
	IMAP          imapFlags       `embed:"" prefix:"imap-"`
	Metrics       string          `help:"Address for /metrics, apart from the pages; none by default." env:"COMITY_METRICS" placeholder:"ADDRESS"`
	Connections   int             `help:"How many connections are held at once; others wait." default:"2000" env:"COMITY_CONNECTIONS" placeholder:"N"`
	Each          int             `name:"connections-each" help:"How many of them one network (an IPv4 address, a /64 of IPv6) may hold; further ones are closed. Trusted proxies may hold all." default:"256" env:"COMITY_CONNECTIONS_EACH" placeholder:"N"`
	HeaderTime    time.Duration   `help:"How long the head of a request may take." default:"10s" env:"COMITY_HEADER_TIME" placeholder:"TIME"`
	IdleTime      time.Duration   `help:"How long a connection is held that asks for nothing." default:"2m" env:"COMITY_IDLE_TIME" placeholder:"TIME"`
	PauseTime     time.Duration   `help:"How long a line may stand still while something is sent." default:"30s" env:"COMITY_PAUSE_TIME" placeholder:"TIME"`
	Unlimited     bool            `help:"No limits on how often an address may ask: for measuring."`
	LogFormat     string          `help:"Form of the log on standard error." enum:"text,json" default:"text" env:"COMITY_LOG_FORMAT"`
	LogLevel      string          `help:"What is logged." enum:"debug,info,warn,error" default:"info" env:"COMITY_LOG_LEVEL"`
}

// serveCommand serves a node.
type serveCommand struct{ serveFlags }

// Run serves until it is interrupted; then it takes no more requests, answers
// those that it has, and closes the book.
func (c *serveCommand) Run(ctx context.Context, io streams) error {
	log, err := c.logger(io)
	if err != nil {
		return err
	}
	running, err := c.start(ctx, log, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.err, "%s serves %s\n", running.name, running.address)
	return running.wait(ctx)
}

func (f *serveFlags) logger(io streams) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cmp.Or(f.LogLevel, "info"))); err != nil {
		return nil, fmt.Errorf("reading the log's level: %w", err)
	}
	o := &slog.HandlerOptions{Level: level}
	if f.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(io.err, o)), nil
	}
	return slog.New(slog.NewTextHandler(io.err, o)), nil
}

// running is a node that is served.
type running struct {
	node    *node
	name    string
	address string // with scheme
	servers []*http.Server
	failed  chan error
	stop    context.CancelFunc // ends what runs in the background
	done    sync.WaitGroup
}

// start opens the node and serves it; change may alter the site's options.
func (f *serveFlags) start(ctx context.Context, log *slog.Logger, change func(*node, *web.Options)) (r *running, err error) {
	if (f.TLSCert == "") != (f.TLSKey == "") {
		return nil, errors.New("start serving: a certificate and its key belong together; name both --tls-cert and --tls-key, or neither")
	}
	if f.Connections < 0 || f.Each < 0 {
		return nil, fmt.Errorf("start serving: %d connections, %d of one network, are none; give --connections and --connections-each numbers from 1", f.Connections, f.Each)
	}
	if f.HeaderTime < 0 || f.IdleTime < 0 || f.PauseTime < 0 {
		return nil, errors.New("start serving: a time below nothing is none; give --header-time, --idle-time and --pause-time as in 30s")
	}
	r = &running{failed: make(chan error, 2)}
	back, stop := context.WithCancel(context.WithoutCancel(ctx))
	r.stop = stop
	r.done.Go(func() { _, _ = i18n.Load() }) // beside what follows; whoever needs the words waits, and is told of a fault
	defer func() {
		if err != nil {
			r.close()
		}
	}()
	if r.node, err = f.open(ctx, func(o *book.Options) { o.Log = log }); err != nil {
		return r, err
	}
	if _, err := r.node.outline(ctx); err != nil { // it can be read without
		log.Warn("what the programme says of its mandates was not recorded", "error", err)
	}
	if r.node.keys != nil { // an erasure that a crash cut short is made good
		if _, err = custody.Enforce(ctx, r.node.book, r.node.keys); err != nil {
			return r, err
		}
	}
	if _, err := r.node.carry(ctx); err != nil { // likewise
		log.Warn("what the programme carries of treaties was not recorded", "error", err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", f.Listen)
	if err != nil {
		return r, fmt.Errorf("listen on %s: %w; choose another address with --listen", f.Listen, err)
	}
	o, err := f.siteOptions(back, r, listener, log)
	if err != nil {
		return r, errors.Join(err, listener.Close())
	}
	if change != nil {
		change(r.node, &o)
	}
	metrics := newMetrics(r.node.book.Size)
	o.Seen = metrics.seen
	faces, err := openFaces(o)
	if err != nil {
		return r, errors.Join(err, listener.Close())
	}
	faces.site.Handle("GET /healthz", http.HandlerFunc(healthy))
	faces.site.Handle("GET /readyz", ready(r.node.book))
	if f.Origin == "" && !loopback(listener.Addr()) {
		log.Warn("the address that people type is not known; passkeys, invitations and links in calendars name what is listened on: name it with --origin", "listens", r.address)
	}
	r.serve(f.server(faces, log), guard.Listener(listener, cmp.Or(f.Connections, mostConnections), cmp.Or(f.Each, mostEach), o.Proxies), f.TLSCert, f.TLSKey)
	if f.Metrics != "" {
		own, err := new(net.ListenConfig).Listen(ctx, "tcp", f.Metrics)
		if err != nil {
			return r, fmt.Errorf("listen on %s for metrics: %w", f.Metrics, err)
		}
		watched := f.server(metrics.handler(), log)
		watched.ReadTimeout, watched.WriteTimeout = time.Minute, time.Minute
		r.serve(watched, own, "", "")
	}
	if r.node.blobs != nil {
		r.done.Go(func() { collect(back, r.node, r.node.program.Parts, log) })
	}
	r.done.Go(func() { // the first reader of each language need not wait for its sentences
		if words, err := i18n.Load(); err == nil {
			err = words.ReadAll()
			if err != nil {
				log.Error("reading what the program says", "error", err)
			}
		}
	})
	return r, nil
}

// siteOptions opens what the site stands on besides the book: blobs, the search
// index, which begins to follow the book.
func (f *serveFlags) siteOptions(back context.Context, r *running, l net.Listener, log *slog.Logger) (web.Options, error) {
	n := r.node
	r.name = n.verifier.Name()
	scheme := "http"
	if f.TLSCert != "" {
		scheme = "https"
	}
	r.address = cmp.Or(f.Origin, scheme+"://"+hostOf(l.Addr()))
	o := web.Options{Modules: n.program.Parts, Name: r.name, Verifier: n.public, Unlimited: f.Unlimited, Log: log,
		Node: n.rooms}
	o.Node.MailAuthority, o.Pause = f.MailAuthority, f.PauseTime
	var err error
	if o.Origin, err = url.Parse(r.address); err != nil || o.Origin.Host == "" {
		return o, fmt.Errorf("reading the origin %q: give scheme and host, as in https://comity.example.org", r.address)
	}
	o.Node.Origin = o.Origin
	for _, p := range f.Proxies {
		network, err := netip.ParsePrefix(p)
		if err != nil {
			return o, fmt.Errorf("reading the proxies' network %q: give it as in 10.0.0.0/8", p)
		}
		o.Proxies = append(o.Proxies, network)
	}
	if n.keys != nil {
		o.Keys = n.keys
	}
	for _, steps := range [][]store.Migration{web.Steps(), communication.Steps(), assistance.Steps()} {
		if err := n.store.Migrate(back, steps); err != nil {
			return o, err
		}
	}
	if err := f.openDoor(back, r, &o, log); err != nil {
		return o, err
	}
	if o.Node.Paper, err = paper.Find(f.Chromium); errors.Is(err, paper.ErrNone) {
		log.Info("letters are given as DOCX, not as PDF", "reason", err)
	} else if err != nil {
		return o, err
	}
	if err := f.fetchMail(back, r, o.Node, log); err != nil {
		return o, err
	}
	if o.Index, err = search.Open(back, n.store); err != nil {
		return o, err
	}
	r.done.Go(func() { f.forget(back, n, log) })
	r.done.Go(func() {
		if err := o.Index.Follow(back, n.book, module.SourcesIn(n.book, n.program.Parts...)); err != nil && back.Err() == nil {
			log.Error("search no longer follows the book", "error", err)
		}
	})
	return o, nil
}

// forget lets go, until ctx ends, of what was typed and kept long enough.
func (f *serveFlags) forget(ctx context.Context, n *node, log *slog.Logger) {
	for every := time.NewTicker(10 * time.Minute); ; {
		if err := web.Forget(ctx, n.store, time.Now()); err != nil && ctx.Err() == nil {
			log.Error("forgetting what was typed", "error", err)
		}
		select {
		case <-ctx.Done():
			every.Stop()
			return
		case <-every.C:
		}
	}
}

func loopback(a net.Addr) bool {
	t, ok := a.(*net.TCPAddr)
	return !ok || t.IP.IsLoopback()
}

// hostOf is host and port of what is listened on; the machine itself is called
// localhost, since passkeys belong to names and not to numbers.
func hostOf(a net.Addr) string {
	if t, ok := a.(*net.TCPAddr); ok && t.IP.IsLoopback() {
		return net.JoinHostPort("localhost", strconv.Itoa(t.Port))
	}
	return a.String()
}

// openDoor opens the security log and the door, and lets them forget in the
// background what serves no more.
func (f *serveFlags) openDoor(back context.Context, r *running, o *web.Options, log *slog.Logger) error {
	var err error
	if o.Security, err = seclog.Open(back, r.node.store, nil, nil); err != nil {
		return err
	}
	d := door.Options{Log: o.Security, Origin: r.address, Name: r.name, PasswordAlone: f.passwordAlone}
	if r.node.keys != nil {
		d.Keys = r.node.keys
	}
	if d.Providers, err = openProviders(f.Providers, r.address); err != nil {
		return err
	}
	if o.Door, err = door.Open(back, r.node.store, d); err != nil {
		return err
	}
	r.done.Go(func() {
		o.Door.Run(back, func(err error) { log.Error("keeping accounts", "error", err) })
	})
	return nil
}

// server has limits of time on every part of a request: a line that is slow is
// served, one that is dead is let go. Bodies and answers have theirs from the guard,
// which asks for progress and not for an end.
func (f *serveFlags) server(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: cmp.Or(f.HeaderTime, 10*time.Second), IdleTimeout: cmp.Or(f.IdleTime, 2*time.Minute),
		MaxHeaderBytes: 64 << 10, HTTP2: &http.HTTP2Config{MaxConcurrentStreams: 100, SendPingTimeout: time.Minute, WriteByteTimeout: time.Minute}, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug), TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12}}
}

func (r *running) serve(s *http.Server, l net.Listener, cert, key string) {
	r.servers = append(r.servers, s)
	r.done.Go(func() {
		var err error
		if cert != "" {
			err = s.ServeTLS(l, cert, key)
		} else {
			err = s.Serve(l)
		}
		if !errors.Is(err, http.ErrServerClosed) {
			r.failed <- err
		}
	})
}

// wait serves until ctx ends or a server fails.
func (r *running) wait(ctx context.Context) error {
	var err error
	select {
	case <-ctx.Done():
	case err = <-r.failed:
	}
	return errors.Join(err, r.close())
}

// mostConnections are held at once where no setting says otherwise: each takes a
// file of the process and some memory, whether or not it asks for anything. mostEach
// are held of one network, behind which a whole ministry may stand.
const (
	mostConnections = 2000
	mostEach        = 256
)

// graceful is how long requests that are under way may take when the node stops.
const graceful = 20 * time.Second

func (r *running) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), graceful)
	defer cancel()
	var errs []error
	for _, s := range r.servers {
		if err := s.Shutdown(ctx); err != nil {
			errs = append(errs, err, s.Close())
		}
	}
	r.stop()
	r.done.Wait()
	if r.node != nil {
		errs = append(errs, r.node.close())
	}
	return errors.Join(errs...)
}

func healthy(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }

// ready says whether the node answers questions of its book.
func ready(b *book.Book) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := b.SignedHead(r.Context()); err != nil {
			http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
}
