import { SPEC } from '../clean-inputs.fixture';
import type { FaultTable } from '../fault.fixture';

export const driverTreeFaults: FaultTable = {
  rules: 'rules 2: driver input tree',
  faults: [
    {
      name: 'there is no directory of drivers',
      options: { '--drivers-dir': 'missing' },
      says: ['missing', 'the directory cannot be read', 'nothing of that name'],
    },
    {
      name: 'a file instead of the directory of drivers',
      options: { '--drivers-dir': SPEC },
      says: [SPEC, 'the directory cannot be read', 'not a directory'],
    },
    {
      name: 'no directory of x86 drivers',
      edits: [{ rename: 'drivers/x86', to: 'drivers/ia32' }],
      says: ['there is no directory for x86 drivers', '"ia32"', '"x86", "win32", "i386"'],
    },
    {
      name: 'no directory of amd64 drivers',
      edits: [{ rename: 'drivers/amd64', to: 'drivers/x8664' }],
      says: [
        'there is no directory for amd64 drivers',
        '"x8664"',
        '"amd64", "x64", "x86_64", "x86-64"',
      ],
    },
    {
      name: 'two directories of x86 drivers that Windows cannot tell apart',
      edits: [{ copy: 'drivers/x86', to: 'drivers/X86' }],
      says: ['there are several directories for x86 drivers', '"X86", "x86"'],
    },
    {
      name: 'a required driver is missing for one architecture',
      edits: [{ delete: 'drivers/x86/netkvm' }],
      says: [
        'drivers/x86: the required driver "netkvm" is missing for x86',
        'expected: "x86/netkvm"',
      ],
    },
    {
      name: 'a required driver is missing for both architectures',
      edits: [{ delete: 'drivers/x86/aerogpu' }, { delete: 'drivers/amd64/aerogpu' }],
      says: [
        'the required driver "aerogpu" is missing for x86',
        'the required driver "aerogpu" is missing for amd64',
        '"amd64/aerogpu" or "amd64/aero-gpu"',
      ],
    },
    {
      name: 'an optional driver is there for one architecture only',
      edits: [{ delete: 'drivers/amd64/viosnd' }],
      says: ['the optional driver "viosnd" is missing for amd64'],
    },
    {
      name: 'an unlisted driver, for both architectures',
      edits: [
        { copy: 'drivers/x86/viorng', to: 'drivers/x86/qxl' },
        { copy: 'drivers/amd64/viorng', to: 'drivers/amd64/qxl' },
      ],
      says: ['the driver directory "qxl" is not listed', '"x86/qxl" and "amd64/qxl"'],
    },
    {
      name: 'an unlisted directory that is empty but for a text',
      edits: [{ write: 'drivers/x86/notes/todo.txt', text: 'later' }],
      says: ['the driver directory "notes" is not listed', '"x86/notes"'],
    },
    {
      name: 'aerogpu under both of its names',
      edits: [{ copy: 'drivers/x86/aerogpu', to: 'drivers/x86/aero-gpu' }],
      says: ['the driver "aerogpu" is there several times', '"aerogpu", "aero-gpu"'],
    },
    {
      name: 'a driver in two directories that Windows cannot tell apart',
      edits: [{ copy: 'drivers/x86/balloon', to: 'drivers/x86/Balloon' }],
      says: ['the driver "balloon" is there several times', '"Balloon", "balloon"'],
    },
    {
      name: 'no INF file',
      edits: [{ delete: 'drivers/x86/pvpanic/pvpanic.inf' }],
      says: ['drivers/x86/pvpanic: the driver has no .inf file'],
    },
    {
      name: 'no driver file',
      edits: [{ delete: 'drivers/x86/pvpanic/pvpanic.sys' }],
      says: ['drivers/x86/pvpanic: the driver has no .sys file'],
    },
    {
      name: 'no catalog',
      edits: [{ delete: 'drivers/amd64/pvpanic/pvpanic.cat' }],
      says: ['drivers/amd64/pvpanic: the driver has no .cat file'],
    },
    {
      name: 'an empty driver directory',
      edits: [{ delete: 'drivers/x86/viorng' }, { write: 'drivers/x86/viorng/.keep', text: '' }],
      says: ['drivers/x86/viorng', 'no .inf file', 'no .sys file', 'no .cat file'],
    },
  ],
};
