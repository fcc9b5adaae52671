/** Makes local time UTC in this thread. QuickJS asks the thread's own `Date` for the time zone, and results of snippets
 * must not depend on where the computer stands. */
export function tellTimeInUtc(): void {
  const { prototype } = Date;
  prototype.getTimezoneOffset = () => 0;
  for (const part of [
    'FullYear',
    'Month',
    'Date',
    'Day',
    'Hours',
    'Minutes',
    'Seconds',
    'Milliseconds',
  ] as const) {
    prototype[`get${part}`] = prototype[`getUTC${part}`];
  }
}
