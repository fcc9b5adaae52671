/** Marks on the browser's time line, so that speed can be measured from outside. Only the latest of each is kept. */
export type MarkName =
  | 'studio:image-shown'
  | 'studio:shapes-sharp'
  | 'studio:tile-shown'
  | 'studio:released'
  | 'studio:saved';

/**
 * `studio:image-shown`: an item's picture is drawn; `studio:shapes-sharp`: so are its shapes, as fine as can be; `studio:tile-shown`: a tile of it is about to be; `studio:released`: a change was made and is on its way;
 * `studio:saved`: the engine says that it is on disk. `id` is the item's or the change set's.
 */
export function mark(name: MarkName, id: string): void {
  performance.clearMarks(name);
  performance.mark(name, { detail: { id } });
}
