/**
 * What the command line prints. Results go to standard output and nothing else does; with `--json` they are exactly one
 * JSON value there. What happens meanwhile goes to standard error.
 */
import { toWireError } from '#core/errors.ts';

export type Output = {
  readonly json: boolean;
  /** The result: the value as JSON, or for a person the text. */
  result(value: unknown, text: () => string): void;
  /** A line about what happens. */
  say(line: string): void;
  /** A line that the next one replaces; only on a terminal. */
  progress(line: string): void;
  /** An error, in one line. */
  fail(error: unknown): void;
};

type Stream = { write(text: string): unknown; readonly isTTY?: boolean | undefined };

export function createOutput(
  json: boolean,
  streams: { readonly out: Stream; readonly err: Stream } = { out: process.stdout, err: process.stderr },
): Output {
  const { out, err } = streams;
  let open = false;
  const line = (text: string) => {
    err.write(open ? `\r\x1b[K${text}\n` : `${text}\n`);
    open = false;
  };
  return {
    json,
    result: (value, text) => {
      if (open) err.write('\r\x1b[K');
      open = false;
      out.write(`${json ? JSON.stringify(value) : text()}\n`);
    },
    say: line,
    progress: (text) => {
      if (!err.isTTY) return;
      err.write(`\r\x1b[K${text}`);
      open = true;
    },
    fail: (error) => {
      const { code, message, details } = toWireError(error);
      // A message may quote a file or a tool: whatever it holds, it is one line here.
      const flat = message.replaceAll(/\s*\n\s*/g, ' ');
      line(json ? JSON.stringify({ error: { code, message, details } }) : `sluice: ${flat}`);
    },
  };
}

/** Rows under headings, columns aligned; numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [headings, ...rows.map((row) => row.map(String))];
  const widths = headings.map((_, at) => Math.max(...cells.map((row) => (row[at] ?? '').length)));
  const right = headings.map((_, at) => rows.length > 0 && rows.every((row) => typeof row[at] === 'number'));
  return cells
    .map((row) =>
      row
        .map((cell, at) => (right[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Two columns: what, and its value. */
export function facts(pairs: readonly (readonly [name: string, value: string | number])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
