// Package paper prints HTML as PDF, by a Chromium that is found on the machine:
// it shapes Arabic, Chinese and all else as pages show them, which no library in Go
// does. A node without one is complete but for PDF, and says so.
//
// The browser gets a file of our own making and nothing else: no script runs, no
// address is reached, its profile is thrown away.
package paper
