/** Node-RED: five function nodes in a line, messages sent by the hundred. Nothing of it is kept anywhere. */
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { childInput, childResult } from '../child.ts';
import { finishLine } from '../finish-line.ts';
import { peerContestSchema } from '../messages.ts';

type NodeRed = {
  init(server: unknown, settings: Readonly<Record<string, unknown>>): void;
  start(): Promise<void>;
  readonly events: { once(event: string, listener: () => void): void };
  readonly nodes: { getNode(id: string): { receive(message: unknown): void } | null };
};

const NODES = 5;
const { items, folder, peerFolder } = childInput(peerContestSchema);
const load = createRequire(join(peerFolder, 'package.json'));
const red: NodeRed = load('node-red');

const finish = finishLine(items, NODES);

/** Hands the event loop back after each hundred: all at once is slower and takes more memory. */
const SEND = `
  (async () => {
    const pad = 'x'.repeat(150);
    for (let id = 0; id < ${items}; id += 100) {
      const some = Array.from({ length: Math.min(100, ${items} - id) }, (_, at) => ({ payload: { id: id + at, n: 0, pad } }));
      node.send([some]);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  })();
  return null;`;

function functionNode(id: string, func: string, next: string | null) {
  const wires = next === null ? [] : [[next]];
  return { id, type: 'function', z: 'tab', func, outputs: wires.length, libs: [], wires };
}

const flow = [
  { id: 'tab', type: 'tab', label: 'bench' },
  functionNode('source', SEND, 'node-1'),
  ...Array.from({ length: NODES }, (_, at) => {
    const next = at + 1 < NODES ? `node-${at + 2}` : 'sink';
    return functionNode(`node-${at + 1}`, 'msg.payload.n++; return msg;', next);
  }),
  functionNode('sink', "global.get('arrived')(msg.payload.n); return null;", null),
];
await writeFile(join(folder, 'flows.json'), JSON.stringify(flow));

red.init(createServer(), {
  httpAdminRoot: false,
  httpNodeRoot: false,
  userDir: folder,
  flowFile: 'flows.json',
  logging: { console: { level: 'warn' } },
  telemetry: { enabled: false, updateNotification: false },
  functionGlobalContext: { arrived: finish.arrived },
});
const flowsStarted = new Promise<void>((resolve) => red.events.once('flows:started', resolve));
await red.start();
await flowsStarted;
const source = red.nodes.getNode('source');
if (!source) throw new Error('Node-RED has not started the flow.');

const start = performance.now();
source.receive({ payload: null });
await finish.allThrough;
const seconds = (performance.now() - start) / 1000;
childResult({ seconds });
process.exit(0);
