import { describe, expect, test } from 'vitest';
import { validateGraph } from '#core/pipeline/validate.ts';
import { graphOf, made } from './support/graphs.ts';

type Ways = Parameters<typeof graphOf>[1];

function loops(ways: Ways): [string, string | null, string][] {
  const check = made('quality.check', 'check');
  const nodes = [
    made('storage', 'in'),
    made('item.set', 'a', { metadata: { customNodeConfig: { status: 'seen' } } }),
    made('item.set', 'b', { metadata: { customNodeConfig: { status: 'seen' } } }),
    check,
    made('task', 'label'),
    made('wait', 'wait'),
  ];
  return validateGraph(graphOf(nodes, [['in', 'a'], ...ways]))
    .filter(({ code }) => code.startsWith('loop-'))
    .map(({ code, nodeId, severity }) => [code, nodeId, severity]);
}

describe('a loop of machines', () => {
  test('without a way out would never end', () => {
    expect(
      loops([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    ).toEqual([['loop-endless', 'a', 'error']]);
    expect(
      loops([
        ['a', 'b'],
        ['b', 'check'],
        ['check', 'a'],
      ]),
    ).toEqual([['loop-endless', 'a', 'error']]);
  });

  test('with another way out besides still goes round for ever', () => {
    expect(
      loops([
        ['a', 'b'],
        ['b', 'a'],
        ['b', 'label'],
      ]),
    ).toEqual([['loop-endless', 'a', 'error']]);
  });

  test('that a condition or a decision ends is a warning', () => {
    const condition = { 'metadata.user.round': { $lt: 3 } };
    expect(
      loops([
        ['a', 'b'],
        ['b', 'a', { condition }],
      ]),
    ).toEqual([['loop-decided', 'a', 'warning']]);
    expect(
      loops([
        ['a', 'check'],
        ['check', 'a', { action: 'fail' }],
      ]),
    ).toEqual([['loop-decided', 'a', 'warning']]);
  });

  test('is told once, however many ways it has', () => {
    const condition = { a: 1 };
    expect(
      loops([
        ['a', 'b'],
        ['b', 'a'],
        ['b', 'a', { condition }],
        ['a', 'check'],
        ['check', 'a'],
      ]),
    ).toEqual([['loop-endless', 'a', 'error']]);
  });

  test('that only an empty condition guards would never end', () => {
    expect(
      loops([
        ['a', 'b'],
        ['b', 'a', { condition: {} }],
      ]),
    ).toEqual([['loop-endless', 'a', 'error']]);
  });
});

test('a loop through a person or a wait is fine', () => {
  expect(
    loops([
      ['a', 'label'],
      ['label', 'a', { action: 'discard' }],
    ]),
  ).toEqual([]);
  expect(
    loops([
      ['a', 'label'],
      ['label', 'a'],
    ]),
  ).toEqual([]);
  expect(
    loops([
      ['a', 'wait'],
      ['wait', 'a', { action: 'continue' }],
    ]),
  ).toEqual([]);
});

test('two ways to one node are no loop', () => {
  expect(
    loops([
      ['a', 'b'],
      ['a', 'check'],
      ['b', 'check'],
    ]),
  ).toEqual([]);
});
