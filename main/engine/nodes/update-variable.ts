/** Update variable: gives what comes in to the pipeline's variable of the port's name, and lets it out. */
import { SluiceError } from '#core/errors.ts';
import { setVariable } from '../db/queries/pipelines.ts';
import type { InlineNode } from './node.ts';

export const updateVariable: InlineNode = {
  lane: 'inline',
  writes: true,
  run(tx, { work, node, input }) {
    const [port] = node.inputs;
    if (!port || input[port.name] === undefined) {
      throw new SluiceError('invalid-input', `"${node.name}" was given no value for its variable.`);
    }
    const value = input[port.name];
    const name = port.name;
    setVariable(tx.db, work.pipelineId, { name, value, at: tx.now });
    const [output] = node.outputs;
    return {
      kind: 'done',
      outputs: output ? { [output.name]: value } : {},
      action: null,
      why: `the variable "${name}" is now ${JSON.stringify(value).slice(0, 200)}`,
    };
  },
};
