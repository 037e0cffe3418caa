package web

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// picture is a QR code as the path of an SVG of size by size units.
type picture struct {
	Path string
	Size int
}

// qrPath draws a text as a QR code: one run of dark squares after the other.
func qrPath(text string) (picture, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return picture{}, fmt.Errorf("draw a QR code: %w", err)
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x, y, run, run)
				x += run
			}
		}
	}
	return picture{b.String(), code.Size}, nil
}
