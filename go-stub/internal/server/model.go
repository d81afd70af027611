package server

import "github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"

// A user interface wants a provider with a model before it takes a line, also
// one that is a shell command. Its name says that nobody is there.
const (
	nobodyProvider = "remote-ssh"
	nobodyModel    = "No model here; ! runs commands"
	buildAgent     = "Runs your ! commands on this host; no agent answers here."
)

type object = map[string]any

var nobodyModels = object{
	session.NobodyModel: object{
		"id": session.NobodyModel, "providerID": session.NobodyProvider, "name": nobodyModel,
		"api": object{"id": session.NobodyModel, "url": "", "npm": ""},
		"capabilities": object{
			"temperature": false, "reasoning": false, "attachment": true, "toolcall": false, "interleaved": false,
			"input":  object{"text": true, "audio": false, "image": false, "video": false, "pdf": false},
			"output": object{"text": true, "audio": false, "image": false, "video": false, "pdf": false},
		},
		"cost":    object{"input": 0, "output": 0, "cache": object{"read": 0, "write": 0}},
		"limit":   object{"context": 0, "output": 0},
		"status":  "active",
		"options": noObject, "headers": noObject, "release_date": "", "variants": noObject,
	},
}

var (
	nobodys = []object{{
		"id": session.NobodyProvider, "name": nobodyProvider, "source": "custom", "env": noList, "options": noObject, "models": nobodyModels,
	}}
	nobodyDefault = object{session.NobodyProvider: session.NobodyModel}

	configProviders = object{"providers": nobodys, "default": nobodyDefault}
	providers       = object{"all": nobodys, "default": nobodyDefault, "connected": []string{session.NobodyProvider}}

	agents = []object{{
		"name": "build", "description": buildAgent, "mode": "primary", "native": true, "options": noObject,
		"model": object{"providerID": session.NobodyProvider, "modelID": session.NobodyModel},
		"permission": []rule{
			{Permission: "*", Pattern: "*", Action: "allow"},
			{Permission: "external_directory", Pattern: "*", Action: "ask"},
		},
	}}
)

// The same in the form of OpenCode's routes below /api.
var (
	agentsV2 = []object{{
		"id": "build", "description": buildAgent, "mode": "primary", "hidden": false,
		"model":   object{"id": session.NobodyModel, "providerID": session.NobodyProvider},
		"request": object{"headers": noObject, "body": noObject},
		"permissions": []object{
			{"action": "*", "resource": "*", "effect": "allow"},
			{"action": "external_directory", "resource": "*", "effect": "ask"},
		},
	}}
	modelsV2 = []object{{
		"id": session.NobodyModel, "providerID": session.NobodyProvider, "name": nobodyModel,
		"api":          object{"id": session.NobodyModel, "type": "native", "settings": noObject},
		"capabilities": object{"tools": false, "input": []string{"text"}, "output": []string{"text"}},
		"request":      object{"headers": noObject, "body": noObject},
		"variants":     noList, "time": object{"released": 0}, "cost": noList, "status": "active", "enabled": true,
		"limit": object{"context": 0, "output": 0},
	}}
	providersV2 = []object{{
		"id": session.NobodyProvider, "name": nobodyProvider,
		"api": object{"type": "native", "settings": noObject}, "request": object{"headers": noObject, "body": noObject},
	}}
)
