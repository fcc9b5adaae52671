/** Function `webhook`. */
import { z } from 'zod';
import { customConfig, ITEM_IN, ITEM_OUT, type NodeSpec } from '../spec.ts';

const webhookSchema = z.looseObject({
  url: z.url({ protocol: /^https?$/, error: 'must begin with https:// or http://' }),
  method: z.enum(['POST', 'PUT', 'PATCH', 'GET', 'DELETE']).nullish(),
  headers: z
    .record(
      z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not the name of a header'),
      z.string().regex(/^[^\r\n\0]*$/, 'must be one line'),
    )
    .nullish(),
  /** Text with places such as `{{item.id}}`; null or absent: the item as JSON. */
  body: z.string().nullish(),
  timeoutSeconds: z.number().positive().max(600).nullish(),
  maxAttempts: z.int().min(1).max(100).nullish(),
});

export const webhook = {
  kind: 'webhook',
  type: 'function',
  functionName: 'webhook',
  title: 'Webhook',
  summary:
    'Tells another program about each item by an HTTP request, and tries again when it cannot be reached.',
  configSchema: customConfig(webhookSchema),
  lane: 'network',
  effect: 'outside',
  inputs: ITEM_IN,
  outputs: ITEM_OUT,
} as const satisfies NodeSpec;
