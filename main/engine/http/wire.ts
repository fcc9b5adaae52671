/** Schemas that several routes share. */
import { z } from 'zod';
import { flagParameter } from './query.ts';

export { json, time } from '#core/formats/dataloop/replies.ts';

/** What only matters as a whole: the entity's own reader says what does not fit. */
export const jsonBody = z.record(z.string(), z.unknown());

export const systemQuery = z.looseObject({ system: flagParameter });

/** For what is over once it is done. */
export const done = z.object({});
