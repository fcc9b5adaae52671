/** Random pipelines as JSON, with keys that nobody knows in every object and known ones in any order. */
import { fc } from '#test/support/property.ts';

// No backslash: once an object had a key that begins with one, V8's `JSON.parse` may read another key's escape as it
// (https://github.com/nodejs/node/issues/63785), which is not ours to lose or to keep.
const unit = fc.string({ minLength: 1, maxLength: 1 }).filter((character) => character !== '\\');
const word = fc.string({ unit, minLength: 1, maxLength: 6 });
const json = fc.jsonValue({ maxDepth: 2, stringUnit: unit });
const perhaps = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

/** An object of the known keys and some unknown ones, shuffled; those of `optional` may be missing. */
function loose(
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<Record<string, unknown>> {
  const known = fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
  const taken = new Set([...Object.keys(required), ...Object.keys(optional), 'graph', 'components']);
  const unknown = fc.dictionary(
    word.filter((key) => !taken.has(key)),
    json,
    { maxKeys: 3 },
  );
  return fc
    .tuple(known, unknown)
    .chain(([a, b]) => {
      const entries = [...Object.entries(a), ...Object.entries(b)];
      return fc.shuffledSubarray(entries, { minLength: entries.length });
    })
    .map((entries) => Object.fromEntries(entries));
}

const port = loose(
  { portId: word, type: word, name: word },
  {
    displayName: perhaps(word),
    color: perhaps(word),
    actions: perhaps(fc.array(word, { maxLength: 3 })),
    portPercentage: perhaps(fc.integer()),
    variableName: perhaps(word),
    defaultValue: json,
  },
);

const position = loose({ x: fc.integer(), y: fc.integer() }, { z: fc.integer() });

const node = loose(
  {
    id: word,
    name: word,
    type: fc.constantFrom('storage', 'task', 'code', 'function', 'ml', 'custom', 'api', 'something new'),
    inputs: fc.array(port, { maxLength: 2 }),
    outputs: fc.array(port, { maxLength: 2 }),
    metadata: loose({ position }, { datasetId: perhaps(word), customNodeConfig: json }),
  },
  {
    namespace: loose({}, { functionName: perhaps(word), serviceName: perhaps(word) }),
    config: perhaps(loose({}, { package: json })),
    projectId: word,
    appName: perhaps(word),
  },
);

const end = loose({ nodeId: word, portId: word });
const connection = loose(
  { src: end, tgt: end },
  { action: perhaps(word), condition: fc.constantFrom('', '{}', '{"a":1}', null) },
);

const trigger = loose(
  {},
  {
    type: fc.constantFrom('Event', 'Cron', null),
    name: perhaps(word),
    spec: perhaps(
      loose(
        {},
        {
          filter: json,
          resource: perhaps(word),
          actions: json,
          executionMode: json,
          cron: perhaps(word),
          startAt: json,
          input: json,
        },
      ),
    ),
  },
);

const startNode = loose(
  { nodeId: word, type: fc.constantFrom('root', 'trigger') },
  { id: perhaps(word), trigger: perhaps(trigger) },
);

const variable = loose({ name: word }, { id: perhaps(word), type: perhaps(word), value: json });

export const pipelineJson = loose(
  {
    name: word.map((text) => `p${text.trim()}`),
    nodes: fc.array(node, { maxLength: 3 }),
    connections: fc.array(connection, { maxLength: 3 }),
    startNodes: fc.array(startNode, { maxLength: 2 }),
  },
  {
    variables: perhaps(fc.array(variable, { maxLength: 2 })),
    settings: json,
    description: perhaps(fc.string()),
    preview: json,
    status: word,
    compositionId: word,
  },
);
