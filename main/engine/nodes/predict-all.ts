/** Predictions for a batch of pictures, where one that goes wrong harms no other. */
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { ModelPicture, PredictOutcome } from '../ml/model.ts';
import type { Models, PredictRequest } from '../ml/models.ts';

export type Answers = ReadonlyMap<string, PredictOutcome | SluiceError>;

/**
 * An answer for each picture, by its item. When the model's process ends, the pictures it worked on are blamed for it and
 * the others tried again. When the model itself fails, nobody knows at which one: each is tried alone.
 * @throws SluiceError for what has nothing to do with pictures: no such model, settings that do not fit, `aborted`.
 */
export async function predictAll(
  models: Pick<Models, 'predict'>,
  request: PredictRequest,
  signal: AbortSignal,
): Promise<Answers> {
  const { pictures } = request;
  if (pictures.length === 0) return new Map();
  const again = (some: readonly ModelPicture[]) => predictAll(models, { ...request, pictures: some }, signal);
  try {
    const answers = await models.predict(request, signal);
    return new Map(answers.map((answer) => [answer.itemId, answer]));
  } catch (error) {
    if (isSluiceError(error, 'internal')) {
      const [only, ...others] = pictures;
      if (only && others.length === 0) return new Map([[only.itemId, modelFault(error)]]);
      const answers = new Map<string, PredictOutcome | SluiceError>();
      for (const picture of pictures) for (const answer of await again([picture])) answers.set(...answer);
      return answers;
    }
    const blamed = blamedBy(error, pictures);
    if (!isSluiceError(error) || blamed.length === 0) throw error;
    const crash = new SluiceError(
      error.code,
      error.message,
      { ...error.details, crash: true },
      { cause: error },
    );
    const others = await again(pictures.filter((picture) => !blamed.includes(picture)));
    return new Map([...others, ...blamed.map(({ itemId }) => [itemId, crash] as const)]);
  }
}

/** It is a fault of the model, not of ours, and comes again each time. */
function modelFault({ message, details }: SluiceError): SluiceError {
  return new SluiceError('invalid-input', `The model failed: ${message}`, details);
}

/** The pictures at which the model's process has ended; none for a fault that says nothing of pictures. */
function blamedBy(error: unknown, pictures: readonly ModelPicture[]): readonly ModelPicture[] {
  if (!isSluiceError(error, 'tool-failed')) return [];
  const named = error.details['itemIds'];
  if (!Array.isArray(named) || named.length === 0) return [];
  const blamed = pictures.filter(({ itemId }) => named.includes(itemId));
  return blamed.length > 0 ? blamed : pictures;
}
