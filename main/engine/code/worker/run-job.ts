/** Runs the items of a job one after the other, and reports them in groups. */
import type { ItemOutcome, RunJob } from '../job.ts';
import { plainFault, type SnippetFault, type SnippetProblem } from '../snippet.ts';
import { compile } from './compile.ts';
import { createFetch } from './fetch.ts';
import { openFiles } from './files.ts';
import type { HostDoors } from './host-calls.ts';
import { type Rooms, roomKey } from './rooms.ts';
import { openSession, type Session } from './session.ts';

export type Desk = {
  readonly rooms: Rooms;
  /** Tells the watchdog which item is next. */
  mark(index: number): void;
  /** Reports outcomes; `end` with the last. */
  send(from: number, outcomes: readonly ItemOutcome[], end: boolean): void;
};

/** Milliseconds after which the rest of a job goes back into the queue, so that others have their turn. */
const SLICE_MS = 250;
/** Milliseconds of finished work that may be lost with the thread, and is then done again. */
const UNSENT_MS = 2;
/** A room that has taken more bytes than this is not kept. */
const LARGE_BYTES = 48 * 2 ** 20;

/** Runs items until they are done or the time slice is over; what is left has no outcome. */
export async function runJob(job: RunJob, desk: Desk): Promise<void> {
  const { items } = job;
  const started = performance.now();
  const runner = createRunner(job, desk.rooms);
  let unsent: ItemOutcome[] = [];
  let sentAt = started;
  for (const [index, text] of items.entries()) {
    desk.mark(index);
    unsent.push(await runner.run(text));
    const now = performance.now();
    const end = index === items.length - 1 || now - started > SLICE_MS || desk.rooms.worn();
    if (!end && !runner.reached() && now - sentAt < UNSENT_MS) continue;
    desk.send(index + 1 - unsent.length, unsent, end);
    if (end) break;
    unsent = [];
    sentAt = now;
  }
  runner.close();
}

type Runner = {
  run(text: string): Promise<ItemOutcome>;
  /** True when the last item may have reached the outside: what it did must not be done again. */
  reached(): boolean;
  close(): void;
};

function createRunner(job: RunJob, rooms: Rooms): Runner {
  const key = roomKey(job);
  const doors = openDoors(job);
  const compiled = compile(job.program);
  let session: Session | null = null;
  let size = 0;
  let reached = false;
  /** Of a snippet that cannot be loaded: the same for every item. */
  let fault: SnippetFault | null = compiled.ok ? null : invalid(compiled.problem);

  return {
    async run(text) {
      if (!compiled.ok || fault) return fault ?? plainFault('crash', 'The snippet is not loaded.');
      const place = await rooms.take(key);
      session ??= openSession({ place, code: compiled, doors, job });
      fault = session.fault;
      const outcome = fault ?? (await session.run(text));
      reached = session.reached();
      size = place.room.vm.size();
      if (session.broken()) {
        rooms.drop(key);
        session = null;
      }
      return outcome;
    },
    reached: () => reached,
    close() {
      if (size > LARGE_BYTES) rooms.drop(key);
    },
  };
}

function openDoors({ grants }: RunJob): HostDoors {
  return {
    fetch: grants.network.length > 0 ? createFetch(grants.network) : null,
    files: grants.files.length > 0 ? openFiles(grants.files) : null,
  };
}

function invalid({ message, place }: SnippetProblem): SnippetFault {
  const where =
    place === null ? '' : ` (line ${place.line}${place.column ? `, column ${place.column}` : ''})`;
  return { ...plainFault('invalid', message + where), place };
}
