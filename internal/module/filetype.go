package module

import (
	"bytes"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"comity/internal/ui"
)

// fileKind is a kind of file that is taken: by its endings, and by how it begins.
type fileKind struct {
	endings []string
	begins  func(head []byte) bool
}

// fileKinds are the files that are taken: nothing in them runs. Archives are looked
// at no deeper than that they are one.
var fileKinds = []fileKind{
	{[]string{".pdf"}, func(b []byte) bool { return bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")) }},
	{[]string{".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".zip"}, begins("PK\x03\x04", "PK\x05\x06")},
	{[]string{".rtf"}, begins(`{\rtf`)},
	{[]string{".txt", ".csv", ".eml"}, func(b []byte) bool { return strings.HasPrefix(http.DetectContentType(b), "text/") }},
	{[]string{".jpg", ".jpeg"}, begins("\xff\xd8\xff")},
	{[]string{".png"}, begins("\x89PNG\r\n\x1a\n")},
	{[]string{".gif"}, begins("GIF87a", "GIF89a")},
	{[]string{".tif", ".tiff"}, begins("II*\x00", "MM\x00*")},
	{[]string{".webp"}, func(b []byte) bool { return len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" }},
	{[]string{".heic"}, func(b []byte) bool { return len(b) > 12 && string(b[4:8]) == "ftyp" }},
}

func begins(with ...string) func([]byte) bool {
	return func(b []byte) bool {
		return slices.ContainsFunc(with, func(s string) bool { return bytes.HasPrefix(b, []byte(s)) })
	}
}

// FileEndings are the endings of the files that are taken, for a form's accept.
func FileEndings() string {
	var list []string
	for _, k := range fileKinds {
		list = append(list, k.endings...)
	}
	return strings.Join(list, ",")
}

// Misfit is a posted file that is not taken, and why.
type Misfit struct {
	Name string
	// Content: its name is of a kind that is taken, and what it holds is not that.
	Content bool
}

func (m *Misfit) Error() string {
	if m.Content {
		return "the file does not hold what its name says"
	}
	return "files of this kind are not taken"
}

// Say puts it into the reader's language.
func (m *Misfit) Say(v *ui.Visit) string {
	args := map[string]string{"Name": m.Name, "Kinds": strings.ReplaceAll(strings.ReplaceAll(FileEndings(), ".", ""), ",", ", ")}
	if m.Content {
		args["Ending"] = strings.TrimPrefix(strings.ToLower(filepath.Ext(m.Name)), ".")
		return v.Text("file.content", args)
	}
	return v.Text("file.kind", args)
}

// Unfit says why a posted file is not taken: its name is of no kind that is, or its
// content is not what the name says. Nil where it is taken, and where none was posted.
func Unfit(v *ui.Visit, name string) *Misfit {
	file, header, err := v.FormFile(name)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // it was only read
	if header.Size == 0 {
		return nil
	}
	head := make([]byte, headSize)
	n, _ := io.ReadFull(file, head) // a file of which nothing can be read is none of its kind
	return misfit(header.Filename, head[:n])
}

// headSize is how much of a file tells its kind, in bytes.
const headSize = 1024

// misfit says why a file of a name that begins so is not taken, nil where it is.
func misfit(name string, head []byte) *Misfit {
	m := &Misfit{Name: ui.FileName(name)}
	ending := strings.ToLower(filepath.Ext(m.Name))
	i := slices.IndexFunc(fileKinds, func(k fileKind) bool { return slices.Contains(k.endings, ending) })
	if i < 0 {
		return m
	}
	if !fileKinds[i].begins(head) {
		m.Content = true
		return m
	}
	return nil
}
