import { describe, expect, test } from 'vitest';
import type { GraphNode } from '#core/model/graph.ts';
import type { NodeSpec } from '#core/pipeline/spec.ts';
import {
  type ConfigOf,
  effectOf,
  laneOf,
  parseConfig,
  type Runnable,
  refusalOf,
  runnableOf,
  SPECS,
  specOf,
} from '#core/pipeline/specs.ts';
import { made } from './support/graphs.ts';

const kinds = Object.keys(SPECS) as Runnable[];

describe.each(kinds)('the kind %s', (kind) => {
  const spec: NodeSpec = SPECS[kind];

  test('is described for a person and known by what it writes', () => {
    expect(spec.kind).toBe(kind);
    expect(spec.title).toMatch(/^[A-Z]/);
    expect(spec.summary).toMatch(/^[A-Z].{10,120}\.$/);
    const node = made(kind, 'n', { functionName: spec.functionName });
    expect(node.type).toBe(spec.type);
    expect(runnableOf(node)).toBe(kind);
    expect(specOf(node)).toBe(spec);
  });

  test('keeps settings that it does not know', () => {
    const node = made(kind, 'n', { metadata: { somethingElse: [1] } });
    const config = parseConfig(kind, { ...node, config: { package: { code: 'x' } } });
    if (config.success) expect(config.data).toMatchObject({ somethingElse: [1] });
  });
});

test.each<[string, string, string | null, Runnable | null]>([
  ['storage', 'storage', 'clone_item', 'storage'],
  ['split', 'split', null, 'split'],
  ['custom', 'custom', 'data_split', 'split'],
  ['custom', 'custom', 'wait_for_cycle', 'wait'],
  ['custom', 'custom', 'own_app', null],
  ['function', 'function', 'image.transform', 'image.transform'],
  ['function', 'function', 'user.count_cars', 'user'],
  ['function', 'function', 'user.', null],
  ['function', 'function', 'user.../secrets', null],
  ['function', 'function', null, null],
  ['ml', 'ml', 'embed', 'ml'],
  ['api', 'api', 'predict', null],
  ['something new', 'something new', null, null],
])('%s: type %s with the function %s is %s', (_name, type, functionName, kind) => {
  expect(runnableOf({ ...made('storage', 'n'), type, namespace: { functionName } })).toBe(kind);
  expect(runnableOf({ ...made('storage', 'n'), type, namespace: null })).toBe(
    type === 'function' || type === 'custom' ? null : kind,
  );
});

test('models predict here; what needs the remote says so', () => {
  const ml = (functionName: string) => refusalOf(made('ml', 'model', { functionName }));
  expect(ml('predict')).toBeNull();
  for (const [called, does] of [
    ['train', 'trains a model'],
    ['evaluate', 'evaluates a model'],
    ['embed', 'embeds items with a model'],
    ['caption', 'calls "caption" of a model'],
  ] as const) {
    expect(ml(called)).toBe(
      `"model" ${does}, which does not run on this computer. Run this pipeline on the remote.`,
    );
  }
});

describe('a snippet', () => {
  const node = (code: string, rest: object = {}, sluice: object | null = null): GraphNode => ({
    ...made('code', 'n', { metadata: { sluice } }),
    config: { package: { code, ...rest } },
  });
  const python = 'class ServiceRunner(dl.BaseServiceRunner):\n    def run(self, item):\n        return item';

  test('is in the language it names, else in the one it looks like', () => {
    const language = (one: GraphNode) => parseConfig('code', one).data?.package.language;
    expect(language(node(python))).toBe('python');
    expect(language(node('export const run = (item) => item'))).toBe('javascript');
    expect(language(node('const a: number = 1', { language: 'typescript' }))).toBe('typescript');
    expect(language(node('// class ServiceRunner'))).toBe('javascript');
    expect(parseConfig('code', node('x', { language: 'perl' })).success).toBe(false);
  });

  test('has to be there', () => {
    for (const empty of [node(''), node('  \n'), { ...node(''), config: null }]) {
      expect(parseConfig('code', empty).error?.issues).toMatchObject([
        { path: ['package', 'code'], message: 'write what the node is to do' },
      ]);
    }
  });

  test('runs where its language does, and reaches as far as it is let', () => {
    expect([laneOf(node('1')), effectOf(node('1'))]).toEqual(['code', 'workspace']);
    expect([laneOf(node(python)), effectOf(node(python))]).toEqual(['python', 'outside']);
    expect(effectOf(node('1', {}, { grants: ['files'] }))).toBe('workspace');
    expect(effectOf(node('1', {}, { grants: ['network'], timeoutSeconds: 5 }))).toBe('outside');
    const own = (sluice: object) => made('user', 'n', { functionName: 'user.a', metadata: { sluice } });
    expect(effectOf(own({}))).toBe('workspace');
    expect(effectOf(own({ grants: ['network'] }))).toBe('outside');
    expect([laneOf(made('webhook', 'n')), effectOf(made('webhook', 'n'))]).toEqual(['network', 'outside']);
    const foreign = { ...made('storage', 'n'), type: 'api' };
    expect([laneOf(foreign), effectOf(foreign)]).toEqual([null, null]);
  });
});

