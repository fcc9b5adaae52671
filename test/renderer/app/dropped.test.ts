import { describe, expect, it } from 'vitest';
import { carriesFiles, type DroppedItem, sortDropped } from '#renderer/app/drop/dropped.ts';

const dropped = (name: string, isDirectory: boolean): DroppedItem => ({
  kind: 'file',
  webkitGetAsEntry: () => ({ isDirectory }),
  getAsFile: () => new File([], name),
});

describe('dropped things', () => {
  it('are sorted into files and folders, without what has no path here', () => {
    const items = [
      dropped('clip.mp4', false),
      dropped('day 1', true),
      dropped('from-a-page.png', false),
      { kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null },
    ];
    const pathOf = (file: File) => (file.name === 'from-a-page.png' ? '' : `/data/${file.name}`);
    expect(sortDropped(items, pathOf)).toEqual({ files: ['/data/clip.mp4'], folders: ['/data/day 1'] });
  });

  it('are looked at only when they are files', () => {
    expect(carriesFiles(['text/plain', 'Files'])).toBe(true);
    expect(carriesFiles(['text/html'])).toBe(false);
  });
});
