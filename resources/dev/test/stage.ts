import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { PROJECT_ROOT } from '../electron-runtime.ts';

/** One step of `npm test`: programs that run one after another, each in the repository's root. */
export interface Stage {
  readonly name: string;
  readonly commands: readonly (readonly [program: string, ...args: string[]])[];
}

export interface StageResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  /** Tests by the runner's own count; a stage that is no test run counts as one. */
  readonly passed: number;
  readonly failed: number;
}

/** Runs the stage to its end or to its first program that fails, showing what the programs print. */
export async function runStage(stage: Stage): Promise<StageResult> {
  const started = performance.now();
  let output = '';
  let ok = true;
  for (const [program, ...args] of stage.commands) {
    const result = await show(program, args);
    output += result.output;
    ok = result.code === 0;
    if (!ok) break;
  }
  const seconds = (performance.now() - started) / 1000;
  return { name: stage.name, ok, seconds, ...tally(output, ok) };
}

/** What the output's own totals say: the forms of vitest ("Tests  3 passed") and Playwright ("  3 passed (2s)"). */
export function tally(output: string, ok: boolean): { passed: number; failed: number } {
  const text = stripVTControlCharacters(output);
  const unit = /^\s*Tests\s+(?:(\d+) failed)?[\s|]*(?:(\d+) passed)?/m.exec(text);
  const passed = Number(unit?.[2] ?? /^ {2}(\d+) passed\b/m.exec(text)?.[1] ?? 0);
  const failed = Number(unit?.[1] ?? /^ {2}(\d+) failed\b/m.exec(text)?.[1] ?? 0);
  if (passed + failed === 0) return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  // A runner may fail without a failed test: a file that cannot be loaded, an error outside of any test.
  return ok || failed > 0 ? { passed, failed } : { passed, failed: 1 };
}

function show(program: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    // Behind a pipe programs drop their colours; a person at a terminal wants them.
    const color = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {};
    const child = spawn(program, args, {
      cwd: PROJECT_ROOT,
      env: { ...process.env, ...color },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      process.stdout.write(text);
    });
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve({ code: null, output });
    });
    child.once('close', (code) => resolve({ code, output }));
  });
}
