/** What one item has said and chosen so far. */

export type Notes = {
  /** Keeps the line; false when no more are wanted. */
  log(line: string): boolean;
  choose(action: string): void;
  logs(): readonly string[];
  action(): string | null;
  /** For the next item. */
  clear(): void;
};

const MOST_LINES = 200;
const MOST_CHARACTERS = 64 * 1024;
const CUT = '… further lines were left out';

export function createNotes(): Notes {
  let lines: string[] = [];
  let characters = 0;
  let action: string | null = null;
  return {
    log(line) {
      characters += line.length;
      const room = lines.length < MOST_LINES && characters <= MOST_CHARACTERS;
      lines.push(room ? line : CUT);
      return room;
    },
    choose: (name) => {
      action = name;
    },
    logs: () => lines,
    action: () => action,
    clear() {
      lines = [];
      characters = 0;
      action = null;
    },
  };
}
