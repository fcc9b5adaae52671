/** Files of workstations that come in pieces. */
import type { Handlers } from '#contract/index.ts';
import type { PartialUploads } from '../ingest/partial-uploads.ts';

export function hubUploadHandlers(uploads: PartialUploads): Handlers<`hub.${'upload' | 'append'}`> {
  return {
    'hub.upload': async (wish) => {
      const { item, received } = await uploads.finish(wish);
      return { itemId: item?.id ?? null, received };
    },
    'hub.append': async (part) => ({ received: await uploads.append(part) }),
  };
}
