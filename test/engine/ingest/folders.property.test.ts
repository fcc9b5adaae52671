/**
 * Nothing is imported twice, nothing is missed: whatever happens to folders, in whichever order, and whenever the engine
 * is killed, items and files agree in the end. Longer and with real kills: `npm run chaos -- ingest`.
 */
import { expect, test } from 'vitest';
import { makeContents } from '#test/support/folders/contents.ts';
import { startDrive } from '#test/support/folders/drive.ts';
import { inWords, type Operation, operation, SLOTS } from '#test/support/folders/operations.ts';
import { shorten } from '#test/support/folders/shorten.ts';
import type { Plan } from '#test/support/folders/watches.ts';
import { fc } from '#test/support/property.ts';
import { openFolderEngine } from './folder-engine.ts';

const RUNS = 12;
/** So long agreement is waited for, in milliseconds; less while a short example is sought. */
const PATIENCE = { alone: 1000, helped: 8000 };
const HASTE = { alone: 500, helped: 1500 };
const SEEK_MS = 120_000;

const mode = fc.constantFrom('link' as const, 'copy' as const);
const plan: fc.Arbitrary<Plan> = fc.record({ innerApart: fc.boolean(), two: mode, again: mode });
/** All choices are as likely at the beginning of a run as at its end. */
const story = fc.noBias(
  fc.record({
    plan,
    /** Files in one transaction: the usual number, or so few that a kill comes between the files of a burst. */
    batch: fc.constantFrom(512, 3),
    watched: fc.subarray([...SLOTS], { minLength: 1 }),
    operations: fc.array(operation, { minLength: 1, maxLength: 60, size: 'max' }),
  }),
);
type Story = { batch: number; plan: Plan; watched: (typeof SLOTS)[number][]; operations: Operation[] };

type Counts = { compared: number; helped: number };

const contents = await makeContents(6);

async function happens({ plan, watched, operations, batch }: Story, patience = PATIENCE): Promise<Counts> {
  const engine = await openFolderEngine(batch);
  try {
    const drive = await startDrive({ engine, contents, base: engine.base, plan, patience });
    for (const slot of watched) await drive.perform({ what: 'watch', slot });
    for (const op of operations) await drive.perform(op);
    await drive.compare();
    return drive.counts;
  } finally {
    await engine.close();
  }
}

/** What goes wrong; null when nothing does. */
async function wrong(one: Story, patience = PATIENCE): Promise<string | null> {
  return await happens(one, patience).then(
    () => null,
    (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
  );
}

function inLines({ plan, watched, operations }: Story): string {
  const watches = `watched: ${watched.join(', ')} ${JSON.stringify(plan)}`;
  return [watches, ...operations.map(inWords)].map((line) => `  ${line}`).join('\n');
}

test('whatever happens to folders, nothing is twice and nothing is missed', {
  timeout: 300_000,
}, async () => {
  const out = await fc.check(
    fc.asyncProperty(story, async (one) => void (await happens(one))),
    // A failing example is made short by leaving operations out, which needs far fewer tries.
    { numRuns: RUNS, endOnFailure: true },
  );
  const [example] = out.counterexample ?? [];
  if (!example) return;
  const fails = async (operations: readonly Operation[]) =>
    (await wrong({ ...example, operations: [...operations] }, HASTE)) !== null;
  const operations = [...(await shorten(example.operations, fails, SEEK_MS))];
  const short = { ...example, operations };
  const why = (await wrong(short)) ?? `nothing this time; of the long list: ${String(out.errorInstance)}`;
  expect.fail(`SLUICE_SEED=${out.seed}:\n${inLines(short)}\nleads to:\n${why}`);
});

const USUAL = { batch: 512, plan: { innerApart: true, two: 'link', again: 'link' } } as const;

/** Found by the test above, and made short. */
const STORIES: Record<string, Story> = {
  'a copy in the workspace stands in for a file that is gone': {
    ...USUAL,
    plan: { innerApart: true, two: 'link', again: 'copy' },
    watched: ['one', 'two once more'],
    operations: [
      { what: 'put', nth: 0, at: 'two/a.png' },
      { what: 'compare' },
      { what: 'put', nth: 0, at: 'one/a.png' },
      { what: 'compare' },
      { what: 'delete', at: 'two/a.png' },
      { what: 'compare' },
      { what: 'delete', at: 'one/a.png' },
    ],
  },
  'a pattern that crosses folders also matches names with line breaks': {
    ...USUAL,
    watched: ['one'],
    operations: [
      { what: 'choose', slot: 'one', choice: 4 },
      { what: 'put', nth: 2, at: 'one/x/new\nline.png' },
    ],
  },
  'a link that leads back up brings nothing in, whatever happens there': {
    ...USUAL,
    watched: ['one in another'],
    operations: [
      { what: 'link folder', from: 'one', to: 'one/x/link' },
      { what: 'compare' },
      { what: 'put', nth: 2, at: 'one/a.png' },
      { what: 'wait', ms: 150 },
    ],
  },
  'a file that went while nobody watched is missed when its folder is watched again': {
    ...USUAL,
    watched: ['one'],
    operations: [
      { what: 'put', nth: 1, at: 'one/a.png' },
      { what: 'compare' },
      { what: 'unwatch', slot: 'one' },
      { what: 'delete', at: 'one/a.png' },
      { what: 'watch', slot: 'one' },
    ],
  },
  'a file that went while no pattern wanted it is missed when one does again': {
    ...USUAL,
    watched: ['one'],
    operations: [
      { what: 'put', nth: 1, at: 'one/x/a.png' },
      { what: 'compare' },
      { what: 'choose', slot: 'one', choice: 2 },
      { what: 'compare' },
      { what: 'delete', at: 'one/x/a.png' },
      { what: 'choose', slot: 'one', choice: 0 },
    ],
  },
};

test.each(Object.entries(STORIES))('%s', async (_name, one) => {
  expect((await happens(one)).compared).toBeGreaterThan(0);
});
