package policy

import (
	"encoding/json"
	"testing"
)

func TestAccessHasTheNamesOfOpenCode(t *testing.T) {
	for name, access := range map[string]Access{"read": Read, "edit": Edit, "all": All} {
		body, err := json.Marshal(map[string]Access{"access": access})
		if err != nil || string(body) != `{"access":"`+name+`"}` {
			t.Errorf("got %s, %v", body, err)
		}
		var back struct{ Access Access }
		if err := json.Unmarshal(body, &back); err != nil || back.Access != access {
			t.Errorf("%s came back as %s, %v", name, back.Access, err)
		}
	}
}

func TestAccessOfAnotherNameIsRefused(t *testing.T) {
	var access Access
	if err := json.Unmarshal([]byte(`"write"`), &access); err == nil {
		t.Errorf("got %s", access)
	}
	if _, err := json.Marshal(Access(0)); err == nil {
		t.Error("no access has a name")
	}
}
