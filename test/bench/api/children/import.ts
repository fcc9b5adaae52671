/** The same engine without a server: a folder is imported, each file as a copy. */
import { setTimeout as delay } from 'node:timers/promises';
import { childInput, childResult } from '../../runner/child.ts';
import { makeGround, openEngine } from '../../runner/workspace.ts';
import { importInputSchema } from '../messages.ts';

const { folder, pictures } = childInput(importInputSchema);
const engine = await openEngine(folder);
const { datasetId } = await makeGround(engine);
const start = performance.now();
await engine.call('items.import', { datasetId, paths: [pictures], mode: 'copy' });
while ((await engine.call('jobs.list', {})).length > 0) await delay(5);
const seconds = (performance.now() - start) / 1000;
childResult({ seconds, items: (await engine.call('items.count', { datasetId })).count });
await engine.close();
