/** The help page about pipelines says what the code does: its examples are read by it, its tables are printed from it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseFilter } from '#core/filters/parse.ts';
import { type GraphNode, graphSchema } from '#core/model/graph.ts';
import type { NodeSpec } from '#core/pipeline/spec.ts';
import { SPECS } from '#core/pipeline/specs.ts';
import {
  CYCLE_EVENTS,
  CYCLE_TRANSITIONS,
  EXECUTION_EVENTS,
  EXECUTION_TRANSITIONS,
  PIPELINE_EVENTS,
  PIPELINE_TRANSITIONS,
  printTransitions,
  type TransitionTable,
} from '#core/pipeline/states.ts';
import { triggersOf } from '#core/pipeline/triggers.ts';
import { validateGraph } from '#core/pipeline/validate.ts';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';
import { createSandbox, type Sandbox } from '#engine/code/sandbox.ts';

const FILE = join(PROJECT_ROOT, 'resources', 'help', 'pipelines.md');
const page = await readFile(FILE, 'utf8');

/** The text below a heading, up to the next one of the same or a higher level. */
function section(heading: string): string {
  const level = heading.indexOf(' ');
  const lines = page.split('\n');
  const from = lines.indexOf(heading);
  if (from < 0) throw new Error(`The page has no "${heading}".`);
  const length = lines.slice(from + 1).findIndex((line) => {
    const marks = /^(#+) /.exec(line)?.[1]?.length ?? Number.POSITIVE_INFINITY;
    return marks <= level;
  });
  return lines.slice(from + 1, length < 0 ? undefined : from + 1 + length).join('\n');
}

function examples(text: string): unknown[] {
  return [...text.matchAll(/```json\n([\s\S]*?)\n```/g)].map(([, json = '']) => JSON.parse(json));
}

/** What a setting may be called anywhere in the schema. */
function namesIn(schema: unknown): Set<string> {
  const names = new Set<string>();
  JSON.stringify(
    z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }),
    (key, value) => {
      if (key === 'properties') for (const name of Object.keys(value)) names.add(name);
      return value;
    },
  );
  return names;
}

describe.each(Object.values(SPECS).map((spec) => [spec.kind, spec as NodeSpec] as const))(
  '%s',
  (kind, spec) => {
    it('is explained with examples that its node can be set up with', () => {
      const found = examples(section(`### ${spec.title} (\`${kind}\`)`));
      expect(found.length).toBeGreaterThan(0);
      for (const example of found) {
        const node = { metadata: {}, ...(example as object) } as GraphNode;
        const parsed = spec.configSchema.safeParse(spec.read ? spec.read(node) : node.metadata);
        expect(parsed.error?.issues ?? []).toEqual([]);
        // Schemas keep what they do not know: a setting that is spelled wrong would pass.
        const known = namesIn(spec.configSchema);
        const settings = { ...node.metadata, ...(node.metadata['customNodeConfig'] ?? {}) };
        const own = kind === 'user' ? Object.keys(node.metadata['customNodeConfig'] ?? {}) : [];
        const strange = Object.keys(settings).filter((name) => !known.has(name) && !own.includes(name));
        expect(strange.filter((name) => name !== 'customNodeConfig')).toEqual([]);
      }
    });
  },
);

