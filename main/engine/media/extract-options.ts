/** What an extraction of frames is asked for. */
import type { Size } from '#core/geometry/plane.ts';
import type { FramePicture } from './extract-args.ts';
import type { FrameIndex } from './frame-index.ts';
import type { VideoProbe } from './probe.ts';
import type { ExtractProgress } from './progress.ts';
import type { MediaTools } from './tools.ts';

export type ExtractOptions = {
  readonly tools: MediaTools;
  readonly input: string;
  /** Tells one content of the file from another: leftovers of another are not gone on with. */
  readonly fingerprint: string;
  /** Folder to make; one that exists is replaced at the end. */
  readonly outputDir: string;
  readonly probe: VideoProbe;
  readonly index: FrameIndex;
  /** Places of the wanted frames, growing; at least one. Asked again when decoding shows that the index is another. */
  readonly choose: (index: FrameIndex) => Promise<readonly number[]> | readonly number[];
  readonly picture: FramePicture;
  /** Small WebP pictures from the same decoded frames, of this size, for whoever takes them over. */
  readonly small?:
    | { readonly size: Size; readonly take: (frameFile: string, path: string) => Promise<void> }
    | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a new file after which ffmpeg counts as hung; longer where much is passed over. */
  readonly stallMs?: number | undefined;
  /** The first report counts what was there already. */
  readonly onProgress?: ((progress: ExtractProgress) => void) | undefined;
  /** Told now and then how many frames are left to write; what it throws ends the work. */
  readonly mayGoOn?: ((left: number) => void) | undefined;
  /** True when an attempt after this error may go on with what is finished; without, it is removed. */
  readonly keepAfter?: ((error: unknown) => boolean) | undefined;
};
