/** A snippet that is loaded into a room. Every item finds it as it was when it had just been loaded. */
import type { QuickJSHandle } from 'quickjs-emscripten-core';
import type { ItemOutcome, RunJob } from '../job.ts';
import { plainFault, type SnippetFault } from '../snippet.ts';
import type { Compiled } from './compile.ts';
import type { DriverSettings } from './driver.ts';
import { type FaultFacts, faultOf, loadFault, memoryFault, missingGrants, timeoutFault } from './faults.ts';
import type { HostDoors } from './host-calls.ts';
import type { Place } from './rooms.ts';

export type SessionOptions = {
  readonly place: Place;
  readonly code: Extract<Compiled, { ok: true }>;
  readonly doors: HostDoors;
  readonly job: Pick<RunJob, 'program' | 'limits' | 'grants' | 'context' | 'time'>;
};

export type Session = {
  /** Why the snippet cannot be run, or null. */
  readonly fault: SnippetFault | null;
  run(text: string): Promise<ItemOutcome>;
  /** True when the last item has reached the outside. */
  reached(): boolean;
  /** True when the room is of no use any more. */
  broken(): boolean;
};

/** Jobs between two looks at the clock. */
const JOBS_AT_ONCE = 1_000;
/** Characters of one result. */
const RESULT_LIMIT = 16 * 2 ** 20;

export function openSession({ place, code, doors, job }: SessionOptions): Session {
  const { limits, grants } = job;
  const { vm, context, calls, bare, ask, describe } = place.room;
  let broken = false;

  const logs = () => calls.notes.logs();
  const facts = (): FaultFacts => ({
    file: code.file,
    lines: code.lines,
    ...limits,
    stopped: vm.stopped(),
    full: vm.full(),
    missing: missingGrants(grants),
    logs: logs(),
  });

  /** The fault for an error of QuickJS itself, and not of the snippet. */
  function breakage(error: unknown): SnippetFault {
    broken = true;
    if (vm.stopped()) return timeoutFault(facts());
    // Its calls are calls of this thread, too: the end of this thread's stack is met first in some of them.
    if (error instanceof RangeError) return memoryFault(facts(), true);
    if (vm.full()) return memoryFault(facts(), false);
    const message = error instanceof Error ? error.message : String(error);
    return plainFault('crash', `What runs the snippet has failed: ${message}`, logs());
  }

  /** Memory that was taken is never given back, so a room that had all of it would look full for ever. */
  function judged(fault: SnippetFault): SnippetFault {
    broken ||= fault.kind === 'memory' && vm.full();
    return fault;
  }

  function load(): SnippetFault | null {
    const settings = JSON.stringify({
      context: job.context,
      time: job.time,
      clock: grants.clock,
      random: grants.random,
      network: doors.fetch !== null,
      files: doors.files !== null,
      functionName: job.program.functionName,
    } satisfies DriverSettings);
    calls.connect(doors);
    // With a clock of its own, or with chance, loading it once is not like loading it again.
    if (place.loaded?.settings === settings && !grants.clock && !grants.random) return null;
    place.loaded = null;
    vm.restore(bare);
    vm.begin(limits.timeoutMs);
    const opened = ask('open', settings);
    if (!opened.ok) return faultOf(opened.thrown, facts());
    const evaluated = context.evalCode(code.code, code.file, { type: 'module' });
    if (evaluated.error) return loadFault(describe(evaluated.error), facts());
    const fault = evaluated.value.consume((exports) => runJobs() ?? bind(exports));
    if (fault === null) place.loaded = { settings, image: vm.image() };
    return fault;
  }

  function bind(exports: QuickJSHandle): SnippetFault | null {
    const loaded = context.getPromiseState(exports);
    if (loaded.type === 'rejected') return loadFault(describe(loaded.error), facts());
    if (loaded.type === 'pending') {
      const message = 'The snippet waits at its top level for something that does not come.';
      return plainFault('invalid', `${message} Wait inside of the function instead.`, logs());
    }
    const answer = ask('bind', loaded.value);
    if (!loaded.notAPromise) loaded.value.dispose();
    if (!answer.ok) return loadFault(answer.thrown, facts());
    return answer.text === '' ? null : plainFault('invalid', answer.text, logs());
  }

  /** Runs what promises have put off; a fault when that was stopped. */
  function runJobs(): SnippetFault | null {
    while (vm.runtime.hasPendingJob()) {
      if (vm.left() === 0) return timeoutFault(facts());
      const done = vm.runtime.executePendingJobs(JOBS_AT_ONCE);
      if (done.error) return faultOf(describe(done.error), facts());
    }
    return null;
  }

  async function settled(): Promise<string | SnippetFault> {
    for (;;) {
      const answer = ask('finish', null);
      if (!answer.ok) return faultOf(answer.thrown, facts());
      if (answer.text !== '') return answer.text;
      if (calls.pending() === 0) {
        return plainFault('user', 'The snippet waits for a promise that nothing settles.', logs());
      }
      if (!(await inTime(calls.next(), vm.left()))) return timeoutFault(facts());
      const fault = runJobs();
      if (fault) return fault;
    }
  }

  async function runItem(text: string): Promise<string | SnippetFault> {
    if (!place.loaded) return plainFault('crash', 'The snippet is not loaded.');
    vm.restore(place.loaded.image);
    vm.begin(limits.timeoutMs);
    const answer = ask('start', text);
    if (!answer.ok) return faultOf(answer.thrown, facts());
    const fault = runJobs();
    if (fault) return fault;
    const result = answer.text === '' ? await settled() : answer.text;
    // An async function that was stopped may look as if it had ended by itself.
    return vm.stopped() ? timeoutFault(facts()) : result;
  }

  let fault: SnippetFault | null;
  calls.clear();
  try {
    fault = load();
  } catch (error) {
    fault = breakage(error);
  }
  if (fault) judged(fault);
  return {
    fault,
    async run(text) {
      calls.clear();
      // Its bytes, its text and what is read from it need room at the same time.
      if (text.length * 4 > limits.memoryBytes) return memoryFault(facts(), false);
      let result: string | SnippetFault;
      try {
        result = await runItem(text);
      } catch (error) {
        result = breakage(error);
      }
      if (typeof result !== 'string') return judged(result);
      if (result.length > RESULT_LIMIT) {
        const message = `The result has ${result.length} characters; ${RESULT_LIMIT} is the most.`;
        return plainFault('user', message, logs());
      }
      return { ok: true, json: result, action: calls.notes.action(), logs: logs() };
    },
    reached: () => calls.reached(),
    broken: () => broken,
  };
}

/** True when the work is done before so many milliseconds have passed. */
async function inTime(work: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const done = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return done;
}
