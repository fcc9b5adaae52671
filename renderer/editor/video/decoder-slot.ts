/** One decoder of the window for all jumps in a video: to begin anew in it is faster than to make another. */

type DecoderListener = {
  output(frame: VideoFrame): void;
  error(error: unknown): void;
  /** The decoder has taken a packet. */
  taken(): void;
};

export type DecoderSlot = {
  /** The decoder, waiting for a key packet. What it had under way is dropped; only this listener hears of it now. */
  begin(config: VideoDecoderConfig, listener: DecoderListener): VideoDecoder;
  /** Drops what is under way, until it begins anew. */
  rest(): void;
  close(): void;
};

export function createDecoderSlot(): DecoderSlot {
  let decoder: VideoDecoder | null = null;
  let listener: DecoderListener | null = null;

  function make(): VideoDecoder {
    const made = new VideoDecoder({
      output(frame) {
        if (decoder === made && listener) listener.output(frame);
        else frame.close();
      },
      error(error) {
        if (decoder === made) listener?.error(error);
      },
    });
    made.ondequeue = () => {
      if (decoder === made) listener?.taken();
    };
    return made;
  }

  return {
    begin(config, next) {
      listener = next;
      // A decoder that has failed is closed, and cannot be had back.
      if (!decoder || decoder.state === 'closed') decoder = make();
      else if (decoder.state === 'configured') decoder.reset();
      decoder.configure(config);
      return decoder;
    },
    rest() {
      listener = null;
      if (decoder?.state === 'configured') decoder.reset();
    },
    close() {
      listener = null;
      if (decoder && decoder.state !== 'closed') decoder.close();
      decoder = null;
    },
  };
}
