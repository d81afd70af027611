// ../../../tmp/real/try.ts
import { mkdtemp as mkdtemp3 } from "node:fs/promises";

// e2e/harness/opencode/home.ts
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";

// e2e/harness/run.ts
import { spawn } from "node:child_process";
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: options.timeoutMs ?? 6e4,
      killSignal: "SIGKILL"
    });
    const stdout = [];
    const stderr = [];
    child.stdout.on("data", (chunk) => stdout.push(chunk));
    child.stderr.on("data", (chunk) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
    child.stdin.on("error", () => void 0);
    child.stdin.end(options.input);
  });
}
async function must(command, args, options = {}) {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code === 0) return stdout;
  const tail = `${stderr}
${stdout}`.trim().split("\n").slice(-5).join("; ");
  throw new Error(`${command} ${args.slice(0, 3).join(" ")} failed (${String(code)}): ${tail}`);
}

// e2e/harness/opencode/install.ts
var opencodeVersion = "1.18.33";

// e2e/harness/opencode/home.ts
async function newHome(folder2, options) {
  const home2 = await mkdtemp(join(folder2, "opencode-"));
  const xdg = {
    XDG_CONFIG_HOME: join(home2, ".config"),
    XDG_DATA_HOME: join(home2, ".local", "share"),
    XDG_STATE_HOME: join(home2, ".local", "state"),
    XDG_CACHE_HOME: join(home2, ".cache")
  };
  const configFolder = join(xdg.XDG_CONFIG_HOME, "opencode");
  await mkdir(configFolder, { recursive: true });
  const config = { autoupdate: false, share: "disabled", plugin: options.plugin, ...options.config };
  await writeFile(join(configFolder, "opencode.json"), JSON.stringify(config, null, 2));
  await sparePluginInstall(configFolder);
  const inherited = Object.entries(process.env).filter(([name]) => !/^(OPENCODE_|NODE_|npm_)/.test(name));
  return {
    folder: home2,
    env: {
      ...Object.fromEntries(inherited),
      HOME: home2,
      ...xdg,
      OPENCODE_EXPERIMENTAL_WORKSPACES: "true",
      OPENCODE_DISABLE_MODELS_FETCH: "1",
      OPENCODE_DISABLE_AUTOUPDATE: "1",
      OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
      ...options.env
    }
  };
}
async function sparePluginInstall(configFolder) {
  const dependencies = { "@opencode-ai/plugin": opencodeVersion };
  const lock = { lockfileVersion: 3, packages: { "": { dependencies } } };
  await mkdir(join(configFolder, "node_modules"));
  await writeFile(join(configFolder, "package.json"), JSON.stringify({ dependencies }));
  await writeFile(join(configFolder, "package-lock.json"), JSON.stringify(lock));
}

// e2e/harness/opencode/project.ts
import { mkdir as mkdir2, mkdtemp as mkdtemp2, writeFile as writeFile2 } from "node:fs/promises";
import { dirname, join as join2 } from "node:path";
async function newProject(folder2, files = { "README.md": "# A project\n" }) {
  const project2 = await mkdtemp2(join2(folder2, "project-"));
  for (const [name, content] of Object.entries(files)) {
    await mkdir2(dirname(join2(project2, name)), { recursive: true });
    await writeFile2(join2(project2, name), content);
  }
  const git = (...args) => must("git", ["-c", "user.name=Dev", "-c", "user.email=dev@example.org", ...args], { cwd: project2 });
  await git("init", "-q", "-b", "main");
  await git("add", "-A");
  await git("commit", "-q", "-m", "Start");
  return project2;
}

// e2e/harness/opencode/start-opencode.ts
import { spawn as spawn2 } from "node:child_process";
import { once as once2 } from "node:events";
import { createOpencodeClient } from "@opencode-ai/sdk/v2";

// e2e/harness/eventually.ts
import { setTimeout as delay } from "node:timers/promises";
async function eventually(ask, isWanted, timeoutMs = 2e4) {
  const deadline = Date.now() + timeoutMs;
  for (; ; ) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`gave up waiting; last seen:
${String(answer)}`);
    await delay(50);
  }
}

