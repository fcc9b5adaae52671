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

/** A whole number within bounds, for commander's argument parsing. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}
