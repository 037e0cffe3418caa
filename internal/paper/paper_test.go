package paper

import (
	"bytes"
	"context"
	"errors"
	"testing"
)

func TestAPagePrints(t *testing.T) {
	p, err := Find("")
	if errors.Is(err, ErrNone) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	// A script that ran would write a second page; an address that was reached
	// would hang.
	pdf, err := p.Print(context.Background(), Sheet{Lang: "ar", Rtl: true, Title: "x", Body: []byte(`<p>نحفظ المصابيح<p>灯塔<img src="http://192.0.2.1/x.png"><script>document.body.innerHTML += '<p style="break-before:page">x'</script>`)})
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(pdf, []byte("/Type /Page\n")) + bytes.Count(pdf, []byte("/Type /Page/")) + bytes.Count(pdf, []byte("/Type/Page/")); n > 1 {
		t.Errorf("%d pages: a script ran", n)
	}
	if !bytes.Contains(pdf, []byte("/Font")) {
		t.Error("there is no text in the PDF")
	}
}

func TestABrowserThatIsNotThereIsNamed(t *testing.T) {
	if _, err := Find("no-such-browser-anywhere"); err == nil || errors.Is(err, ErrNone) {
		t.Error(err)
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	if p, err := Find("true"); err == nil {
		if _, err := p.Print(stopped, Sheet{}); err == nil {
			t.Error("a printing that was called off gave a PDF")
		}
		if _, err := p.Print(context.Background(), Sheet{}); err == nil {
			t.Error("a program that prints nothing gave a PDF")
		}
	}
}
