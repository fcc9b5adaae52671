/**
 * The import walls: who may import what. TypeScript 7 has no interface for tools, so the files are read with swc, which
 * sees type-only imports like any other; `test/cli/walls.test.ts` proves that each wall stops what it is there to stop.
 */

/** A wall: files under `from` (but `except`) must not import what lies under `to`, but what lies under `but`. */
const wall = (name, comment, from, to, { except = [], but = [] } = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, ...(except.length > 0 ? { pathNot: except } : {}) },
  to: { path: to, ...(but.length > 0 ? { pathNot: but } : {}) },
});

/** Packages other than these are refused in the folder. Node's own modules are not packages. */
const packages = (folder, allowed, { except = [] } = {}) => ({
  name: `packages-of-${folder.replaceAll('/', '-')}`,
  comment: `${folder} may use these packages only: ${allowed.join(', ') || 'none'}.`,
  severity: 'error',
  from: { path: `^${folder}/`, ...(except.length > 0 ? { pathNot: except } : {}) },
  to: {
    path: '(^|/)node_modules/',
    pathNot: allowed.map((name) => `(^|/)node_modules/${name}/`),
  },
});

const noNode = (folder) => ({
  name: `no-node-in-${folder.replaceAll('/', '-')}`,
  comment: `${folder} runs without Node: no node:* there.`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { dependencyTypes: ['core'] },
});

