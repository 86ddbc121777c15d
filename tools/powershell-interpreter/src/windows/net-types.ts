import { asNumber } from '../conversion';
import { NetException, UnknownConstruct } from '../errors';
import { regularExpression } from '../regular-expression';
import {
  Char,
  NetObject,
  NOTHING,
  OtherNumber,
  toText,
  type NetTypeMembers,
  type Value,
} from '../values';
import { certificateTypes, FileStream, hashAlgorithms } from './cryptography';
import { baseNameOf, combinePaths, decodeText, type FileSystem } from './file-system';
import { javaScriptSerializer } from './json';
import type { WindowsState } from './windows-state';

const REPARSE_POINT = 0x400;
const DIRECTORY = 0x10;
const ADMINISTRATORS = 'S-1-5-32-544';

/** The names that PowerShell has for types; `System.` may be left out of any other. */
export const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: 'System.Array',
  bool: 'System.Boolean',
  double: 'System.Double',
  int: 'System.Int32',
  regex: 'System.Text.RegularExpressions.Regex',
  scriptblock: 'System.Management.Automation.ScriptBlock',
  string: 'System.String',
  'string[]': 'System.String[]',
  void: 'System.Void',
};

/** The types of .NET 2.0 and 3.5 that the interpreter knows, over a simulated Windows. */
export function netTypes(
  state: WindowsState,
  files: FileSystem,
  isLoaded: (assembly: string) => boolean,
): Readonly<Record<string, NetTypeMembers>> {
  return {
    'System.Array': {},
    'System.Boolean': {},
    'System.Double': {},
    'System.Int32': { properties: { MaxValue: () => 2_147_483_647 } },
    'System.Management.Automation.ScriptBlock': {},
    'System.String': {},
    'System.String[]': {},
    'System.Void': {},
    'System.Collections.IDictionary': {},
    'System.BitConverter': {
      methods: {
        ToString: (bytes = null) => {
          if (!(bytes instanceof Uint8Array)) throw new UnknownConstruct('no bytes');
          return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(
            '-',
          );
        },
      },
    },
    'System.DateTime': {
      properties: { UtcNow: () => dateTime(state.now) },
      create: (year = null, month = null, day = null) =>
        dateTime(Date.UTC(asNumber(year) ?? 0, (asNumber(month) ?? 0) - 1, asNumber(day))),
    },
    'System.Environment': {
      properties: {
        OSVersion: () =>
          new NetObject('System.OperatingSystem', {
            properties: {
              Version: () => version(state.version),
              ServicePack: () => state.servicePack,
            },
          }),
      },
    },
    'System.Version': { create: (text = null) => version(toText(text)) },
    'System.Text.RegularExpressions.Regex': { methods: { Matches: allMatches } },
    'System.Text.StringBuilder': { create: stringBuilder },
    'System.Text.Encoding': {
      properties: {
        UTF8: () => new NetObject('System.Text.UTF8Encoding', {}),
        ASCII: () => new NetObject('System.Text.ASCIIEncoding', {}),
      },
    },
    ...fileTypes(state, files),
    ...principalTypes(state),
    ...hashAlgorithms(state, isLoaded),
    ...certificateTypes(state, files),
    ...(isLoaded('System.Web.Extensions') && {
      'System.Web.Script.Serialization.JavaScriptSerializer': { create: javaScriptSerializer },
    }),
  };
}

function fileTypes(
  state: WindowsState,
  files: FileSystem,
): Readonly<Record<string, NetTypeMembers>> {
  return {
    'System.IO.FileAttributes': { properties: { ReparsePoint: () => REPARSE_POINT } },
    'System.IO.SearchOption': { properties: { AllDirectories: () => 'AllDirectories' } },
    'System.IO.Path': {
      methods: {
        // Of three and more there is one since .NET 4.
        Combine: (first = null, second = null, ...more) => {
          if (more.length > 0) throw new UnknownConstruct('Path.Combine of more than two');
          return combinePaths(toText(first), toText(second));
        },
        GetExtension: (path = null) => /\.[^.\\]*$/u.exec(toText(path))?.[0] ?? '',
        GetFileName: (path = null) => baseNameOf(toText(path)),
        GetTempPath: () => `${state.temporaryDirectory}\\`,
      },
    },
    'System.IO.File': {
      methods: {
        Exists: (path = null) => files.file(toText(path)) !== undefined,
        GetAttributes: (path = null) => {
          const directory = files.directory(toText(path));
          if (!directory) return 0;
          return directory.reparsePoint === true ? DIRECTORY | REPARSE_POINT : DIRECTORY;
        },
        OpenRead: (path = null) => new FileStream(files.read(toText(path)).content),
        ReadAllLines: (path = null) => linesOf(decodeText(files.read(toText(path)).content)),
        ReadAllText: (path = null) => decodeText(files.read(toText(path)).content),
        WriteAllText: (path = null, text = null, encoding = null) => {
          files.write(toText(path), encode(toText(text), encoding));
          return NOTHING;
        },
      },
    },
    'System.IO.Directory': {
      methods: {
        Exists: (path = null) => files.directory(toText(path)) !== undefined,
        CreateDirectory: (path = null) => {
          files.makeDirectory(toText(path));
          return new NetObject('System.IO.DirectoryInfo', {});
        },
        GetAccessControl: (path = null) => {
          const { owner = ADMINISTRATORS, unreadableSecurity } =
            files.directory(toText(path)) ?? {};
          if (unreadableSecurity !== undefined) {
            throw new NetException('System.UnauthorizedAccessException', unreadableSecurity);
          }
          return directorySecurity(owner);
        },
        GetFiles: (path = null, pattern = '*', option = '') => {
          const name = wildcard(toText(pattern));
          return files
            .list(toText(path), option === 'AllDirectories')
            .filter((file) => name.test(baseNameOf(file)));
        },
      },
    },
  };
}

