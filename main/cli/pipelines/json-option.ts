/** Options and arguments that are JSON. */
import { InvalidArgumentError } from 'commander';

/** A JSON object, for commander's argument parsing. */
export function jsonObject(text: string): Record<string, unknown> {
  const value = parsed(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new InvalidArgumentError('It must be a JSON object such as {"name": "a*"}.');
}

/** A JSON list, for commander's argument parsing. */
export function jsonList(text: string): readonly unknown[] {
  const value = parsed(text);
  if (Array.isArray(value)) return value;
  throw new InvalidArgumentError('It must be a JSON list such as ["car", "van"].');
}

/** `NAME=JSON`, gathered over several; what is no JSON counts as text. */
export function assignment(text: string, before: Record<string, unknown> = {}): Record<string, unknown> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be NAME=VALUE.');
  const value = text.slice(at + 1);
  const json = parsed(value);
  return { ...before, [text.slice(0, at)]: json === undefined ? value : json };
}

/** Undefined when it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
