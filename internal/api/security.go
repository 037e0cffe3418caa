package api

import (
	"github.com/danielgtaylor/huma/v2"

	"comity/internal/access/seclog"
	"comity/internal/ui"
)

// log enters into the security log what somebody who is known took out or was
// refused, as pages do. A log that fails is told of and stops nobody.
func (a *API) log(v *ui.Visit, op *huma.Operation, event seclog.Event, rows int) {
	if a.Security == nil || !v.Reader.Signed() {
		return
	}
	e := seclog.Entry{Event: event, Person: v.Reader.Who.Person, Address: a.Address(v.Request), Action: "api." + op.OperationID, Rows: rows}
	if err := a.Security.Append(v.Context(), e); err != nil {
		a.Log.Error("entering into the security log", "error", err)
	}
}