describe('the page about pipelines', () => {
  it('has conditions that can be read, and every operator there is', () => {
    const text = section('## Conditions');
    for (const example of examples(text)) expect(() => parseFilter(example)).not.toThrow();
    for (const operator of '$eq $ne $in $nin $gt $gte $lt $lte $exists $regex $glob $match $not $and $or'.split(
      ' ',
    )) {
      expect(text).toContain(`\`${operator}\``);
    }
    expect(() => parseFilter({ name: { $none: 1 } })).toThrow(/Use one of (?=.*\$not)/);
  });

  it('has start nodes whose triggers can be read', () => {
    const starts = examples(section('## What starts a cycle'));
    expect(starts).toHaveLength(2);
    const port = { portId: 'in', name: 'item', type: 'Item' };
    const node = (id: string) => ({
      id,
      name: id,
      type: 'function',
      inputs: [port],
      outputs: [],
      metadata: {},
    });
    const nodes = [{ ...node('inbox') }, { ...node('report'), inputs: [] }];
    const graph = graphSchema.parse({ nodes, connections: [], startNodes: starts });
    expect(triggersOf(graph).map(({ kind }) => kind)).toEqual(['event', 'cron']);
    const wrong = validateGraph(graph).filter(({ code }) => /trigger|cron/.test(code));
    expect(wrong).toEqual([]);
  });

  it('tells every event that a trigger can hear', () => {
    const rows = section('## What starts a cycle').matchAll(/^\| `(\w+)` \| (.*) \|$/gm);
    const port = (type: string) => ({ portId: type, name: type, type });
    for (const [, resource = '', cell = ''] of rows) {
      const actions = [...cell.matchAll(/`(\w+)`/g)].map(([, action]) => action);
      const inputs = [port('Item'), port(resource)];
      const node = { id: 'a', name: 'A', type: 'function', inputs, outputs: [], metadata: {} };
      const trigger = { type: 'Event', spec: { resource, actions } };
      const startNodes = [{ nodeId: 'a', type: 'root', trigger }];
      const problems = validateGraph(graphSchema.parse({ nodes: [node], connections: [], startNodes }));
      expect(problems.filter(({ code }) => code.startsWith('trigger'))).toEqual([]);
    }
  });

  it('has snippets that run', async () => {
    const [, script = ''] = /```js\n([\s\S]*?)\n```/.exec(section('## Code of your own')) ?? [];
    const [node] = examples(section('### Code (`code`)')) as { config: { package: { code: string } } }[];
    const item = { id: 'a', annotationsCount: 0, metadata: { system: { width: 320 } } };
    await using sandbox = closing(createSandbox({ logger: { log: () => undefined }, workers: 1 }));
    const run = async (source: string) => {
      const [outcome] = await sandbox.run({
        snippet: { language: 'javascript', source },
        items: [item],
        context: {},
        limits: { timeoutMs: 10_000, memoryBytes: 64 * 2 ** 20 },
        grants: { network: [], files: [], clock: false, random: false },
      });
      return outcome;
    };
    expect(await run(script)).toMatchObject({
      ok: true,
      action: 'small',
      value: { id: 'a', metadata: { user: { small: true } } },
    });
    expect(await run(node?.config.package.code ?? '')).toMatchObject({ ok: true, action: 'empty' });
  });

  it('grants what code can be granted', () => {
    const [granted] = examples(section('## Code of your own'));
    const { metadata } = granted as { metadata: object };
    const node = { metadata, config: { package: { code: 'x' } } } as unknown as GraphNode;
    expect(SPECS.code.configSchema.safeParse(SPECS.code.read(node)).success).toBe(true);
  });

  it('shows the states as the code has them (run with -u to print them anew)', async () => {
    const printed = [
      ['### Executions', statesText(EXECUTION_TRANSITIONS, EXECUTION_EVENTS)],
      ['### Cycles', statesText(CYCLE_TRANSITIONS, CYCLE_EVENTS)],
      ['### States of a pipeline', statesText(PIPELINE_TRANSITIONS, PIPELINE_EVENTS)],
    ] as const;
    let expected = page;
    for (const [heading, text] of printed) {
      expected = expected.replace(`${heading}\n${section(heading)}`, () => `${heading}\n\n${text}\n`);
    }
    await expect(expected).toMatchFileSnapshot(FILE);
  });
});

function closing(sandbox: Sandbox): Sandbox & AsyncDisposable {
  return { ...sandbox, [Symbol.asyncDispose]: async () => await sandbox.close() };
}

function statesText<State extends string, Event extends string>(
  table: TransitionTable<State, Event>,
  events: Readonly<Record<Event, string>>,
): string {
  const meanings = Object.entries<string>(events).map(([event, meaning]) => `- \`${event}\`: ${meaning}`);
  return `${printTransitions(table, events)}\n\n${meanings.join('\n')}`;
}
