/** Simulation: what would happen, without anything happening. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { runSimulation } from '../pipelines/simulate.ts';

/** One item is shown in full: all of its way, and a few elements of each list. */
const TRACE = { paths: 1, stepsShown: 500, elements: 20 } as const;

export function simulateHandlers(ctx: EngineContext): Handlers<`pipelines.${'simulate' | 'trace'}`> {
  return {
    'pipelines.simulate': (order) => runSimulation(ctx, order),
    'pipelines.trace': async ({ itemId, decisions, ...rest }) => {
      const people = Object.fromEntries(
        Object.entries(decisions).map(([nodeId, action]) => [nodeId, { rates: { [action]: 1 } }]),
      );
      const items = { itemIds: [itemId] };
      const simulated = await runSimulation(ctx, { ...rest, items, people, limits: TRACE });
      const [path] = simulated.paths;
      if (!path) throw new SluiceError('not-found', 'This item is not there any more.', { itemId });
      const { version, nowhere, endless, warnings } = simulated;
      return { version, path, nowhere, endless, warnings };
    },
  };
}
