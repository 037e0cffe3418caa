// Package programmes carries the programmes' data into the program. Each folder
// is one programme; nothing in it is Go.
package programmes

import "embed"

// Files holds every programme, by folder.
//
//go:embed all:crime-prevention
var Files embed.FS
