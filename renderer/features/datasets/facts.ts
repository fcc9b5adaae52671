/** What is known of an item, as lines for people. */
import type { Item } from '#core/model/item.ts';
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
          { key: 'codec', value: video.codec },
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
    { key: 'id', value: item.id },
  ];
}
