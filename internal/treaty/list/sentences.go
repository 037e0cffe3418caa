package list

import "comity/internal/book"

// says are what is wrong with files. They are the register's, and their codes too.
var says = book.Sentences{
	"treaty.file-large":          {"the file has more than {{.most}} MiB", "split it, or give the list alone"},
	"treaty.file-heading":        {`the heading "{{.heading}}" says "{{.word}}", whose meaning is not known`, "say which action it means"},
	"treaty.file-letters-twice":  {`the heading "{{.heading}}" gives the letters "{{.letters}}" twice`, "mend the heading"},
	"treaty.file-two-meanings":   {`the heading "{{.heading}}" gives two meanings to a day without letters, {{.one}} and {{.other}}`, "mend the heading"},
	"treaty.file-cell":           {`"{{.cell}}" is no day`, "write it as 18 Dec 2001, letters after it, brackets around what was withdrawn"},
	"treaty.file-calendar":       {`"{{.cell}}" is no day of the calendar`, "mend the day"},
	"treaty.file-letters":        {`the letters "{{.letters}}" in "{{.cell}}" are not in the column's heading`, "mend the one or the other"},
	"treaty.file-no-letters":     {`"{{.cell}}" has no letters, and the column's heading says nothing of a day without them`, "mend the one or the other"},
	"treaty.file-no-list":        {"the first column is not headed Participant", "give a list of participants, or a file of the template"},
	"treaty.file-cells":          {"the line has {{.have}} cells, the heading {{.want}}", "mend the line"},
	"treaty.file-no-name":        {"the line names no participant", "name it, or take the line out"},
	"treaty.file-name-twice":     {`"{{.name}}" stands on line {{.line}} already`, "keep one of the two"},
	"treaty.file-empty":          {"the file has no line below its heading", "give a file that has"},
	"treaty.file-utf8":           {"the line is not UTF-8", "save the file in UTF-8"},
	"treaty.file-nul":            {"the line holds a NUL byte", "give a file of text"},
	"treaty.file-quotes":         {"these are no comma-separated values: {{.why}}", "mend the quotation marks"},
	"treaty.file-day":            {`"{{.given}}" is no day`, "write it as 2014-01-27"},
	"treaty.file-xml":            {"this is no well-formed XML: {{.why}}", "fetch the file again"},
	"treaty.file-deep":           {"elements are nested deeper than {{.most}}", "give a list of participants"},
	"treaty.file-no-table":       {"the XML has no element Participants or SpecialTables", "give a list of participants"},
	"treaty.file-column":         {`there is no column "{{.column}}"`, "take the columns of the template"},
	"treaty.file-column-twice":   {`the column "{{.column}}" stands twice`, "keep one of the two"},
	"treaty.file-column-missing": {`the column "{{.column}}" is missing`, "take the columns of the template"},
	"treaty.file-source":         {"the file does not say where it is from and of which day", `begin with lines "# source: …" and "# as-of: 2014-01-27"`},
	"treaty.file-sheet":          {"this is no spreadsheet that can be read: {{.why}}", "save it as XLSX, or as comma-separated values"},
}

// Says are what is wrong with files, by their codes.
func Says() book.Sentences { return says }
