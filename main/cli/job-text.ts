/** A job in one line: "Splitting "a.mp4": 312 of 795 frames, 154 a second, 3 s left". */
import type { Job } from '#core/model/job.ts';

/** What is unknown is left out. */
export function jobText({ title, done, total, unit, rate, secondsLeft }: Job): string {
  const counted = total === null ? `${done} ${unit}` : `${done} of ${total} ${unit}`;
  const fast =
    rate !== null && rate > 0 ? `, ${rate < 10 ? rate.toFixed(1) : Math.round(rate)} a second` : '';
  const left = secondsLeft === null ? '' : `, ${spanText(secondsLeft)} left`;
  return `${title}: ${counted}${fast}${left}`;
}

/** "3 s", "2 min 5 s", "1 h 4 min". */
function spanText(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
