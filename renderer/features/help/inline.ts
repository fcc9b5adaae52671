/** Marks within a line of a help page: code, emphasis, links. */

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong' | 'em'; readonly children: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Inline[] };

const CODE = /^(`+)(.+?)\1(?!`)/s;
const LINK = /^!?\[([^\]]*)\]\(([^()\s]*)\)/;
const STRONG = /^\*\*(?=\S)(.+?)(?<=\S)\*\*/s;
const EM = /^(?:\*(?=[^\s*])([^*]+?)(?<=\S)\*|_(?=\S)([^_]+?)(?<=\S)_(?!\w))/s;

/** What stands at the start of the text, with its length; null for plain text. */
function markAt(text: string, afterWord: boolean): readonly [Inline, number] | null {
  const code = CODE.exec(text);
  if (code?.[2] !== undefined) return [{ type: 'code', text: code[2].trim() }, code[0].length];
  const link = LINK.exec(text);
  if (link?.[1] !== undefined && link[2] !== undefined) {
    const children = parseInline(link[1]);
    // A picture would have to be fetched: its words stand for it.
    const mark: Inline = text.startsWith('!')
      ? { type: 'em', children }
      : { type: 'link', href: link[2], children };
    return [mark, link[0].length];
  }
  const strong = STRONG.exec(text);
  if (strong?.[1] !== undefined) {
    return [{ type: 'strong', children: parseInline(strong[1]) }, strong[0].length];
  }
  const em = EM.exec(text);
  const inner = em?.[1] ?? em?.[2];
  // snake_case_names are no emphasis.
  if (em && inner !== undefined && !(afterWord && text.startsWith('_'))) {
    return [{ type: 'em', children: parseInline(inner) }, em[0].length];
  }
  return null;
}

/** The pieces of a text. Signs without a partner stay as they are; a backslash takes a sign its meaning. */
export function parseInline(text: string): readonly Inline[] {
  const pieces: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') pieces.push({ type: 'text', text: plain });
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    const sign = text[at] ?? '';
    if (sign === '\\' && /[\\`*_[\]()!|#]/.test(text[at + 1] ?? '')) {
      plain += text[at + 1];
      at += 2;
      continue;
    }
    const mark = '`![*_'.includes(sign) ? markAt(text.slice(at), /\w$/.test(plain)) : null;
    if (mark) {
      flush();
      pieces.push(mark[0]);
      at += mark[1];
    } else {
      plain += sign;
      at += 1;
    }
  }
  flush();
  return pieces;
}

/** The words alone. */
export function plainText(pieces: readonly Inline[]): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : plainText(piece.children))).join('');
}
