import { expect, it } from 'vitest';
import { toLocalMinute } from '#renderer/ui/local-minute.ts';

it('shows a time as the minute here', () => {
  const time = new Date(2026, 2, 4, 5, 6).getTime();
  expect(toLocalMinute(time)).toBe('2026-03-04T05:06');
  expect(Date.parse(toLocalMinute(time))).toBe(time);
});
