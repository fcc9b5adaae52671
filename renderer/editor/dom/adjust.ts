/** Shows a canvas adjusted. The picture itself, and what assistance reads of it, stay as they are. */
import { type Adjustments, UNADJUSTED } from '../aids.ts';

const SVG = 'http://www.w3.org/2000/svg';
let filters = 0;

export type Adjuster = { show(adjustments: Adjustments): void; dispose(): void };

/** @param host an element beside which the filter may lie; nothing is seen of it */
export function createAdjuster(canvas: HTMLElement, host: HTMLElement): Adjuster {
  filters += 1;
  const id = `sl-gamma-${filters}`;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('width', '0');
  svg.setAttribute('height', '0');
  svg.setAttribute('aria-hidden', 'true');
  svg.style.position = 'absolute';
  const filter = document.createElementNS(SVG, 'filter');
  filter.id = id;
  filter.setAttribute('color-interpolation-filters', 'sRGB');
  const transfer = document.createElementNS(SVG, 'feComponentTransfer');
  const curves = ['R', 'G', 'B'].map((channel) => {
    const curve = document.createElementNS(SVG, `feFunc${channel}`);
    curve.setAttribute('type', 'gamma');
    return curve;
  });
  transfer.append(...curves);
  filter.append(transfer);
  svg.append(filter);
  host.append(svg);
  let shown: Adjustments | null = null;
  return {
    show(adjustments) {
      // Asked at each move of the pointer.
      if (adjustments === shown) return;
      shown = adjustments;
      const { brightness, contrast, saturation, gamma, invert } = adjustments;
      for (const curve of curves) curve.setAttribute('exponent', String(1 / gamma));
      const parts = [
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
