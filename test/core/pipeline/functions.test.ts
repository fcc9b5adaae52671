import { describe, expect, test } from 'vitest';
import { parseConfig, type Runnable } from '#core/pipeline/specs.ts';
import { dataset, made } from './support/graphs.ts';

/** What is wrong with the settings, as `path: message`; empty when nothing is. */
function wrong(kind: Runnable, customNodeConfig: unknown): string[] {
  const parsed = parseConfig(kind, made(kind, 'n', { metadata: { customNodeConfig } }));
  return parsed.error?.issues.map(({ path, message }) => `${path.slice(1).join('.')}: ${message}`) ?? [];
}

type Case = readonly [settings: unknown, problem: RegExp | null];

const CASES: Partial<Record<Runnable, readonly Case[]>> = {
  'video.split': [
    [undefined, null],
    [null, null],
    [{ every: 5, quality: 2, datasetId: dataset('1') }, null],
    [{ every: 0 }, /^every/],
    [{ quality: 32 }, /^quality/],
    [
      {
        mode: 'rate',
        perSecond: 0.5,
        ranges: [{ from: 1, to: 2.5 }, { from: 9 }],
        format: 'png',
        maxSide: 640,
      },
      null,
    ],
    [{ mode: 'keyframes', frameRanges: [{ from: 0, to: 0 }] }, null],
    [{ mode: 'scenes', threshold: 0.4, duplicates: { maxDistance: 6 } }, null],
    [{ mode: 'some' }, /^mode/],
    [{ mode: 'rate' }, /^perSecond: is needed/],
    [{ perSecond: 2 }, /^perSecond: belongs to the mode "rate", not to "every"/],
    [{ mode: 'scenes', every: 2 }, /^every: belongs to the mode "every", not to "scenes"/],
    [{ mode: 'scenes', threshold: 1 }, /^threshold/],
    [{ format: 'png', quality: 2 }, /^quality: is for JPEG/],
    [{ ranges: [{ from: 2, to: 2 }] }, /^ranges\.0\.to: must come after/],
    [{ frameRanges: [{ from: 0 }, { from: 2, to: 1 }] }, /^frameRanges\.1\.to: must not come before/],
    [{ maxSide: 4 }, /^maxSide/],
    [{ duplicates: { maxDistance: 65 } }, /^duplicates/],
  ],
  'image.transform': [
    [{ rotate: 90 }, null],
    [{ crop: { left: 0, top: 0, width: 10, height: 10 }, flipHorizontal: true, flipVertical: false }, null],
    [{ maxWidth: 100, maxHeight: 100, fit: 'cover', format: 'webp', quality: 80, grayscale: true }, null],
    [{ maxWidth: 100, fit: 'inside', datasetId: dataset('2') }, null],
    [{}, /choose what to change/],
    [{ datasetId: dataset('2') }, /choose what to change/],
    [{ rotate: 45 }, /^rotate/],
    [{ maxWidth: 100, fit: 'cover' }, /^maxHeight: is needed/],
    [{ crop: { left: -1, top: 0, width: 1, height: 1 } }, /^crop\.left/],
    [{ crop: { left: 0, top: 0, width: 0, height: 1 } }, /^crop\.width/],
    [{ format: 'gif' }, /^format/],
    [{ quality: 0 }, /^quality/],
    [{ maxWidth: 20_000 }, /^maxWidth/],
  ],
  'item.set': [
    [{ status: 'approved' }, null],
    [{ metadata: { batch: 7, old: null } }, null],
    [{ tags: { add: ['night'], remove: ['day'] } }, null],
    [{ folder: '/' }, null],
    [{ folder: '/day 1/café' }, null],
    [{}, /choose what to set/],
    [{ folder: 'day 1' }, /must be a folder/],
    [{ folder: '/a/../b' }, /must be a folder/],
    [{ folder: '/a\\b' }, /must be a folder/],
    [{ status: '' }, /^status/],
    [{ tags: { add: [''] } }, /^tags\.add\.0/],
  ],
  'item.delete': [[undefined, null]],
  'quality.check': [
    [{ minSharpness: 100 }, null],
    [{ minBrightness: 0, maxBrightness: 255 }, null],
    [{ duplicates: { maxDistance: 6 } }, null],
    [{}, /choose what to check/],
    [{ minBrightness: 200, maxBrightness: 100 }, /must not be above/],
    [{ maxBrightness: 256 }, /^maxBrightness/],
    [{ duplicates: { maxDistance: 65 } }, /^duplicates\.maxDistance/],
    [{ duplicates: {} }, /^duplicates\.maxDistance/],
  ],
  'annotations.rule': [
    [{ minCount: 1 }, null],
    [{ requiredLabels: ['car'], forbiddenLabels: ['dog'], maxOverlap: 0.8 }, null],
    [{ requiredAttributes: [{ key: 'colour' }], validation: { valid: true } }, null],
    [{}, /choose at least one rule/],
    [{ validation: { valid: true } }, /choose at least one rule/],
    [{ minCount: 3, maxCount: 2 }, /^minCount: must not be above maxCount/],
    [{ minAreaShare: 2 }, /^minAreaShare/],
  ],
  export: [
    [{ folder: 'approved' }, null],
    [{ folder: 'approved/week 1', format: 'dataloop-json', pictures: true }, null],
    [{ folder: '..' }, /must be a folder/],
    [{ folder: 'a/../../b' }, /must be a folder/],
    [{ folder: '/etc' }, /must be a folder/],
    [{ folder: 'a//b' }, /must be a folder/],
    [{ folder: 'C:' }, /must be a folder/],
    [{ folder: 'a\\..\\b' }, /must be a folder/],
    [{ folder: '' }, /must be a folder/],
    [{}, /^folder/],
    [{ folder: 'a', format: 'coco' }, /^format/],
  ],
  webhook: [
    [{ url: 'https://example.org/hook' }, null],
    [{ url: 'http://localhost:8080', method: 'PUT', headers: { 'X-Key': 'a' }, body: '{{item.id}}' }, null],
    [{ url: 'file:///etc/passwd' }, /^url: must begin/],
    [{ url: 'nowhere' }, /^url/],
    [{ url: 'https://example.org', headers: { 'X-Key': 'a\r\nX-Other: b' } }, /one line/],
    [{ url: 'https://example.org', headers: { 'X Key': 'a' } }, /^headers/],
    [{ url: 'https://example.org', timeoutSeconds: 0 }, /^timeoutSeconds/],
    [{ url: 'https://example.org', maxAttempts: 0 }, /^maxAttempts/],
    [undefined, /^url/],
  ],
  user: [
    [undefined, null],
    [{ anything: [1, { a: null }] }, null],
  ],
};

describe.each(Object.entries(CASES) as [Runnable, readonly Case[]][])('%s', (kind, cases) => {
  test.each(cases)('%o', (settings, problem) => {
    const found = wrong(kind, settings);
    if (problem === null) expect(found).toEqual([]);
    else expect(found).toContainEqual(expect.stringMatching(problem));
  });
});
