import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeInf } from './decode';
import { fileReferences } from './file-references';
import { ARCHITECTURES } from './inf';
import { InfError } from './inf-error';
import { installations } from './installations';
import { installedFiles } from './installed-files';
import { models } from './models';
import { parseInf } from './parse';
import { services } from './services';
import { uncopiedFiles } from './uncopied-files';
import { catalogFiles, deviceClass, driverVersion, provider } from './version-section';

/** Calls every function that reads an INF file. */
function readEverything(bytes: Uint8Array): void {
  const inf = parseInf(bytes, 'test.inf');
  driverVersion(inf);
  provider(inf);
  deviceClass(inf);
  catalogFiles(inf);
  models(inf);
  for (const architecture of ARCHITECTURES) {
    catalogFiles(inf, architecture);
    models(inf, architecture);
    installations(inf, architecture);
    services(inf, architecture);
    fileReferences(inf, architecture);
    uncopiedFiles(inf, architecture);
    installedFiles(inf, 'a/test.inf', ['a/m', 'b/m', 'a'], architecture);
  }
}

/** Whether {@link readEverything} finishes, possibly by refusing the file. */
function isReadOrRefused(bytes: Uint8Array): boolean {
  try {
    readEverything(bytes);
    return true;
  } catch (error) {
    if (error instanceof InfError) return true;
    throw error;
  }
}

/** Texts composed of INF elements, so that parsing gets beyond the first line. */
const infText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...Array.from('[]=,;%"\\@.\n\r\t \0')) },
      fc.constantFrom('[Version]', '[Manufacturer]', '[Strings]', '[Strings.0409]', '[m]', '[a]'),
      fc.constantFrom(
        '[a.Services]',
        '[a.CoInstallers]',
        '[a.Interfaces]',
        '[a.HW]',
        '[ClassInstall32]',
        '[m.NTamd64]',
        '[a.NT]',
      ),
      fc.constantFrom('[SourceDisksFiles]', '[SourceDisksNames.x86]', '__proto__', 'constructor'),
      fc.constantFrom('CopyFiles=', 'AddService=', 'ServiceBinary=', 'CopyINF=', 'AddInterface='),
      fc.constantFrom(
        'Needs=',
        'Include=',
        'LayoutFile=',
        'AddService=,2\n',
        '[InterfaceInstall32]',
      ),
      fc.constantFrom('CatalogFile=', 'DriverVer=', 'WdfCoInstaller', '.dll', '%m%', '%12%', '%%'),
      fc.constantFrom(
        'm',
        'a',
        'm=m,NTamd64.6.1\n',
        'd=a,id\n',
        '\\\n',
        '\r\n',
        '0x2',
        '驅',
        '\uD800',
      ),
    ),
    { maxLength: 200 },
  )
  .map((parts) => parts.join(''));

const encoded = fc
  .tuple(infText, fc.constantFrom('utf8', 'utf16le', 'latin1'))
  .map(([text, encoding]) => Buffer.from(text, encoding as BufferEncoding));

describe('no byte sequence throws anything but an InfError', () => {
  test('arbitrary bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000, size: 'max' }), isReadOrRefused));
  });

  test('texts that look like an INF, in any encoding', () => {
    fc.assert(fc.property(encoded, isReadOrRefused), { numRuns: 500 });
  });
});

describe('what is kept of a file is bounded by its size', () => {
  test('lines are parts of the text, in order, and values do not outnumber its separators', () => {
    fc.assert(
      fc.property(encoded, (bytes) => {
        const { text } = decodeInf(bytes);
        const lines = [...parseInf(bytes, 'a.inf').sections.values()].flatMap((item) => item.lines);
        const characters = lines.reduce((sum, line) => sum + line.text.length, 0);
        const commas = lines.reduce((sum, { values }) => sum + values.length - 1, 0);
        const lineBreaks = text.split(/\r\n|\r|\n/).length;
        expect(characters).toBeLessThanOrEqual(text.length);
        expect(commas).toBeLessThanOrEqual(text.split(',').length - 1);
        expect(lines.length).toBeLessThan(lineBreaks);
        expect(lines.every(({ line }) => line > 1 && line <= lineBreaks)).toBe(true);
      }),
    );
  });
});

