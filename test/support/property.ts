/**
 * Property tests draw the same examples in every run, so that a change is judged by what is in it. To look for more:
 * `SLUICE_SEED=random`, or the seed that a failure named.
 */
import fc from 'fast-check';

const { SLUICE_SEED: seed = '20261122' } = process.env;

if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });

export { fc };
