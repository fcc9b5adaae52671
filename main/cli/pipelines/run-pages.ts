/** Lists of cycles and executions, which may be very long: a page at a time, by its number. */
import { type Command, Option } from 'commander';
import { wholeNumber } from '../options.ts';
import { jsonObject } from './json-option.ts';

export type PageFlags = { filter?: Record<string, unknown>; page: number; limit: number };

/** Adds what a list is narrowed and cut by. */
export function addPage(command: Command): Command {
  return command
    .addOption(new Option('--filter <json>', 'only those that this DQL finds').argParser(jsonObject))
    .addOption(new Option('--limit <n>', 'of a page').argParser(wholeNumber(1, 1000)).default(50, '50'))
    .addOption(
      new Option('--page <n>', 'the first one is 1').argParser(wholeNumber(1, 1_000_000)).default(1, '1'),
    );
}

type Page = { readonly number: number; readonly limit: number };

/** What the engine is asked for: all conditions must hold. */
export function pageOf({ filter, page, limit }: PageFlags, conditions: readonly Record<string, unknown>[]) {
  const all = filter ? [...conditions, filter] : conditions;
  const search = { filter: { $and: [...all] }, offset: (page - 1) * limit, limit };
  return { search, page: { number: page, limit } satisfies Page };
}

/** The table, and where it is in the list. */
export function describePage(text: string, { number, limit }: Page, total: number): string {
  return `${text}\n\nPage ${number} of ${Math.max(1, Math.ceil(total / limit))}, ${total} in all.`;
}
