/** The window's side of assistance: one worker, started at the first question, with the pixels of what is shown. */
import type { Size } from '#core/geometry/plane.ts';
import type { FromWorker, Lie, ToWorker } from './messages.ts';
import type { Assist, Heard, Question } from './questions.ts';

/** Milliseconds without an answer after which it is told how far it is. */
const PATIENCE_MS = 100;

export type ShownImage = {
  /** Another one for another picture, or the same picture through another window. */
  readonly key: unknown;
  readonly image: CanvasImageSource;
  readonly lie: Lie | null;
  readonly picture: Size;
};

export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

export type AssistPorts = {
  /** Null: nothing is shown. */
  shown(): ShownImage | null;
  spawn(): WorkerLike;
  copy(image: CanvasImageSource): Promise<ImageBitmap>;
  now(): number;
};

type Asked = {
  readonly id: number;
  readonly question: Question;
  readonly hear: (heard: Heard) => void;
  readonly at: number;
};

export function createAssist(ports: AssistPorts): Assist {
  let worker: WorkerLike | null = null;
  let known: unknown = null;
  let sent: Asked | null = null;
  let waiting: Asked[] = [];
  let lastId = 0;

  function stop(): void {
    worker?.terminate();
    worker = null;
    known = null;
    sent = null;
  }

  function fail({ hear }: Asked): void {
    hear({ type: 'failed' });
  }

  function receive(message: FromWorker): void {
    if (!sent || message.id !== sent.id) return;
    const { hear, at } = sent;
    if (message.type === 'progress') {
      if (ports.now() - at >= PATIENCE_MS) hear({ type: 'progress', done: message.done });
      return;
    }
    sent = null;
    hear(message.type === 'answer' ? message.answer : { type: 'failed' });
    void sendNext();
  }

  function started(): WorkerLike {
    if (worker) return worker;
    const made = ports.spawn();
    made.onmessage = ({ data }: MessageEvent<FromWorker>) => receive(data);
    made.onerror = () => {
      const lost = sent;
      stop();
      if (lost) fail(lost);
    };
    worker = made;
    return made;
  }

  async function bringPicture(shown: ShownImage): Promise<void> {
    if (known === shown.key && worker) return;
    const { lie, picture } = shown;
    const image = await ports.copy(shown.image);
    const message: ToWorker = { type: 'picture', image, lie, picture };
    started().postMessage(message, [image]);
    known = shown.key;
  }

  async function sendNext(): Promise<void> {
    const [next] = waiting;
    if (sent || !next) return;
    waiting = waiting.slice(1);
    sent = next;
    const shown = ports.shown();
    try {
      if (!shown) throw new Error('Nothing is shown.');
      await bringPicture(shown);
      // Given up meanwhile, maybe with the worker.
      if (sent !== next) return;
      const message: ToWorker = { type: 'question', id: next.id, question: next.question };
      started().postMessage(message);
    } catch {
      if (sent !== next) return;
      sent = null;
      fail(next);
      await sendNext();
    }
  }

  return {
    ask(question, hear) {
      if (!question) {
        waiting = [];
        // A cut in the middle of its work hears of nothing: the worker ends with it.
        if (sent?.question.type === 'cut') stop();
        else if (sent) sent = { ...sent, hear: () => {} };
        return;
      }
      waiting = waiting.filter((each) => each.question.type !== question.type);
      waiting.push({ id: ++lastId, question, hear, at: ports.now() });
      void sendNext();
    },
    dispose() {
      waiting = [];
      stop();
    },
  };
}
