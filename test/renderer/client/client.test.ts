import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pathsForFiles } from '#renderer/client/bridge.ts';
import { call } from '#renderer/client/client.ts';
import { mediaUrl } from '#renderer/client/media.ts';
import { type FakeBridge, failure, installFakeBridge } from './fake-bridge.ts';

const ID = '0123456789abcdef01234567';
let fake: FakeBridge;
beforeEach(() => {
  fake = installFakeBridge();
});
afterEach(() => vi.unstubAllGlobals());

describe('call', () => {
  it('sends name and input and answers the value', async () => {
    fake.answer({ ok: true, value: [] });
    expect(await call('projects.list', {})).toEqual([]);
    expect(fake.sent).toEqual([{ name: 'projects.list', input: {} }]);
  });

  it('throws the error of the envelope with its code', async () => {
    fake.answer(failure('not-found', 'There is no such item.'));
    await expect(call('projects.list', {})).rejects.toMatchObject({
      name: 'SluiceError',
      code: 'not-found',
      message: 'There is no such item.',
    });
    expect(fake.sent).toHaveLength(1);
  });

  it('asks a query again when the engine was restarted', async () => {
    fake.answer(failure('engine-restarted'), failure('engine-restarted'), { ok: true, value: [] });
    expect(await call('projects.list', {})).toEqual([]);
    expect(fake.sent).toHaveLength(3);
  });

  it('gives up after a few restarts', async () => {
    fake.answer(failure('engine-restarted'));
    await expect(call('projects.list', {})).rejects.toMatchObject({ code: 'engine-restarted' });
    expect(fake.sent).toHaveLength(4);
  });

  it('does not send a mutation twice, since it may have been done', async () => {
    fake.answer(failure('engine-restarted'), { ok: true, value: null });
    await expect(call('projects.create', { name: 'One' })).rejects.toMatchObject({
      code: 'engine-restarted',
    });
    expect(fake.sent).toHaveLength(1);
  });

  it('sends a change of annotations again, which is stored once by its id', async () => {
    fake.answer(failure('engine-restarted'), { ok: true, value: { id: ID } });
    const itemId = ID as Parameters<typeof call<'annotations.apply'>>[1]['itemId'];
    const changeSetId = ID as Parameters<typeof call<'annotations.apply'>>[1]['changeSetId'];
    await call('annotations.apply', { itemId, changeSetId, title: 'Draw box', diffs: [] });
    expect(fake.sent).toHaveLength(2);
    expect(fake.sent[1]).toEqual(fake.sent[0]);
  });
});

describe('addresses', () => {
  it('names media by id and variant', () => {
    expect(mediaUrl(ID, 'thumb')).toBe(`sluice-media://item/${ID}/thumb`);
  });

  it('leaves out dropped things that are not files on disk', () => {
    const files = [new File([], 'a.mp4'), new File([], 'virtual.png'), new File([], 'b.jpg')];
    expect(pathsForFiles(files)).toEqual(['/disk/a.mp4', '/disk/b.jpg']);
  });
});
