/** Assistance off the main thread: the picture's pixels stay here, questions come and answers go. */
import { type Assistant, createAssistant } from './assistant.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import type { Pixels } from './pixels.ts';

let assistant: Assistant | null = null;

const tell = (message: FromWorker) => postMessage(message);

addEventListener('message', ({ data: message }: MessageEvent<ToWorker>) => {
  if (message.type === 'picture') {
    assistant = createAssistant(pixelsOf(message), message.picture);
    return;
  }
  const { id, question } = message;
  try {
    if (!assistant) throw new Error('There is no picture yet.');
    const answer = assistant.answer(question, (done) => tell({ type: 'progress', id, done }));
    tell({ type: 'answer', id, answer });
  } catch (error) {
    tell({ type: 'failed', id, why: String(error) });
  }
});

/** The pixels as they are shown, upright. */
function pixelsOf({ image, lie }: Extract<ToWorker, { type: 'picture' }>): Pixels {
  const [wide, high] = [lie?.width ?? image.width, lie?.height ?? image.height];
  const onItsSide = (lie?.rotation ?? 0) % 180 !== 0;
  const [width, height] = onItsSide ? [high, wide] : [wide, high];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no drawing context for the pixels of a picture.');
  context.translate(width / 2, height / 2);
  context.rotate(((lie?.rotation ?? 0) * Math.PI) / 180);
  context.drawImage(image, 0, 0, wide, high, -wide / 2, -high / 2, wide, high);
  image.close();
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}