// e2e/harness/hosts/free-port.ts
import { once } from "node:events";
import { createServer } from "node:net";
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

// e2e/harness/opencode/event-log.ts
async function followEvents(url) {
  const stop = new AbortController();
  const response = await fetch(`${url}/global/event`, { signal: stop.signal });
  if (!response.body) throw new Error("no event stream");
  const seen = [];
  void read(response.body, ({ workspace, payload }) => {
    if (!payload) return;
    seen.push({ ...workspace && { workspace }, type: payload.type, properties: payload.properties ?? {} });
  }).catch(() => void 0);
  return {
    seen,
    async until(fits, timeoutMs) {
      const found = await eventually(
        () => seen.find(fits),
        (event) => event !== void 0,
        timeoutMs
      ).catch(() => void 0);
      if (found) return found;
      throw new Error(`no such event; seen: ${seen.map(({ type }) => type).join(", ")}`);
    },
    close: () => {
      stop.abort();
    }
  };
}
async function read(body, take) {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: ?(.*)$/m.exec(block)?.[1];
      if (data) take(JSON.parse(data));
    }
  }
}

// e2e/harness/opencode/start-opencode.ts
async function startOpencode(options) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = [];
  let child;
  const start = async () => {
    const serve = [options.binary, "serve", "--port", String(port), "--print-logs"];
    const started = spawn2("setpriv", ["--pdeathsig", "KILL", ...serve], {
      cwd: options.project,
      env: options.home.env,
      stdio: ["ignore", "pipe", "pipe"]
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.on("data", (chunk) => log.push(chunk.toString()));
    }
    const before = log.length;
    const isUp = () => log.slice(before).join("").includes("listening on");
    const hasEnded = () => started.exitCode !== null || started.signalCode !== null;
    try {
      await eventually(() => hasEnded() || isUp(), Boolean);
      if (hasEnded()) throw new Error("it ended at once");
    } catch (error) {
      await end("SIGKILL");
      throw new Error(`OpenCode does not answer (${error.message}):
${log.join("")}`);
    }
  };
  const end = async (signal) => {
    const ending = child;
    child = void 0;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once2(ending, "exit");
    ending.kill(signal);
    const patience = setTimeout(() => ending.kill("SIGKILL"), 1e4);
    await ended;
    clearTimeout(patience);
  };
  await start();
  return {
    url,
    project: options.project,
    client: createOpencodeClient({ baseUrl: url, directory: options.project }),
    logs: () => log.join(""),
    events: () => followEvents(url),
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    start
  };
}

// ../../../tmp/real/try.ts
var folder = await mkdtemp3("/tmp/real/run-");
var home = await newHome(folder, { plugin: ["/tmp/real/interim.mjs"], env: { REAL_LOG: folder + "/log" } });
var project = await newProject(folder);
var t = Date.now();
var oc = await startOpencode({ binary: "/tmp/t1/node_modules/opencode-linux-x64/bin/opencode", home, project });
console.log("up", Date.now() - t, folder);
var ev = await oc.events();
try {
  console.log(JSON.stringify(await oc.client.experimental.workspace.adapter.list()).slice(0, 500), Date.now() - t);
  const made = await oc.client.experimental.workspace.create({ type: "ssh-provider", branch: null, extra: { host: "x" } });
  console.log(JSON.stringify(made.data ?? made.error), Date.now() - t);
  console.log(JSON.stringify((await oc.client.experimental.workspace.status()).data));
  const workspace = made.data.id;
  const s = await oc.client.session.create({ workspace });
  console.log("session", s.response.status, JSON.stringify(s.data ?? s.error));
  const sh = await oc.client.session.shell({ sessionID: s.data.id, workspace, agent: "build", command: "echo one; sleep 1; echo two" });
  console.log("shell", JSON.stringify(sh.data ?? sh.error)?.slice(0, 600));
  console.log("messages", JSON.stringify((await oc.client.session.messages({ sessionID: s.data.id })).data)?.slice(0, 1200));
  console.log(ev.seen.map((e) => e.type).join(" "));
} catch (e) {
  console.log(e);
  console.log(oc.logs());
}
await oc.stop();
