/** What becomes of a call from a window: refused, answered by the app itself, or passed on to the engine. */
import { enclose, invalidInput, toText } from '#contract/envelope.ts';
import { type CallName, type CallNameAt, calls, type Handlers, isCallName } from '#contract/index.ts';
import { type ErrorCode, SluiceError, toWireError } from '#core/errors.ts';
import type { EngineProcess } from './engine-process.ts';

export type ShellHandlers = Handlers<CallNameAt<'shell'>>;

/**
 * Answers a call with the text of an envelope. Nothing about it is believed: name and input may be of any type.
 * `unknown-call`, `forbidden` (between our own processes only) and `invalid-input` never reach the engine.
 */
export async function relayCall(
  name: unknown,
  input: unknown,
  to: { readonly engine: Pick<EngineProcess, 'ask'>; readonly shell: ShellHandlers },
): Promise<string> {
  if (typeof name !== 'string' || !isCallName(name))
    return refuse('unknown-call', `There is no call "${name}".`);
  const spec = calls[name];
  if (spec.internal) return refuse('forbidden', `A window may not call "${name}".`);
  const parsed = spec.input.safeParse(input);
  if (!parsed.success)
    return toText({ ok: false, error: toWireError(invalidInput(name, parsed.error.issues)) });
  if (isShellCall(name)) {
    const handler = to.shell[name] as (args: unknown) => unknown;
    return toText(await enclose(() => handler(parsed.data)));
  }
  return await to.engine.ask(name, parsed.data);
}

export function refuse(code: ErrorCode, message: string): string {
  return toText({ ok: false, error: toWireError(new SluiceError(code, message)) });
}

function isShellCall(name: CallName): name is CallNameAt<'shell'> {
  return calls[name].home === 'shell';
}
