import { describe, expect, it } from 'vitest';
import { isKnownLink } from '#electron/links.ts';

describe('isKnownLink', () => {
  it.each([
    ['https://ffmpeg.org/download.html', true],
    ['https://developers.dataloop.ai/x?y#z', true],
    ['http://ffmpeg.org/', false],
    ['https://ffmpeg.org.example.org/', false],
    ['https://example.org/https://ffmpeg.org/', false],
    ['https://ffmpeg.org@example.org/', false],
    ['https://me@ffmpeg.org/', false],
    ['https://ffmpeg.org:8443/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('%s: %s', (address, known) => {
    expect(isKnownLink(address)).toBe(known);
  });
});
