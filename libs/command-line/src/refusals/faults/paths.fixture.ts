import type { FaultTable } from '../fault.fixture';

const TOOLS = 'guest-tools/tools';

export const pathFaults: FaultTable = {
  rules: 'rules 5: paths',
  faults: [
    {
      name: 'the name of a device',
      edits: [{ write: `${TOOLS}/nul` }],
      says: ['tools/nul', 'Windows reserves it for a device', '"nul"'],
    },
    {
      name: 'the name of a device with an extension',
      edits: [{ write: `${TOOLS}/Com1.log.txt` }],
      says: ['tools/Com1.log.txt', 'Windows reserves it for a device'],
    },
    {
      name: 'the name of a device, of a directory in a driver',
      edits: [{ write: 'drivers/x86/balloon/aux/readme.txt' }],
      says: ['drivers/x86/balloon/aux', 'Windows reserves it for a device'],
    },
    {
      name: 'a dot at the end',
      edits: [{ write: 'guest-tools/licenses/MIT.' }],
      says: ['licenses/MIT.', 'ends in a'],
    },
    {
      name: 'a space at the end',
      edits: [{ write: 'guest-tools/config/extra /a.txt' }],
      says: ['config/extra ', 'ends in a', '"extra "'],
    },
    {
      name: 'a character that Windows reserves',
      edits: [{ write: `${TOOLS}/a:b.txt` }],
      says: ['tools/a:b.txt', 'it contains one of'],
    },
    {
      name: 'a backslash',
      edits: [{ write: `${TOOLS}/a\\b.txt` }],
      says: ['it contains one of', '"a\\\\b.txt"'],
    },
    {
      name: 'a control character, which does not reach the terminal',
      edits: [{ write: `${TOOLS}/a\u001b[31mb.txt` }],
      says: ['tools/a\\u001b[31mb.txt', 'control character'],
    },
    {
      name: 'a character outside the Basic Multilingual Plane',
      edits: [{ write: 'drivers/amd64/balloon/\u{1f388}.txt' }],
      says: ['drivers/amd64/balloon/\u{1f388}.txt', 'outside the Basic Multilingual Plane'],
    },
    {
      name: 'a name that Joliet has no room for',
      edits: [{ write: `${TOOLS}/${'n'.repeat(111)}` }],
      says: ['111 UTF-16 units', 'at most 110'],
    },
    {
      name: 'two files that differ in case only',
      edits: [{ write: `${TOOLS}/PROBE.EXE` }],
      says: ['equal when case is ignored', '"tools/PROBE.EXE", "tools/probe.exe"'],
    },
    {
      name: 'two directories that differ in case only',
      edits: [{ write: `${TOOLS}/Extra/a.txt` }, { write: `${TOOLS}/extra/b.txt` }],
      says: ['equal when case is ignored', '"tools/Extra", "tools/extra"'],
    },
    {
      name: 'every group of paths that are equal',
      edits: [{ write: `${TOOLS}/PROBE.EXE` }, { write: 'guest-tools/config/readme.MD' }],
      says: ['"tools/PROBE.EXE", "tools/probe.exe"', '"config/README.md", "config/readme.MD"'],
    },
    {
      name: 'a file of 4 GiB',
      edits: [{ write: `${TOOLS}/huge.bin` }, { resize: `${TOOLS}/huge.bin`, bytes: 2 ** 32 }],
      says: ['tools/huge.bin', 'too large', '4,294,967,296 bytes', 'less than 4 GiB'],
    },
  ],
};
