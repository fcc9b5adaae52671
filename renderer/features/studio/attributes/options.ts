/** Options of attributes that are chosen from a few. */
import { textsOf } from '#core/annotation/attributes.ts';
import type { Attribute } from '#core/model/recipe.ts';

/** In the order of their digits; none where there is nothing to choose from. */
export function optionsOf({ type, values }: Attribute): readonly string[] {
  if (type === 'boolean') return ['true', 'false'];
  return type === 'options' ? (values ?? []) : [];
}

/** The value after an option was picked: picked again it goes. Several keep the order of the options. */
export function withOption(attribute: Attribute, value: unknown, option: string): unknown {
  const chosen = textsOf(value);
  const has = chosen.includes(option);
  if (attribute.type === 'boolean') return has ? undefined : option === 'true';
  if (!attribute.multi) return has ? undefined : option;
  const next = has ? chosen.filter((each) => each !== option) : [...chosen, option];
  const known = (attribute.values ?? []).filter((each) => next.includes(each));
  return known.length === 0 ? undefined : known;
}
