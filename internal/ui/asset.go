package ui

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"
)

//go:embed asset
var assetFiles embed.FS

// Assets are the style sheet, the script and the icons. Their addresses carry a
// hash of their content, so that a browser keeps them for ever.
type Assets struct {
	byAddress map[string]asset
	// Missing answers for an address that no asset has; set before serving.
	Missing http.HandlerFunc
}

type asset struct {
	kind         string
	plain, small []byte
}

// assetHash is the part of the addresses that changes with the content of any
// asset. It is computed once, when the program starts.
var assetHash = hashOf(assetFiles)

func hashOf(files fs.FS) string {
	sum := sha256.New()
	_ = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			b, _ := fs.ReadFile(files, name) // embedded: it can't fail
			sum.Write([]byte(name))
			sum.Write(b)
		}
		return err
	})
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:9])
}

// AssetPath is the address of an asset.
func AssetPath(name string) string { return "/asset/" + assetHash + "/" + name }

// NewAssets reads the assets and compresses them once.
func NewAssets() (*Assets, error) {
	a := &Assets{byAddress: map[string]asset{}, Missing: http.NotFound}
	err := fs.WalkDir(assetFiles, "asset", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := assetFiles.ReadFile(name)
		if err != nil {
			return err
		}
		var small bytes.Buffer
		z, err := gzip.NewWriterLevel(&small, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := z.Write(b); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		a.byAddress[AssetPath(strings.TrimPrefix(name, "asset/"))] = asset{kind: mime.TypeByExtension(path.Ext(name)), plain: b, small: small.Bytes()}
		return nil
	})
	return a, err
}

// ServeHTTP serves an asset, compressed where the browser takes that.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	found, ok := a.byAddress[r.URL.Path]
	if !ok {
		a.Missing(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", found.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Add("Vary", "Accept-Encoding")
	body := found.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = found.small
	}
	_, _ = w.Write(body) // a browser that went away is no fault
}
