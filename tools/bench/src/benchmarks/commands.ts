import { join } from 'node:path';
import { bundle } from '@aero-guest-tools/pack/bundle';
import { packMedia } from '@aero-guest-tools/pack/pack-media';
import type { Contender } from '../measure/contest';
import type { Command } from '../measure/measured-run';

/** Programs of this package: steps and libraries that have no command line of their own. */
const PROGRAMS = [
  'extract-drivers',
  'extract-folders',
  'fetch-image',
  'validate-spec',
  'zip-tree',
] as const;

type ProgramName = (typeof PROGRAMS)[number];

/** Our programs, as commands. */
export interface OurPrograms {
  /** One of our command lines, as a process. */
  readonly ourCommand: (name: string, ...args: readonly string[]) => Command;
  /** A program of this package, as a process. */
  readonly ourProgram: (name: ProgramName, ...args: readonly string[]) => Command;
}

/** A process of Node.js that does nothing: what no program of ours can be faster than. */
export function emptyProcess(workingDirectory: string): Contender {
  return {
    name: 'node -e 0',
    command: [process.execPath, '-e', '0'],
    workingDirectory,
    output: join(workingDirectory, 'none'),
  };
}

/**
 * Makes our programs as they are published: each one file with all that it loads. To load two hundred files
 * instead takes longer than some of them take for their work, and nobody who installs a package has them.
 *
 * @param workspace The root of the repository, absolute.
 */
export async function makeOurPrograms(workspace: string): Promise<OurPrograms> {
  const { directory } = await packMedia();
  const programs = join(workspace, 'dist/bench-programs');
  await bundle({
    entries: {
      'deflater-thread': join(workspace, 'libs/zip/src/deflate/deflater-thread.ts'),
      ...Object.fromEntries(
        PROGRAMS.map((name) => [name, join(workspace, `tools/bench/src/programs/${name}.ts`)]),
      ),
    },
    outDirectory: programs,
    external: [],
    shippedPaths: {
      '@aero-guest-tools/specs/package.json': join(directory, 'specs/package.json'),
      '../../dist/deflate/deflater-thread.js': './deflater-thread.js',
    },
  });
  return {
    ourCommand: (name, ...args) => [process.execPath, join(directory, `bin/${name}.js`), ...args],
    ourProgram: (name, ...args) => [process.execPath, join(programs, `${name}.js`), ...args],
  };
}
