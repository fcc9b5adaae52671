/** The part of Markdown that help pages use, as a tree. Never HTML: what looks like it stays text. */
import { type Inline, parseInline } from './inline.ts';

export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly type: 'paragraph' | 'quote'; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'rule' }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | {
      readonly type: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

const FENCE = /^\s*(`{3,}|~{3,})/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])\s*(?:\1\s*){2,}$/;
const BULLET = /^(\s*)(?:[-*+]|(\d+)[.)])\s+/;
const QUOTE = /^\s*>\s?/;
const TABLE_LINE = /^\s*\|?[\s:|-]*-[\s:|-]*$/;

/** Reads lines one after the other. */
type Reader = { lines: readonly string[]; at: number };

const peek = (reader: Reader, ahead = 0) => reader.lines[reader.at + ahead];
const indentOf = (line: string) => line.length - line.trimStart().length;

function startsTable(reader: Reader): boolean {
  const [head, ruler] = [peek(reader), peek(reader, 1)];
  return Boolean(head?.includes('|') && ruler?.includes('|') && TABLE_LINE.test(ruler));
}

function startsOther(reader: Reader): boolean {
  const line = peek(reader) ?? '';
  return [FENCE, HEADING, RULE, BULLET, QUOTE].some((start) => start.test(line)) || startsTable(reader);
}

function readFence(reader: Reader): Block {
  const fence = FENCE.exec(peek(reader) ?? '')?.[1] ?? '```';
  const indent = indentOf(peek(reader) ?? '');
  const body: string[] = [];
  for (reader.at += 1; reader.at < reader.lines.length; reader.at += 1) {
    const line = peek(reader) ?? '';
    if (line.trim().startsWith(fence)) break;
    body.push(line.slice(Math.min(indent, indentOf(line))));
  }
  reader.at += 1;
  return { type: 'code', text: body.join('\n') };
}

function cellsOf(line: string): readonly (readonly Inline[])[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => parseInline(cell.trim().replaceAll('\\|', '|')));
}

function readTable(reader: Reader): Block {
  const head = cellsOf(peek(reader) ?? '');
  const rows: (readonly (readonly Inline[])[])[] = [];
  for (reader.at += 2; peek(reader)?.includes('|'); reader.at += 1) {
    const cells = cellsOf(peek(reader) ?? '');
    rows.push(head.map((_, column) => cells[column] ?? []));
  }
  return { type: 'table', head, rows };
}

function readList(reader: Reader): Block {
  const first = BULLET.exec(peek(reader) ?? '');
  const outer = first?.[1]?.length ?? 0;
  const ordered = first?.[2] !== undefined;
  const items: (readonly Block[])[] = [];
  while (reader.at < reader.lines.length) {
    const bullet = BULLET.exec(peek(reader) ?? '');
    if (!bullet || bullet[1]?.length !== outer || (bullet[2] !== undefined) !== ordered) break;
    const body = [(peek(reader) ?? '').slice(bullet[0].length)];
    for (reader.at += 1; reader.at < reader.lines.length; reader.at += 1) {
      const line = peek(reader) ?? '';
      const blankInside = line.trim() === '' && indentOf(peek(reader, 1) ?? '') > outer;
      const lazy = line.trim() !== '' && !startsOther(reader) && body.at(-1)?.trim() !== '';
      if (!blankInside && !lazy && (line.trim() === '' || indentOf(line) <= outer)) break;
      body.push(line.slice(Math.min(bullet[0].length, indentOf(line))));
    }
    items.push(parseMarkdown(body.join('\n')));
    while (peek(reader)?.trim() === '' && BULLET.test(peek(reader, 1) ?? '')) reader.at += 1;
  }
  return { type: 'list', ordered, items };
}

function readText(reader: Reader, type: 'paragraph' | 'quote'): Block {
  const lines: string[] = [];
  do {
    lines.push((peek(reader) ?? '').replace(type === 'quote' ? QUOTE : '', '').trim());
    reader.at += 1;
  } while (
    peek(reader)?.trim() &&
    (type === 'quote' ? QUOTE.test(peek(reader) ?? '') : !startsOther(reader))
  );
  return { type, children: parseInline(lines.join(' ')) };
}

function readBlock(reader: Reader): Block {
  const line = peek(reader) ?? '';
  const heading = HEADING.exec(line);
  if (heading) {
    reader.at += 1;
    return { type: 'heading', level: heading[1]?.length ?? 1, children: parseInline(heading[2] ?? '') };
  }
  if (FENCE.test(line)) return readFence(reader);
  if (RULE.test(line)) {
    reader.at += 1;
    return { type: 'rule' };
  }
  if (BULLET.test(line)) return readList(reader);
  if (QUOTE.test(line)) return readText(reader, 'quote');
  return startsTable(reader) ? readTable(reader) : readText(reader, 'paragraph');
}

/** The blocks of a page. Any text is accepted. */
export function parseMarkdown(text: string): readonly Block[] {
  const reader: Reader = { lines: text.replaceAll('\t', '    ').split(/\r?\n/), at: 0 };
  const blocks: Block[] = [];
  while (reader.at < reader.lines.length) {
    if (peek(reader)?.trim() === '') reader.at += 1;
    else blocks.push(readBlock(reader));
  }
  return blocks;
}
