/** Options that several commands about tasks have. */
import { InvalidArgumentError, Option } from 'commander';
import { wholeNumber } from '../options.ts';
import { jsonObject } from '../pipelines/json-option.ts';

export type Share = { readonly person: string; readonly load: number };

/** `PERSON` or `PERSON=SHARE`, gathered over several; shares are relative. */
function share(text: string, before: readonly Share[] = []): Share[] {
  const at = text.lastIndexOf('=');
  const person = (at < 0 ? text : text.slice(0, at)).trim();
  const load = at < 0 ? 1 : Number(text.slice(at + 1));
  if (person === '' || !(load > 0)) throw new InvalidArgumentError('It must be PERSON or PERSON=SHARE.');
  return [...before, { person, load }];
}

export function personOption(description: string): Option {
  return new Option('--person <person[=share]>', description).argParser(share);
}

export function filterOption(): Option {
  return new Option('--filter <json>', 'the items, as a filter such as {"name": "a*"}').argParser(jsonObject);
}

export function limitOption(): Option {
  return new Option('--limit <count>', 'so many items at most').argParser(wholeNumber(1, 1_000_000));
}

/** A day or a time, in milliseconds since 1970. */
export function dueTime(text: string): number {
  const at = Date.parse(text);
  if (Number.isFinite(at) && at >= 0) return at;
  throw new InvalidArgumentError('It must be a day such as 2026-03-01.');
}

export function words(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}
