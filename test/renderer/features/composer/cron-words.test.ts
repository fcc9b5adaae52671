import { expect, it } from 'vitest';
import { CRON_PRESETS, cronWords } from '#renderer/features/composer/inspector/cron-words.ts';

it('has words for usual times, and none for others', () => {
  expect(CRON_PRESETS.map((cron) => cronWords(cron)?.key)).toEqual([
    'minutes',
    'hourly',
    'daily',
    'weekdays',
  ]);
  expect(cronWords('5 7 * * *')).toEqual({ key: 'daily', values: { time: '07:05' } });
  for (const other of ['', '*/7 * * * *', '0 25 * * *', '0 6 1 * *', '0 0 6 * * *', '61 * * * *']) {
    expect([other, cronWords(other)]).toEqual([other, null]);
  }
});
