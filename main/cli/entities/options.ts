/** Options that the commands about several kinds of things share. */
import { Option } from 'commander';
import { jsonObject } from '../pipelines/json-option.ts';
import type { Order } from './items.ts';

export function projectOption(): Option {
  return new Option('--project <name>', 'the project, by name or id');
}

export function filterOption(): Option {
  return new Option('--filter <json>', 'a filter (DQL)').argParser(jsonObject);
}

/** `FIELD` or `FIELD:desc`, several times for one order after the other. */
export function sortOption(): Option {
  return new Option('--sort <field>', 'by this field, or "FIELD:desc"; several times: by the next one, too')
    .argParser((text: string, before: readonly Order[] = []) => {
      const field = text.replace(/:(asc|desc)$/, '');
      return [...before, { field, descending: text.endsWith(':desc') }];
    })
    .default([]);
}

/** For what an argument that is a diff is said to be. */
export const DIFF = 'JSON object: what is not named stays, null takes away';
