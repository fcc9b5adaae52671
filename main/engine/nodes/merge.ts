/** Merge: waits until each of its inputs has a value, then lets them out, each by the output of the same place. */
import type { InlineNode } from './node.ts';

export const merge: InlineNode = {
  lane: 'inline',
  writes: false,
  run(_tx, { node, input }) {
    const values = node.inputs.map((port) => input[port.name]);
    const outputs = Object.fromEntries(
      node.outputs.flatMap((port, at) => {
        const value = values[at] ?? values.find((one) => one !== undefined);
        return value === undefined ? [] : [[port.name, value]];
      }),
    );
    return { kind: 'done', outputs, action: null, why: 'every input has come' };
  },
};
