/** Finds the Python that runs Dataloop's snippets, and whether it has Dataloop's SDK. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SluiceError } from '#core/errors.ts';

export type FoundPython = {
  readonly path: string;
  readonly version: string;
  /** Version of `dtlpy`. */
  readonly sdk: string;
};

export type ProbeOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
};

const TIME_LIMIT_MS = 20_000;

/** Without importing the SDK, which takes seconds and talks to the network. */
const QUESTION = `
import importlib.metadata, importlib.util, json, sys
sdk = None
if importlib.util.find_spec('dtlpy'):
    try:
        sdk = importlib.metadata.version('dtlpy')
    except importlib.metadata.PackageNotFoundError:
        sdk = 'unknown'
print(json.dumps({'path': sys.executable, 'version': '%d.%d.%d' % sys.version_info[:3], 'sdk': sdk}))
`;

/**
 * Asks the Python that `SLUICE_PYTHON` names, else `python3` and `python` on the path. Throws `tool-missing` with the
 * remedy when there is none, or none with the SDK.
 */
export async function probePython({ env, signal }: ProbeOptions): Promise<FoundPython> {
  const wish = env['SLUICE_PYTHON'];
  let without: Answer | null = null;
  for (const name of wish ? [wish] : ['python3', 'python']) {
    const answer = await ask(name, env, signal);
    if (answer?.sdk) return { path: answer.path, version: answer.version, sdk: answer.sdk };
    without ??= answer;
  }
  if (without) throw sdkMissing(without);
  const where = wish ? `at ${wish}, where SLUICE_PYTHON says it is` : 'on this computer';
  const remedy = 'Install Python 3.8 or newer, or set SLUICE_PYTHON to the path of one';
  const message = `missing python3: Python code nodes run in your own Python, and there is none ${where}. ${remedy}.`;
  throw new SluiceError('tool-missing', message, { tool: 'python3' });
}

type Answer = { readonly path: string; readonly version: string; readonly sdk: string | null };

async function ask(
  path: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<Answer | null> {
  const limits = { timeout: TIME_LIMIT_MS, killSignal: 'SIGKILL', windowsHide: true } as const;
  try {
    const { stdout } = await promisify(execFile)(path, ['-c', QUESTION], { ...limits, env, signal });
    const answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer;
    return isOld(answer.version) ? null : answer;
  } catch (cause) {
    if (signal?.aborted) throw new SluiceError('aborted', 'Cancelled: looking for Python', {}, { cause });
    return null;
  }
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 3 || (major === 3 && minor < 8);
}

function sdkMissing({ path, version }: Answer): SluiceError {
  const message =
    `python3 is there but dtlpy is not: Python ${version} at ${path} lacks Dataloop's SDK. ` +
    `Install it with: ${path} -m pip install dtlpy`;
  return new SluiceError('tool-missing', message, { tool: 'dtlpy', python: path });
}