/** Everything of ours that is not in the given places. */
const OURS = '^(main|preload|renderer|resources|test)/';

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one file in two places, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      comment:
        'Every package that is used is declared, and what ships uses nothing that is for development only.',
      severity: 'error',
      from: { path: '^(main|preload)/' },
      // Electron itself is not a dependency of the app: the app runs inside of it.
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '(^|/)node_modules/(electron|@types)/',
      },
    },
    wall('core', 'The domain imports nothing of ours.', '^main/core/', OURS, { but: ['^main/core/'] }),
    packages('main/core', ['re2js', 'zod']),
    noNode('main/core'),
    wall('contract', 'The contract knows the model and the errors.', '^main/contract/', OURS, {
      but: ['^main/contract/', '^main/core/model/', '^main/core/errors\\.ts$'],
    }),
    packages('main/contract', ['zod']),
    noNode('main/contract'),
    wall('engine', 'The engine is headless.', '^main/engine/', OURS, {
      but: ['^main/(engine|core|contract)/'],
    }),
    packages('main/engine', [
      '@ffmpeg-installer/ffmpeg',
      '@ffprobe-installer/ffprobe',
      '@jitl/quickjs-wasmfile-release-sync',
      '(@types/)?better-sqlite3',
      'chokidar',
      'croner',
      'env-paths',
      '@fastify/busboy',
      'fastify',
      '(@types/)?fluent-ffmpeg',
      'jose',
      'p-limit',
      '(@types/)?picomatch',
      'quickjs-emscripten-core',
      'sharp',
      '(@types/)?tar-stream',
      'zod',
    ]),
    wall(
      'database-driver',
      'One file knows the database library.',
      '^main/',
      '(^|/)node_modules/better-sqlite3/',
      {
        except: ['^main/engine/db/driver\\.ts$'],
      },
    ),
    wall(
      'migrations',
      'Migrations are run by migrate.ts and by nothing else.',
      '^main/',
      '^main/engine/db/migrations/',
      {
        except: ['^main/engine/db/migrate\\.ts$', '^main/engine/db/migrations/'],
      },
    ),
    wall(
      'cli',
      'The command line knows the engine, the contract, the domain and, for servers, the SDK.',
      '^main/cli/',
      OURS,
      {
        but: ['^main/(cli|engine|contract|core|sdk)/'],
      },
    ),
    packages('main/cli', ['commander', 'env-paths', 'zod']),
    wall('sdk', 'The SDK is for scripts elsewhere: it knows what is on the wire.', '^main/sdk/', OURS, {
      but: ['^main/sdk/', '^main/core/formats/dataloop/'],
    }),
    // Zod for its types alone: a script takes the SDK without any package.
    packages('main/sdk', ['zod']),
    wall(
      'electron',
      'The shell knows the contract, and of the domain its words only.',
      '^main/electron/',
      OURS,
      {
        except: ['^main/electron/engine-entry\\.ts$'],
        but: ['^main/(electron|contract)/', '^main/core/model/', '^main/core/(errors|ports)\\.ts$'],
      },
    ),
    wall(
      'engine-entry',
      'The one file of the shell that starts an engine.',
      '^main/electron/engine-entry\\.ts$',
      OURS,
      {
        but: ['^main/(electron|contract|engine)/', '^main/core/model/', '^main/core/(errors|ports)\\.ts$'],
      },
    ),
    packages('main/electron', ['electron', 'env-paths', 'zod']),
    wall(
      'only-the-shell-is-electron',
      'Everything else runs without Electron.',
      '.',
      '(^|/)node_modules/electron/',
      {
        except: ['^main/electron/', '^preload/', '^test/', '^resources/dev/'],
      },
    ),
    wall('preload', 'The bridge knows the names and types of the contract.', '^preload/', OURS, {
      but: ['^preload/', '^main/contract/'],
    }),
    packages('preload', ['electron']),
    noNode('preload'),
    wall('renderer', 'The window reaches the engine through the bridge only.', '^renderer/', OURS, {
      except: ['^renderer/vite\\.config\\.ts$'],
      but: ['^renderer/', '^main/(core|contract)/', '^resources/(i18n|icons)/'],
    }),
    { ...noNode('renderer'), from: { path: '^renderer/', pathNot: '^renderer/vite\\.config\\.ts$' } },
    wall('editor', 'The editor has no React and knows no screen.', '^renderer/editor/', '^renderer/', {
      but: ['^renderer/editor/'],
    }),
    packages('renderer/editor', ['mediabunny', 'rbush', '@types/rbush']),
    wall(
      'video-reader',
      'One folder knows the library that reads video files.',
      '^renderer/',
      '(^|/)node_modules/mediabunny/',
      {
        except: ['^renderer/editor/video/'],
      },
    ),
    wall(
      'code-editor',
      'One file knows the library of the code editor: it comes with it only when it is shown.',
      '^renderer/',
      '(^|/)node_modules/@(codemirror|lezer)/',
      {
        except: ['^renderer/features/composer/forms/code/editor\\.ts$'],
      },
    ),
    wall('client', 'The client knows no screen.', '^renderer/client/', '^renderer/', {
      but: ['^renderer/client/'],
    }),
    wall('ui', 'What features share knows no feature.', '^renderer/ui/', '^renderer/(app|features)/'),
    {
      name: 'features-by-their-door',
      comment: 'A feature reaches another one through its index.ts only.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: {
        path: '^renderer/features/',
        pathNot: ['^renderer/features/$1/', '^renderer/features/[^/]+/index\\.tsx?$'],
      },
    },
    wall(
      'app-by-the-door',
      'The app reaches a feature through its index.ts only.',
      '^renderer/app/',
      '^renderer/features/',
      {
        but: ['^renderer/features/[^/]+/index\\.tsx?$'],
      },
    ),
    wall(
      'features-know-no-app',
      'The app puts features together, not the other way round.',
      '^renderer/features/',
      '^renderer/app/',
    ),
    packages(
      'renderer',
      [
        '@mantine/[^/]+',
        '@tabler/icons-react',
        '@tanstack/[^/]+',
        '@xyflow/react',
        '@codemirror/[^/]+',
        '@lezer/highlight',
        'elkjs',
        'i18next',
        'mediabunny',
        'rbush',
        '(@types/)?react',
        '(@types/)?react-dom',
        'react-i18next',
        'wouter',
        'zod',
        'zustand',
      ],
      { except: ['^renderer/vite\\.config\\.ts$'] },
    ),
    wall('set-up-scripts', 'Set-up scripts know no more of the app than its contract.', '^resources/', OURS, {
      but: ['^resources/', '^main/(contract|core)/'],
    }),
    wall(
      'no-tests-in-what-ships',
      'Tests and set-up scripts do not ship.',
      '^(main|preload|renderer)/',
      '^(test|resources/dev)/',
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: ['node_modules', '^out/', '^dist/'] },
    exclude: { path: ['\\.css$', '\\?'] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
    cache: false,
  },
};
