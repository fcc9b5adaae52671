import { describe, expect, it } from 'vitest';
import { starterNode } from '#core/pipeline/edit/starters.ts';
import { withDecisions } from '#renderer/features/composer/forms/fields/decisions.ts';
import { nextGroup } from '#renderer/features/composer/forms/fields/groups.ts';
import { peopleOf } from '#renderer/features/composer/forms/fields/people.ts';
import { withInputs, withVariable } from '#renderer/features/composer/forms/fields/ports.ts';
import {
  equalShares,
  parseLoose,
  rowsOf,
  sharesFor,
  withValue,
  writeLoose,
} from '#renderer/features/composer/forms/fields/values.ts';
import { fc } from '#test/support/property.ts';
import { videoToQaGraph } from '../../support/graph.ts';

const at = { x: 0, y: 0 };

describe('shares', () => {
  it('sum up to 100 and differ by rounding alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
        const shares = equalShares(count);
        const sum = shares.reduce((total, share) => total + share, 0);
        expect(Math.abs(sum - 100)).toBeLessThan(1e-9);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThan(1);
      }),
    );
  });

  it('stay as they were when somebody comes, unless they were equal', () => {
    expect(sharesFor([50, 50], 3)).toEqual([33.34, 33.33, 33.33]);
    expect(sharesFor([70, 20], 3)).toEqual([70, 20, 10]);
    expect(sharesFor([80, 20], 3)).toEqual([80, 20, 0]);
    expect(sharesFor([], 1)).toEqual([100]);
  });
});

describe('values of any JSON', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseLoose(writeLoose(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('are texts without quotation marks', () => {
    expect(parseLoose('left side')).toBe('left side');
    expect(parseLoose('3')).toBe(3);
    expect(parseLoose('"3"')).toBe('3');
    expect(parseLoose('{ no')).toBe('{ no');
    expect(writeLoose('true')).toBe('"true"');
  });

  it('in rows keep what is not shown', () => {
    expect(withValue({ own: 1, load: 2 }, 'load', 3)).toEqual({ own: 1, load: 3 });
    expect(withValue({ own: 1, load: 2 }, 'load', undefined)).toEqual({ own: 1 });
    expect(rowsOf([{ a: 1 }, 'x', null])).toEqual([{ a: 1 }]);
    expect(rowsOf('x')).toEqual([]);
  });
});

describe('ports', () => {
  it('of a merge come and go at the end, each with its own id', () => {
    const merge = starterNode('merge', { id: 'm', at });
    const five = withInputs(merge, 5);
    expect(five.inputs.slice(0, 2)).toEqual(merge.inputs);
    expect(five.inputs.map((port) => port.name)).toEqual(['first', 'second', 'third', 'fourth', 'fifth']);
    expect(new Set(withInputs(merge, 99).inputs.map((port) => port.portId)).size).toBe(20);
    expect(withInputs(five, 0)).toEqual(merge);
    expect(withInputs(merge, 2)).toBe(merge);
  });

  it('of an update are called as the variable', () => {
    const node = withVariable(starterNode('updateVariable', { id: 'u', at }), {
      name: 'best',
      type: 'Dataset',
      value: null,
    });
    expect([...node.inputs, ...node.outputs].map(({ name, type }) => [name, type])).toEqual([
      ['best', 'Dataset'],
      ['best', 'Dataset'],
    ]);
  });
});

it('decisions are each there once', () => {
  const node = withDecisions(starterNode('task', { id: 't', at }), [' good ', 'good', '', 'bad']);
  expect(node.outputs[0]?.actions).toEqual(['good', 'bad']);
});

it('groups are called by the next free letter, people are those that the graph names', () => {
  expect(nextGroup(['A', 'C'])).toBe('B');
  expect(peopleOf(videoToQaGraph(), 'ana')).toEqual(['ana']);
  const task = starterNode('task', { id: 't', at });
  const named = { ...task, metadata: { ...task.metadata, workload: [{ assigneeId: 'ben', load: 100 }] } };
  expect(peopleOf({ nodes: [named], connections: [], startNodes: [] }, 'ana')).toEqual(['ana', 'ben']);
});
