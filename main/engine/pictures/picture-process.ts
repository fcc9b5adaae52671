/** A process that decodes pictures for the engine, one after the other. A message that it does not understand ends it. */
import { toWireError } from '#core/errors.ts';
import { engineChannel } from '../process-channel.ts';
import { doTask } from './do-task.ts';
import { type FromPictures, toPicturesSchema } from './tasks.ts';

const channel = engineChannel();

channel.onMessage((raw) => {
  const { id, task } = toPicturesSchema.parse(raw);
  const say = (answer: FromPictures) => channel.send(answer);
  doTask(task).then(
    (bytes) => say({ kind: 'done', id, bytes }),
    (error: unknown) => say({ kind: 'failed', id, error: toWireError(error) }),
  );
});
