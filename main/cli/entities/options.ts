/** Options that the commands about several kinds of things share. */
import { Option } from 'commander';

export function projectOption(): Option {
  return new Option('--project <name>', 'the project, by name or id');
}

/** For what an argument that is a diff is said to be. */
export const DIFF = 'JSON object: what is not named stays, null takes away';
