package api

import (
	"cmp"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"comity/internal/access/seclog"
	"comity/internal/act"
	"comity/internal/endpoint"
	"comity/internal/module"
	"comity/internal/ui"
)

// mostFile is the length of a file at most, in bytes, as on pages.
const mostFile = 64 << 20

// FileRow is a file that was handed in, as a body names it.
type FileRow struct {
	Blob string `json:"blob" doc:"Its name: the SHA-256 of the bytes as they are stored."`
	Name string `json:"name"`
	Type string `json:"type" doc:"Media type."`
	Size int64  `json:"size" doc:"Bytes."`
}

type handInIn struct {
	Subject     string `query:"subject" required:"true" minLength:"1" maxLength:"300" example:"request/SYR-2026-1" doc:"What the act will be about that names the file."`
	Audience    string `query:"audience" required:"true" minLength:"1" maxLength:"64" example:"staff" doc:"For whom the act will be: nobody else can read the file."`
	Name        string `query:"name" required:"true" minLength:"1" maxLength:"255" example:"evaluation.pdf" doc:"The file's name, whose ending says its kind."`
	ContentType string `header:"Content-Type" hidden:"true"`
	content     io.Reader
}

// Resolve takes the body as it comes: a file is never whole in memory.
func (in *handInIn) Resolve(ctx huma.Context) []error {
	r, w := humago.Unwrap(ctx)
	in.content = http.MaxBytesReader(w, r.Body, mostFile)
	_ = ctx.SetReadDeadline(time.Now().Add(10 * time.Minute)) // where it can't be set, the server's own holds
	return nil
}

type handInOut struct {
	Body FileRow
}

type fileIn struct {
	ID   string `path:"id" maxLength:"36" doc:"The act's id."`
	Blob string `path:"blob" maxLength:"80" doc:"The file's name in the body, or that of the document that the act rests on."`
}

var anyBytes = map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}

func (a *API) fileOps() {
	endpoint.Op(a.huma, huma.Operation{OperationID: "hand-in", Method: http.MethodPost, Path: "/files", Tags: []string{"book"}, DefaultStatus: http.StatusCreated,
		RequestBody: &huma.RequestBody{Required: true, Content: anyBytes}, Security: []map[string][]string{{"token": {}}}}, a.handIn)
	file := get("file", "/acts/{id}/files/{blob}", "book")
	file.Responses = map[string]*huma.Response{"200": {Description: "The file.", Content: anyBytes}}
	endpoint.Op(a.huma, file, a.file)
}

// handIn stores a file, so that an act can name it. One that no act names within a
// day is removed.
func (a *API) handIn(ctx context.Context, in *handInIn) (*handInOut, error) {
	v := endpoint.Visit(ctx)
	if !v.Reader.Signed() {
		return nil, ui.ErrSignIn
	}
	kind, _, err := mime.ParseMediaType(cmp.Or(in.ContentType, "application/octet-stream"))
	if err != nil {
		return nil, endpoint.ErrMedia
	}
	hash, size, err := a.Node.HandIn(v, act.Subject(in.Subject), in.Audience, in.Name, in.content)
	var misfit *module.Misfit
	if errors.As(err, &misfit) {
		code := "api.file-kind"
		if misfit.Content {
			code = "api.file-content"
		}
		return nil, act.Invalid{Code: code, Where: "query.name", What: in.Name, Why: misfit.Error(), Do: "hand in one of " + module.FileEndings(), Args: map[string]string{"kinds": module.FileEndings()}}
	}
	if err != nil {
		return nil, at("query.subject", err)
	}
	return &handInOut{FileRow{hash.String(), ui.FileName(in.Name), kind, size}}, nil
}

// file gives a file that an act names to whoever the act is open to.
func (a *API) file(ctx context.Context, in *fileIn) (*huma.StreamResponse, error) {
	h, err := a.visible(ctx, &actIn{ID: in.ID})
	if err != nil {
		return nil, err
	}
	whole, err := a.Node.Book.ByID(ctx, h.ID, 0)
	if err != nil {
		return nil, err
	}
	if whole == nil || whole.Erased {
		return nil, ui.ErrNotFound
	}
	f, content, err := a.Node.OpenFile(ctx, whole, in.Blob)
	if err != nil {
		return nil, err
	}
	v := endpoint.Visit(ctx)
	a.Guard.Log(v, seclog.Entry{Event: seclog.Exported, Action: "api.file", Subject: h.Subject})
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer func() { _ = content.Close() }()
		c.SetHeader("Content-Type", cmp.Or(f.Type, "application/octet-stream"))
		c.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": ui.FileName(f.Name)}))
		c.SetHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
		if c.Method() == http.MethodHead {
			return
		}
		if _, err := io.Copy(c.BodyWriter(), content); err != nil {
			a.Log.Error("writing a file", "operation", "file", "error", err)
			panic(http.ErrAbortHandler) // the caller sees that it was cut off
		}
	}}, nil
}
