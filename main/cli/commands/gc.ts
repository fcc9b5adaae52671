import { type Command, Option } from 'commander';
import type { Collected, StorageAmount } from '#contract/storage.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { jsonOption, workspaceOption } from '../options.ts';
import { workspaceFolder } from '../places.ts';
import type { Runner, Session } from '../session.ts';

type GcFlags = { workspace?: string; dryRun?: boolean; emptyTrash?: boolean; json?: boolean };

/** `sluice gc`: takes away what no item refers to. */
export function addGc(program: Command, run: Runner): void {
  program
    .command('gc')
    .description('free disk space: take away files of the workspace that nothing refers to')
    .addOption(workspaceOption())
    .addOption(new Option('--dry-run', 'only say what would be taken away'))
    .addOption(new Option('--empty-trash', 'remove it from the disk at once, and what was taken away before'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Stored files and frames that no item has (one in the trash is one, too) and that are older than a day go to the folder
"trash" of the workspace, and from there two weeks later. Caches are brought under their limit. No other Sluice may have
the workspace open: an open one does this by itself, once a day while nothing else goes on.

Examples:
  sluice gc --workspace ~/work --dry-run
  sluice gc --workspace ~/work --empty-trash`,
    )
    .action(async (flags: GcFlags) => {
      await run(flags, async (session) => collect(session, flags));
    });
}

async function collect({ output, signal }: Session, flags: GcFlags): Promise<ExitCode> {
  const { dryRun = false, emptyTrash = false } = flags;
  // Loaded late: help and wrong arguments need no database.
  const { collectClosedWorkspace } = await import('#engine/blobs/collect-closed.ts');
  const collected = await collectClosedWorkspace(workspaceFolder(flags.workspace), {
    dryRun,
    emptyTrash,
    signal,
    onProgress: (done, total) => output.progress(`${done} of ${total}`),
  });
  output.result(collected, () => describe(collected));
  return EXIT.ok;
}

function describe({ dryRun, moved, removed, young, caches, listed }: Collected): string {
  const would = dryRun ? 'would be ' : '';
  const lines = [
    `${amount(moved)} that nothing refers to ${would}moved to the trash.`,
    `${amount(removed)} ${would}removed for good.`,
  ];
  if (caches.files > 0) lines.push(`${amount(caches)} removed from the caches, which were over their limit.`);
  if (young.files > 0)
    lines.push(`${amount(young)} that nothing refers to so far: younger than a day, so kept.`);
  return [...lines, ...listed.map((location) => `  ${location}`)].join('\n');
}

function amount({ files, bytes }: StorageAmount): string {
  return `${files} ${files === 1 ? 'file' : 'files'} (${(bytes / 1e6).toFixed(1)} MB)`;
}
