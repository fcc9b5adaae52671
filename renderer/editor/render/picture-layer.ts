/** The picture itself. */
import type { Size } from '#core/geometry/plane.ts';
import type { Viewport } from '#core/geometry/viewport.ts';
import type { EditorState } from '../state.ts';
import { seenBox, type Tiles } from '../tiles.ts';
import type { Pen } from './pen.ts';
import type { Surface } from './surface.ts';

/** From here on single pixels are what people look at: they are shown as squares. */
const PIXELS_FROM = 4;

/** A decoded picture; of a very large one a small one, with tiles to draw above it once they are there. */
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

/** Tiles of the item with the id. */
export type PictureTiles = { readonly tiles: Tiles; readonly itemId: string };

export type PaintedPicture = { readonly picture: Picture | null; readonly tiles: PictureTiles | null };

/** `moving`: fast is better than fine, the view is about to change again. */
export function paintPicture(
  surface: Surface,
  state: EditorState,
  { picture, tiles }: PaintedPicture,
  { moving, ratio }: { readonly moving: boolean; readonly ratio: number },
): void {
  surface.begin();
  const { item, viewport } = state;
  // A picture never stands below the shapes of another one.
  if (!item || picture?.itemId !== item.id) return;
  const { pen } = surface;
  pen.imageSmoothingEnabled = state.aids.smooth || viewport.scale < PIXELS_FROM;
  pen.imageSmoothingQuality = moving ? 'low' : 'medium';
  drawPicture(surface, state, picture);
  if (tiles?.itemId === item.id) paintTiles(surface, state, tiles.tiles, ratio);
}

/** The whole picture from the left upper corner on, `scale` pixels of the pen's a picture pixel. */
export function paintWhole(pen: Pen, item: Size, picture: Picture, scale: number): void {
  pen.imageSmoothingEnabled = true;
  pen.imageSmoothingQuality = 'medium';
  drawPicture({ pen }, { item, viewport: { scale, x: 0, y: 0 } }, picture);
}

type Placed = { readonly item: Size | null; readonly viewport: Viewport };

function drawPicture({ pen }: Pick<Surface, 'pen'>, { item, viewport }: Placed, picture: Picture): void {
  if (!item) return;
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

function paintTiles(
  { pen }: Surface,
  { item, view, viewport }: EditorState,
  tiles: Tiles,
  ratio: number,
): void {
  if (!item) return;
  // Edges lie on device pixels: else neighbours would let the background shine through between them.
  const snap = (value: number) => Math.round(value * ratio) / ratio;
  const box = seenBox(view, viewport, item);
  for (const tile of tiles.show({ box, scale: viewport.scale * ratio })) {
    const left = snap(viewport.x + tile.box.left * viewport.scale);
    const top = snap(viewport.y + tile.box.top * viewport.scale);
    const right = snap(viewport.x + tile.box.right * viewport.scale);
    const bottom = snap(viewport.y + tile.box.bottom * viewport.scale);
    if (right > left && bottom > top) pen.drawImage(tile.image, left, top, right - left, bottom - top);
  }
}
