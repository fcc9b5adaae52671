/** Options that several commands share, and how their values are read. */
import { InvalidArgumentError, Option } from 'commander';

export function workspaceOption(): Option {
  return new Option(
    '--workspace <dir>',
    'the workspace; made when it is not there (default: $SLUICE_WORKSPACE, or one in your data folder)',
  );
}

export function jsonOption(): Option {
  return new Option('--json', 'print one JSON value on standard output and nothing else there');
}

const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, y: 365 * 86_400 };

/** Seconds from a time such as 12h or 30d, for commander's argument parsing. */
export function timeSpan(min: string, max: string): (text: string) => number {
  return (text) => {
    const value = secondsOf(text);
    if (value >= secondsOf(min) && value <= secondsOf(max)) return value;
    throw new InvalidArgumentError(`It must be a time from ${min} to ${max}, such as 12h or 30d.`);
  };
}

function secondsOf(text: string): number {
  const parts = /^(\d{1,5})([mhdy])$/.exec(text);
  return Number(parts?.[1]) * (UNITS[parts?.[2] ?? ''] ?? Number.NaN);
}

/** A whole number within bounds, for commander's argument parsing. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}