test.each([
  ['api.example.com', true],
  ['localhost:3000', true],
  ['*.example.com', true],
  ['*', true],
  ['https://example.com', false],
  ['example.com/path', false],
  ['a b', false],
])('a host that a snippet may reach: %s, %s', (host, fits) => {
  const metadata = { sluice: { hosts: [host] } };
  expect(parseConfig('user', made('user', 'n', { functionName: 'user.a', metadata })).success).toBe(fits);
});

describe('a task', () => {
  const parse = (metadata: object) => parseConfig('task', made('task', 'n', { metadata: { ...metadata } }));
  const one = [{ assigneeId: 'a', load: 1 }];
  const two = [...one, { assigneeId: 'b', load: 1 }];

  test('is repeatable unless it says otherwise, and needs no recipe yet', () => {
    expect(parse({}).data?.repeatable).toBe(true);
    expect(parse({ repeatable: false }).data?.repeatable).toBe(false);
    expect(parse({ recipeId: '' }).data?.recipeId).toBeNull();
  });

  test.each([
    [{ batchSize: 3, maxBatchWorkload: 5 }, true],
    [{ batchSize: 3, maxBatchWorkload: 6 }, true],
    [{ batchSize: 100, maxBatchWorkload: 200 }, true],
    [{ batchSize: 10, maxBatchWorkload: null }, true],
    [{ batchSize: null, maxBatchWorkload: 4 }, true],
    [{ batchSize: 3, maxBatchWorkload: 4 }, false],
    [{ batchSize: 3, maxBatchWorkload: 7 }, false],
    [{ batchSize: 2 }, false],
    [{ batchSize: 101 }, false],
    [{ batchSize: 5.5 }, false],
    [{ consensusPercentage: 101 }, false],
    [{ workload: [{ assigneeId: 'a@example.org', load: 0 }] }, false],
    [{ consensusTaskType: 'consensus', workload: one }, false],
    [{ consensusTaskType: 'consensus', consensusAssignees: 3, workload: [...two, ...one] }, false],
    [{ consensusTaskType: 'consensus', consensusAssignees: 2, workload: two }, true],
    [{ consensusTaskType: 'consensus', consensusPercentage: 0, workload: one }, true],
    [{ consensusTaskType: 'consensus', workload: [] }, true],
  ])('with %o fits: %s', (metadata, fits) => {
    expect(parse(metadata).success).toBe(fits);
  });
});

test('a split draws by its shares, or equally', () => {
  const groups = [
    { name: 'a', distribution: 90, id: 'x' },
    { name: 'b', distribution: 10 },
  ];
  const parse = (rest: object) =>
    parseConfig('split', made('split', 'n', { metadata: { customNodeConfig: { groups, ...rest } } }));
  const shares = (config: ConfigOf<'split'> | undefined) =>
    config?.customNodeConfig.groups.map((group) => group.distribution);
  expect(shares(parse({}).data)).toEqual([90, 10]);
  expect(shares(parse({ distributeEqually: true }).data)).toEqual([50, 50]);
  expect(parse({}).data?.customNodeConfig.groups[0]).toEqual(groups[0]);
  expect(parse({ groups: [] }).success).toBe(false);
  expect(parse({ groups: [{ name: 'a', distribution: 0 }] }).error?.issues[0]?.message).toMatch(/a share/);
});

test('a dataset node takes filters as text and as objects', () => {
  const filter = (value: unknown) =>
    parseConfig('storage', made('storage', 'n', { metadata: { triggerToPipeline: { filter: value } } })).data
      ?.triggerToPipeline?.filter;
  expect(filter('{"a":1}')).toBe('{"a":1}');
  expect(filter({ a: 1 })).toBe('{"a":1}');
  expect(filter(null)).toBeNull();
});
