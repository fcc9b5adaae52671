/**
 * For models that take one picture after the other.
 */
import { isSluiceError } from '#core/errors.ts';
import { abortedError } from '../media/run-tool.ts';
import type { FoundAnnotation, ModelBatch, ModelPicture, PictureAnswer } from './model.ts';

/**
 * Works through a batch. A picture that is missing, damaged or cannot be read gets its own answer; anything else that
 * `find` throws fails the batch. Throws `aborted` between two pictures when nobody waits any more.
 */
export async function eachPicture(
  batch: ModelBatch,
  find: (picture: ModelPicture) => Promise<FoundAnnotation[]>,
): Promise<PictureAnswer[]> {
  const answers: PictureAnswer[] = [];
  for (const [index, picture] of batch.pictures.entries()) {
    if (batch.signal.aborted) throw abortedError('the prediction');
    batch.begin(index);
    try {
      answers.push({ ok: true, annotations: await find(picture) });
    } catch (error) {
      if (!isSluiceError(error, 'media-unreadable', 'not-found', 'io')) throw error;
      answers.push({ ok: false, code: error.code, message: error.message });
    }
  }
  return answers;
}
