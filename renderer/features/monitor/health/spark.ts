/** The line of a small diagram: values from left to right, the largest at the top. */
export function sparkPath(values: readonly number[], width: number, height: number): string {
  const most = Math.max(1, ...values);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values
    .map((value, index) => {
      const [x, y] = [index * step, height - (value / most) * height];
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

/** What ended in all the minutes together. */
export const total = (perMinute: readonly number[]) => perMinute.reduce((sum, count) => sum + count, 0);
