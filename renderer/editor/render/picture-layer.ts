/** The picture itself. */
import type { EditorState } from '../state.ts';
import type { Surface } from './surface.ts';

/** From here on single pixels are what people look at: they are shown as squares. */
const PIXELS_FROM = 4;

/** A decoded picture, upright. */
export type Picture = { readonly image: CanvasImageSource; readonly itemId: string };

/** `moving`: fast is better than fine, the view is about to change again. */
export function paintPicture(
  surface: Surface,
  state: EditorState,
  picture: Picture | null,
  moving: boolean,
): void {
  surface.begin();
  const { item, viewport } = state;
  // A picture never stands below the shapes of another one.
  if (!item || picture?.itemId !== item.id) return;
  const { pen } = surface;
  pen.imageSmoothingEnabled = viewport.scale < PIXELS_FROM;
  pen.imageSmoothingQuality = moving ? 'low' : 'medium';
  pen.drawImage(
    picture.image,
    viewport.x,
    viewport.y,
    item.width * viewport.scale,
    item.height * viewport.scale,
  );
}
