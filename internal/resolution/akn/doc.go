// Package akn reads and writes Akoma Ntoso (OASIS LegalDocML 3.0, in the manner
// of the United Nations' AKN4UN guidelines).
//
//	Source     the XML as the United Nations publishes it → source.Source
//	GoldOf     the same markup as a yardstick for readers of plain text
//	PlainText  a source.Source as a person would paste it
//	Write      a resolution.Document → XML, valid by akomantoso30.xsd
//	Document   XML that Write made → the Document that it was made of
//
// The XML reader is a byte scanner fitted to this use. It checks the whole input
// for well-formedness, refuses document type declarations (and with them entity
// expansion), and is held to encoding/xml by a test over all published files.
package akn
