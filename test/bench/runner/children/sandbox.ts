/** The sandbox of snippets by itself: items in batches, then one after the other. */
import { createSandbox } from '#engine/code/sandbox.ts';
import { systemPorts } from '#engine/ports.ts';
import { childInput, childResult } from '../child.ts';
import { SNIPPET } from '../graph.ts';
import { sandboxSchema } from '../messages.ts';

const { way, items, alone } = childInput(sandboxSchema);
const sandbox = createSandbox({ ...systemPorts({ logFile: null }), way });

const itemOf = (at: number) => ({
  id: at.toString(16).padStart(24, '0'),
  name: `frame ${at}.jpg`,
  dir: '/',
  type: 'file',
  annotated: false,
  annotationsCount: 0,
  metadata: { system: { mimetype: 'image/jpeg', size: 250_000, width: 1920, height: 1080 }, user: { n: at } },
});

await run(items);
const start = performance.now();
await run(items);
const seconds = (performance.now() - start) / 1000;
const oneByOne: number[] = [];
while (oneByOne.length < alone) {
  const begun = performance.now();
  await runBatch(oneByOne.length, 1);
  oneByOne.push(performance.now() - begun);
}
await sandbox.close();
childResult({ seconds, oneByOne });

/** In batches of a hundred. */
async function run(count: number): Promise<void> {
  for (let from = 0; from < count; from += 100) await runBatch(from, Math.min(100, count - from));
}

async function runBatch(from: number, count: number): Promise<void> {
  const outcomes = await sandbox.run({
    snippet: { language: 'javascript', source: SNIPPET },
    items: Array.from({ length: count }, (_, at) => itemOf(from + at)),
    context: {},
    limits: { timeoutMs: 1000, memoryBytes: 64 * 2 ** 20 },
    grants: { network: [], files: [], clock: false, random: false },
  });
  const failed = outcomes.find((outcome) => !outcome.ok);
  if (failed) throw new Error(failed.message);
}
