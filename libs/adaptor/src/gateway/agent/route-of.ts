/**
 * Who answers a request where an agent host has the sessions. `asker`: whoever asked the question that is replied to. `both`: a list of
 * the agent host's and the stub's.
 */
export type RouteTo = 'agent' | 'stub' | 'asker' | 'both' | 'revert' | 'unrevert';

/** `*` is one segment, `**` any number of them. What is in no row is not passed on: it may act on this machine. */
const rows: [to: RouteTo, routes: string][] = [
  [
    'agent',
    `
    GET,POST /session
    GET /session/status
    GET,PATCH,DELETE /session/*
    GET /session/*/children
    GET /session/*/todo
    GET /session/*/diff
    GET,POST /session/*/message
    GET,DELETE /session/*/message/*
    PATCH,DELETE /session/*/message/*/part/*
    POST /session/*/prompt_async
    POST /session/*/command
    POST /session/*/shell
    POST /session/*/fork
    POST /session/*/abort
    POST /session/*/init
    POST /session/*/summarize
    POST,DELETE /session/*/share
    POST /sync/replay
    POST /sync/steal
    POST /sync/start
    GET /agent
    GET /command
    GET /skill
    GET /config
    GET /config/providers
    GET,PATCH /global/config
    GET /global/health
    POST /global/dispose
    POST /instance/dispose
    GET /provider
    GET /provider/auth
    POST /provider/*/oauth/authorize
    POST /provider/*/oauth/callback
    PUT,DELETE /auth/*
    GET,POST /mcp
    POST,DELETE /mcp/*/auth
    POST /mcp/*/auth/callback
    POST /mcp/*/auth/authenticate
    POST /mcp/*/connect
    POST /mcp/*/disconnect
    GET /question
    POST /question/*/reply
    POST /question/*/reject
    GET /experimental/tool
    GET /experimental/tool/ids
    GET /experimental/capabilities
    GET /experimental/resource
    GET /experimental/session
    POST /experimental/session/*/background
    GET /experimental/console
    GET /experimental/console/orgs
    POST /experimental/console/switch
    POST /log
    POST /tui/*
    GET /tui/control/next
    POST /tui/control/response
    GET /api/health
    GET /api/agent
    GET /api/model
    GET /api/provider
    GET /api/provider/*
    GET /api/command
    GET /api/skill
    GET /api/reference
    GET /api/integration
    GET /api/integration/*
    POST /api/integration/*/connect/key
    POST /api/integration/*/connect/oauth
    GET,DELETE /api/integration/attempt/*
    POST /api/integration/attempt/*/complete
    PATCH,DELETE /api/credential/*
    GET /api/question/request
    GET /api/permission/saved
    DELETE /api/permission/saved/*
    GET /api/session
    GET /api/session/active
    GET /api/session/*
    GET /api/session/*/context
    GET /api/session/*/history
    GET /api/session/*/event
    GET /api/session/*/message
    GET /api/session/*/message/*
    GET /api/session/*/question
    GET /api/session/*/permission
    GET /api/session/*/permission/*
    POST /api/session/*/interrupt
    POST /api/session/*/question/*/reply
    POST /api/session/*/question/*/reject
    `,
  ],
  [
    'stub',
    `
    GET /file
    GET /file/**
    GET /find
    GET /find/**
    GET /api/fs/**
    GET /path
    GET /vcs
    GET /vcs/**
    POST /vcs/apply
    GET /project
    GET,PATCH /project/*
    GET /project/*/directories
    GET /api/location
    GET /lsp
    GET /formatter
    GET,POST,DELETE /experimental/worktree
    POST /experimental/worktree/reset
    GET,POST,PUT,DELETE /pty
    GET,POST,PUT,DELETE /pty/**
    GET,POST,PUT,DELETE /api/pty
    GET,POST,PUT,DELETE /api/pty/**
    `,
  ],
  ['both', 'GET /permission\nGET /api/permission/request'],
  [
    'asker',
    'POST /permission/*/reply\nPOST /session/*/permissions/*\nPOST /api/session/*/permission/*/reply',
  ],
  ['revert', 'POST /session/*/revert'],
  ['unrevert', 'POST /session/*/unrevert'],
];

interface Row {
  to: RouteTo;
  methods: Set<string>;
  segments: string[];
}

const table: Row[] = rows.flatMap(([to, routes]) =>
  routes
    .trim()
    .split('\n')
    .map((line) => {
      const [methods = '', path = ''] = line.trim().split(' ');
      return { to, methods: new Set(methods.split(',')), segments: path.slice(1).split('/') };
    }),
);

/** Undefined for what is in no row. `segments` are decoded. */
export function routeOf(method: string, segments: string[]): RouteTo | undefined {
  const asked = method === 'HEAD' ? 'GET' : method;
  return table.find((row) => row.methods.has(asked) && fits(row.segments, segments))?.to;
}

function fits(row: string[], segments: string[]): boolean {
  if (row.at(-1) !== '**' && row.length !== segments.length) return false;
  return row.every((part, at) => {
    const segment = segments[at];
    return part === '**' || (segment !== undefined && (part === '*' || part === segment));
  });
}
