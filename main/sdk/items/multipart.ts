/** A form with a file in it, written as it is sent: nothing of the file is held in memory but the piece under way. */

export type Form = {
  /** In this order, before the file: a server reads what they say before the file comes. */
  readonly fields: Readonly<Record<string, string | undefined>>;
  readonly file: {
    readonly name: string;
    readonly type: string;
    readonly content: AsyncIterable<Uint8Array>;
  };
};

const UTF8 = new TextEncoder();

export function contentTypeOf(boundary: string): string {
  return `multipart/form-data; boundary=${boundary}`;
}

/** @param sent told how many bytes of the file have been taken so far. */
export async function* writeForm({ fields, file }: Form, boundary: string, sent?: (bytes: number) => void) {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) yield UTF8.encode(`${headOf(boundary, name)}\r\n\r\n${value}\r\n`);
  }
  const head = `${headOf(boundary, 'file')}; filename="${quoted(file.name)}"\r\ncontent-type: ${file.type}\r\n\r\n`;
  yield UTF8.encode(head);
  let bytes = 0;
  for await (const piece of file.content) {
    yield piece;
    bytes += piece.byteLength;
    sent?.(bytes);
  }
  yield UTF8.encode(`\r\n--${boundary}--\r\n`);
}

function headOf(boundary: string, name: string): string {
  return `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"`;
}

/** As browsers write names: what would end the name or the line is told by its number. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
