import { beforeAll, describe, expect, it } from 'vitest';
import { type Item, itemSchema } from '#core/model/item.ts';
import { taskSchema } from '#core/model/task.ts';
import { factsOf } from '#renderer/features/datasets/facts.ts';
import { isFiltered, NO_FILTER, statusesOf } from '#renderer/features/datasets/filter.ts';
import { setFormatLocale } from '#renderer/ui/format.ts';

const id = '64b0'.repeat(6);

function item(rest: Partial<Item>): Item {
  return itemSchema.parse({
    id,
    datasetId: id,
    kind: 'image',
    name: 'a.jpg',
    folder: '/',
    mimetype: 'image/jpeg',
    size: 1_536_000,
    width: 768,
    height: 576,
    sha256: null,
    frame: null,
    video: null,
    picture: null,
    overwritten: null,
    sourceItemId: null,
    storage: 'linked',
    annotationCount: 3,
    status: null,
    trashed: false,
    metadata: {},
    createdAt: 0,
    updatedAt: 0,
    ...rest,
  });
}

describe('factsOf', () => {
  beforeAll(() => setFormatLocale('en'));
  const shown = (of: Item, key: string) => factsOf(of).find((fact) => fact.key === key)?.value;

  it('tells where a frame stands in its video', () => {
    const frame = item({
      frame: {
        videoId: item({}).id,
        index: 1234,
        pts: 123_400,
        timeBase: { num: 1, den: 1000 },
        seconds: 123.4,
      },
    });
    expect(shown(frame, 'frameIndex')).toBe('1,234');
    expect(shown(frame, 'frameTime')).toBe('2:03.400');
    expect(shown(frame, 'pts')).toBe('123400 × 1/1000 s');
  });

  it('tells what is known of a video, and of a rotation only when there is one', () => {
    const facts = {
      frameCount: 795,
      timeBase: { num: 1, den: 10 },
      durationSeconds: 79.5,
      averageRate: 10,
      rotation: 0,
      codec: 'mpeg4',
      hasAudio: false,
      toolVersion: '5.1.9',
      damaged: false,
      colour: null,
      pixelFormat: null,
      origin: null,
      keyFrames: null,
      check: null,
    };
    const video = item({ kind: 'video', video: facts });
    expect(shown(video, 'frames')).toBe('795');
    expect(shown(video, 'duration')).toBe('1 min 20 sec');
    expect(shown(video, 'rotation')).toBeUndefined();
    expect(shown(item({ kind: 'video', video: { ...facts, rotation: 90 } }), 'rotation')).toBe('90°');
    for (const key of ['colour', 'dynamicRange', 'keyFrames', 'flags'])
      expect(shown(video, key)).toBeUndefined();
  });

  it('tells the colours of a video, and what is done with a high dynamic range', () => {
    const colour = { range: 'tv', matrix: 'bt2020nc', transfer: 'smpte2084', primaries: 'bt2020' };
    const untagged = { range: null, matrix: null, transfer: null, primaries: null };
    const origin = { sha256: 'a'.repeat(64), size: 1, flags: ['-v', 'error'] };
    const base = {
      frameCount: 1,
      timeBase: { num: 1, den: 1 },
      durationSeconds: 1,
      averageRate: 1,
      rotation: 0,
    };
    const seen = { codec: 'hevc', hasAudio: false, toolVersion: '5', damaged: false, check: null };
    const facts = { ...base, ...seen, pixelFormat: 'yuv420p10le', origin, keyFrames: 3, colour };
    const video = item({ kind: 'video', video: facts });
    expect(shown(video, 'codec')).toBe('hevc, yuv420p10le');
    expect(shown(video, 'colour')).toBe('bt2020nc, smpte2084, bt2020, tv');
    expect(factsOf(video).find(({ key }) => key === 'dynamicRange')?.word).toBe('fact.pq');
    expect([shown(video, 'keyFrames'), shown(video, 'flags')]).toEqual(['3', '-v error']);
    const plain = factsOf(item({ kind: 'video', video: { ...facts, colour: untagged } }));
    expect(plain.find(({ key }) => key === 'colour')?.word).toBe('fact.untagged');
    expect(plain.some(({ key }) => key === 'dynamicRange')).toBe(false);
  });

  it('leaves out what is not known', () => {
    const keys = factsOf(item({ width: 0, height: 0 })).map((fact) => fact.key);
    for (const key of ['size', 'status', 'hash', 'folder', 'frameIndex']) expect(keys).not.toContain(key);
  });
});

describe('filters', () => {
  it('offer every status of the tasks, each once', () => {
    const task = (actions: string[], byStatus: Record<string, number>) =>
      taskSchema.parse({
        id,
        projectId: id,
        name: 'T',
        type: 'annotation',
        recipeId: null,
        pipelineId: null,
        nodeId: null,
        datasetId: null,
        parentTaskId: null,
        creator: 'ann',
        extra: {},
        updatedAt: 0,
        priority: 1,
        dueAt: null,
        status: 'in progress',
        settings: { pulling: null, consensus: null },
        actions,
        counts: { total: 0, open: 0, rework: 0, away: 0, byStatus },
        createdAt: 0,
      });
    const tasks = [task(['completed', 'discard'], { unsure: 1 }), task(['approved', 'discard'], {})];
    expect(statusesOf(tasks)).toEqual(['completed', 'discard', 'unsure', 'approved']);
  });

  it('know when they leave something out; the trash is another place, not a filter', () => {
    expect(isFiltered(NO_FILTER)).toBe(false);
    expect(isFiltered({ ...NO_FILTER, trashed: true })).toBe(false);
    expect(isFiltered({ ...NO_FILTER, kind: 'video' })).toBe(true);
  });
});
