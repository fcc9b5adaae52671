import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeVideo, probeVideo } from '#engine/media/probe.ts';
import { parseRawProbe } from '#engine/media/probe-schema.ts';
import type { ClipName } from '#test/support/clips.ts';
import { clip, installedTools, toolSets } from '#test/support/clips.ts';

describe.each(await toolSets())('$name', ({ tools }) => {
  test('reads streams, sizes, rate and time base', async () => {
    const probe = await probeVideo(tools, (await clip('audio')).path);
    expect(probe).toMatchObject({
      codec: 'h264',
      codedWidth: 160,
      codedHeight: 120,
      width: 160,
      height: 120,
      rotation: 0,
      hasAudio: true,
      interlaced: false,
      avgFrameRate: { num: 30, den: 1 },
      timeBase: { num: 1, den: 15360 },
    });
    expect(probe.container).toContain('mp4');
    expect(probe.durationSeconds).toBeCloseTo(2, 1);
    expect(probe.streams.map(({ type }) => type).sort()).toEqual(['audio', 'video']);
  });

  test('gives the upright size of a rotated video', async () => {
    const probe = await probeVideo(tools, (await clip('rotated')).path);
    expect(probe).toMatchObject({ codedWidth: 160, codedHeight: 120, width: 120, height: 160, rotation: 90 });
    expect(probe.hasAudio).toBe(false);
  });

  test('keeps the start of a transport stream', async () => {
    const probe = await probeVideo(tools, (await clip('transportStream')).path);
    expect(probe.startPts).toBeGreaterThan(0);
    expect(probe.timeBase).toEqual({ num: 1, den: 90_000 });
  });

  test.each<[ClipName, RegExp]>([
    ['empty', /"empty\.mp4" is empty \(0 bytes\)/],
    ['text', /"text\.mp4" is not a video/],
    ['noIndex', /"no-index\.mp4" is cut short.*Copy it again/],
    ['soundOnly', /"sound-only\.mp4" has no video/],
  ])('says what is wrong with %s', async (name, message) => {
    const { path } = await clip(name);
    await expect(probeVideo(tools, path)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringMatching(message),
    });
  });
});

test('a missing file, a folder and a cancelled probe have their own errors', async () => {
  const tools = await installedTools();
  const folder = await mkdtemp(join(tmpdir(), 'sluice-probe-'));
  await expect(probeVideo(tools, join(folder, 'gone.mp4'))).rejects.toMatchObject({ code: 'not-found' });
  await expect(probeVideo(tools, folder)).rejects.toMatchObject({ code: 'media-unreadable' });
  const cancelled = probeVideo(tools, (await clip('constant')).path, AbortSignal.abort());
  await expect(cancelled).rejects.toMatchObject({ code: 'aborted' });
  await rm(folder, { recursive: true });
});

describe('describeVideo', () => {
  const video = {
    index: 0,
    codec_type: 'video',
    codec_name: 'h264',
    width: 64,
    height: 48,
    time_base: '1/25',
  };
  const describeStreams = (streams: readonly object[], format = 'mov,mp4') => {
    const raw = parseRawProbe(JSON.stringify({ streams, format: { format_name: format } }));
    if (!raw) throw new Error('not parsed');
    return describeVideo('/a.mp4', 1, raw);
  };

  test.each([
    [{ side_data_list: [{ side_data_type: 'Display Matrix', rotation: -90 }] }, 90, true],
    [{ side_data_list: [{ rotation: 90 }] }, 270, true],
    [{ side_data_list: [{ rotation: -180 }], tags: { rotate: '90' } }, 180, false],
    [{ tags: { rotate: '90' } }, 90, true],
    [{ side_data_list: [{ rotation: -45 }] }, 45, false],
  ])('%j turns by %d degrees', (fields, rotation, onItsSide) => {
    const probe = describeStreams([{ ...video, ...fields }]);
    expect([probe.rotation, probe.width]).toEqual([rotation, onItsSide ? 48 : 64]);
  });

  test('a cover picture is not a video; the default stream wins over a larger one', () => {
    const cover = { ...video, disposition: { attached_pic: 1 } };
    expect(() => describeStreams([cover])).toThrow(/has no video/);
    const large = { ...video, index: 1, width: 640, height: 480 };
    expect(describeStreams([cover, { ...video, index: 2 }, large]).streamIndex).toBe(1);
    expect(describeStreams([{ ...video, disposition: { default: 1 } }, large]).streamIndex).toBe(0);
  });

  test('lists and texts are refused, odd fields are not', () => {
    expect(() => describeStreams([video], 'hls')).toThrow(/not a video/);
    expect(describeStreams([{ ...video, duration: 'N/A', tags: 7, avg_frame_rate: '0/0' }])).toMatchObject({
      durationSeconds: null,
      avgFrameRate: null,
    });
    expect(parseRawProbe('{"streams": 3')).toBeNull();
  });
});
