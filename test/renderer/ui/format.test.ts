import { beforeEach, describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCompact,
  formatCount,
  formatDecimal,
  formatRate,
  formatShare,
  formatSpan,
  formatTimecode,
  setFormatLocale,
} from '#renderer/ui/format.ts';

describe('format', () => {
  beforeEach(() => setFormatLocale('en'));

  it('writes numbers as the locale does', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    setFormatLocale('de');
    expect(formatCount(1_234_567)).toBe('1.234.567');
    expect(formatRate(2.34)).toBe('2,3');
    expect([0.5, 33.333, 1200].map(formatDecimal)).toEqual(['0,5', '33,33', '1.200']);
  });

  it('shortens numbers for small places', () => {
    expect(formatCompact(999)).toBe('999');
    expect(formatCompact(1_234_567)).toBe('1.2M');
  });

  it('never says all before it is all, nor nothing once it began', () => {
    expect(formatShare(0)).toBe('0%');
    expect(formatShare(0.0001)).toBe('1%');
    expect(formatShare(0.9999)).toBe('99%');
    expect(formatShare(1)).toBe('100%');
  });

  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [999_600, '1 MB'],
    [1_536_000, '1.5 MB'],
    [196_000_000, '196 MB'],
    [5_000_000_000_000, '5 TB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0, '1 sec'],
    [59.4, '59 sec'],
    [60, '1 min'],
    [3725, '1 hr 2 min'],
    [86_400, '1 day'],
    [90_000, '1 day 1 hr'],
  ])('writes a span of %d seconds as %s', (seconds, text) => {
    expect(formatSpan(seconds)).toBe(text);
  });

  it.each([
    [0, '0:00.000'],
    [59.9996, '1:00.000'],
    [3725.5, '1:02:05.500'],
    [-1.25, '-0:01.250'],
  ])('writes the place %d as %s', (seconds, text) => {
    expect(formatTimecode(seconds)).toBe(text);
  });

  it('tells how long ago, and the date when it is long ago', () => {
    const now = Date.UTC(2026, 6, 1, 12);
    expect(formatAgo(now - 2000, now)).toBe('now');
    expect(formatAgo(now + 1000, now)).toBe('now');
    expect(formatAgo(now - 5 * 60_000, now)).toBe('5 minutes ago');
    expect(formatAgo(now - 25 * 3_600_000, now)).toBe('yesterday');
    expect(formatAgo(now - 90 * 86_400_000, now)).toBe('Apr 2, 2026');
  });
});
