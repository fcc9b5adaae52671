/** Loads a snippet without running it on anything, to find out whether it can be run. */
import { CHECK_MS, type CheckJob } from '../job.ts';
import type { SnippetProblem } from '../snippet.ts';
import { compile } from './compile.ts';
import { NO_DOORS } from './host-calls.ts';
import { type Rooms, roomKey } from './rooms.ts';
import { openSession } from './session.ts';

const LIMITS = { timeoutMs: CHECK_MS, memoryBytes: 64 * 2 ** 20 };
const GRANTS = { network: [], files: [], clock: false, random: false };

/** Why the snippet cannot be run, or null. */
export async function checkJob({ program }: CheckJob, rooms: Rooms): Promise<SnippetProblem | null> {
  const code = compile(program);
  if (!code.ok) return code.problem;
  const key = roomKey({ program, limits: LIMITS });
  const job = { program, limits: LIMITS, grants: GRANTS, context: '{}', time: 0 };
  const session = openSession({ place: await rooms.take(key), code, doors: NO_DOORS, job });
  if (session.broken()) rooms.drop(key);
  const { fault } = session;
  return fault && { message: fault.message, place: fault.place };
}
