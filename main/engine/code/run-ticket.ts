/** A request's items on their way through the workers. */
import type { Ticket } from './dispatcher.ts';
import { type ItemOutcome, type Job, type Lane, programOf, type Report, type RunJob } from './job.ts';
import { plainFault, type SnippetContext, type SnippetOutcome, type SnippetRequest } from './snippet.ts';

/** Items of one job. */
const MOST_ITEMS: Readonly<Record<Lane, number>> = { compute: 100, waiting: 10 };
/** Characters of the items of one job, unless a single one has more. */
const MOST_CHARACTERS = 4 * 2 ** 20;

/** @param done called once with an outcome for every item, in order */
export function createRunTicket(
  request: SnippetRequest,
  context: string,
  done: (outcomes: readonly SnippetOutcome[]) => void,
): Ticket {
  const { items, own = [], limits, grants } = request;
  const program = programOf(request.snippet);
  const lane: Lane = grants.network.length > 0 ? 'waiting' : 'compute';
  const outcomes: (SnippetOutcome | undefined)[] = new Array(items.length);
  /** Runs of items that were handed back; they come before what was not handed out yet. */
  const returned: number[][] = [];
  const given = new Map<number, readonly number[]>();
  let cursor = 0;
  let missing = items.length;

  function settle(item: number, outcome: SnippetOutcome): void {
    if (outcomes[item] !== undefined) return;
    outcomes[item] = outcome;
    missing--;
    if (missing === 0) done(outcomes.filter((each) => each !== undefined));
  }

  /** Takes items that fit into one job, with their texts. */
  function gather(): { readonly taken: readonly number[]; readonly texts: readonly string[] } {
    const taken: number[] = [];
    const texts: string[] = [];
    let characters = 0;
    while (taken.length < MOST_ITEMS[lane]) {
      const item = returned[0]?.[0] ?? cursor;
      if (item >= items.length) break;
      const text = toText(items[item], own[item]);
      if (text !== null && taken.length > 0 && characters + text.length > MOST_CHARACTERS) break;
      if (returned[0]) {
        returned[0].shift();
        if (returned[0].length === 0) returned.shift();
      } else {
        cursor++;
      }
      if (text === null) {
        settle(item, plainFault('invalid', 'The item cannot be given to the snippet: it is not JSON.'));
        continue;
      }
      taken.push(item);
      texts.push(text);
      characters += text.length;
    }
    return { taken, texts };
  }

  return {
    lane,
    next(id): Job | null {
      const { taken, texts } = gather();
      if (taken.length === 0) return null;
      given.set(id, taken);
      const time = request.context.time ?? 0;
      return { kind: 'run', id, program, items: texts, context, time, limits, grants } satisfies RunJob;
    },
    report({ id, from, outcomes: heard, end }: Report) {
      const taken = given.get(id) ?? [];
      for (const [index, outcome] of heard.entries()) {
        const item = taken[from + index];
        if (item !== undefined) settle(item, toOutcome(outcome));
      }
      if (!end) return;
      given.delete(id);
      const left = taken.filter((item) => outcomes[item] === undefined);
      const [first] = left;
      // Nothing at all was done: it would go on like that for ever.
      if (first !== undefined && left.length === taken.length) {
        settle(first, plainFault('crash', 'What runs the snippet ended without a word about this item.'));
        left.shift();
      }
      if (left.length > 0) returned.push(left);
    },
    lost(id, why) {
      const message = `The process that runs snippets has ended (${why}).`;
      for (const item of given.get(id) ?? []) settle(item, plainFault('crash', message));
      given.delete(id);
    },
  };
}

function toOutcome(outcome: ItemOutcome): SnippetOutcome {
  if (!outcome.ok) return outcome;
  const { json, action, logs } = outcome;
  return { ok: true, value: JSON.parse(json) as unknown, action, logs };
}

/** Null for what is not JSON: values that contain themselves, and integers without limit. */
function toText(item: unknown, own: SnippetContext | undefined): string | null {
  try {
    return `${own ? JSON.stringify(own) : ''}\n${JSON.stringify(item) ?? 'null'}`;
  } catch {
    return null;
  }
}
