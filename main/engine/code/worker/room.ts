/** An instance of QuickJS with the driver in it, as it is before any snippet. */
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core';
import { DRIVER, DRIVER_FILE } from './driver.ts';
import type { Thrown } from './faults.ts';
import { createHostCalls, type HostCalls } from './host-calls.ts';
import type { Image } from './image.ts';
import { createVm, type Vm } from './vm.ts';

export type Room = {
  readonly vm: Vm;
  readonly context: QuickJSContext;
  readonly calls: HostCalls;
  /** The memory with nothing but the driver in it. */
  readonly bare: Image;
  /** Calls one of the driver's functions; the answer is its text, or what it threw. */
  ask(name: DriverFunction, argument: QuickJSHandle | string | null): Answer;
  /** What was thrown, as texts. Disposes the handle. */
  describe(error: QuickJSHandle): Thrown;
};

export type Answer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly thrown: Thrown };

const DRIVER_FUNCTIONS = ['open', 'bind', 'start', 'finish'] as const;
type DriverFunction = (typeof DRIVER_FUNCTIONS)[number];

/** Milliseconds for making it. */
const START_MS = 10_000;
/** Milliseconds for reading what was thrown: its texts may be computed by the snippet. */
const DESCRIBE_MS = 100;
/** Characters kept of each. */
const TEXT_LIMIT = 20_000;

export async function createRoom(memoryBytes: number): Promise<Room> {
  const vm = await createVm(memoryBytes);
  vm.begin(START_MS);
  const context = vm.runtime.newContext();
  const calls = createHostCalls(context);
  const driver = context
    .unwrapResult(context.evalCode(`(${DRIVER})`, DRIVER_FILE))
    .consume((make) => context.unwrapResult(context.callFunction(make, context.undefined, calls.host)));
  const functions = new Map<DriverFunction, QuickJSHandle>(
    DRIVER_FUNCTIONS.map((name) => [name, context.getProp(driver, name)]),
  );

  function call(name: DriverFunction, argument: QuickJSHandle | string | null) {
    const handle = functions.get(name) ?? context.undefined;
    if (argument === null) return context.callFunction(handle, context.undefined);
    if (typeof argument !== 'string') return context.callFunction(handle, context.undefined, argument);
    return context
      .newString(argument)
      .consume((text) => context.callFunction(handle, context.undefined, text));
  }

  /** Reads a text of an error; what fails to be read is left out. */
  function textOf(error: QuickJSHandle, name: string): string {
    return context
      .getProp(error, name)
      .consume((value) =>
        context.typeof(value) === 'undefined' ? '' : context.getString(value).slice(0, TEXT_LIMIT),
      );
  }

  function describe(error: QuickJSHandle): Thrown {
    return vm.aside(DESCRIBE_MS, () => {
      const isError = context.typeof(error) === 'object' && !context.sameValue(error, context.null);
      const thrown = isError
        ? { name: textOf(error, 'name'), message: textOf(error, 'message'), stack: textOf(error, 'stack') }
        : { name: '', message: context.getString(error).slice(0, TEXT_LIMIT), stack: '' };
      error.dispose();
      return thrown;
    });
  }

  return {
    vm,
    context,
    calls,
    bare: vm.image(),
    describe,
    ask(name, argument) {
      const result = call(name, argument);
      if (result.error) return { ok: false, thrown: describe(result.error) };
      return { ok: true, text: result.value.consume((text) => context.getString(text)) };
    },
  };
}
