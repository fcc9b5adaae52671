/** A real engine process that watches real folders, killed as by the system and started again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createIds } from '#core/model/ids.ts';
import { openDatabase } from '#engine/db/driver.ts';
import { workspaceFiles } from '#engine/files.ts';
import type { FolderEngine } from '#test/support/folders/drive.ts';
import type { Book } from '../runner/book.ts';
import { createClient } from '../runner/client.ts';
import type { Dice } from '../runner/dice.ts';
import type { Lives } from '../runner/lives.ts';

/** Milliseconds after which a planned kill comes, for each unit of its delay. */
const KILL_STEP_MS = 60;
/** Share of the kills after which the engine comes back at once, and not when it is needed. */
const AT_ONCE = 0.5;

export async function openFolderEngine(lives: Lives, book: Book, dice: Dice): Promise<FolderEngine> {
  const client = createClient(lives.current, () => false);
  const ids = createIds(Date.now, dice.next);
  let killing: Promise<void> | null = null;

  async function killLater(ms: number): Promise<void> {
    await delay(ms);
    await lives.current().kill();
    book.count('kills');
    if (dice.chance(AT_ONCE)) lives.begin();
  }

  /** A kill that is planned comes first, so that no change is asked for whose answer could be lost. */
  async function alive(): Promise<void> {
    await killing;
    killing = null;
    if (lives.current().wasKilled()) lives.begin();
  }

  async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    await alive();
    return await client.ask(name, input);
  }

  const { id: projectId } = await call('projects.create', { name: 'Chaos' });
  const dataset = async (name: string) => (await call('datasets.create', { projectId, name })).id;
  return {
    projectId,
    datasets: [await dataset('first'), await dataset('second')],
    root: lives.workspace,
    call,
    busy: async () => (await call('diagnostics.idle', {})).ingestBusy,
    async read(work) {
      await alive();
      await lives.current().ready;
      const db = openDatabase(workspaceFiles(lives.workspace).database);
      try {
        return await work(db);
      } finally {
        db.close();
      }
    },
    newId: () => ids.next(),
    async kill(after) {
      await alive();
      // Now and then while it starts.
      killing = killLater(dice.below((after + 1) * KILL_STEP_MS));
    },
    async restart() {
      await alive();
      await lives.current().ready;
      const code = await lives.current().end();
      if (code !== 0) book.accuse(`an engine that was to end ended with ${code}`);
      lives.begin();
    },
    // What the system tells a process of its own cannot be kept from it.
    deafen() {},
    hear() {},
  };
}
