package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
)

type promptAnswer struct {
	Info  map[string]any   `json:"info"`
	Parts []map[string]any `json:"parts"`
}

func say(text string) map[string]any {
	return map[string]any{"parts": []any{map[string]any{"type": "text", "text": text}}}
}

func (s *testStub) messages(sessionID, query string) []promptAnswer {
	s.t.Helper()
	var list []promptAnswer
	s.call("GET", "/session/"+sessionID+"/message"+query, nil, http.StatusOK, &list)
	return list
}

func TestAPromptIsAnsweredThatThereIsNoAgent(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	live := s.listen("/global/event", "")
	var got promptAnswer
	header := s.call("POST", "/session/"+info.ID+"/message", say("hello"), http.StatusOK, &got)
	if text := got.Parts[0]["text"].(string); !strings.Contains(text, "no agent") || !strings.Contains(text, "!ls") || !strings.Contains(text, info.Directory) {
		t.Errorf("got %q", text)
	}
	list := s.messages(info.ID, "")
	if len(list) != 2 || list[0].Info["role"] != "user" || list[0].Parts[0]["text"] != "hello" || list[1].Info["parentID"] != list[0].Info["id"] {
		t.Errorf("got %+v", list)
	}
	events := s.history("wrk_a", nil)
	if want := fmt.Sprintf(`{"%s":%d}`, info.ID, events[len(events)-1].Seq); header.Get("X-Opencode-Sync") != want {
		t.Errorf("fence %s, want %s", header.Get("X-Opencode-Sync"), want)
	}
	live.until("session.status")
	live.until("message.updated")
	live.until("session.idle")
	var busy map[string]any
	s.call("GET", "/session/status", nil, http.StatusOK, &busy)
	if len(busy) != 0 {
		t.Errorf("still busy: %v", busy)
	}
}

func TestAPromptWithTheSameMessageIDIsAnsweredOnce(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	body := say("hello")
	body["messageID"] = "msg_204606f7e001XIzVMS4vsp5gmc"
	var first, second promptAnswer
	s.call("POST", "/session/"+info.ID+"/message", body, http.StatusOK, &first)
	s.call("POST", "/session/"+info.ID+"/message", body, http.StatusOK, &second)
	if first.Info["id"] != second.Info["id"] || first.Info["parentID"] != body["messageID"] || len(s.messages(info.ID, "")) != 2 {
		t.Errorf("got %+v, then %+v", first, second)
	}
}

