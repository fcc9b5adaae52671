/** Waiting for commands as clients do. */
import { expect, vi } from 'vitest';
import type { Answer, TestApi } from './api.ts';

/** The command of the answer once it is over. */
export async function settled(api: TestApi, answer: Answer): Promise<Answer['body']> {
  expect(answer).toMatchObject({ status: 200, body: { id: expect.any(String) } });
  return await vi.waitFor(async () => {
    const { body } = await api.sdk('GET', `/commands/${answer.body.id}`);
    expect(body.status).not.toBe('in-progress');
    return body;
  });
}
