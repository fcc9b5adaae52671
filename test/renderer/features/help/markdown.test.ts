import { describe, expect, it } from 'vitest';
import { parseInline, plainText } from '#renderer/features/help/inline.ts';
import { anchorOf, linkTarget } from '#renderer/features/help/links.ts';
import { type Block, parseMarkdown } from '#renderer/features/help/markdown.ts';
import { fc } from '#test/support/property.ts';

const text = (value: string) => [{ type: 'text', text: value }];
const paragraph = (value: string) => ({ type: 'paragraph', children: text(value) });

describe('parseInline', () => {
  it('reads code, emphasis and links, also within one another', () => {
    expect(parseInline('a `b*c*` d')).toEqual([
      { type: 'text', text: 'a ' },
      { type: 'code', text: 'b*c*' },
      { type: 'text', text: ' d' },
    ]);
    expect(parseInline('**a *b* c**')).toEqual([
      {
        type: 'strong',
        children: [
          { type: 'text', text: 'a ' },
          { type: 'em', children: text('b') },
          { type: 'text', text: ' c' },
        ],
      },
    ]);
    expect(parseInline('[the `keys`](keys.md)')).toEqual([
      { type: 'link', href: 'keys.md', children: [...text('the '), { type: 'code', text: 'keys' }] },
    ]);
    expect(parseInline('`` a ` b ``')).toEqual([{ type: 'code', text: 'a ` b' }]);
  });

  it('leaves alone what only looks like a mark', () => {
    for (const plain of ['2 * 3 * 4', 'snake_case_name', 'a ** b', '[x] y', '`open', '<b>bold</b>']) {
      expect(parseInline(plain)).toEqual(text(plain));
    }
    expect(parseInline('\\*a\\* \\`b\\`')).toEqual(text('*a* `b`'));
  });

  it('puts the words of a picture in its place', () => {
    expect(parseInline('![the graph](graph.png)')).toEqual([{ type: 'em', children: text('the graph') }]);
  });
});

describe('parseMarkdown', () => {
  it('reads headings, paragraphs over several lines and rules', () => {
    expect(parseMarkdown('# One ##\n\na\nb\n\n---\n### Three')).toEqual([
      { type: 'heading', level: 1, children: text('One') },
      paragraph('a b'),
      { type: 'rule' },
      { type: 'heading', level: 3, children: text('Three') },
    ]);
  });

  it('keeps code as it is', () => {
    expect(parseMarkdown('```sh\n# no heading\n  - no list\n```\nafter')).toEqual([
      { type: 'code', text: '# no heading\n  - no list' },
      paragraph('after'),
    ]);
    expect(parseMarkdown('```\nnever closed')).toEqual([{ type: 'code', text: 'never closed' }]);
  });

  it('reads lists with further lines, blocks and lists inside', () => {
    const source =
      '1. one\n   more\n2. two\n   - deep\n   - deeper\n\n   ```\n   code\n   ```\n3. three\n\nafter';
    expect(parseMarkdown(source)).toEqual([
      {
        type: 'list',
        ordered: true,
        items: [
          [paragraph('one more')],
          [
            paragraph('two'),
            { type: 'list', ordered: false, items: [[paragraph('deep')], [paragraph('deeper')]] },
            { type: 'code', text: 'code' },
          ],
          [paragraph('three')],
        ],
      },
      paragraph('after'),
    ]);
  });

  it('reads a list right below a paragraph, and loose ones', () => {
    expect(parseMarkdown('intro:\n- a\n\n- b')).toEqual([
      paragraph('intro:'),
      { type: 'list', ordered: false, items: [[paragraph('a')], [paragraph('b')]] },
    ]);
  });

  it('reads tables, filling up short rows', () => {
    expect(parseMarkdown('| a | b |\n|---|:-:|\n| 1 | `x\\|y` |\n| 2 |\n\nafter')).toEqual([
      {
        type: 'table',
        head: [text('a'), text('b')],
        rows: [
          [text('1'), [{ type: 'code', text: 'x|y' }]],
          [text('2'), []],
        ],
      },
      paragraph('after'),
    ]);
  });

  it('reads quotes', () => {
    expect(parseMarkdown('> a\n> b\n\nc')).toEqual([
      { type: 'quote', children: text('a b') },
      paragraph('c'),
    ]);
  });

  it('comes to an end with any text, and loses no word of a plain one', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '\n', '*', '`', '|', '-', '>', '#', '1', '.') }),
        (any) => {
          parseMarkdown(any);
        },
      ),
      { numRuns: 2000 },
    );
    const words = (block: Block) => ('children' in block ? plainText(block.children) : '');
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }), (list) => {
        expect(parseMarkdown(list.join(' ')).map(words).join('')).toBe(list.join(' '));
      }),
    );
  });
});

describe('links', () => {
  it('lead to pages and places of the help, and nowhere else', () => {
    expect(linkTarget('labelling.md')).toEqual({ to: 'page', page: 'labelling', anchor: null });
    expect(linkTarget('./keys.md#studio')).toEqual({ to: 'page', page: 'keys', anchor: 'studio' });
    expect(linkTarget('#studio')).toEqual({ to: 'anchor', anchor: 'studio' });
    for (const address of [
      'https://ffmpeg.org',
      'javascript:alert(1)',
      '../README.md',
      'file:///etc/passwd',
    ]) {
      expect(linkTarget(address)).toEqual({ to: 'outside', address });
    }
  });

  it('find headings by their words', () => {
    expect(anchorOf('Keys & mouse: the basics')).toBe('keys-mouse-the-basics');
  });
});
