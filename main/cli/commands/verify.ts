import { type Command, Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import type { FrameCheck, Item } from '#core/model/item.ts';
import type { CliEngine } from '../engine.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { jsonOption, wholeNumber, workspaceOption } from '../options.ts';
import { table } from '../output.ts';
import { findItem } from '../pipelines/items.ts';
import { reachEngine } from '../pipelines/reach.ts';
import type { Runner, Session } from '../session.ts';

type VerifyFlags = { workspace?: string; project?: string; samples: number; json?: boolean };

/** `sluice verify`: whether the frames of a video are those that its index says. */
export function addVerify(program: Command, run: Runner): void {
  program
    .command('verify')
    .description('decode frames of a video and compare them with its index')
    .argument('<video>', 'id or file name of a video')
    .addOption(workspaceOption())
    .option('--project <name>', 'look for the file name in this project only')
    .addOption(
      new Option('--samples <n>', 'so many frames between the first and the last')
        .argParser(wholeNumber(1, 1000))
        .default(24, '24'),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Each frame is decoded on the way through the whole video and again by a jump to its time. Ends with 3 when a frame
differs. The result stays with the video.

Examples:
  sluice verify crossroads.mp4
  sluice verify crossroads.mp4 --samples 200 --json`,
    )
    .action(async (text: string, flags: VerifyFlags) => {
      await run(flags, async (session) =>
        reachEngine(flags, session, 'items.verify', (engine) => verify(engine, session, text, flags)),
      );
    });
}

async function verify(
  engine: CliEngine,
  session: Session,
  text: string,
  { project, samples }: VerifyFlags,
): Promise<ExitCode> {
  const item = await findItem(engine, text, project);
  if (!item)
    throw new SluiceError('not-found', `There is no item "${text}": it must be an id or a file name.`);
  const check = await engine.call('items.verify', { itemId: item.id, samples });
  session.output.result(check, () => describe(item, check));
  return check.faults.length === 0 ? EXIT.ok : EXIT.workFailed;
}

const FAULTS = {
  missing: 'is not in the file',
  time: 'is shown at another time',
  picture: 'a jump to its time shows another picture',
  extra: 'the file has frames from here on that the index has not',
} as const satisfies Readonly<Record<FrameCheck['faults'][number]['fault'], string>>;

function describe({ name }: Item, { checked, faults, toolVersion }: FrameCheck): string {
  const seen = `${name}: ${checked} frames decoded with FFmpeg ${toolVersion}`;
  if (faults.length === 0) return `${seen}. Each is what the index says.`;
  const rows = faults.map(({ index, fault }) => [String(index), FAULTS[fault]]);
  return `${seen}. ${faults.length} differ from the index:\n\n${table(['frame', 'what is wrong'], rows)}`;
}
