/** Options that the commands about several kinds of things share. */
import { Option } from 'commander';
import { jsonObject } from '../pipelines/json-option.ts';

export function projectOption(): Option {
  return new Option('--project <name>', 'the project, by name or id');
}

export function filterOption(): Option {
  return new Option('--filter <json>', 'a filter (DQL)').argParser(jsonObject);
}

/** For what an argument that is a diff is said to be. */
export const DIFF = 'JSON object: what is not named stays, null takes away';
