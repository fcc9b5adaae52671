import { describe, expect, it } from 'vitest';
import type { GraphNode } from '#core/model/graph.ts';
import {
  customPath,
  errorsAt,
  readSetting,
  type SettingPath,
  settingErrors,
  writeSetting,
} from '#core/pipeline/edit/node-settings.ts';
import { starterNode } from '#core/pipeline/edit/starters.ts';
import { type Runnable, SPECS } from '#core/pipeline/specs.ts';
import { fc } from '#test/support/property.ts';

const at = { x: 0, y: 0 };
const made = (kind: Runnable) => starterNode(kind, { id: 'one', at });
const withMetadata = (metadata: Record<string, unknown>): GraphNode => ({ ...made('item.delete'), metadata });

describe('a setting', () => {
  it('is written where it belongs, in objects that are made for it, and is absent when it is taken away', () => {
    const node = withMetadata({ position: at });
    const path: SettingPath = ['metadata', 'sluice', 'timeoutSeconds'];
    const set = writeSetting(node, path, 5);
    expect(set.metadata).toEqual({ position: at, sluice: { timeoutSeconds: 5 } });
    expect(readSetting(set, path)).toBe(5);
    expect(writeSetting(set, path, undefined)).toEqual(node);
    expect(writeSetting(node, path, undefined)).toBe(node);
  });

  it('keeps the object of all settings when the last goes, and takes away what only it was in', () => {
    const node = withMetadata({ customNodeConfig: { tags: { add: ['a'] } } });
    const without = writeSetting(node, customPath('tags', 'add'), undefined);
    expect(without.metadata).toEqual({ customNodeConfig: {} });
    const other = withMetadata({ customNodeConfig: { tags: { add: ['a'], own: 1 } } });
    expect(writeSetting(other, customPath('tags', 'add'), undefined).metadata).toEqual({
      customNodeConfig: { tags: { own: 1 } },
    });
  });

  it('is changed in its place in a list', () => {
    const node = withMetadata({ workload: [{ assigneeId: 'a', x: 1 }, { assigneeId: 'b' }] });
    const changed = writeSetting(node, ['metadata', 'workload', 0, 'assigneeId'], 'c');
    expect(changed.metadata['workload']).toEqual([{ assigneeId: 'c', x: 1 }, { assigneeId: 'b' }]);
    expect(readSetting(changed, ['metadata', 'workload', 1, 'assigneeId'])).toBe('b');
    expect(readSetting(changed, ['metadata', 'workload', 2, 'assigneeId'])).toBeUndefined();
  });

  it('leaves all else as it is, byte by byte, whatever is edited', () => {
    const key = fc.constantFrom('a', 'b', 'every', 'position', 'x y');
    const metadata = fc.dictionary(key, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
    const path = fc.array(key, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(metadata, path, fc.jsonValue({ maxDepth: 1 }), (stored, keys, value) => {
        const place: SettingPath = ['metadata', 'customNodeConfig', ...keys];
        const node = withMetadata({ other: 1, customNodeConfig: stored, last: [2] });
        const before = JSON.stringify(node);
        const set = writeSetting(node, place, value);
        expect(readSetting(set, place)).toEqual(value);
        const [first = ''] = keys;
        const others = Object.keys(stored).filter((one) => one !== first);
        for (const one of others) expect(readSetting(set, customPath(one))).toBe(stored[one]);
        expect(Object.keys(set.metadata)).toEqual(Object.keys(node.metadata));
        const back = writeSetting(set, place, undefined);
        expect(readSetting(back, place)).toBeUndefined();
        for (const one of others) expect(readSetting(back, customPath(one))).toBe(stored[one]);
        expect(JSON.stringify(node)).toBe(before);
        // Absent before and absent again: the same, unless something of another kind stood in the way.
        const parents = keys
          .slice(0, -1)
          .map((_, at) => readSetting(node, customPath(...keys.slice(0, at + 1))));
        const clear = parents.every((one) => one === undefined);
        if (clear && readSetting(node, place) === undefined) expect(JSON.stringify(back)).toBe(before);
      }),
    );
  });
});

describe('what is wrong with settings', () => {
  it('stands at the field, in the words of the engine', () => {
    const node = writeSetting(made('video.split'), customPath('ranges'), [{ from: 5, to: 2 }]);
    const errors = settingErrors('video.split', node);
    expect(errorsAt(errors, customPath('ranges', 0, 'to'))).toHaveLength(1);
    expect(errorsAt(errors, customPath('ranges'))[0]?.message).toContain('after where the range begins');
    expect(errorsAt(errors, customPath('every'))).toEqual([]);
  });

  it('is found at the code of a snippet', () => {
    const node = writeSetting(made('code'), ['config', 'package', 'code'], '');
    expect(errorsAt(settingErrors('code', node), ['config', 'package', 'code'])).toHaveLength(1);
  });

  it('is nothing for a new node but what only people can choose', () => {
    for (const kind of Object.keys(SPECS) as Runnable[]) {
      const open = ['storage', 'item.set', 'ml', 'webhook'].includes(kind);
      expect(settingErrors(kind, made(kind)).length > 0, kind).toBe(open);
    }
  });
});
