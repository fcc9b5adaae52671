/** The picture itself. */
import type { EditorState } from '../state.ts';
import type { Surface } from './surface.ts';

/** From here on single pixels are what people look at: they are shown as squares. */
const PIXELS_FROM = 4;

/** A decoded picture. */
export type Picture = {
  readonly image: CanvasImageSource;
  readonly itemId: string;
  /** The frame of a video that it is. */
  readonly frame?: number;
  /** For an image that is not upright, or has pixels at its right and lower edge that are not of the picture. */
  readonly lie?: {
    /** Degrees clockwise that make it upright. */
    readonly rotation: number;
    /** Pixels of the image that belong to the picture, before it is turned. */
    readonly width: number;
    readonly height: number;
  };
};

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
  const { scale, x, y } = viewport;
  const [width, height] = [item.width * scale, item.height * scale];
  const { lie } = picture;
  if (!lie) {
    pen.drawImage(picture.image, x, y, width, height);
    return;
  }
  const onItsSide = lie.rotation % 180 !== 0;
  const [w, h] = onItsSide ? [height, width] : [width, height];
  pen.save();
  pen.translate(x + width / 2, y + height / 2);
  pen.rotate((lie.rotation * Math.PI) / 180);
  pen.drawImage(picture.image, 0, 0, lie.width, lie.height, -w / 2, -h / 2, w, h);
  pen.restore();
}
