/** Where the set-up scripts tell what they do: `say` for a lasting line, `progress` for one that is replaced. */
export interface Reporter {
  say(line: string): void;
  progress(line: string): void;
}

/** The least time between two progress lines where a line cannot be replaced (a log file), in milliseconds. */
const LOG_EVERY_MS = 10_000;

/**
 * A reporter on a terminal or a log. It writes to standard error, so that standard output carries results only.
 */
export function terminalReporter(stream: NodeJS.WriteStream = process.stderr): Reporter {
  let open = false;
  let lastLog = Number.NEGATIVE_INFINITY;
  return {
    say(line) {
      stream.write(open ? `\r\x1b[K${line}\n` : `${line}\n`);
      open = false;
    },
    progress(line) {
      if (stream.isTTY) {
        stream.write(`\r\x1b[K${line}`);
        open = true;
      } else if (performance.now() - lastLog >= LOG_EVERY_MS) {
        stream.write(`${line}\n`);
        lastLog = performance.now();
      }
    },
  };
}
