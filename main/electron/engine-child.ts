/** One engine process as its supervisor sees it, and the way to start it beside Electron, on a Node of its own. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { FromEngine, ToEngine } from './engine-messages.ts';

export type EngineChild = {
  /** Null until the system has made the process. */
  pid(): number | null;
  send(message: ToEngine): void;
  /** Ends it at once, without a chance to tidy up. */
  kill(): void;
};

export type EngineChildEvents = {
  /** It has sent a message. */
  readonly message: (message: FromEngine) => void;
  /** It has ended; `how` is a piece of a sentence: "exit code 1", "signal SIGKILL", "spawn ENOENT". Told once. */
  readonly exit: (how: string) => void;
  /** It has printed something. */
  readonly output: (text: string) => void;
};

/** Starts an engine process. Never throws: what cannot be started has ended. */
export type StartEngine = (events: EngineChildEvents) => EngineChild;

/** The engine on a Node binary. `serialization: advanced` is structured clone, as Electron's own channel has it. */
export function nodeEngine(binary: string, entry: string): StartEngine {
  return (events) => {
    const child = spawn(binary, [entry], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      windowsHide: true,
      env: plainNodeEnv(),
    });
    let ended = false;
    const end = (how: string): void => {
      if (ended) return;
      ended = true;
      events.exit(how);
    };
    hearOutput([child.stdout, child.stderr], events);
    child.on('message', (message) => events.message(message as FromEngine));
    child.on('exit', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
    child.on('error', (error) => {
      if (child.pid === undefined) end(error.message);
    });
    return {
      pid: () => child.pid ?? null,
      // With a callback a message to a process that has just ended is dropped: `exit` tells whoever waits for an answer.
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      kill: () => void child.kill('SIGKILL'),
    };
  };
}

/** Without what would make Node programs behave as Electron's own. */
function plainNodeEnv(): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...rest } = process.env;
  return rest;
}

/** The pipes are read always: a process whose pipe is full stands still. */
export function hearOutput(pipes: readonly (Readable | null)[], events: EngineChildEvents): void {
  for (const pipe of pipes) pipe?.setEncoding('utf8').on('data', (text: string) => events.output(text));
}
