/** Bodies in parts, as the SDK sends files. */
export type Part = { readonly name: string; readonly value: string | Uint8Array; readonly fileName?: string };

const BOUNDARY = 'af0c3ab2d1e04f6d';
export const PARTS = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };

export function partsBody(parts: readonly Part[]): Buffer {
  const pieces = parts.flatMap(({ name, value, fileName }) => [
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${
      fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: application/octet-stream`
    }\r\n\r\n`,
    value,
    '\r\n',
  ]);
  return Buffer.concat([...pieces, `--${BOUNDARY}--\r\n`].map((piece) => Buffer.from(piece)));
}

/** The fields of a file in the order in which the SDK sends them. */
export function fileParts(path: string, bytes: Uint8Array, metadata?: string): Part[] {
  return [
    { name: 'type', value: 'file' },
    { name: 'path', value: path },
    ...(metadata === undefined ? [] : [{ name: 'metadata', value: metadata }]),
    { name: 'file', value: bytes, fileName: path.split('/').at(-1) ?? '' },
  ];
}

/** A PNG of one pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
