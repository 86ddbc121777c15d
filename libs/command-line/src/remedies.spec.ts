import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildCommand } from './aero-guest-tools/build';
import { aeroGuestTools } from './aero-guest-tools';
import { diffCommand } from './aero-guest-tools/diff';
import { inspectCommand } from './aero-guest-tools/inspect';
import { lockCommand } from './aero-guest-tools/lock';
import { aeroIso } from './aero-iso';
import { aeroPackager } from './aero-packager';
import type { Invocation } from './invocation';
import type { Program } from './program';
import { recordRun } from './recorded-run.fixture';
import { runProgram } from './run-program';

const LIBRARIES = resolve(__dirname, '../..');

/** Faces, which have their own options. */
const FACES = new Set(['command-line', 'gulp']);

/** The source files of every library below the faces. */
const sources: readonly (readonly [file: string, text: string])[] = readdirSync(LIBRARIES)
  .filter((library) => !FACES.has(library))
  .flatMap((library) =>
    readdirSync(join(LIBRARIES, library, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.spec|\.fixture)\.ts$/.test(file))
      .map((file): readonly [string, string] => {
        const path = join(library, 'src', file);
        return [path, readFileSync(join(LIBRARIES, path), 'utf8')];
      }),
  );

/** The values of `remedy:` and of constants with that name, up to the next property. */
const REMEDIES = /\b(?:remedy:|\w*REMEDY =)\s*(?<text>(?:[^;]|'[^']*')*?)(?:,\n|;\n)/g;

/** Variables that every program reads, since the code that reads them is below all faces. */
const COMMON_VARIABLES = new Set([
  'AERO_GUEST_TOOLS_STORE',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'VIRTIO_WIN_ISO',
]);

const PROGRAMS: readonly (readonly [file: string, Program<never>])[] = [
  ['aero-guest-tools/build.ts', buildCommand],
  ['aero-guest-tools/diff.ts', diffCommand],
  ['aero-guest-tools/inspect.ts', inspectCommand],
  ['aero-guest-tools/lock.ts', lockCommand],
  ['aero-packager.ts', aeroPackager],
];

/** Sources whose refusals name options of a program, and the program. */
const OWNERS: readonly (readonly [file: string, Program<never>])[] = [
  ['aero-guest-tools/choose-profile.ts', buildCommand],
  ['aero-iso.ts', aeroIso],
  ['aero-packager.ts', aeroPackager],
];

const ownSources: readonly (readonly [file: string, text: string])[] = readdirSync(__dirname, {
  recursive: true,
  encoding: 'utf8',
})
  .filter((file) => /(?<!\.spec|\.fixture)\.ts$/.test(file))
  .map((file): readonly [string, string] => [
    file.replaceAll(sep, '/'),
    readFileSync(join(__dirname, file), 'utf8'),
  ])
  .toSorted(([a], [b]) => (a < b ? -1 : 1));

const optionsIn = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => text.match(/(?<![\w-])--[a-z0-9-]+/g) ?? []);

const remediesIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(REMEDIES), ({ groups }) => groups?.['text'] ?? '');

/** Fails unless the program has each of the options. */
async function expectOptions(program: Program<never>, options: readonly string[]): Promise<void> {
  for (const option of options) {
    const { stderr } = await recordRun(
      (invocation: Invocation) => runProgram(program, invocation),
      { args: [option, 'x', '--no-such-option'], workingDirectory: '/' },
    );
    expect(stderr).toMatch(/unknown option '--no-such-option'/);
    expect(stderr).not.toContain(`unknown option '${option}'`);
  }
}

describe('remedies', () => {
  test.each(sources)('of %s name no option, which only a face has', (_, text) => {
    const named = Array.from(text.matchAll(REMEDIES), ({ groups }) => groups?.['text'] ?? '')
      // Options of common programs do not count.
      .map((remedy) => remedy.replaceAll(/\b(?:zip|git|chmod) [^)`]*/g, ''))
      .filter((remedy) =>
        /(?:^|[\s'`"])--[a-z]|certPath|the option (?:source|sha256|\w+[A-Z])/.test(remedy),
      );
    expect(named).toEqual([]);
  });

  test('name variables that builds read, and say so in --help', async () => {
    const variables = sources.flatMap(([, text]) =>
      Array.from(text.matchAll(REMEDIES), ({ groups }) => groups?.['text'] ?? '').flatMap(
        (remedy) => remedy.match(/(?<![\w${%])[A-Z][A-Z]+_[A-Z_]+(?=['` =,])/g) ?? [],
      ),
    );
    expect(variables).toContain('VIRTIO_WIN_ISO');
    const named = new Set(variables.filter((name) => COMMON_VARIABLES.has(name)));
    const { stdout } = await recordRun(aeroGuestTools, {
      args: ['build', '--help'],
      workingDirectory: '/',
    });
    expect([...named].filter((name) => !stdout.includes(name))).toEqual([]);
  });

  test('of programs are all tested here', () => {
    const withRemedies = ownSources.filter(([, text]) =>
      /^ {2}remedies: (?!FaceRemedies)/m.test(text),
    );
    expect(withRemedies.map(([file]) => file)).toEqual(PROGRAMS.map(([file]) => file));
    const naming = ownSources.filter(([, text]) => optionsIn(remediesIn(text)).length > 0);
    expect(naming.map(([file]) => file)).toEqual(OWNERS.map(([file]) => file));
  });

  test.each(OWNERS)('that %s writes name options that the program takes', async (file, program) => {
    const [, text = ''] = ownSources.find(([name]) => name === file) ?? [];
    await expectOptions(program, optionsIn(remediesIn(text)));
  });

  describe.each(PROGRAMS)('of %s', (_, program) => {
    const texts = Object.values(program.remedies ?? {});
    const commands = texts.flatMap((text) => text.match(/aero-guest-tools [a-z]+/g) ?? []);

    test('name options that the program takes', async () => {
      expect(texts).not.toEqual([]);
      await expectOptions(program, optionsIn(texts));
    });

    test('name commands that there are', async () => {
      for (const command of commands) {
        const { status } = await recordRun(aeroGuestTools, {
          args: [command.split(' ')[1] ?? '', '--help'],
          workingDirectory: '/',
        });
        expect([command, status]).toEqual([command, 0]);
      }
    });
  });
});
