package server

// A user interface wants an agent, and a provider with a model, before it takes
// a line, also one that is a command. The names say that nobody is there. The
// ids are session.NobodyProvider and session.NobodyModel.
const (
	agents = `[{
		"name":"build","description":"Runs your ! commands on this host; no agent answers here.","mode":"primary","native":true,"options":{},
		"model":{"providerID":"opencode-remote-ssh","modelID":"none"},
		"permission":[
			{"permission":"*","pattern":"*","action":"allow"},
			{"permission":"external_directory","pattern":"*","action":"ask"}
		]
	}]`

	nobodys = `[{
		"id":"opencode-remote-ssh","name":"remote-ssh","source":"custom","env":[],"options":{},
		"models":{"none":{
			"id":"none","providerID":"opencode-remote-ssh","name":"No model here; ! runs commands",
			"api":{"id":"none","url":"","npm":""},
			"capabilities":{
				"temperature":false,"reasoning":false,"attachment":true,"toolcall":false,"interleaved":false,
				"input":{"text":true,"audio":false,"image":false,"video":false,"pdf":false},
				"output":{"text":true,"audio":false,"image":false,"video":false,"pdf":false}
			},
			"cost":{"input":0,"output":0,"cache":{"read":0,"write":0}},
			"limit":{"context":0,"output":0},
			"status":"active","options":{},"headers":{},"release_date":"","variants":{}
		}}
	}]`
	nobodyDefault = `{"opencode-remote-ssh":"none"}`

	configProviders = `{"providers":` + nobodys + `,"default":` + nobodyDefault + `}`
	providers       = `{"all":` + nobodys + `,"default":` + nobodyDefault + `,"connected":["opencode-remote-ssh"]}`
)

// The same in the form of OpenCode's routes below /api.
const (
	agentsV2 = `[{
		"id":"build","description":"Runs your ! commands on this host; no agent answers here.","mode":"primary","hidden":false,
		"model":{"id":"none","providerID":"opencode-remote-ssh"},"request":{"headers":{},"body":{}},
		"permissions":[
			{"action":"*","resource":"*","effect":"allow"},
			{"action":"external_directory","resource":"*","effect":"ask"}
		]
	}]`

	modelsV2 = `[{
		"id":"none","providerID":"opencode-remote-ssh","name":"No model here; ! runs commands",
		"api":{"id":"none","type":"native","settings":{}},
		"capabilities":{"tools":false,"input":["text"],"output":["text"]},
		"request":{"headers":{},"body":{}},"variants":[],"time":{"released":0},"cost":[],
		"status":"active","enabled":true,"limit":{"context":0,"output":0}
	}]`

	nobodyV2 = `{
		"id":"opencode-remote-ssh","name":"remote-ssh",
		"api":{"type":"native","settings":{}},"request":{"headers":{},"body":{}}
	}`
	providersV2 = `[` + nobodyV2 + `]`
)
