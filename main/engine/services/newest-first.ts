/** Work of which only the newest wish counts: somebody drags along a video, and each place was wanted for a moment. */
import { SluiceError } from '#core/errors.ts';

export type NewestFirst = {
  /**
   * Runs the work now, or after what runs already under the key; a newer one takes its place while it waits. Rejects with
   * `aborted` when that happens.
   */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
};

type Lane = { running: number; drop: (() => void) | null; start: (() => void) | null };

/** `inFlight`: how much may run at once under one key. */
export function createNewestFirst(inFlight = 2): NewestFirst {
  const lanes = new Map<string, Lane>();

  function next(key: string, lane: Lane): void {
    const { start } = lane;
    [lane.start, lane.drop] = [null, null];
    if (start) start();
    else if (lane.running === 0) lanes.delete(key);
  }

  return {
    run<T>(key: string, work: () => Promise<T>): Promise<T> {
      const lane = lanes.get(key) ?? { running: 0, drop: null, start: null };
      lanes.set(key, lane);
      return new Promise<T>((resolve, reject) => {
        const start = () => {
          lane.running += 1;
          void work()
            .then(resolve, reject)
            .finally(() => {
              lane.running -= 1;
              next(key, lane);
            });
        };
        if (lane.running < inFlight) {
          start();
          return;
        }
        lane.drop?.();
        lane.start = start;
        lane.drop = () => reject(new SluiceError('aborted', 'A newer picture was asked for.'));
      });
    },
  };
}