func TestAPromptWithoutReplyIsOnlyKept(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	body := say("a note")
	body["noReply"] = true
	var got promptAnswer
	s.call("POST", "/session/"+info.ID+"/message", body, http.StatusOK, &got)
	if got.Info["role"] != "user" || len(s.messages(info.ID, "")) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestAPartThatOpenCodeCannotStoreIsRefused(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	for _, part := range []string{`{"type":"text"}`, `{"type":"tool"}`, `{"type":"text","text":5}`, `7`, `{"type":"text","text":"x","id":"x"}`} {
		s.failure("POST", "/session/"+info.ID+"/message", `{"parts":[`+part+`]}`, http.StatusBadRequest, "BadRequestError", "invalid_field")
	}
	if len(s.messages(info.ID, "")) != 0 {
		t.Error("something of it was kept")
	}
}

func TestAnAnswerSortsAfterAQuestionOfAClockThatIsAhead(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	var now promptAnswer
	s.call("POST", "/session/"+info.ID+"/message", say("now"), http.StatusOK, &now)
	body := say("hello")
	body["messageID"] = ahead(t, now.Info["id"].(string))
	var got promptAnswer
	s.call("POST", "/session/"+info.ID+"/message", body, http.StatusOK, &got)
	if got.Info["id"].(string) <= body["messageID"].(string) {
		t.Errorf("%v is answered by %v", body["messageID"], got.Info["id"])
	}
}

// ahead is an id of an hour later.
func ahead(t *testing.T, messageID string) string {
	t.Helper()
	var n uint64
	if _, err := fmt.Sscanf(messageID, "msg_%12x", &n); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("msg_%012xXIzVMS4vsp5gmc", n+3_600_000*4096)
}

func TestMessagesComeInPagesFromTheEnd(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	for i := range 5 {
		body := say(fmt.Sprint(i))
		body["noReply"] = true
		s.call("POST", "/session/"+info.ID+"/message", body, http.StatusOK, nil)
	}
	path, seen := "/session/"+info.ID+"/message?limit=2", ""
	for range 3 {
		var page []promptAnswer
		header := s.call("GET", path, nil, http.StatusOK, &page)
		for _, m := range page {
			seen += m.Parts[0]["text"].(string)
		}
		next := header.Get("X-Next-Cursor")
		if (next == "") != (len(page) < 2) || next != "" && !strings.Contains(header.Get("Link"), `rel="next"`) {
			t.Errorf("%d messages, cursor %q, link %q", len(page), next, header.Get("Link"))
		}
		path = "/session/" + info.ID + "/message?limit=2&before=" + next
	}
	if seen != "34120" {
		t.Errorf("got %s", seen)
	}
	s.failure("GET", "/session/"+info.ID+"/message?limit=2&before=x", nil, http.StatusBadRequest, "BadRequestError", "invalid_field")
	s.failure("GET", "/session/"+info.ID+"/message?before=x", nil, http.StatusBadRequest, "BadRequestError", "invalid_field")
}

func TestAForkHasTheMessagesBeforeOneWithNewIds(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	for i := range 2 {
		s.call("POST", "/session/"+info.ID+"/message", say(fmt.Sprint(i)), http.StatusOK, nil)
	}
	all := s.messages(info.ID, "")
	var fork, again session.Info
	s.call("POST", "/session/"+info.ID+"/fork", map[string]any{"messageID": all[2].Info["id"]}, http.StatusOK, &fork)
	s.call("POST", "/session/"+fork.ID+"/fork", nil, http.StatusOK, &again)
	copied := s.messages(again.ID, "")
	if fork.Title != "t (fork #1)" || again.Title != "t (fork #2)" || again.WorkspaceID != "wrk_a" || len(copied) != 2 {
		t.Fatalf("got %+v, %+v, %d messages", fork, again, len(copied))
	}
	if copied[0].Info["id"] == all[0].Info["id"] || copied[1].Info["parentID"] != copied[0].Info["id"] ||
		copied[1].Parts[0]["messageID"] != copied[1].Info["id"] || copied[1].Parts[0]["sessionID"] != again.ID {
		t.Errorf("got %+v", copied)
	}
}

func TestChildrenGoWithTheirParent(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	var child session.Info
	s.call("POST", "/session?workspace=wrk_a", map[string]any{"parentID": info.ID}, http.StatusOK, &child)
	var list []session.Info
	s.call("GET", "/session/"+info.ID+"/children", nil, http.StatusOK, &list)
	if len(list) != 1 || list[0].ID != child.ID {
		t.Errorf("got %+v", list)
	}
	s.call("DELETE", "/session/"+info.ID, nil, http.StatusOK, nil)
	s.failure("GET", "/session/"+child.ID, nil, http.StatusNotFound, "NotFoundError", "not_found")
}

func TestMessagesAndPartsAreRemovedForEveryReader(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	s.call("POST", "/session/"+info.ID+"/message", say("hello"), http.StatusOK, nil)
	list := s.messages(info.ID, "")
	part := "/session/" + info.ID + "/message/" + list[0].Info["id"].(string) + "/part/" + list[0].Parts[0]["id"].(string)
	s.call("PATCH", part, map[string]any{"type": "text", "text": "changed"}, http.StatusOK, nil)
	if got := s.messages(info.ID, ""); got[0].Parts[0]["text"] != "changed" {
		t.Errorf("got %+v", got)
	}
	s.call("DELETE", part, nil, http.StatusOK, nil)
	s.failure("DELETE", part, nil, http.StatusNotFound, "NotFoundError", "not_found")
	s.call("DELETE", "/session/"+info.ID+"/message/"+list[1].Info["id"].(string), nil, http.StatusOK, nil)
	if got := s.messages(info.ID, ""); len(got) != 1 || len(got[0].Parts) != 0 {
		t.Errorf("got %+v", got)
	}
	kinds := ""
	for _, e := range s.history("wrk_a", nil) {
		kinds += e.Type + " "
	}
	if !strings.Contains(kinds, "message.part.removed.1 message.removed.1") {
		t.Errorf("got %s", kinds)
	}
}

func TestWhatWasRevertedIsHiddenThenDroppedOrShownAgain(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	for i := range 2 {
		s.call("POST", "/session/"+info.ID+"/message", say(fmt.Sprint(i)), http.StatusOK, nil)
	}
	all := s.messages(info.ID, "")
	var got session.Info
	revert := map[string]any{"messageID": all[3].Info["id"]}
	s.call("POST", "/session/"+info.ID+"/revert", revert, http.StatusOK, &got)
	if got.Revert == nil || got.Revert.MessageID != all[2].Info["id"] || len(s.messages(info.ID, "")) != 4 {
		t.Errorf("got %+v", got.Revert)
	}
	var shown session.Info
	s.call("POST", "/session/"+info.ID+"/unrevert", nil, http.StatusOK, &shown)
	if shown.Revert != nil {
		t.Errorf("got %+v", shown.Revert)
	}
	s.call("POST", "/session/"+info.ID+"/revert", revert, http.StatusOK, nil)
	s.call("POST", "/session/"+info.ID+"/shell", map[string]any{"command": "echo 2"}, http.StatusOK, nil)
	var gone session.Info
	s.call("GET", "/session/"+info.ID, nil, http.StatusOK, &gone)
	if left := s.messages(info.ID, ""); gone.Revert != nil || len(left) != 4 || left[0].Info["id"] != all[0].Info["id"] || left[2].Info["id"] == all[2].Info["id"] {
		t.Errorf("got %+v, %+v", gone.Revert, left)
	}
}

func TestASummaryIsRefusedInSightOfWhoAsksForIt(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	live := s.listen("/global/event", "")
	body := map[string]any{"providerID": "p", "modelID": "m"}
	s.call("POST", "/session/"+info.ID+"/summarize", body, http.StatusBadRequest, nil)
	if told := live.until("session.error"); !strings.Contains(string(told.data), "no agent on this host") || !strings.Contains(string(told.data), info.ID) {
		t.Errorf("got %s", told.data)
	}
	s.call("POST", "/session/ses_none/summarize", body, http.StatusNotFound, nil)
}
