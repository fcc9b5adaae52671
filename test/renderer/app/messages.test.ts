/** Every message a screen asks for is there, and every message that is there is asked for. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resourcesFrom } from '#renderer/app/i18n.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MESSAGES = join(ROOT, 'resources/i18n/en');
/** Read by the main process, and by the page of a hub, which have tests of their own. */
const OTHERS = new Set(['shell', 'hub']);
const PLURAL = /_(?:ordinal_)?(?:zero|one|two|few|many|other)$/;

type Ask = {
  readonly space: string;
  readonly pattern: RegExp;
  readonly where: string;
  readonly text: string;
};

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(folder, path));
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What a file asks for: literals, conditionals of literals, and templates, whose holes may be anything. */
function asks(path: string): readonly Ask[] {
  const source = readFileSync(path, 'utf8');
  const found: Ask[] = [];
  const bindings = [...source.matchAll(/\{ t(?:: (\w+))?[^}]*\} = useTranslation\('(\w+)'\)/g)].map(
    ([, name, space]) => ({ name: name ?? 't', space: space ?? '' }),
  );
  for (const name of new Set(bindings.map((binding) => binding.name))) {
    const spaces = new Set(bindings.filter((binding) => binding.name === name).map((one) => one.space));
    const [space] = spaces;
    // With two namespaces under one name the file would have to be understood, not just read.
    expect([...spaces], `namespaces of ${name} in ${path}`).toHaveLength(1);
    for (const [, argument] of source.matchAll(
      new RegExp(`\\b${name}\\(\\s*((?:[^()]|\\([^()]*\\))*?)[,)]`, 'g'),
    )) {
      for (const [, text] of (argument ?? '').matchAll(/(?:^|\? |: )'([^']+)'/g)) {
        if (text)
          found.push({ space: space ?? '', pattern: new RegExp(`^${escaped(text)}$`), where: path, text });
      }
      for (const [, text] of (argument ?? '').matchAll(/`([^`]+)`/g)) {
        if (!text) continue;
        const pattern = new RegExp(
          `^${text
            .split(/\$\{[^}]*\}/)
            .map(escaped)
            .join('.+')}$`,
        );
        found.push({ space: space ?? '', pattern, where: path, text });
      }
    }
  }
  return found;
}

function keysOf(messages: object, prefix = ''): readonly string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value as object, `${prefix}${key}.`),
  );
}

const spaces = new Map(
  readdirSync(MESSAGES)
    .map((file) => basename(file, '.json'))
    .filter((space) => !OTHERS.has(space))
    .map((space) => {
      const messages = JSON.parse(readFileSync(join(MESSAGES, `${space}.json`), 'utf8')) as object;
      return [space, [...new Set(keysOf(messages).map((key) => key.replace(PLURAL, '')))]] as const;
    }),
);
const files = sources(join(ROOT, 'renderer'));
const wanted = files.flatMap(asks);

/** Keys that are chosen in one place and shown in another: any text or template in the sources that fits one. */
const mentioned = files.flatMap((path) => {
  const source = readFileSync(path, 'utf8');
  const texts = [...source.matchAll(/'([\w-]+(?:\.[\w-]+)+)'/g)].map(([, text]) => escaped(text ?? ''));
  const templates = [...source.matchAll(/`([\w.-]*\$\{[^}]*\}[\w.-]*)`/g)].map(([, text]) =>
    (text ?? '')
      .split(/\$\{[^}]*\}/)
      .map(escaped)
      .join('.+'),
  );
  return [...texts, ...templates.filter((one) => one.includes('\\.'))].map((text) => new RegExp(`^${text}$`));
});

describe('messages', () => {
  it('are found in the sources at all', () => {
    expect(wanted.length).toBeGreaterThan(200);
  });

  it('are there for everything a screen asks for', () => {
    const missing = wanted.filter(
      ({ space, pattern }) => !spaces.get(space)?.some((key) => pattern.test(key)),
    );
    expect(missing.map(({ space, text, where }) => `${space}: ${text} (${where})`)).toEqual([]);
  });

  it('are all asked for', () => {
    const idle = [...spaces].flatMap(([space, keys]) =>
      keys
        .filter((key) => !wanted.some((ask) => ask.space === space && ask.pattern.test(key)))
        .filter((key) => !mentioned.some((pattern) => pattern.test(key)))
        .map((key) => `${space}: ${key}`),
    );
    expect(idle).toEqual([]);
  });

  it('have every form of a plural that English needs', () => {
    for (const space of spaces.keys()) {
      const keys = keysOf(JSON.parse(readFileSync(join(MESSAGES, `${space}.json`), 'utf8')) as object);
      for (const key of keys.filter((one) => /(?<!ordinal)_one$/.test(one))) {
        expect(keys, space).toContain(key.replace(/_one$/, '_other'));
      }
    }
  });
});

describe('resourcesFrom', () => {
  it('sorts files by language and namespace', () => {
    const files = { '../i18n/en/home.json': { a: 'A' }, '../i18n/de/home.json': { a: 'Ä' } };
    expect(resourcesFrom(files)).toEqual({ en: { home: { a: 'A' } }, de: { home: { a: 'Ä' } } });
  });
});
