import type { FaultTable } from '../fault.fixture';

export const optionFaults: FaultTable = {
  rules: 'rules 9 and 10: options and outputs',
  faults: [
    {
      name: 'a time that is negative',
      options: { '--source-date-epoch': '-1' },
      says: ['the option --source-date-epoch is not a time', '"-1"', 'non-negative'],
    },
    {
      name: 'a time with a fraction',
      options: { '--source-date-epoch': '1700000000.5' },
      says: ['the option --source-date-epoch is not a time', '"1700000000.5"'],
    },
    {
      name: 'an empty time, whatever the environment says',
      options: { '--source-date-epoch': '' },
      environment: { SOURCE_DATE_EPOCH: '1' },
      says: ['the option --source-date-epoch is not a time', '""'],
    },
    {
      name: 'a time of the environment that is none',
      environment: { SOURCE_DATE_EPOCH: 'today' },
      says: ['the environment variable SOURCE_DATE_EPOCH is not a time', '"today"'],
    },
    {
      name: 'an unknown signing policy',
      options: { '--signing-policy': 'self' },
      says: ['the option --signing-policy is not a signing policy', '"self"', 'production'],
    },
    {
      name: 'an unknown signing policy of the environment',
      environment: { AERO_GUEST_TOOLS_SIGNING_POLICY: 'off' },
      says: [
        'the environment variable AERO_GUEST_TOOLS_SIGNING_POLICY is not a signing policy',
        '"off"',
      ],
    },
    {
      name: 'outputs among the drivers',
      options: { '--out-dir': 'drivers/x86/out' },
      says: ['drivers/x86/out: the outputs would be written among the inputs', '--out-dir'],
    },
    {
      name: 'outputs among what goes on the media as it is',
      options: { '--out-dir': 'guest-tools/config' },
      says: ['guest-tools/config: the outputs would be written among the inputs', '--out-dir'],
    },
    {
      name: 'outputs among the drivers, by way of a link',
      edits: [{ link: 'elsewhere', to: 'drivers/x86' }],
      options: { '--out-dir': 'elsewhere/out' },
      says: ['elsewhere/out: the outputs would be written among the inputs', '--out-dir'],
    },
    {
      name: 'a file instead of the directory of the outputs',
      options: { '--out-dir': 'specs/packaging/ten-drivers.json' },
      says: ['the operating system refused', 'ten-drivers.json'],
    },
    {
      name: 'a directory under the name of an output',
      edits: [{ write: 'occupied/manifest.json/a' }],
      options: { '--out-dir': 'occupied' },
      says: ['the operating system refused', 'occupied/manifest.json'],
    },
  ],
};
