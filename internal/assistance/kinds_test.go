package assistance

import (
	"path/filepath"
	"strings"
	"testing"

	"comity/internal/act/acttest"
)

func TestBodiesAreReadForEver(t *testing.T) {
	reply := `"outcome":"in-part","reason":"R","language":"fr","title":"T","letter":"L\nL"`
	examples := map[string][]string{
		"requested": {`{"reference":"R 1","title":"T","language":"fr","authority":"A","contact":"C\nC","group":"WEOG","topic":"corruption","topics":["drugs"],"help":["training"],"reason":"R","baseline":"B","plan":"P","beneficiaries":"B","forces":true,"urgency":"urgent","funding":"none","origin":"request","origin_about":"assistance/aaaaaaaaaaaaaaaaaaaaaaaaaa","origin_words":"W"}`,
			`{"title":"T","language":"fr","authority":"A","topic":"corruption","help":["training"],"reason":"R","forces":false,"urgency":"routine"}`},
		"confirmed":         {`{}`},
		"asked":             {`{"text":"T\nT","until":"2042-09-01"}`},
		"given":             {`{"text":"T"}`},
		"checked":           {`{"reason":"R"}`},
		"appraised":         {`{"findings":[{"criterion":"mandate","finding":"conditions","reason":"R"}],"forces":false,"advice":"accepted","reason":"R"}`},
		"drafted":           {`{` + reply + `}`, `{"outcome":"referred","reason":"R","referred":"N","language":"en","title":"T","letter":"L"}`},
		"cleared":           {`{"reason":"R"}`},
		"replied":           {`{` + reply + `,"channel":"letter","reference":"R"}`},
		"assigned":          {`{"office":"UNODC","unit":"U","project":"project/p1","reason":"R"}`},
		"assessed":          {`{"level":"high","risks":"R","mitigation":"M"}`},
		"diligence-cleared": {`{"review":"2043-01-01","reason":"R"}`},
		"suspended":         {`{"reason":"R"}`},
		"resumed":           {`{"reason":"R"}`},
		"delivered":         {`{"help":"training","text":"T","project":"project/p1","deliveries":["delivery/p1/1","delivery/p1/2"],"final":true}`},
		"evaluated":         {`{"met":"partly","text":"T","further":"F","language":"fr"}`},
		"withdrawn":         {`{"reason":"R"}`},
		"closed":            {`{}`},
		"published":         {`{"title":{"language":"fr","text":"T"},"summary":{"language":"fr","text":"S"},"topics":["corruption"],"help":["training"],"received":"2042-01-01","outcome":"accepted","met":"fully"}`},
		"network":           {`{"title":{"language":"en","text":"T"},"about":{"language":"en","text":"A"},"coordinator":"UNODC","members":["FRA"],"topics":["corruption"],"help":["training"],"languages":["fr"],"site":"S","until":"2043-01-01"}`},
		"contact":           {`{"party":"FRA","authority":"A","reached":"R","always":true,"languages":["fr"],"until":"2043-01-01"}`},
		"joint":             {`{"what":"agreement","title":{"language":"en","text":"T"},"parties":["FRA"],"from":"2042-01-01","until":"2043-01-01"}`},
		"expert":            {`{"name":"N","function":"F","reached":"R","topics":["corruption"],"help":["training"],"languages":["fr"],"until":"2043-01-01"}`},
	}
	for _, k := range (rules{}).kinds() {
		acttest.Golden(t, filepath.Join("testdata", "kinds"), &k.Shape, examples[strings.TrimPrefix(k.Name, "assistance.")]...)
	}
}
