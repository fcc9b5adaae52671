import { describe, expect, it } from 'vitest';
import { parsePatterns, printPatterns } from '#renderer/features/folders/patterns.ts';

describe('patterns', () => {
  it('are read from lines and between commas, each once', () => {
    expect(parsePatterns(' *.mp4, *.avi\n\n*.mp4\n')).toEqual(['*.mp4', '*.avi']);
    expect(parsePatterns('  ')).toEqual([]);
  });

  it('come back as they were', () => {
    expect(parsePatterns(printPatterns(['a', 'b/**']))).toEqual(['a', 'b/**']);
  });
});
