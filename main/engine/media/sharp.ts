/**
 * The picture library, loaded when first needed (it costs about 50 ms) and set up once.
 */
type Sharp = typeof import('sharp').default;

let loading: Promise<Sharp> | undefined;

/** sharp with one thread per picture: pictures in flight use the cores better than threads within one do. */
export function loadSharp(): Promise<Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.concurrency(1);
    // It goes by path, and would answer with the pixels of a file that has been replaced since.
    sharp.cache(false);
    return sharp;
  });
  return loading;
}
