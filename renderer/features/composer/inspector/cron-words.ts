/** Usual times of timed triggers, as a key of the messages with its values. */

export type CronWords = {
  readonly key: 'minutes' | 'hourly' | 'daily' | 'weekdays';
  readonly values: Readonly<Record<string, string | number>>;
};

export const CRON_PRESETS = ['*/15 * * * *', '0 * * * *', '0 6 * * *', '0 6 * * 1-5'] as const;

/** Null: times that have no short words. */
export function cronWords(cron: string): CronWords | null {
  const [minute = '', hour = '', ...days] = cron.trim().split(/\s+/);
  const rest = days.join(' ');
  const every = /^\*\/(\d+)$/.exec(minute)?.[1];
  // Other steps begin anew with each hour, so they are not "every so many minutes".
  if (every && 60 % Number(every) === 0 && hour === '*' && rest === '* * *') {
    return { key: 'minutes', values: { count: Number(every) } };
  }
  if (!/^\d{1,2}$/.test(minute) || Number(minute) > 59) return null;
  const two = minute.padStart(2, '0');
  if (hour === '*' && rest === '* * *') return { key: 'hourly', values: { minute: two } };
  if (!/^\d{1,2}$/.test(hour) || Number(hour) > 23) return null;
  const time = `${hour.padStart(2, '0')}:${two}`;
  if (rest === '* * *') return { key: 'daily', values: { time } };
  return rest === '* * 1-5' ? { key: 'weekdays', values: { time } } : null;
}
