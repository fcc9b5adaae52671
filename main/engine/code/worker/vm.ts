/**
 * One QuickJS, compiled to WebAssembly, in a memory of its own. QuickJS counts what it allocates only roughly in this
 * build: with its own limit set to 32 MB an array grew to 1.4 GB. So the limit is the greatest size of the memory, and
 * each snippet has an instance (0.6 ms) that is thrown away when it has run out of memory.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import wasmVariant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core';
import { type Image, restoreImage, takeImage } from './image.ts';
import { STACK_BYTES } from './stack.ts';

export type Vm = {
  readonly runtime: QuickJSRuntime;
  /** Stops the code that runs now when it has run this many milliseconds. */
  begin(milliseconds: number): void;
  /** Runs the work within other milliseconds than those that have begun. */
  aside<T>(milliseconds: number, work: () => T): T;
  /** True when code was stopped since `begin`. */
  stopped(): boolean;
  /** Milliseconds left, never below 0. */
  left(): number;
  /** True when little of its memory is left; memory that was taken is never given back. */
  full(): boolean;
  /** Bytes taken. */
  size(): number;
  image(): Image;
  restore(image: Image): void;
};

type Memory = { readonly buffer: ArrayBuffer };
declare const WebAssembly: {
  readonly Memory: new (options: { initial: number; maximum: number }) => Memory;
  compile(bytes: Uint8Array): Promise<object>;
};

const PAGE = 65_536;
/** What this build of QuickJS needs to start, in pages. */
const BASE_PAGES = 256;

let compiled: Promise<object> | undefined;

export async function createVm(memoryBytes: number): Promise<Vm> {
  compiled ??= compileWasm();
  const wasmModule = await compiled;
  const maximum = BASE_PAGES + Math.max(1, Math.ceil(memoryBytes / PAGE));
  const memory = new WebAssembly.Memory({ initial: BASE_PAGES, maximum });
  const quickjs = await newQuickJSWASMModuleFromVariant(
    newVariant(variant(), { wasmModule: wasmModule as never, wasmMemory: memory as never }),
  );
  const runtime = quickjs.newRuntime();
  // Refuses a single block that is larger, before the memory is filled with it.
  runtime.setMemoryLimit(memoryBytes);
  runtime.setMaxStackSize(STACK_BYTES);
  let until = 0;
  let stopped = false;
  runtime.setInterruptHandler(() => {
    stopped ||= performance.now() >= until;
    return stopped;
  });
  return {
    runtime,
    begin(milliseconds) {
      until = performance.now() + milliseconds;
      stopped = false;
    },
    aside(milliseconds, work) {
      const before = { until, stopped };
      until = performance.now() + milliseconds;
      stopped = false;
      try {
        return work();
      } finally {
        ({ until, stopped } = before);
      }
    },
    stopped: () => stopped,
    left: () => Math.max(0, until - performance.now()),
    full: () => memory.buffer.byteLength > 0.85 * maximum * PAGE,
    size: () => memory.buffer.byteLength,
    image: () => takeImage(memory.buffer),
    restore: (image) => restoreImage(memory.buffer, image),
  };
}

async function compileWasm(): Promise<object> {
  const path = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  return await WebAssembly.compile(await readFile(path));
}

/** Its types tell of the CommonJS build, where the variant is one level deeper than in the one that is loaded. */
function variant(): QuickJSSyncVariant {
  const loaded: QuickJSSyncVariant | { readonly default: QuickJSSyncVariant } = wasmVariant;
  return 'default' in loaded ? loaded.default : loaded;
}
