/**
 * Progress of an ffmpeg run, from the blocks that `-progress` writes. Pure.
 */

export type ExtractProgress = {
  /** Frames written so far. */
  readonly done: number;
  /** Frames that will be written. */
  readonly total: number;
  /** Written frames per second since the start; 0 while unknown. */
  readonly framesPerSecond: number;
  /** Estimated seconds to the end; null while unknown. */
  readonly secondsLeft: number | null;
};

/**
 * Reads the lines of `-progress` and calls back at the end of each block. The reader returns true for a line that
 * shows that work went on: newer versions keep writing blocks while nothing moves.
 */
export function progressReader(total: number, onProgress: (progress: ExtractProgress) => void) {
  let done = 0;
  let framesPerSecond = 0;
  const seen = new Map<string, string>();
  return (line: string): boolean => {
    const [, key, value] = /^\s*(\w+)=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || value === undefined) return false;
    if (key === 'frame') done = Math.min(total, Number(value) || 0);
    if (key === 'fps') framesPerSecond = Number(value) || 0;
    if (key === 'progress') {
      const secondsLeft = framesPerSecond > 0 ? (total - done) / framesPerSecond : null;
      onProgress({ done, total, framesPerSecond, secondsLeft });
      return value === 'end';
    }
    const moved =
      ['frame', 'out_time_us', 'out_time_ms', 'total_size'].includes(key) && seen.get(key) !== value;
    seen.set(key, value);
    return moved;
  };
}
