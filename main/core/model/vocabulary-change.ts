/** A change of a recipe's labels or attributes that annotations follow. */
import { z } from 'zod';

const label = z.string().min(1).max(200);

export const vocabularyChangeSchema = z.discriminatedUnion('what', [
  /** Annotations with the label get another one; null: they are deleted. */
  z.strictObject({ what: z.literal('label'), from: label, to: label.nullable() }),
  /** An option that was chosen is another one now; null: it is not chosen any more. */
  z.strictObject({ what: z.literal('value'), key: label, from: z.string(), to: z.string().nullable() }),
  /** An attribute has another key; null: its values go. */
  z.strictObject({ what: z.literal('key'), from: label, to: label.nullable() }),
]);
export type VocabularyChange = Readonly<z.infer<typeof vocabularyChangeSchema>>;
