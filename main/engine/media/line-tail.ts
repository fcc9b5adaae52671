/**
 * Text that arrives in pieces, as lines; and the last lines of it.
 */

export type LineReader = {
  push(chunk: string): void;
  /** Gives out the last line when it had no line end. */
  end(): void;
};

/** Calls back once per line, without the line end. */
export function lineReader(onLine: (line: string) => void): LineReader {
  let rest = '';
  return {
    push(chunk) {
      const lines = (rest + chunk).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    },
    end() {
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}

export type LineTail = { add(line: string): void; lines(): readonly string[] };

/** Remembers the last `limit` lines that are not empty. */
export function lineTail(limit: number): LineTail {
  const kept: string[] = [];
  return {
    add(line) {
      if (line.trim() === '') return;
      kept.push(line);
      if (kept.length > limit) kept.shift();
    },
    lines: () => [...kept],
  };
}
