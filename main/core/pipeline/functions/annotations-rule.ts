/** Function `annotations.rule`. */
import { annotationRulesSchema } from '../../annotation/rules.ts';
import { customConfig, decidedItem, ITEM_IN, type NodeSpec, setsAny } from '../spec.ts';

const RANGES = [
  ['minCount', 'maxCount'],
  ['minAreaPixels', 'maxAreaPixels'],
  ['minAreaShare', 'maxAreaShare'],
] as const;

const rulesSchema = annotationRulesSchema
  .loose()
  .refine((rules) => setsAny(rules, ...annotationRulesSchema.keyof().options), 'choose at least one rule')
  .check(({ value, issues }) => {
    for (const [least, most] of RANGES) {
      if ((value[least] ?? 0) <= (value[most] ?? Number.POSITIVE_INFINITY)) continue;
      const message = `must not be above ${most}`;
      issues.push({ code: 'custom', path: [least], message, input: value[least] });
    }
  });

export const annotationsRule = {
  kind: 'annotations.rule',
  type: 'function',
  functionName: 'annotations.rule',
  title: 'Check annotations',
  summary: 'Tells items whose annotations keep some rules, such as which labels must be there, from others.',
  configSchema: customConfig(rulesSchema),
  lane: 'inline',
  effect: 'none',
  inputs: ITEM_IN,
  outputs: decidedItem('pass', 'fail'),
} as const satisfies NodeSpec;
