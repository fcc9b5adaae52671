import { useTranslation } from 'react-i18next';
import type { Box } from '#core/geometry/box.ts';
import { maskToPolygons } from '#core/geometry/mask/polygon.ts';
import { maskOf } from '#core/geometry/mask/stored.ts';
import { outlineOf } from '#core/geometry/outline.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { Item } from '#core/model/item.ts';
import { mediaUrl } from '#renderer/client/media.ts';
import classes from './picture.module.css';
import { type Shapes, SIDES, type Side } from './sides.ts';

/** Pixels of a picture above which a preview of it is shown: to decode all of it takes long. */
const LARGE = 40_000_000;

/** The lines of a shape as the path of an SVG, in pixels of the picture. */
function pathOf(geometry: Geometry): string {
  if (geometry.type === 'binary') {
    const rings = maskToPolygons(maskOf(geometry)).flat();
    return rings.map((points) => line(points, true)).join('');
  }
  return outlineOf(geometry)
    .map(({ points, closed }) => line(points, closed))
    .join('');
}

function line(points: readonly { readonly x: number; readonly y: number }[], closed: boolean): string {
  const [first, ...rest] = points;
  if (!first) return '';
  // A point alone is a line without length, whose round ends are seen.
  const others = rest.length === 0 ? 'h0' : rest.map(({ x, y }) => `L${x} ${y}`).join('');
  return `M${first.x} ${first.y}${others}${closed ? 'Z' : ''}`;
}

function addressOf({ id, kind, width, height }: Item, frame: number): string {
  if (kind === 'video') return mediaUrl(id, `frame/${frame}`);
  return mediaUrl(id, width * height > LARGE ? 'preview' : 'display');
}

/** One side's shape on the picture, with the others' as thin lines. */
export function SidePicture(props: {
  readonly item: Item;
  readonly frame: number;
  readonly side: Side;
  readonly shapes: Shapes;
  readonly part: Box;
}) {
  const { t } = useTranslation('sync');
  const { item, frame, side, shapes, part } = props;
  const others = SIDES.filter((one) => one !== side);
  return (
    <svg
      className={classes.picture}
      role="img"
      aria-label={t(`case.pictureOf.${side}`)}
      viewBox={`${part.left} ${part.top} ${part.right - part.left} ${part.bottom - part.top}`}
    >
      <image
        href={addressOf(item, frame)}
        width={item.width}
        height={item.height}
        preserveAspectRatio="none"
      />
      {[...others, side].map((one) => {
        const shape = shapes[one];
        return shape ? (
          <g key={one} data-side={one} data-own={one === side}>
            <path className={classes.ground} d={pathOf(shape)} />
            <path className={classes.line} data-point={shape.type === 'point'} d={pathOf(shape)} />
          </g>
        ) : null;
      })}
    </svg>
  );
}
