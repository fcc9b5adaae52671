/** Runs people's snippets apart from everything else: at worst a thread ends, or a process, and its work is given back. */
import { availableParallelism } from 'node:os';
import { SluiceError } from '#core/errors.ts';
import type { Logger } from '#core/ports.ts';
import { currentHostWay, type HostWay } from '../process-host.ts';
import { createCheckTicket } from './check-ticket.ts';
import { createDispatcher, type Ticket } from './dispatcher.ts';
import type { Home, HomeEvents } from './home.ts';
import { createPool } from './pool.ts';
import { openProcessHome } from './process-home.ts';
import { createRunTicket } from './run-ticket.ts';
import type { Snippet, SnippetOutcome, SnippetProblem, SnippetRequest } from './snippet.ts';
import { startSnippetWorker } from './start-worker.ts';

export type Sandbox = {
  /**
   * Runs the snippet on every item and resolves with one outcome each, in order; what a snippet does wrong is an
   * outcome, not an error. Rejects with `aborted` when the signal fires or the sandbox is closed, and with
   * `invalid-input` when the request itself is wrong.
   */
  run(request: SnippetRequest, signal?: AbortSignal): Promise<readonly SnippetOutcome[]>;
  /** Why the snippet cannot be run (what it says is not valid, or there is no function to call), or null. */
  check(snippet: Snippet, signal?: AbortSignal): Promise<SnippetProblem | null>;
  /** Ends what runs and every process and thread. */
  close(): Promise<void>;
};

export type SandboxOptions = {
  readonly logger: Logger;
  /** Threads that compute; one less than there are processors by default, and one at least. */
  readonly workers?: number | undefined;
  /** The most bytes of memory that a request may grant; 512 MB by default. */
  readonly memoryBytes?: number | undefined;
  /** A process with threads of its own, or threads of this one; as `currentHostWay` says by default. */
  readonly way?: HostWay | undefined;
  /** Starts a home in another way, in tests. */
  readonly openHome?: ((events: HomeEvents) => Home) | undefined;
  /** Milliseconds without work after which processes and threads are ended; five minutes by default. */
  readonly idleMs?: number | undefined;
  /** Seconds without a sign of life after which the process is ended; ten by default. */
  readonly silenceSeconds?: number | undefined;
};

/** Threads that wait for the network. */
const WAITING_WORKERS = 4;
const MOST_MEMORY_BYTES = 512 * 2 ** 20;
/** A day; timers cannot wait longer than 24 of them. */
const MOST_TIME_MS = 86_400_000;
const IDLE_MS = 300_000;
const SILENCE_SECONDS = 10;

export function createSandbox(options: SandboxOptions): Sandbox {
  const { logger, memoryBytes = MOST_MEMORY_BYTES, silenceSeconds = SILENCE_SECONDS } = options;
  const compute = options.workers ?? Math.max(1, availableParallelism() - 1);
  const workers = { compute, waiting: WAITING_WORKERS };
  const way = options.way ?? currentHostWay();
  const openHome =
    options.openHome ??
    ((events) =>
      way === 'process'
        ? openProcessHome({ workers, events, logger, missedBeats: silenceSeconds })
        : createPool({ startWorker: startSnippetWorker, workers, report: events.report }));
  const dispatcher = createDispatcher({ openHome, workers, idleMs: options.idleMs ?? IDLE_MS });
  /** How to give up each piece of work that is under way. */
  const underWay = new Set<() => void>();
  let closed = false;

  /** Puts in a ticket and waits until it is done or given up. */
  function through<T>(
    signal: AbortSignal | undefined,
    make: (done: (value: T) => void) => Ticket,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const ticket = make((value) => {
        end();
        resolve(value);
      });
      function end(): void {
        underWay.delete(giveUp);
        signal?.removeEventListener('abort', giveUp);
      }
      function giveUp(): void {
        end();
        dispatcher.drop(ticket);
        reject(new SluiceError('aborted', 'The work of a code node was stopped.'));
      }
      if (signal?.aborted || closed) return giveUp();
      underWay.add(giveUp);
      signal?.addEventListener('abort', giveUp, { once: true });
      dispatcher.add(ticket);
    });
  }

  return {
    async run(request, signal) {
      const bounded = withinLimits(request, memoryBytes);
      const context = contextText(request.context);
      if (request.items.length === 0) return [];
      return await through(signal, (done) => createRunTicket(bounded, context, done));
    },
    check: (snippet, signal) => through(signal, (done) => createCheckTicket(snippet, done)),
    async close() {
      closed = true;
      for (const giveUp of underWay) giveUp();
      await dispatcher.close();
    },
  };
}

function withinLimits(request: SnippetRequest, mostMemory: number): SnippetRequest {
  const { timeoutMs, memoryBytes } = request.limits;
  if (!(timeoutMs > 0 && Number.isFinite(timeoutMs)) || !(memoryBytes > 0)) {
    const message = 'A code node needs a time limit and a memory limit that are greater than zero.';
    throw new SluiceError('invalid-input', message, { timeoutMs, memoryBytes });
  }
  return {
    ...request,
    limits: { timeoutMs: Math.min(timeoutMs, MOST_TIME_MS), memoryBytes: Math.min(memoryBytes, mostMemory) },
  };
}

function contextText(context: SnippetRequest['context']): string {
  try {
    return JSON.stringify(context);
  } catch (cause) {
    throw new SluiceError('invalid-input', "A code node's context must be JSON.", {}, { cause });
  }
}
