import { Argument, type Command, Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import { type EntityFlags, entityGroup } from '../entities/group.ts';
import { projectOption } from '../entities/options.ts';
import { EXIT } from '../exit-codes.ts';
import { facts } from '../output.ts';
import type { Runner } from '../session.ts';
import { describeAbilities, describeOffered, describeRemote, describeStandings } from '../sync/describe.ts';
import { describeFiles, filesOf, keepFiles } from '../sync/files.ts';
import { findRemote, hostOf, offeredBy } from '../sync/find.ts';
import {
  connect,
  disconnect,
  exitOf,
  fingerprintIn,
  link,
  publish,
  standings,
  syncNow,
} from '../sync/work.ts';
import { findDataset } from '../tasks/find.ts';
import { addSyncDecisions } from './sync-decisions.ts';
import { addTakeAlong } from './sync-take-along.ts';

type ConnectFlags = EntityFlags & {
  readonly token?: string;
  readonly user?: string;
  readonly trust?: string;
};

/** `sluice sync`: keeping in step with a hub from a terminal or a script. */
export function addSync(program: Command, run: Runner): void {
  const { add, show } = entityGroup(program, run, {
    name: 'sync',
    description: 'keep in step with a hub: connect, link datasets, see what waits, decide conflicts',
    examples: [
      'sluice sync connect https://hub.example:7411',
      'sluice sync link Roads/Frames',
      'sluice sync now --json',
    ],
  });
  const remote = () =>
    new Argument('[remote]', 'host, address or id of the remote; may be left out when there is one');

  add(
    'connect',
    'connect to a hub, or give it another token',
    'sluice sync connect hub.example:7411 --token -',
  )
    .argument('<address>', 'such as https://hub.example:7411')
    .addOption(new Option('--token <->', 'only "-": read it from standard input'))
    .addOption(new Option('--user <email>', 'log in with a password instead of a token'))
    .addOption(
      new Option(
        '--trust <sha256>',
        'the fingerprint of its certificate, as "sluice serve" printed it there',
      ),
    )
    .addHelpText(
      'after',
      `
The token is read from SLUICE_HUB_TOKEN, from standard input (--token -), or asked for; the password of --user from
SLUICE_HUB_PASSWORD, or the same ways. It is kept in a file that only you can read, apart from what the app keeps.`,
    )
    .action(async (address: string, flags: ConnectFlags) => {
      const { token, user, trust } = flags;
      await show(
        flags,
        (engine, { signal }) => {
          if (token !== undefined && token !== '-') {
            const message =
              'A token as an argument stays in the history of the shell. Use "--token -" or SLUICE_HUB_TOKEN.';
            throw new SluiceError('invalid-input', message);
          }
          return connect(engine, { address, user, trust, fromInput: token === '-' }, signal);
        },
        describeRemote,
      );
    });
  add('status', 'show how each remote stands, and what waits', 'sluice sync status --json').action(
    async (flags: EntityFlags) => {
      await show(flags, (engine) => standings(engine), describeStandings);
    },
  );
  add(
    'now',
    'exchange what waits on both sides; ends with 3 when something stands in the way',
    'sluice sync now',
  )
    .addArgument(remote())
    .action(async (name: string | undefined, flags: EntityFlags) => {
      await show(flags, (engine) => syncNow(engine, name), describeStandings, exitOf);
    });
  for (const [name, paused, description] of [
    ['pause', true, 'stop exchanging with a remote for now; what is done here waits'],
    ['resume', false, 'go on'],
  ] as const) {
    add(name, description, `sluice sync ${name} hub.example:7411`)
      .addArgument(remote())
      .action(async (named: string | undefined, flags: EntityFlags) => {
        const work = async (engine: Parameters<typeof findRemote>[0]) =>
          await engine.call('sync.setPaused', { remoteId: (await findRemote(engine, named)).id, paused });
        await show(flags, work, describeRemote);
      });
  }
  add('trust', 'trust the certificate that a remote shows now', 'sluice sync trust 7F:69:…:30')
    .argument('<sha256>', 'its fingerprint, as "sluice serve" printed it there')
    .addArgument(remote())
    .action(async (sha256: string, named: string | undefined, flags: EntityFlags) => {
      const certificate = fingerprintIn(sha256);
      const work = async (engine: Parameters<typeof findRemote>[0]) =>
        await engine.call('sync.trust', { remoteId: (await findRemote(engine, named)).id, certificate });
      await show(flags, work, describeRemote);
    });
  add('disconnect', 'forget a remote; what is here stays', 'sluice sync disconnect hub.example:7411')
    .addArgument(remote())
    .option('--drop', 'also when changes wait to be sent there, which are given up')
    .action(async (name: string | undefined, flags: EntityFlags & { drop?: boolean }) => {
      await show(
        flags,
        (engine) => disconnect(engine, name, flags.drop === true),
        ({ address }) => `Disconnected from ${hostOf({ address })}.`,
      );
    });
  add('abilities', 'tell what a remote supports, and what not', 'sluice sync abilities')
    .addArgument(remote())
    .action(async (name: string | undefined, flags: EntityFlags) => {
      const work = async (engine: Parameters<typeof findRemote>[0]) =>
        await engine.call('sync.abilities', { remoteId: (await findRemote(engine, name)).id });
      await show(flags, work, describeAbilities);
    });
  add('catalog', 'list the datasets of a remote, and which are linked', 'sluice sync catalog --json')
    .addArgument(remote())
    .action(async (name: string | undefined, flags: EntityFlags) => {
      await show(
        flags,
        async (engine) => await offeredBy(engine, (await findRemote(engine, name)).id),
        describeOffered,
      );
    });
  add(
    'link',
    'make a dataset that is kept in step with one of a remote',
    'sluice sync link Roads/Frames --files',
  )
    .argument('<dataset>', 'there: its name, PROJECT/DATASET, or its id')
    .addArgument(remote())
    .option('--files', 'keep all its files here, and bring them now')
    .action(async (name: string, from: string | undefined, flags: EntityFlags & { files?: boolean }) => {
      await show(
        flags,
        async (engine, session) => {
          const made = await link(engine, name, from);
          const files = flags.files ? await keepFiles(engine, made.datasetId, session) : null;
          return { ...made, files };
        },
        (made) =>
          facts([
            ['dataset', `${made.project}/${made.name}`],
            ['id', made.datasetId],
            ['items', made.items],
            ['state', made.message ?? made.state],
            ...(made.files ? [['files', describeFiles(made.files)] as const] : []),
          ]),
        ({ state, files }) =>
          state === 'idle' && (files?.away.files ?? 0) === 0 ? EXIT.ok : EXIT.workFailed,
      );
    });
  add(
    'publish',
    'put a dataset of this workspace at a remote, for others to label',
    'sluice sync publish Frames',
  )
    .argument('<dataset>', 'id or name of the dataset here')
    .addArgument(remote())
    .addOption(projectOption())
    .action(async (name: string, to: string | undefined, flags: EntityFlags) => {
      await show(
        flags,
        (engine) => publish(engine, { name, project: flags.project, to }),
        (all) => describeStandings(all),
        exitOf,
      );
    });
  add('files', 'keep all files of a linked dataset here, and bring them now', 'sluice sync files Frames')
    .argument('<dataset>', 'id or name of the dataset here')
    .addOption(projectOption())
    .option('--off', 'from now on only files that somebody looks at; what is here stays')
    .action(async (name: string, flags: EntityFlags & { off?: boolean }) => {
      await show(
        flags,
        async (engine, session) => {
          const { id } = await findDataset(engine, name, flags.project);
          if (!flags.off) return await keepFiles(engine, id, session);
          await engine.call('sync.keepFiles', { datasetId: id, keep: false });
          return await filesOf(engine, id);
        },
        describeFiles,
        ({ keep, away }) => (keep && away.files > 0 ? EXIT.workFailed : EXIT.ok),
      );
    });
  addTakeAlong({ add, show });
  add('unlink', 'let a dataset go its own way; everything in it stays', 'sluice sync unlink Frames')
    .argument('<dataset>', 'id or name of the dataset here')
    .addOption(projectOption())
    .action(async (name: string, flags: EntityFlags) => {
      await show(
        flags,
        async (engine) => {
          const { id: datasetId } = await findDataset(engine, name, flags.project);
          await engine.call('sync.unlink', { datasetId });
          return { datasetId, unlinked: true };
        },
        () => `"${name}" goes its own way.`,
      );
    });
  addSyncDecisions({ add, show });
}
