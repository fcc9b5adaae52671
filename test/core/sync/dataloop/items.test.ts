import { describe, expect, test } from 'vitest';
import {
  type ItemJson,
  itemThereSchema,
  readItemThere,
  readPlaces,
  writeItemContent,
} from '#core/sync/dataloop/items.ts';

const id = (digit: string) => digit.repeat(24);
const json = (more: object = {}): ItemJson =>
  itemThereSchema.parse({
    ...{ id: id('a'), datasetId: id('b'), type: 'file', filename: '/day 1/a.png' },
    metadata: {
      system: { mimetype: 'image/png', size: 12, width: 4, height: 3, refs: [] },
      user: { road: 'A1' },
    },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-02T00:00:00.000Z', ...more },
  });

describe('an item of a remote', () => {
  test('is a picture or a video; anything else is none', () => {
    expect(readItemThere(json())).toMatchObject({ kind: 'image', name: 'a.png', folder: '/day 1', size: 12 });
    const video = { system: { mimetype: 'video/mp4', size: 5 }, fps: 12.5 };
    expect(readItemThere(json({ metadata: video }))).toMatchObject({
      kind: 'video',
      metadata: { fps: 12.5 },
    });
    for (const mimetype of ['audio/wav', 'text/plain', null, undefined]) {
      expect(readItemThere(json({ metadata: { system: { mimetype } } }))).toBeNull();
    }
    expect(readItemThere(json({ type: 'dir' }))).toBeNull();
    expect(readItemThere(json({ metadata: null }))).toBeNull();
  });

  test('whose name leads elsewhere or is none gets one that is', () => {
    const nameOf = (filename: string) => readItemThere(json({ filename }));
    expect(nameOf('/../../etc/passwd')).toMatchObject({ folder: '/', name: 'passwd' });
    expect(nameOf('/a/b\u0000c.png')).toMatchObject({ folder: '/', name: 'b_c.png' });
    expect(nameOf('/a/..')).toMatchObject({ folder: '/', name: id('a') });
    expect(nameOf('')).toMatchObject({ name: id('a') });
  });

  test('has of the metadata what people keep there, and sends it back', () => {
    const item = readItemThere(
      json({ description: 'wet', metadata: { ...json().metadata, user: {}, weather: 3 } }),
    );
    expect(item?.metadata).toEqual({ weather: 3, description: 'wet' });
    expect(item && writeItemContent(item)).toEqual({
      ...{ filename: '/day 1/a.png', metadata: { weather: 3 }, description: 'wet' },
    });
  });

  test('stands in tasks as its references say, with whose it is', () => {
    const given = { status: 'completed', creator: 'ada@example.com', timestamp: '2026-01-03T00:00:00.000Z' };
    const refs = [
      { id: id('1'), type: 'task', metadata: given },
      { id: id('2'), type: 'assignment', metadata: given },
      { id: id('3'), type: 'task' },
      { id: 'nonsense', type: 'task' },
      'nonsense',
    ];
    const item = json({ metadata: { system: { mimetype: 'image/png', refs } } });
    const places = readPlaces(item, (assignment) => (assignment === id('2') ? id('1') : undefined));
    expect(places).toMatchObject([
      {
        taskId: id('1'),
        assignmentId: id('2'),
        state: 'done',
        status: 'completed',
        decidedBy: 'ada@example.com',
      },
      { taskId: id('3'), assignmentId: null, state: 'open', status: null, decidedBy: null },
    ]);
  });
});
