package assistance

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"comity/internal/book/booktest"
	"comity/internal/ui"
)

// What people do to a form of requests, each named with its sheet and cell, and nothing
// taken of it.
func TestBadFormsOfRequests(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	w.as(chloe)
	changed := func(change func(x *excelize.File), rows ...map[string]string) []byte {
		t.Helper()
		x, err := excelize.OpenReader(bytes.NewReader(w.filled(rows...)))
		w.must(err)
		change(x)
		var b bytes.Buffer
		w.must(x.Write(&b))
		return b.Bytes()
	}
	yes := true
	size := w.book.Size()
	for name, c := range map[string]struct {
		form []byte
		says []string
	}{
		"another version":                 {changed(func(x *excelize.File) { w.must(x.SetCellStr("comity", "A2", "3")) }, map[string]string{}), []string{"version 3"}},
		"another form":                    {changed(func(x *excelize.File) { w.must(x.SetCellStr("comity", "A1", "comity-project-report")) }, map[string]string{}), []string{"another form"}},
		"merged cells":                    {changed(func(x *excelize.File) { w.must(x.MergeCell("Requests", "B5", "B6")) }, map[string]string{}, map[string]string{}), []string{"Requests!B5:B6"}},
		"a formula":                       {changed(func(x *excelize.File) { w.must(x.SetCellFormula("Requests", "I5", "A1")) }, map[string]string{}), []string{"Requests!I5"}},
		"moved columns":                   {changed(func(x *excelize.File) { w.must(x.RemoveCol("Requests", "D")) }, map[string]string{}), []string{"Requests!D4"}},
		"beside the form":                 {changed(func(x *excelize.File) { w.must(x.SetCellStr("Requests", "Z5", "lamps")) }, map[string]string{}), []string{"Requests!Z5"}},
		"a number where a choice belongs": {changed(func(x *excelize.File) { w.must(x.SetCellInt("Requests", "F5", 12)) }, map[string]string{}), []string{"Requests!F5: “12” is not in the list"}},
		"other calendars": {w.filled(map[string]string{"day": "2584-05-01"}, map[string]string{"day": "1463-05-01"}, map[string]string{"day": "۱۴۲۰-۰۲-۱۱"}, map[string]string{"day": "2033-13-05"}, map[string]string{"day": "31/12/2041"}),
			[]string{"Requests!P5: “2584-05-01” seems to be a day of another calendar", "Requests!P6: “1463-05-01” seems", "Requests!P7: “۱۴۲۰-۰۲-۱۱” seems", "Requests!P8: “2033-13-05” is no day", "Requests!P9: “31/12/2041” is no day"}},
		"to come, counted from 1904": {changed(func(x *excelize.File) {
			w.must(x.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
			w.must(x.SetCellInt("Requests", "P5", 55_000)) // 2054; counted from 1900 it would be 2050
		}, map[string]string{}), []string{"Requests!P5", "2054-08-01 lies ahead"}},
	} {
		t.Log(name)
		w.post("/assistance/upload", url.Values{"act.party": {"FRA"}, ui.KeyName: {ui.NewKey()}}, map[string][]byte{"form=form.xlsx": c.form})
		w.shows(c.says...)
	}
	if w.book.Size() != size {
		t.Error("something of a bad form was taken")
	}
}

// Ten thousand faults in one sheet: all are counted, two hundred named, within seconds.
func TestTenThousandFaultsOfRequests(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	rows := make([]map[string]string, MostRows)
	for i := range rows {
		rows[i] = map[string]string{"topic": fmt.Sprint("lamps ", i), "day": "2584-05-01"}
	}
	form := w.filled(rows...)
	began := time.Now()
	w.as(chloe).post("/assistance/upload", url.Values{"act.party": {"FRA"}, ui.KeyName: {ui.NewKey()}}, map[string][]byte{"form=form.xlsx": form})
	t.Logf("10,000 faults: %v", time.Since(began))
	w.shows("Requests!F5: “lamps 0” is not in the list", "Requests!P5", "Requests!P104", "9,800")
	if html := w.html(); strings.Contains(html, "Requests!F105") {
		t.Error("more than two hundred faults are named")
	}
}
