import { describe, expect, it } from 'vitest';
import { createPictureCache, type DecodedPicture } from '#renderer/editor/pictures.ts';

/** Pictures of 10 by 10 pixels, decoded when the test says so. */
function rig(mostPixels = 250) {
  const asked: string[] = [];
  const closed: string[] = [];
  const aborted: string[] = [];
  const pending = new Map<string, { finish(): void; fail(): void }>();
  const cache = createPictureCache<DecodedPicture>({
    mostPixels,
    decode(key, signal) {
      asked.push(key);
      signal.addEventListener('abort', () => aborted.push(key));
      return new Promise((resolve, reject) => {
        const picture = {
          image: {} as CanvasImageSource,
          width: 10,
          height: 10,
          close: () => closed.push(key),
        };
        pending.set(key, { finish: () => resolve(picture), fail: () => reject(new Error(key)) });
      });
    },
  });
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    cache,
    asked,
    closed,
    aborted,
    async finish(key: string) {
      pending.get(key)?.finish();
      await turn();
    },
    async fail(key: string) {
      pending.get(key)?.fail();
      await turn();
    },
  };
}

describe('picture cache', () => {
  it('decodes a picture once for all who ask', async () => {
    const { cache, asked, finish } = rig();
    cache.start('a');
    const both = [cache.get('a'), cache.get('a')];
    await finish('a');
    const [first, second] = await Promise.all(both);
    expect(first).toBe(second);
    expect(cache.ready('a')).toBe(first);
    expect(asked).toEqual(['a']);
  });

  it('decodes ahead one at a time, and drops what is not wanted any more', async () => {
    const { cache, asked, finish } = rig();
    cache.prefetch(['a', 'b', 'c']);
    expect(asked).toEqual(['a']);
    cache.prefetch(['d']);
    await finish('a');
    expect(asked).toEqual(['a', 'd']);
    await finish('d');
    expect(cache.ready('d')).not.toBeNull();
  });

  it('closes what was not used the longest, but never what is on the screen', async () => {
    const { cache, closed, finish } = rig();
    for (const key of ['shown', 'b', 'c', 'd']) {
      void cache.get(key);
      await finish(key);
      if (key === 'shown') cache.use('shown');
    }
    expect(closed).toEqual(['b']);
    void cache.get('c');
    void cache.get('e');
    await finish('e');
    expect(closed).toEqual(['b', 'd']);
    expect(cache.ready('shown')).not.toBeNull();
  });

  it('tries a picture that failed once more when it is asked for again', async () => {
    const { cache, asked, fail, finish } = rig();
    const first = cache.get('a');
    const refused = expect(first).rejects.toThrow('a');
    await fail('a');
    await refused;
    cache.prefetch(['a']);
    await finish('a');
    expect(asked).toEqual(['a', 'a']);
    expect(cache.ready('a')).not.toBeNull();
  });

  it('closes all when it is cleared, also what is still being decoded', async () => {
    const { cache, closed, aborted, finish } = rig();
    void cache.get('a');
    await finish('a');
    void cache.get('b');
    cache.clear();
    await finish('b');
    expect(closed).toEqual(['a', 'b']);
    expect(aborted).toContain('b');
    expect(cache.ready('b')).toBeNull();
  });
});
