import { expect, it } from 'vitest';
import { findLinked } from '#renderer/app/linked.ts';
import type { call } from '#renderer/client/client.ts';

const [P, D] = ['1', '2'].map((digit) => digit.repeat(24)) as [string, string];
const ID = '3'.repeat(24);

/** Answers as a workspace with one of each. */
const ask = (async (name: string) => {
  if (name === 'items.get') return { id: ID, datasetId: D };
  if (name === 'tasks.get') return { id: ID, projectId: P, type: 'qa' };
  return name === 'projects.get' ? { id: P } : { id: ID, projectId: P };
}) as unknown as typeof call;

it.each([
  ['projects', '/pipelines'],
  ['pipelines', `/pipelines/${ID}`],
  ['tasks', `/review/${ID}`],
  ['datasets', `/data/${ID}`],
  ['items', `/view/${ID}`],
])('%s lead to %s in their project', async (kind, address) => {
  expect(await findLinked(kind, ID, ask)).toEqual({ address, projectId: P });
});

it('refuses other kinds', async () => {
  await expect(findLinked('settings', ID, ask)).rejects.toMatchObject({ code: 'not-found' });
});
