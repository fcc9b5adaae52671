/** What is known of an item, as lines for people. */
import { dynamicRange, type Item, type VideoFacts } from '#core/model/item.ts';
import {
  formatBytes,
  formatCount,
  formatDateTime,
  formatRate,
  formatSpan,
  formatTimecode,
} from '#renderer/ui/format.ts';

/** `key` names the message of the line's name; the value is `value`, or the message `word`. */
export type Fact = { readonly key: string; readonly value: string; readonly word?: string };

const line = (key: string, value: string | null | undefined): Fact[] => (value ? [{ key, value }] : []);

/** Unknown for videos that came before this was noted; what the file itself does not say is left out. */
function colourFacts({ colour }: VideoFacts): Fact[] {
  if (!colour) return [];
  const { range, matrix, transfer, primaries } = colour;
  const names = [...new Set([matrix, transfer, primaries, range])].filter((name) => name !== null);
  const curve = dynamicRange(colour);
  return [
    { key: 'colour', value: names.join(', '), ...(names.length > 0 ? {} : { word: 'fact.untagged' }) },
    ...(curve === null ? [] : [{ key: 'dynamicRange', value: '', word: `fact.${curve}` }]),
  ];
}

/** Lines that have a value, the ones that tell frames apart first. */
export function factsOf(item: Item): readonly Fact[] {
  const { frame, video } = item;
  return [
    ...(frame
      ? [
          { key: 'frameIndex', value: formatCount(frame.index) },
          { key: 'frameTime', value: formatTimecode(frame.seconds) },
          { key: 'pts', value: `${frame.pts} × ${frame.timeBase.num}/${frame.timeBase.den} s` },
        ]
      : []),
    ...line('size', item.width > 0 ? `${item.width} × ${item.height}` : null),
    ...line('bytes', item.size > 0 ? formatBytes(item.size) : null),
    ...(video
      ? [
          { key: 'frames', value: formatCount(video.frameCount) },
          { key: 'duration', value: formatSpan(video.durationSeconds) },
          { key: 'rate', value: formatRate(video.averageRate) },
          { key: 'codec', value: [video.codec, video.pixelFormat].filter(Boolean).join(', ') },
          ...colourFacts(video),
          ...line('keyFrames', video.keyFrames === null ? null : formatCount(video.keyFrames)),
          ...line('rotation', video.rotation === 0 ? null : `${video.rotation}°`),
          { key: 'audio', value: '', word: video.hasAudio ? 'fact.yes' : 'fact.no' },
          { key: 'tool', value: video.toolVersion },
        ]
      : []),
    { key: 'type', value: item.mimetype },
    { key: 'annotations', value: formatCount(item.annotationCount) },
    ...line('status', item.status),
    ...line('folder', item.folder === '/' ? null : item.folder),
    { key: 'storage', value: '', word: `storage.${item.storage}` },
    { key: 'created', value: formatDateTime(item.createdAt) },
    ...line('hash', item.sha256?.slice(0, 16)),
    ...line('flags', video?.origin?.flags.join(' ')),
    { key: 'id', value: item.id },
  ];
}
