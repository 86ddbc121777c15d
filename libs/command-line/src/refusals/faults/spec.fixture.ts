import { SPEC } from '../clean-inputs.fixture';
import type { FaultTable } from '../fault.fixture';

/** Indexes of drivers in the spec: /drivers/1 is netkvm, /drivers/5 balloon. */
export const specFaults: FaultTable = {
  rules: 'rules 1: packaging spec',
  faults: [
    {
      name: 'there is no spec',
      options: { '--spec': 'specs/missing.json' },
      says: ['specs/missing.json: the packaging spec cannot be read', 'nothing of that name'],
    },
    {
      name: 'JSON with a comma too many',
      edits: [{ replace: SPEC, find: '"drivers": [', by: '"drivers": [,' }],
      says: [`${SPEC}:4:15`, 'expected:'],
    },
    {
      name: 'a comment',
      edits: [{ replace: SPEC, find: '"drivers": [', by: '"drivers": [ // ten' }],
      says: [`${SPEC}:4:16`, 'JSON has none'],
    },
    {
      name: 'text after the end',
      edits: [{ append: SPEC, text: '{}' }],
      says: [`${SPEC}:`, 'more text follows the end of the document'],
    },
    {
      name: 'an empty file',
      edits: [{ write: SPEC, text: '' }],
      says: [`${SPEC}:1:1`, 'the end of the file'],
    },
    {
      name: 'bytes that are not UTF-8',
      edits: [{ write: SPEC, hex: '7b22e4223a307d' }],
      says: [SPEC, 'the file is not UTF-8'],
    },
    {
      name: 'a name that stands twice',
      edits: [{ replace: SPEC, find: '"name": "viorng"', by: '"name": "viorng", "name": "x"' }],
      says: [`${SPEC}:`, '(/drivers/7/name)', 'an object has the same name twice', '"name"'],
    },
    {
      name: 'a near miss of a property, at the top',
      edits: [
        { replace: SPEC, find: '"fail_on_unlisted_driver_dirs"', by: '"fail_on_unlisted_dirs"' },
      ],
      says: [
        `${SPEC}:3:3`,
        '(/fail_on_unlisted_dirs)',
        'unknown',
        '"fail_on_unlisted_driver_dirs"',
      ],
    },
    {
      name: 'a near miss of a property, in a driver',
      edits: [{ json: SPEC, at: '/drivers/5/expected_inf_file', value: ['balloon.inf'] }],
      says: ['(/drivers/5/expected_inf_file)', 'unknown', '"expected_inf_files"'],
    },
    {
      name: 'a property that is near to none',
      edits: [{ json: SPEC, at: '/colour', value: 'red' }],
      says: ['(/colour)', 'unknown', 'remove it'],
    },
    {
      name: 'a list instead of an object',
      edits: [{ write: SPEC, text: '[]' }],
      says: [`${SPEC}:1:1`, 'wrong type', 'an object'],
    },
    {
      name: 'a text instead of a boolean',
      edits: [{ json: SPEC, at: '/drivers/1/required', value: 'yes' }],
      says: ['(/drivers/1/required)', '"required" has the wrong type', '"yes"', 'a boolean'],
    },
    {
      name: 'an object instead of a list',
      edits: [{ json: SPEC, at: '/drivers', value: {} }],
      says: ['(/drivers)', '"drivers" has the wrong type', 'an array'],
    },
    {
      name: 'a number in a list of texts',
      edits: [{ json: SPEC, at: '/drivers/5/expected_add_services/-', value: 5 }],
      says: ['(/drivers/5/expected_add_services/1)', 'wrong type', 'a string'],
    },
    {
      name: 'no driver',
      edits: [{ json: SPEC, at: '/drivers', value: [] }],
      says: [`${SPEC}:`, 'the spec lists no driver', 'at least one driver'],
    },
    {
      name: 'a driver without a name',
      edits: [{ json: SPEC, at: '/drivers/6/name' }],
      says: ['(/drivers/6)', 'the property "name" is missing'],
    },
    {
      name: 'a driver that does not say whether it is required',
      edits: [{ json: SPEC, at: '/drivers/6/required' }],
      says: ['(/drivers/6)', 'the property "required" is missing'],
    },
    {
      name: 'an empty name',
      edits: [{ json: SPEC, at: '/drivers/6/name', value: '' }],
      says: ['(/drivers/6/name)', 'found:    ""'],
    },
    {
      name: 'white space before a name',
      edits: [{ json: SPEC, at: '/drivers/6/name', value: ' vioserial' }],
      says: ['(/drivers/6/name)', '" vioserial"', 'white space at its beginning'],
    },
    {
      name: 'white space behind a name',
      edits: [{ json: SPEC, at: '/drivers/6/name', value: 'vioserial\t' }],
      says: ['(/drivers/6/name)', '"vioserial\\t"', 'white space at its end'],
    },
    {
      name: 'a name that leads out of the directory',
      edits: [{ json: SPEC, at: '/drivers/6/name', value: '..' }],
      says: ['(/drivers/6/name)', 'found:    ".."', 'not . or ..'],
    },
    {
      name: 'a slash in a name',
      edits: [{ json: SPEC, at: '/drivers/6/name', value: 'w7/vioserial' }],
      says: ['(/drivers/6/name)', '"w7/vioserial"', 'without / and \\'],
    },
    {
      name: 'a backslash in a name',
      edits: [{ json: SPEC, at: '/drivers/6/name', value: 'w7\\vioserial' }],
      says: ['(/drivers/6/name)', '"w7\\\\vioserial"', 'without / and \\'],
    },
    {
      name: 'two names that differ in case only',
      edits: [{ json: SPEC, at: '/drivers/-', value: { name: 'BALLOON', required: true } }],
      says: ['(/drivers/10/name)', 'listed twice', '"BALLOON", and the same at /drivers/5/name'],
    },
    {
      name: 'aerogpu under both of its names',
      edits: [{ json: SPEC, at: '/drivers/-', value: { name: 'aero-gpu', required: true } }],
      says: ['(/drivers/10/name)', 'the driver "aerogpu" is listed twice', '"aero-gpu"'],
    },
    {
      name: 'a hardware ID that is no regular expression',
      edits: [{ json: SPEC, at: '/drivers/1/expected_hardware_ids/0', value: 'PCI\\VEN_(' }],
      says: ['(/drivers/1/expected_hardware_ids/0)', 'is not a regular expression', 'PCI'],
    },
    {
      name: 'a regular expression that RE2 does not have',
      edits: [{ json: SPEC, at: '/drivers/1/allow_path_regexes', value: ['(?=debug)'] }],
      says: ['(/drivers/1/allow_path_regexes/0)', 'is not a regular expression', '(?=debug)'],
    },
    {
      name: 'an INF file with a directory',
      edits: [{ json: SPEC, at: '/drivers/5/expected_inf_files/0', value: 'w7/balloon.inf' }],
      says: ['(/drivers/5/expected_inf_files/0)', '"w7/balloon.inf"', 'without a directory'],
    },
    {
      name: 'an INF file that is none',
      edits: [{ json: SPEC, at: '/drivers/5/expected_inf_files/0', value: 'balloon.sys' }],
      says: ['(/drivers/5/expected_inf_files/0)', '"balloon.sys"', 'ends in .inf'],
    },
    {
      name: 'a property that legacy entries do not have',
      edits: [
        { json: SPEC, at: '/required_drivers', value: [{ name: 'viorng', required: false }] },
      ],
      says: ['(/required_drivers/0/required)', 'unknown', '"required"'],
    },
    {
      name: 'a legacy driver that is listed twice',
      edits: [
        { json: SPEC, at: '/required_drivers', value: [{ name: 'viorng' }, { name: 'VioRng' }] },
      ],
      says: ['(/required_drivers/1/name)', 'listed twice', '/required_drivers/0/name'],
    },
    {
      name: 'a driver that a legacy entry makes required',
      edits: [
        { json: SPEC, at: '/required_drivers', value: [{ name: 'VIORNG' }] },
        { delete: 'drivers/x86/viorng' },
        { delete: 'drivers/amd64/viorng' },
      ],
      says: [
        'the required driver "viorng" is missing for x86',
        'the required driver "viorng" is missing for amd64',
      ],
    },
    {
      name: 'a hardware ID that only a legacy entry expects',
      edits: [
        {
          json: SPEC,
          at: '/required_drivers',
          value: [{ name: 'viorng', expected_hardware_ids: ['DEV_1099'] }],
        },
      ],
      says: ['drivers/x86/viorng', 'drivers/amd64/viorng', 'a line that matches DEV_1099'],
    },
    {
      name: 'several faults are told together',
      edits: [
        { json: SPEC, at: '/colour', value: 'red' },
        { json: SPEC, at: '/drivers/6/name', value: '' },
        { json: SPEC, at: '/drivers/-', value: { name: 'BALLOON', required: true } },
      ],
      says: ['(/colour)', '(/drivers/6/name)', '(/drivers/10/name)'],
    },
  ],
};
