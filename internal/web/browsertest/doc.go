// Package browsertest opens a node's pages in Chromium, as readers do, and looks
// at them: with axe-core for those who can't see or point, at a phone's width
// and a desk's, in six languages, in print, without scripts, by keyboard alone.
//
// A test speaks of what a reader does:
//
//	tab := browser.Tab(t, node.Address)
//	tab.Open("/book")
//	tab.Click("Check a proof")
//	tab.Fill("Or the proof’s text", proof)
//	tab.Click("Check")
//	tab.Sees("The proof holds")
//	tab.Well()
//
// It needs Chromium (apt-get install chromium, or a path in COMITY_CHROMIUM) and
// axe-core (npm install --no-save axe-core, then the path of axe.min.js in
// COMITY_AXE); where one is missing the tests skip and say so.
package browsertest
