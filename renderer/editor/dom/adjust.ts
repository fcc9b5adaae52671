/** Shows a canvas adjusted. The picture itself, and what assistance reads of it, stay as they are. */
import { type Adjustments, UNADJUSTED } from '../aids.ts';
import { equaliseTable } from '../equalise.ts';
import type { Picture } from '../render/picture-layer.ts';

const SVG = 'http://www.w3.org/2000/svg';
let filters = 0;

/** Pixels a side of the copy whose brightness is counted. */
const SAMPLE = 128;

export type Adjuster = {
  show(adjustments: Adjustments): void;
  /** The picture on the canvas, by which brightness is spread; of a video its first frame, or it would flicker. */
  setPicture(picture: Picture | null): void;
  dispose(): void;
};

function sampled({ image }: Picture): Uint8ClampedArray | null {
  const pen = new OffscreenCanvas(SAMPLE, SAMPLE).getContext('2d', { willReadFrequently: true });
  pen?.drawImage(image, 0, 0, SAMPLE, SAMPLE);
  return pen?.getImageData(0, 0, SAMPLE, SAMPLE).data ?? null;
}

/** @param host an element beside which the filter may lie; nothing is seen of it */
export function createAdjuster(canvas: HTMLElement, host: HTMLElement): Adjuster {
  filters += 1;
  const id = `sl-gamma-${filters}`;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('width', '0');
  svg.setAttribute('height', '0');
  svg.setAttribute('aria-hidden', 'true');
  svg.style.position = 'absolute';
  const gammas = curvesIn(svg, id, 'gamma');
  const tables = curvesIn(svg, `${id}-spread`, 'table');
  host.append(svg);
  let shown: Adjustments | null = null;
  let picture: Picture | null = null;
  let spread: string | null = null;

  function spreadOut(): void {
    const { itemId } = picture ?? {};
    if (!picture || !itemId || spread === itemId) return;
    const pixels = sampled(picture);
    if (!pixels) return;
    spread = itemId;
    const values = equaliseTable(pixels).join(' ');
    for (const table of tables) table.setAttribute('tableValues', values);
  }

  return {
    setPicture(next) {
      picture = next;
      if (shown?.equalise) spreadOut();
    },
    show(adjustments) {
      // Asked at each move of the pointer.
      if (adjustments === shown) return;
      shown = adjustments;
      const { brightness, contrast, saturation, gamma, invert, equalise } = adjustments;
      if (equalise) spreadOut();
      for (const curve of gammas) curve.setAttribute('exponent', String(1 / gamma));
      const parts = [
        ...(equalise ? [`url(#${id}-spread)`] : []),
        ...(gamma === UNADJUSTED.gamma ? [] : [`url(#${id})`]),
        ...(brightness === UNADJUSTED.brightness ? [] : [`brightness(${brightness})`]),
        ...(contrast === UNADJUSTED.contrast ? [] : [`contrast(${contrast})`]),
        ...(saturation === UNADJUSTED.saturation ? [] : [`saturate(${saturation})`]),
        ...(invert ? ['invert(1)'] : []),
      ];
      const wanted = parts.join(' ');
      if (canvas.style.filter !== wanted) canvas.style.filter = wanted;
    },
    dispose() {
      canvas.style.filter = '';
      svg.remove();
    },
  };
}

/** A filter of one kind of curve for each colour. */
function curvesIn(svg: SVGSVGElement, id: string, type: 'gamma' | 'table'): SVGElement[] {
  const filter = document.createElementNS(SVG, 'filter');
  filter.id = id;
  filter.setAttribute('color-interpolation-filters', 'sRGB');
  const transfer = document.createElementNS(SVG, 'feComponentTransfer');
  const curves = ['R', 'G', 'B'].map((channel) => {
    const curve = document.createElementNS(SVG, `feFunc${channel}`);
    curve.setAttribute('type', type);
    return curve;
  });
  transfer.append(...curves);
  filter.append(transfer);
  svg.append(filter);
  return curves;
}
