/**
 * What a person types to find objects: words separated by spaces, all of which must fit.
 *
 * `car` label or a value of an attribute · `label::car` · `score::[0.2,.5]`, `score::<0.5` · `#12` the twelfth object ·
 * `type::box` · `attr::colour=red` · `flag::occluded` · `id::x7` its instance · `<^tr.*k$>` a pattern · `-` before any of
 * them: those that do not fit.
 */
import type { Annotation, Geometry } from '#core/model/annotation.ts';
import { flagsOf } from '#core/model/object-flags.ts';

/** One object of the list. */
export type Listed = {
  readonly annotation: Annotation;
  /** Its place in the list of all, from 1. */
  readonly number: number;
  readonly hidden: boolean;
};

type Test = (one: Listed) => boolean;

export type ObjectFilter =
  | { readonly ok: true; readonly test: Test }
  /** The word that cannot be read, and which sentence tells what it should be. */
  | { readonly ok: false; readonly word: string; readonly why: FilterFault };

export const FILTER_FAULTS = ['score', 'number', 'type', 'flag', 'pattern', 'empty', 'unknown'] as const;
export type FilterFault = (typeof FILTER_FAULTS)[number];

/** Types of shapes, by what people call them. */
export const TYPE_WORDS: Readonly<Record<string, readonly Geometry['type'][]>> = {
  box: ['box'],
  polygon: ['segment'],
  line: ['polyline'],
  polyline: ['polyline'],
  point: ['point'],
  ellipse: ['ellipse'],
  cuboid: ['cube', 'cube_3d'],
  mask: ['binary'],
  skeleton: ['pose'],
  note: ['note'],
  tag: ['class'],
};
export const FLAG_WORDS = ['occluded', 'locked', 'hidden', 'grouped', 'part'] as const;

const KEYED = /^(label|score|type|attr|flag|id)::(.*)$/is;
/** Of words; a pattern in angle brackets may have spaces. */
const WORD = /-?<[^>]*>|\S+/g;

export function readFilter(typed: string): ObjectFilter {
  const tests: Test[] = [];
  for (const [word] of typed.matchAll(WORD)) {
    const negated = word.length > 1 && word.startsWith('-');
    const read = readWord(negated ? word.slice(1) : word);
    if (typeof read === 'string') return { ok: false, word, why: read };
    tests.push(negated ? (one) => !read(one) : read);
  }
  return { ok: true, test: (one) => tests.every((test) => test(one)) };
}

function readWord(word: string): Test | FilterFault {
  if (word.startsWith('#')) return readNumber(word.slice(1));
  if (word.startsWith('<')) return readPattern(word);
  const keyed = KEYED.exec(word);
  const value = keyed?.[2] ?? '';
  switch (keyed?.[1]?.toLowerCase()) {
    case undefined:
      return word.includes('::') ? 'unknown' : withWord(word);
    case 'score':
      return readScore(value);
    case 'type':
      return readType(value);
    case 'flag':
      return readFlag(value);
    case 'attr':
      return value === '' ? 'empty' : readAttribute(value);
    case 'id':
      return value === '' ? 'empty' : ({ annotation }) => flagsOf(annotation).instanceId === value;
    default: {
      const label = lower(value);
      return value === '' ? 'empty' : ({ annotation }) => lower(annotation.label).includes(label);
    }
  }
}

const lower = (text: string) => text.toLocaleLowerCase();

function textsOf({ label, attributes }: Annotation): string[] {
  const values = Object.values(attributes).flatMap((value): unknown[] =>
    Array.isArray(value) ? value : [value],
  );
  return [label, ...values.map(String)];
}

function withWord(word: string): Test {
  const wanted = lower(word);
  return ({ annotation }) => textsOf(annotation).some((text) => lower(text).includes(wanted));
}

function readPattern(word: string): Test | FilterFault {
  const source = word.endsWith('>') ? word.slice(1, -1) : null;
  if (!source) return 'pattern';
  try {
    const pattern = new RegExp(source, 'iu');
    return ({ annotation }) => textsOf(annotation).some((text) => pattern.test(text));
  } catch {
    return 'pattern';
  }
}

function readNumber(text: string): Test | FilterFault {
  const wanted = /^\d+$/.test(text) ? Number(text) : 0;
  return wanted > 0 ? ({ number }) => number === wanted : 'number';
}

const RANGE = /^([[(])([\d.]*),([\d.]*)([\])])$/;
const COMPARED = /^(<=?|>=?|=)?([\d.]+)$/;

/** How sure the model was that made an object; what people made has no score, and fits no range. */
function readScore(text: string): Test | FilterFault {
  const range = RANGE.exec(text);
  if (range) {
    const [, open, from, to, close] = range;
    const [least, most] = [from ? Number(from) : 0, to ? Number(to) : Number.POSITIVE_INFINITY];
    if (Number.isNaN(least) || Number.isNaN(most)) return 'score';
    return scored(
      (score) =>
        (open === '[' ? score >= least : score > least) && (close === ']' ? score <= most : score < most),
    );
  }
  const compared = COMPARED.exec(text);
  const limit = Number(compared?.[2]);
  if (!compared || Number.isNaN(limit)) return 'score';
  switch (compared[1]) {
    case '<':
      return scored((score) => score < limit);
    case '<=':
      return scored((score) => score <= limit);
    case '>':
      return scored((score) => score > limit);
    case '>=':
      return scored((score) => score >= limit);
    default:
      return scored((score) => score === limit);
  }
}

function scored(test: (score: number) => boolean): Test {
  return ({ annotation }) => {
    const score = scoreOf(annotation);
    return score !== null && test(score);
  };
}

/** From 0 to 1; null for what no model made. */
export function scoreOf({ metadata }: Pick<Annotation, 'metadata'>): number | null {
  const confidence = inside(inside(inside(metadata, 'user'), 'model'), 'confidence');
  return typeof confidence === 'number' ? confidence : null;
}

function inside(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function readType(text: string): Test | FilterFault {
  const types = TYPE_WORDS[lower(text)];
  return types ? ({ annotation }) => types.includes(annotation.geometry.type) : 'type';
}

function readFlag(text: string): Test | FilterFault {
  const flag = FLAG_WORDS.find((each) => each === lower(text));
  switch (flag) {
    case 'hidden':
      return ({ hidden }) => hidden;
    case 'grouped':
      return ({ annotation }) => flagsOf(annotation).groupId !== null;
    case 'part':
      return ({ annotation }) => flagsOf(annotation).parentId !== null;
    case 'occluded':
    case 'locked':
      return ({ annotation }) => flagsOf(annotation)[flag];
    case undefined:
      return 'flag';
  }
}

/** `key=value`, or a key that has any value. */
function readAttribute(text: string): Test {
  const [key = '', ...rest] = text.split('=');
  const wanted = rest.length > 0 ? lower(rest.join('=')) : null;
  return ({ annotation: { attributes } }) => {
    const found = Object.entries(attributes).find(([name]) => lower(name) === lower(key))?.[1];
    if (found === undefined) return false;
    const values: unknown[] = Array.isArray(found) ? found : [found];
    return wanted === null || values.some((value) => lower(String(value)) === wanted);
  };
}
