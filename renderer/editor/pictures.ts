/**
 * Decoded pictures. Decoding takes tens of milliseconds, so the next ones are decoded before they are asked for, and
 * the last ones are kept. The oldest are closed first; those in use never.
 */

/** A picture ready to be drawn. */
export type DecodedPicture = {
  readonly image: CanvasImageSource;
  /** Upright pixels of what was decoded. */
  readonly width: number;
  readonly height: number;
  close(): void;
};

export type PictureCache<P extends DecodedPicture> = {
  /** The picture of the key, decoded now or before. @throws what `decode` throws */
  get(key: string): Promise<P>;
  /** Begins to decode the picture, for a `get` that comes soon. */
  start(key: string): void;
  /** The picture when it is decoded already. */
  ready(key: string): P | null;
  /** Decodes them in the background, in this order, one at a time; what was still to be done before is dropped. */
  prefetch(keys: readonly string[]): void;
  /** Closes all but the picture on the screen: they look different by now. */
  forgetOthers(): void;
  /** The picture on the screen, which is kept whatever comes. */
  use(key: string | null): void;
  /** Closes all, also what is still being decoded. */
  clear(): void;
};

export type PictureCacheOptions<P> = {
  decode(key: string, signal: AbortSignal): Promise<P>;
  /** Pixels of all pictures together; a pixel takes 4 bytes. The picture in use does not count. */
  readonly mostPixels: number;
};

type Entry<P> = { readonly promise: Promise<P>; readonly abort: AbortController; picture: P | null };

export function createPictureCache<P extends DecodedPicture>(
  options: PictureCacheOptions<P>,
): PictureCache<P> {
  // A map keeps the order of insertion: the first entry is the one not asked for the longest.
  const entries = new Map<string, Entry<P>>();
  let inUse: string | null = null;
  let wanted: readonly string[] = [];
  let fetching = false;

  function drop(key: string, entry: Entry<P>): void {
    entries.delete(key);
    entry.abort.abort();
    entry.picture?.close();
  }

  function evict(newest: string): void {
    let pixels = 0;
    for (const [key, { picture }] of [...entries].reverse()) {
      if (!picture || key === inUse) continue;
      pixels += picture.width * picture.height;
      const entry = entries.get(key);
      if (pixels > options.mostPixels && key !== newest && entry) drop(key, entry);
    }
  }

  function start(key: string): Entry<P> {
    const abort = new AbortController();
    const promise = options.decode(key, abort.signal);
    const entry: Entry<P> = { promise, abort, picture: null };
    entries.set(key, entry);
    promise.then(
      (picture) => {
        if (entries.get(key) !== entry) {
          picture.close();
          return;
        }
        entry.picture = picture;
        evict(key);
      },
      () => {
        // Tried again when it is asked for again; whoever waits for the promise hears of it.
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return entry;
  }

  function touch(key: string): Entry<P> {
    const entry = entries.get(key);
    if (!entry) return start(key);
    entries.delete(key);
    entries.set(key, entry);
    return entry;
  }

  async function fetchWanted(): Promise<void> {
    if (fetching) return;
    fetching = true;
    for (let [key] = wanted; key !== undefined; [key] = wanted) {
      wanted = wanted.slice(1);
      // A picture that cannot be read is reported when it is opened.
      await touch(key).promise.catch(() => undefined);
    }
    fetching = false;
  }

  return {
    get: (key) => touch(key).promise,
    start(key) {
      // Whoever asks for the picture hears of a failure.
      touch(key).promise.catch(() => undefined);
    },
    ready: (key) => entries.get(key)?.picture ?? null,
    prefetch(keys) {
      wanted = keys;
      void fetchWanted();
    },
    forgetOthers() {
      wanted = [];
      for (const [key, entry] of [...entries]) if (key !== inUse) drop(key, entry);
    },
    use(key) {
      inUse = key;
    },
    clear() {
      wanted = [];
      inUse = null;
      for (const [key, entry] of [...entries]) drop(key, entry);
    },
  };
}
