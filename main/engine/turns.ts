/** Work that must not overlap takes its turn. */

export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** One at a time, in the order of asking; one that fails holds nobody up. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