/** A text of 2 MiB: a beginning, followed by a repeated unit. */
function repeated(beginning: string, unit: string, size = 2 * 1024 * 1024): string {
  return beginning + unit.repeat(Math.ceil((size - beginning.length) / unit.length));
}

/** Like {@link repeated}, with `#` replaced by the number of the repetition. */
function numbered(beginning: string, unit: string, size = 512 * 1024): string {
  const units = Math.ceil((size - beginning.length) / (unit.length + 4));
  return (
    beginning + Array.from({ length: units }, (_, i) => unit.replaceAll('#', String(i))).join('')
  );
}

const MODELS = '[Manufacturer]\nm=m\n[m]\n';

/** More than the number of arguments that a call can take. */
const MANY = Array.from({ length: 130_000 }, (_, index) => String(index));

// Quadratic work would take hours for these; they finish.
describe('the work grows with the size only, whatever is repeated', () => {
  test.each([
    ['quotation marks', repeated('[a]\nx=', '"')],
    ['quoted commas', repeated('[a]\nx=', '",')],
    ['percent signs', repeated('[a]\nx=', '%')],
    ['percent signs that begin no token', repeated('[a]\nx=', '% a')],
    ['percent signs in comments', repeated('[a]\nx=', '%;')],
    ['one token that never ends', repeated('[a]\nx=%', 'a')],
    ['continued lines', repeated('[a]\nx=', '\\\n')],
    ['backslashes', repeated('[a]\nx=', '\\')],
    ['commas', repeated('[a]\nx=', ',')],
    ['blanks', repeated('[a]\nx=', ' ')],
    ['brackets', repeated('', '[')],
    ['empty lines', repeated('', '\n')],
    ['targets of a manufacturer', repeated('[Manufacturer]\nm=m', ',nt')],
    ['a section name of platform extensions', repeated('[a', '.nt')],
    ['co-installers that are none', repeated('[a]\nx=', 'wdfcoinstaller')],
    ['sections', numbered('', '[s#]\n')],
    ['entries', repeated('[a]\n', 'x=y\n', 512 * 1024)],
    ['devices', repeated(MODELS, 'd=i,id\n', 512 * 1024)],
    ['compatible IDs', repeated(`${MODELS}d=i,id`, ',id', 512 * 1024)],
    [
      'devices, install sections and values of a section that all share',
      [
        numbered(MODELS, 'd=i#,id\n'),
        numbered('', '[i#.Interfaces]\nAddInterface=,,list\n'),
        repeated('[list]\nCopyFiles=', 'x,', 512 * 1024),
      ].join(''),
    ],
    [
      'services with one long path',
      [
        repeated(`${MODELS}d=i,id\n[i.Services]\n`, 'AddService=a,2,s\n', 512 * 1024),
        repeated('[s]\nServiceBinary=', 'x.sys.', 512 * 1024),
      ].join(''),
    ],
    [
      'devices that need one long list of services',
      [
        numbered(MODELS, 'd=i#,id\n'),
        numbered('', '[i#]\n[i#.Services]\nNeeds=all\n'),
        repeated('[all]\n', 'AddService=a,2,s\n', 512 * 1024),
      ].join(''),
    ],
    ['files that are copied', `${MODELS}d=i,id\n[i]\nCopyFiles=${MANY.map((n) => `@${n}`).join()}`],
    [
      'lines that copy files',
      `${MODELS}d=i,id\n[i]\n${MANY.map((n) => `CopyFiles=@${n}\n`).join('')}`,
    ],
    ['a list of files', `${MODELS}d=i,id\n[i]\nCopyFiles=list\n[list]\n${MANY.join('\n')}`],
    ['a list of files that nothing copies', `[SourceDisksFiles]\n${MANY.join('\n')}`],
    ['strings that hold each other', repeated('[Strings]\na="%b%"\nb="%a%"\n[c]\nx=', '%a%%b%')],
    ['a long string in one value', repeated(`[Strings]\na=${'x'.repeat(4000)}\n[b]\nx=`, '%a%')],
    ['a long string in many values', repeated(`[Strings]\na=${'x'.repeat(4000)}\n[b]\n`, 'y%a%\n')],
  ])('%s', (_, text) => {
    expect(isReadOrRefused(Buffer.from(text))).toBe(true);
  });
});
