package browsertest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestPictures makes the pictures of the README from the demonstration:
//
//	COMITY_PICTURES=docs/pictures go test ./internal/web/browsertest -run Pictures
//
// They are made smaller where pngquant is installed.
func TestPictures(t *testing.T) {
	to := os.Getenv("COMITY_PICTURES")
	if to == "" {
		t.Skip("makes pictures where COMITY_PICTURES names their folder, from the repository's root")
	}
	to = filepath.Join("..", "..", "..", to) // tests run in their package's folder
	if err := os.MkdirAll(to, 0o755); err != nil {
		t.Fatal(err)
	}
	open(t) // or skip
	n, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	b, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	tab := b.Tab(t, n.Address)
	for _, p := range []struct {
		name, path string
		width      int64
	}{
		{"home", "/?lang=en", 1180},
		{"document", "/mandates/A/RES/95/12?lang=en#p4(b)", 1180},
		{"paragraph", "/paragraphs/A/RES/95/12/4(b)?lang=en", 1180},
		{"document-ar", "/mandates/A/RES/95/12?lang=ar", 1180},
		{"treaty", "/treaties/untoc?lang=en", 1180},
		{"phone", "/paragraphs/A/RES/95/12/4(b)?lang=fr", 390},
	} {
		tab.Width(p.width)
		tab.OpenWell(p.path)
		file := filepath.Join(to, p.name+".png")
		tab.Picture(file)
		if quant, err := exec.LookPath("pngquant"); err == nil {
			if out, err := exec.Command(quant, "--force", "--output", file, "--strip", "128", file).CombinedOutput(); err != nil {
				t.Errorf("make %s smaller: %v: %s", file, err, out)
			}
		}
	}
}
