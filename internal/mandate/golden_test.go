package mandate

import (
	"testing"

	"comity/internal/act/acttest"
)

func TestKindsAreReadForEver(t *testing.T) {
	_, p := ourProgramme(t)
	examples := map[string][]string{
		"mandate.imported": {`{"symbol":"A/RES/95/7","title":"Keeping of lamps","organ":"GA","session":95,"adopted":"2041-05-04","meeting":"73rd plenary meeting","agenda_item":"105","report":"A/95/400","language":"en",
			"counts":{"preamble":1,"operative":4,"annex":0,"clauses":5,"uncertain":1},"places":["pp1","1","2","3","4"],"gone":["5"],"content":"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"file":{"blob":"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","name":"a.txt","type":"text/plain","size":12},"reader":"comity","replaces":"A draft.",
			"footnotes":[{"marker":"1","text":"Lamps, vol. 1.","cites":["A/RES/94/3"]}],"uncertain":[{"place":"2","field":"cites","why":"The text does not say whose."}],"left":1}`,
			`{"symbol":"A/RES/95/8","named":true,"language":"fr","counts":{"preamble":0,"operative":1,"annex":0,"clauses":0,"uncertain":0},"places":["op1"],"content":"sha256:00","reader":"comity"}`},
		"mandate.paragraph": {`{"language":"en","part":"operative","number":"4","text":"Requests the Secretary-General to report.","phrase":"Requests","cites":["A/RES/94/3#2"],"footnotes":["1"],"footnote_places":[8],
			"clauses":[{"number":1,"phrase":"Requests","verb":"request","force":"request","addressees":["Secretary-General"],"entities":["secretary-general"],"bodies":["secretary-general"],"action":"to report",
			"conditions":["upon-request"],"deadline":"at its ninety-seventh session","report":{"asked":true,"to":"General Assembly","at":"its ninety-seventh session","on":"lamps"},
			"due":{"body":"GA","session":97,"day":"2042-09-09","exact":"session"},"cites":["A/RES/94/3"],"topics":[{"code":"corruption","from":1,"to":4}],"read":[{"field":"phrase","from":0,"to":8,"rule":"verb"}]}]}`},
		"mandate.outlined": {`{"number":"4","organ":"GA","session":95,"order":4,"topics":["corruption"],"asks":[{"force":"request","to":["secretary-general"]}],"evidence":["report"],
			"summary":[{"language":"en","text":"The Secretary-General should report.","made":"own"},{"language":"fr","text":"Un rapport est attendu.","made":"own, unreviewed"}],"folder":"sha256:00"}`},
		"mandate.status": {`{"of":"UNODC","status":"in-progress","means":["voluntary"],"evidence":[{"kind":"report","document":"E/CN.15/2042/2"},{"kind":"publication","act":"00000000-0000-7000-8000-000000000000"}],"note":{"language":"en","text":"By mission."}}`,
			`{"of":"UNODC","status":"superseded","by":"A/RES/96/1#3"}`},
		"mandate.assigned":          {`{"office":"UNODC","unit":"Lamps Section","note":{"language":"en","text":"Since the reform."}}`, `{}`},
		"mandate.proposed":          {`{"proposal":"update","words":{"language":"en","text":"Requests less."},"reason":{"language":"en","text":"It is too long."}}`},
		"mandate.approved":          {`{"proposal":"00000000-0000-7000-8000-000000000000","approved":false,"reason":{"language":"en","text":"Not yet."}}`},
		"mandate.changed":           {`{"effect":"ended","by":"A/RES/96/1#3","since":"2042-01-01","note":{"language":"en","text":"As it says."}}`},
		"mandate.shared":            {`{"bodies":["UNODC","UNDP"],"coordinator":"UNODC","note":{"language":"en","text":"By agreement."}}`},
		"mandate.reading-corrected": {`{"field":"entities","old":["UNODC"],"new":["UNDP","WHO"],"bodies":["UNDP"],"due":{"body":"GA","session":97,"day":"2042-09-09","exact":"session"},"reason":{"language":"en","text":"The text says so."}}`},
		"mandate.renewed":           {`{"from":"A/RES/94/3#2","class":"amended","likeness":870,"state":"proposed"}`, `{"state":"confirmed"}`},
	}
	kinds := Module(p, ourParties(t), ourLists(t)).Record.Kinds
	for i := range kinds {
		if len(examples[kinds[i].Name]) == 0 {
			t.Errorf("%s has no example", kinds[i].Name)
		}
		acttest.Golden(t, "testdata/kinds", &kinds[i].Shape, examples[kinds[i].Name]...)
	}
}
