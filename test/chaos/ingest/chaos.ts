/** Folders in which anything happens, watched by an engine that is killed again and again: what it knows is compared. */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceFiles } from '#engine/files.ts';
import { makeContents } from '#test/support/folders/contents.ts';
import { type Drive, startDrive } from '#test/support/folders/drive.ts';
import { inWords, type Operation, operation, SLOTS } from '#test/support/folders/operations.ts';
import { fc } from '#test/support/property.ts';
import { type Book, createBook } from '../runner/book.ts';
import { createDice, type Dice } from '../runner/dice.ts';
import { createLives } from '../runner/lives.ts';
import { processesLeft } from '../runner/outside.ts';
import { openFolderEngine } from './engine.ts';

export type FolderChaosOptions = {
  readonly operations: number;
  /** What the operations and the moments of the kills depend on. */
  readonly seed: string;
  readonly say: (line: string) => void;
};

export type FolderChaosReport = {
  /** What was counted, by what it is. */
  readonly counts: Readonly<Record<string, number>>;
  /** Everything that is wrong; empty when all is well. */
  readonly violations: readonly string[];
};

/** Operations between two comparisons, and in one workspace. */
const ROUND = 50;
const WORKSPACE = 1000;
/** Chance that an operation is followed by a kill. */
const KILL = 0.05;
/** In so many rounds there is one burst that is more than the engine trusts the system to tell of. */
const LARGE_EVERY = 5;
const LARGE = 700;
const PICTURES = 60;
/** Files that look damaged are waited for five seconds, and a kill begins that again. */
const PATIENCE = { alone: 12_000, helped: 40_000 };

export async function runFolderChaos(options: FolderChaosOptions): Promise<FolderChaosReport> {
  const { operations, seed, say } = options;
  const book = createBook();
  for (let done = 0; done < operations && book.wrongs.length === 0; done += WORKSPACE) {
    const many = Math.min(WORKSPACE, operations - done);
    await oneWorkspace({ ...options, operations: many, seed: `${seed} ${done}` }, book);
    const of = (what: string) => book.counts.get(what) ?? 0;
    say(`${of('operations')} operations, ${of('kills')} kills, compared ${of('comparisons')} times`);
  }
  return { counts: Object.fromEntries([...book.counts].toSorted()), violations: book.wrongs };
}

async function oneWorkspace({ operations, seed, say }: FolderChaosOptions, book: Book): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-chaos-'));
  const base = join(folder, 'disk');
  await mkdir(base);
  const dice = createDice(seed);
  const lives = createLives(folder, book);
  let since: Operation[] = [];
  try {
    const engine = await openFolderEngine(lives, book, dice);
    const contents = await makeContents(PICTURES);
    const mode = () => (dice.chance(0.5) ? 'link' : 'copy');
    const plan = { innerApart: dice.chance(0.5), two: mode(), again: mode() } as const;
    const drive = await startDrive({ engine, contents, base, plan, patience: PATIENCE });
    for (const slot of SLOTS) await drive.perform({ what: 'watch', slot });
    for (let round = 0; round * ROUND < operations; round += 1) {
      since = [];
      for (const op of drawRound(dice, round)) {
        since.push(op);
        await drive.perform(op);
        book.count('operations');
      }
      await drive.compare();
    }
    count(book, drive);
    await end(lives, book);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    book.accuse([`after, since all was well:`, ...since.map(inWords), what].join('\n  '));
  } finally {
    await lives.current().kill();
  }
  if (book.wrongs.length === 0) await rm(folder, { recursive: true, force: true });
  else say(`What is left can be looked at in ${folder}`);
}

/** Operations as in the tests, with more kills, other pictures in each round, and large bursts. */
function drawRound(dice: Dice, round: number): Operation[] {
  const drawn = fc.sample(fc.noBias(operation), { numRuns: ROUND, seed: dice.below(2 ** 31) });
  const ours = drawn.filter(({ what }) => what !== 'compare' && what !== 'deafen');
  const large = round % LARGE_EVERY === LARGE_EVERY - 1;
  const burst: Operation[] = large ? [{ what: 'burst', at: 'two/x', count: LARGE }] : [];
  const before: Operation[] = round % LARGE_EVERY === 0 ? [{ what: 'delete folder', at: 'two/x' }] : [];
  return [...before, ...ours.slice(0, ROUND / 2), ...burst, ...ours.slice(ROUND / 2)].flatMap((op) => {
    const other =
      op.what === 'put' || op.what === 'put slowly' || op.what === 'put half'
        ? { ...op, nth: op.nth + round }
        : op;
    return dice.chance(KILL) ? [other, { what: 'kill' as const, after: dice.below(20) }] : [other];
  });
}

function count(book: Book, { counts }: Drive): void {
  book.count('comparisons', counts.compared);
  book.count('comparisons that agreed only when every file was looked at again', counts.helped);
}

async function end(lives: ReturnType<typeof createLives>, book: Book): Promise<void> {
  const code = await lives.current().end();
  if (code !== 0) book.accuse(`the last engine ended with ${code}`);
  for (const left of processesLeft(lives.home)) book.accuse(`a process was left behind: ${left}`);
  const { scratch } = workspaceFiles(lives.workspace);
  for (const name of await readdir(scratch)) book.accuse(`half-done work was left in scratch: ${name}`);
}
