import { isHiddenName } from '@aero-guest-tools/file-tree';
import { describe, expect, test } from '@jest/globals';
import { classifyFile, isPrivateKeyFile, NOTHING_ALLOWED } from './driver-filter';
import { compilePattern } from './pattern';

const LEFTOVERS =
  'pdb ipdb iobj dbg map cod obj lib exp ilk tlog log tmp lastbuildstate idb ncb'.split(' ');
const SOURCES =
  'c cc cpp cxx h hh hpp hxx idl inl rc s asm sln vcxproj props targets suo user'.split(' ');
const PRIVATE_KEYS = 'pfx p12 pvk snk key pem der p8 pk8 csr jks keystore ppk'.split(' ');

function decision(path: string): string {
  return classifyFile(path, NOTHING_ALLOWED).decision;
}

describe('rules 4: driver directories are included recursively, all files', () => {
  test.each([
    'viostor.inf',
    'viostor.sys',
    'viostor.cat',
    'netkvmco.dll',
    'readme.doc',
    'LICENSE',
    'docs/notes.txt',
    'a.b/c',
    'viostor.pdb.txt',
    'pdb',
  ])('%s', (path) => {
    expect(classifyFile(path, NOTHING_ALLOWED)).toEqual({ decision: 'include' });
  });
});

describe('rules 4: except build leftovers, sources and project files', () => {
  test.each(LEFTOVERS)('*.%s is a leftover, whatever the case and however deep', (extension) => {
    expect(classifyFile(`viostor.${extension}`, NOTHING_ALLOWED)).toEqual({
      decision: 'exclude',
      reason: `build or debug leftover (.${extension})`,
    });
    expect(decision(`sub/dir/VIOSTOR.${extension.toUpperCase()}`)).toBe('exclude');
  });

  test.each(SOURCES)('*.%s is a source or a project file', (extension) => {
    expect(classifyFile(`viostor.${extension}`, NOTHING_ALLOWED)).toEqual({
      decision: 'exclude',
      reason: `source or project file (.${extension})`,
    });
  });

  test('allow_extensions lets such a file in', () => {
    const allow = { extensions: ['pdb'], pathRegexes: [] };
    expect(classifyFile('sub/VIOSTOR.PDB', allow).decision).toBe('include');
    expect(classifyFile('viostor.map', allow).decision).toBe('exclude');
  });

  test('allow_path_regexes lets such a file in, by its path, whatever the case', () => {
    const allow = { extensions: [], pathRegexes: [compilePattern('^include/.*\\.h$')] };
    expect(classifyFile('Include/a/VIRTIO.H', allow).decision).toBe('include');
    expect(classifyFile('src/include/virtio.h', allow).decision).toBe('exclude');
  });
});

describe('rules 4: never, silently skipped', () => {
  const allow = { extensions: ['db'], pathRegexes: [compilePattern('')] };

  test.each([
    '.gitignore',
    '.git/config',
    'sub/.vs/viostor.inf',
    '__MACOSX/viostor.inf',
    '__macosx/viostor.inf',
    'Thumbs.db',
    'sub/THUMBS.DB',
    'ehthumbs.db',
    'Desktop.ini',
  ])('%s, even if everything is allowed', (path) => {
    expect(classifyFile(path, allow)).toEqual({
      decision: 'exclude',
      reason: expect.stringMatching(/^hidden or system file \(/),
    });
  });

  test('names that only hold such a name are none of them', () => {
    expect(decision('x__MACOSX/a.sys')).toBe('include');
    expect(decision('desktop.ini.txt')).toBe('include');
    expect(isHiddenName('a.b')).toBe(false);
  });
});

describe('rules 4: never, refused with an error', () => {
  test.each(PRIVATE_KEYS)('*.%s, whatever the case', (extension) => {
    expect(classifyFile(`test.${extension}`, NOTHING_ALLOWED)).toEqual({
      decision: 'refuse',
      reason: `private key or signing material (.${extension})`,
    });
    expect(decision(`sub/TEST.${extension.toUpperCase()}`)).toBe('refuse');
  });

  test('in a hidden place, and even if it is allowed', () => {
    const allow = { extensions: ['pfx'], pathRegexes: [compilePattern('')] };
    expect(classifyFile('.git/test.pfx', allow).decision).toBe('refuse');
    expect(classifyFile('.pfx', allow).decision).toBe('refuse');
  });

  test('certificates are none', () => {
    expect(isPrivateKeyFile('test.cer')).toBe(false);
    expect(isPrivateKeyFile('key')).toBe(false);
  });
});
