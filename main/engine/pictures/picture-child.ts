/** One picture process as the pool sees it: it does one task at a time, and is ended when it hangs. */
import { fromWireError, SluiceError } from '#core/errors.ts';
import { type HostWay, startHosted } from '../process-host.ts';
import { fromPicturesSchema, type PictureTask, type ToPictures } from './tasks.ts';

/** What a task fails with when its process has ended meanwhile: by itself, or because it hung. */
export class PictureCrash extends Error {}

export type PictureChild = {
  /** Null for a thread. */
  readonly pid: number | null;
  /** One at a time. Throws what the task threw, and `PictureCrash`. */
  run(task: PictureTask): Promise<Uint8Array | null>;
  /** Ends it at once; settles when it is gone. */
  kill(): Promise<void>;
};

export type PictureChildOptions = {
  readonly entry: string;
  readonly way: HostWay;
  /** Longest time for a task, in milliseconds. */
  readonly limitMs: (task: PictureTask) => number;
  readonly log: (line: string) => void;
  /** It has ended. Told once. */
  readonly onGone: () => void;
};

type Flight = { readonly id: number; resolve(bytes: Uint8Array | null): void; reject(error: Error): void };

export function startPictureChild(options: PictureChildOptions): PictureChild {
  let flight: Flight | null = null;
  let lastId = 0;
  let gone = (): void => undefined;
  const whenGone = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const hosted = startHosted(options.entry, options.way, {
    message(raw) {
      const parsed = fromPicturesSchema.safeParse(raw);
      if (!parsed.success || flight?.id !== parsed.data.id) return;
      const landing = flight;
      flight = null;
      if (parsed.data.kind === 'done') landing.resolve(parsed.data.bytes);
      else landing.reject(fromWireError(parsed.data.error));
    },
    exit(how) {
      flight?.reject(new PictureCrash(how));
      flight = null;
      gone();
      options.onGone();
    },
    output: options.log,
  });
  return {
    pid: hosted.pid,
    async run(task) {
      if (flight) throw new SluiceError('internal', 'A picture process was given two tasks at once.');
      lastId += 1;
      const id = lastId;
      const limit = setTimeout(() => hosted.kill(), options.limitMs(task));
      try {
        return await new Promise<Uint8Array | null>((resolve, reject) => {
          flight = { id, resolve, reject };
          hosted.send({ id, task } satisfies ToPictures);
        });
      } finally {
        clearTimeout(limit);
      }
    },
    async kill() {
      hosted.kill();
      await whenGone;
    },
  };
}
