/** Code node in Python: a `ServiceRunner` of the reference system, in the person's own Python. */
import type { PythonInputs } from '../code/python.ts';
import { configOf } from './config.ts';
import type { LongNode, NodeRun } from './node.ts';
import { limitsOf, outcomeOf } from './snippets/batch.ts';
import type { Json } from './snippets/entities.ts';
import { contextOf, type Given, givenTo } from './snippets/given.ts';

export const python: LongNode = {
  lane: 'python',
  job: null,
  async run(run) {
    const { ctx, node, signal } = run;
    const { package: written, sluice } = configOf('code', node);
    const given = givenTo(ctx.db, run);
    const { time: _time, ...context } = contextOf(ctx.db, run);
    const [outcome] = await ctx.python.run(
      {
        source: written.code,
        functionName: node.namespace?.functionName ?? undefined,
        items: [inputsOf(run, given)],
        // The same for every item: a process is kept as long as its context is the same, and starting one takes seconds.
        context,
        limits: limitsOf(sluice),
        api: null,
      },
      signal,
    );
    if (!outcome) throw new Error('Python gave no answer.');
    const done = outcomeOf(ctx, run, given, outcome, 'the snippet ran in Python');
    if (done.ok) return done.result;
    throw done.error;
  },
};

function inputsOf({ node }: NodeRun, { values }: Given): PythonInputs {
  const types = new Map(node.inputs.map((port) => [port.name, port.type]));
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const type = types.get(name) ?? 'Json';
      return [name, { type, value: type.startsWith('Item') ? asSent(value) : value }];
    }),
  );
}

/** The SDK takes the item's annotations for an address, and asks for them itself. */
function asSent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asSent);
  const { annotations: _annotations, ...item } = value as Json;
  return item;
}
