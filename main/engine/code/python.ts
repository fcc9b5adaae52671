/**
 * Runs Dataloop's Python snippets (`class ServiceRunner`) in the person's own Python, with the rights of the person.
 * A process makes the class once and takes one item after the other; what it prints goes to the logs.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { SluiceError } from '#core/errors.ts';
import { toOutcome } from './python-outcome.ts';
import { type FoundPython, probePython } from './python-probe.ts';
import { type PythonProcess, startPython } from './python-process.ts';
import { PYTHON_SCRIPT } from './python-script.ts';
import type { SnippetOutcome } from './snippet.ts';

/** One item's inputs by port name. JSON of an entity (`Item`, `Annotation[]`, …) becomes the SDK's entity. */
export type PythonInputs = Readonly<Record<string, { readonly type: string; readonly value: unknown }>>;

export type PythonRequest = {
  readonly source: string;
  /** Method of `ServiceRunner`; `run` by default. */
  readonly functionName?: string | undefined;
  readonly items: readonly PythonInputs[];
  /** Facts for the method's `context`: JSON. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly limits: {
    /** Milliseconds that one item may take. */
    readonly timeoutMs: number;
  };
  /** The local API, for what the snippet asks of the SDK; `url` ends in `/api/v1`. */
  readonly api: { readonly url: string; readonly token: string } | null;
};

export type Python = {
  /** The Python that is used. Throws `tool-missing` with the remedy when it, or its `dtlpy`, is not there. */
  find(signal?: AbortSignal): Promise<FoundPython>;
  /**
   * One outcome for each item, in order; the values are what the method returned, entities as their JSON. Rejects with
   * `tool-missing`, and with `aborted` when the signal fires or this is closed.
   */
  run(request: PythonRequest, signal?: AbortSignal): Promise<readonly SnippetOutcome[]>;
  /** Ends every process. */
  close(): Promise<void>;
};

export type PythonOptions = {
  /** A folder for the script and the SDK's own files; made when it is not there. */
  readonly scratchDir: string;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Milliseconds without work after which a process is ended; five minutes by default. */
  readonly idleMs?: number | undefined;
};

/** Processes that run or are kept warm. */
const PROCESSES = 2;
const IDLE_MS = 300_000;
/** Loading the SDK takes seconds, and what a snippet loads may take minutes. */
const OPEN_MS = 300_000;
/** A day; timers cannot wait longer than 24 of them. */
const MOST_TIME_MS = 86_400_000;
/** A Python that was not found is looked for again after this many milliseconds. */
const PROBE_AGAIN_MS = 10_000;

type Warm = { readonly key: string; readonly process: PythonProcess };

export function createPython(options: PythonOptions): Python {
  const { scratchDir, env = process.env, idleMs = IDLE_MS } = options;
  const limit = pLimit(PROCESSES);
  const closing = new AbortController();
  const running = new Set<PythonProcess>();
  let warm: readonly Warm[] = [];
  let idle: NodeJS.Timeout | undefined;
  let probe: Promise<FoundPython> | null = null;

  function find(): Promise<FoundPython> {
    if (probe) return probe;
    const asked = probePython({ env, signal: closing.signal });
    probe = asked;
    asked.catch(() => {
      setTimeout(() => {
        if (probe === asked) probe = null;
      }, PROBE_AGAIN_MS).unref();
    });
    return asked;
  }

  /** A process with the snippet loaded, or why it cannot be loaded. */
  async function acquire(request: PythonRequest, key: string, signal: AbortSignal) {
    clearTimeout(idle);
    const kept = warm.find((each) => each.key === key && !each.process.ended());
    warm = warm.filter((each) => each !== kept);
    if (kept) return kept.process;
    // Room for one more besides those that run.
    const [oldest] = warm;
    if (oldest && warm.length + running.size >= PROCESSES) {
      warm = warm.slice(1);
      await oldest.process.end();
    }
    const { path } = await find();
    const script = await writeScript(scratchDir);
    const started = startPython({
      path,
      script,
      env: environment(env, scratchDir, request.api),
      folder: scratchDir,
    });
    running.add(started);
    const { source, functionName = 'run', context } = request;
    const said = await started.ask({ op: 'open', source, functionName, context }, OPEN_MS, signal);
    running.delete(started);
    if (said.how === 'answer' && said.answer['ok'] === true) return started;
    await started.end();
    return toOutcome(said, OPEN_MS);
  }

  function keep(key: string, process: PythonProcess): void {
    if (process.ended()) return;
    warm = [...warm, { key, process }];
    clearTimeout(idle);
    idle = setTimeout(() => void endWarm(), idleMs);
    idle.unref();
  }

  async function endWarm(): Promise<void> {
    const old = warm;
    warm = [];
    await Promise.all(old.map((each) => each.process.end()));
  }

  async function runAll(request: PythonRequest, signal: AbortSignal): Promise<readonly SnippetOutcome[]> {
    const key = keyOf(request);
    const timeoutMs = Math.min(request.limits.timeoutMs, MOST_TIME_MS);
    const outcomes: SnippetOutcome[] = [];
    for (let item = 0; item < request.items.length; ) {
      const acquired = await acquire(request, key, signal);
      if ('ok' in acquired) {
        if (signal.aborted) throw stopped();
        // What cannot be loaded now cannot be loaded for the next item either.
        return [...outcomes, ...request.items.slice(item).map(() => acquired)];
      }
      running.add(acquired);
      for (; item < request.items.length && !acquired.ended(); item++) {
        const message = { op: 'run', inputs: request.items[item] };
        outcomes.push(toOutcome(await acquired.ask(message, timeoutMs, signal), timeoutMs));
        if (signal.aborted) break;
      }
      running.delete(acquired);
      keep(key, acquired);
      if (signal.aborted) throw stopped();
    }
    return outcomes;
  }

  return {
    async find(signal) {
      const found = await find();
      if (signal?.aborted) throw stopped();
      return found;
    },
    async run(request, signal) {
      const stop = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      return await limit(async () => {
        if (stop.aborted) throw stopped();
        return await runAll(request, stop);
      });
    },
    async close() {
      closing.abort();
      clearTimeout(idle);
      await Promise.all([endWarm(), ...[...running].map((process) => process.end())]);
    },
  };
}

/** The person's environment, but for Dataloop's settings: those point to the local API, or nowhere. */
function environment(
  env: NodeJS.ProcessEnv,
  scratchDir: string,
  api: PythonRequest['api'],
): NodeJS.ProcessEnv {
  const { DTLPY_CUSTOM_ENV: _env, DTLPY_TOKEN: _token, INTERNAL_REQUESTS_URL: _url, ...rest } = env;
  const own = {
    ...rest,
    DATALOOP_PATH: join(scratchDir, 'dataloop'),
    PYTHONUTF8: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  if (api === null) return own;
  const custom = { url: api.url, alias: 'sluice', verify_ssl: false, gate_url: new URL(api.url).origin };
  const encoded = Buffer.from(JSON.stringify(custom)).toString('base64');
  return { ...own, DTLPY_CUSTOM_ENV: encoded, DTLPY_TOKEN: api.token };
}

async function writeScript(scratchDir: string): Promise<string> {
  const path = join(scratchDir, 'service_runner.py');
  await mkdir(scratchDir, { recursive: true });
  await writeFile(path, PYTHON_SCRIPT);
  return path;
}

function keyOf({ source, functionName, context, api }: PythonRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([source, functionName ?? 'run', context, api]))
    .digest('hex');
}

function stopped(): SluiceError {
  return new SluiceError('aborted', 'The work of a code node was stopped.');
}