/** A pattern of file names; what Windows makes of a question mark and of a name without a dot is left out. */
function wildcard(pattern: string): RegExp {
  if (!/^[\w.*]+$/u.test(pattern)) throw new UnknownConstruct(`files by the pattern ${pattern}`);
  return new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`, 'iu');
}

function principalTypes(state: WindowsState): Readonly<Record<string, NetTypeMembers>> {
  const namespace = 'System.Security.Principal';
  return {
    [`${namespace}.SecurityIdentifier`]: {},
    [`${namespace}.WindowsBuiltInRole`]: { properties: { Administrator: () => 'Administrator' } },
    [`${namespace}.WindowsIdentity`]: {
      methods: { GetCurrent: () => new NetObject(`${namespace}.WindowsIdentity`, {}) },
    },
    [`${namespace}.WindowsPrincipal`]: {
      create: () =>
        new NetObject(`${namespace}.WindowsPrincipal`, {
          methods: {
            IsInRole: (role = null) => {
              if (role !== 'Administrator') throw new UnknownConstruct(`the role ${toText(role)}`);
              return state.elevated;
            },
          },
        }),
    },
  };
}

function directorySecurity(owner: string): NetObject {
  const sid = new NetObject('System.Security.Principal.SecurityIdentifier', {
    properties: { Value: () => owner },
  });
  return new NetObject('System.Security.AccessControl.DirectorySecurity', {
    methods: { GetOwner: () => sid },
  });
}

/** What a System.DateTime stands for, in milliseconds since 1970. */
const times = new WeakMap<NetObject, number>();

/** @param time Milliseconds since 1970. */
function dateTime(time: number): NetObject {
  const object = new NetObject('System.DateTime', {
    methods: {
      CompareTo: (other = null) => {
        const otherTime = other instanceof NetObject ? times.get(other) : undefined;
        if (otherTime === undefined) throw new UnknownConstruct('a comparison with no DateTime');
        return Math.sign(time - otherTime);
      },
      AddSeconds: (seconds = null) => {
        if (!(seconds instanceof OtherNumber))
          throw new UnknownConstruct('seconds that are no Double');
        return dateTime(time + seconds.value * 1000);
      },
      ToString: (format = null) => {
        if (format !== 's') throw new UnknownConstruct(`the format ${toText(format)}`);
        return new Date(time).toISOString().slice(0, 19);
      },
    },
  });
  times.set(object, time);
  return object;
}

/** System.Version: two to four numbers. */
function version(text: string): NetObject {
  if (!/^\d+(?:\.\d+){1,3}$/u.test(text)) {
    throw new NetException(
      'System.ArgumentException',
      'Version string portion was too short or too long.',
    );
  }
  const parts = (value: string) => [...value.split('.').map(Number), -1, -1].slice(0, 4);
  return new NetObject('System.Version', {
    text,
    properties: {
      Major: () => parts(text)[0] ?? -1,
      Minor: () => parts(text)[1] ?? -1,
      Build: () => parts(text)[2] ?? -1,
    },
    methods: {
      CompareTo: (other = null) => {
        const others = parts(toText(other));
        for (const [index, part] of parts(text).entries()) {
          const difference = part - (others[index] ?? -1);
          if (difference !== 0) return Math.sign(difference);
        }
        return 0;
      },
    },
  });
}

function allMatches(text: Value = null, pattern: Value = null): NetObject {
  const found = toText(text).matchAll(regularExpression(toText(pattern), 'g'));
  const items = Array.from(found, (match) => {
    const groups = Array.from(
      match,
      (group: string | undefined) =>
        new NetObject('System.Text.RegularExpressions.Group', {
          properties: { Value: () => group ?? '' },
        }),
    );
    return new NetObject('System.Text.RegularExpressions.Match', {
      properties: { Groups: () => groups },
    });
  });
  return new NetObject('System.Text.RegularExpressions.MatchCollection', { items });
}

function stringBuilder(): NetObject {
  let text = '';
  const builder: NetObject = new NetObject('System.Text.StringBuilder', {
    methods: {
      Append: (value = null) => {
        if (typeof value !== 'string' && !(value instanceof Char)) {
          throw new UnknownConstruct('Append of what is no text');
        }
        text += toText(value);
        return builder;
      },
      ToString: () => text,
    },
  });
  return builder;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/u);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** What File.WriteAllText writes: of UTF-8 with its mark; ASCII has a question mark for what it lacks. */
function encode(text: string, encoding: Value): Uint8Array {
  const name = encoding instanceof NetObject ? encoding.typeName : '';
  if (name === 'System.Text.UTF8Encoding') return Buffer.from(`\uFEFF${text}`);
  if (name === 'System.Text.ASCIIEncoding') {
    return Buffer.from(text.replaceAll(/[^\0-\u007F]/gu, '?'), 'latin1');
  }
  throw new UnknownConstruct('a text in an encoding that is not known');
}
