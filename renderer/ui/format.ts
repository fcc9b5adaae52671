/** Numbers, sizes, times and dates as the person's locale writes them. */

let locale = 'en';

/** Sets the locale of everything below, as a BCP 47 tag. Called once at start, before the first render. */
export function setFormatLocale(tag: string): void {
  locale = tag;
}

const numberFormats = new Map<string, Intl.NumberFormat>();

// Making a formatter costs about 50 microseconds, using one about half of one: they are kept.
function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}${JSON.stringify(options)}`;
  const known = numberFormats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  numberFormats.set(key, made);
  return made;
}

/** 1234567 → "1,234,567". */
export function formatCount(value: number): string {
  return numbers({ maximumFractionDigits: 0 }).format(value);
}

/** With two places behind the point at most: 0.5, 33.33. */
export function formatDecimal(value: number): string {
  return numbers({ maximumFractionDigits: 2 }).format(value);
}

/** For small places: 1234567 → "1.2M". */
export function formatCompact(value: number): string {
  return numbers({ notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** A share from 0 to 1: 0.256 → "26%". Never "100%" before it is whole, nor "0%" once it began. */
export function formatShare(share: number): string {
  const clipped = share <= 0 ? 0 : share >= 1 ? 1 : Math.min(0.99, Math.max(0.01, share));
  return numbers({ style: 'percent', maximumFractionDigits: 0 }).format(clipped);
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Bytes in steps of 1000, as file managers count: 1536000 → "1.5 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= 999.5 && step < BYTE_UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  const unit = BYTE_UNITS[step] ?? 'byte';
  const digits = step === 0 || value >= 100 ? 0 : 1;
  const unitDisplay = step === 0 ? 'long' : 'short';
  return numbers({ style: 'unit', unit, unitDisplay, maximumFractionDigits: digits }).format(value);
}

/** Units per second, with one digit after the point below ten: 154.3 → "154", 2.34 → "2.3". */
export function formatRate(perSecond: number): string {
  return numbers({ maximumFractionDigits: perSecond < 10 ? 1 : 0 }).format(perSecond);
}

/** A time span in seconds in its two largest units: 3725 → "1 hr 2 min". Below a second: "1 sec". */
export function formatSpan(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  const parts: readonly [number, 'day' | 'hour' | 'minute' | 'second'][] = [
    [Math.floor(whole / 86_400), 'day'],
    [Math.floor(whole / 3600) % 24, 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => numbers({ style: 'unit', unit, unitDisplay: 'short' }).format(amount))
    .join(' ');
}

/** A place on a time line, in seconds: 3725.5 → "1:02:05.500". */
export function formatTimecode(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  const thousandths = Math.round(Math.abs(seconds) * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(thousandths / 3_600_000);
  const minutes = Math.floor(thousandths / 60_000) % 60;
  const rest = `${two(Math.floor(thousandths / 1000) % 60)}.${String(thousandths % 1000).padStart(3, '0')}`;
  return hours > 0 ? `${sign}${hours}:${two(minutes)}:${rest}` : `${sign}${minutes}:${rest}`;
}

/** Milliseconds since 1970 as a short local date and time. */
export function formatDateTime(time: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}

/** Milliseconds since 1970 as a local date. */
export function formatDate(time: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(time);
}

const AGO: readonly [limitSeconds: number, seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [86_400 * 30, 86_400, 'day'],
];

/** "5 minutes ago" for what is less than a month away from `now`, else the date. Both in ms since 1970. */
export function formatAgo(time: number, now: number): string {
  const seconds = (time - now) / 1000;
  const step = AGO.find(([limit]) => Math.abs(seconds) < limit);
  if (!step) return formatDate(time);
  const [, size, unit] = step;
  const amount = Math.trunc(seconds / size);
  // "in 0 seconds" and clocks a moment apart both read as now.
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
    unit === 'second' && Math.abs(amount) < 5 ? 0 : amount,
    unit,
  );
}
