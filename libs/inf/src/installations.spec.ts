import { describe, expect, test } from '@jest/globals';
import { installations } from './installations';
import { parseInf } from './parse';

function parse(text: string) {
  return parseInf(Buffer.from(text), 'test.inf');
}

/** Two devices on each architecture; amd64 installs one of them from a section of its own. */
const DEVICES = `
[Manufacturer]
%Aero% = Aero, NTx86.6.1, NTamd64.6.1, NTamd64.10.0

[Aero.NTx86.6.1]
%Desc% = net, PCI\\VEN_1AF4&DEV_1041&REV_01, PCI\\VEN_1AF4&DEV_1041
[Aero.NTamd64.6.1]
%Desc% = net, PCI\\VEN_1AF4&DEV_1041&REV_01
%Desc% = NET, PCI\\VEN_1AF4&DEV_1041
%Desc% = nothing,, PCI\\CC_0200
[Aero.NTamd64.10.0]
%Desc% = net10, PCI\\VEN_1AF4&DEV_1041

[net]
[net.Services]
[net.NTamd64]
Needs = shared, Section.Of.Windows
[net.NTamd64.Services]
Needs = shared.Services
[net.NTamd64.CoInstallers]
[net.NTamd64.HW]
[net.NTamd64.Interfaces]
AddInterface = {6994ad04-93ef-11d0-a3cc-00a0c9223196},, if
[net.NTamd64.Wdf]
[net10]

[if]
[if.NT]
[shared]
[shared.Services]
`;

/**
 * For each install section: its name, its section, its service sections, and its sections that copy
 * files.
 */
function summary(text: string, architecture: 'x86' | 'amd64') {
  return installations(parse(text), architecture).map((installation) => [
    installation.name,
    installation.section?.name,
    installation.serviceSections.map(({ name }) => name),
    installation.copySections.map(({ name }) => name),
  ]);
}

describe('rules 3: what Windows processes for the models that bind', () => {
  test('on x86, from the undecorated install section', () => {
    expect(summary(DEVICES, 'x86')).toEqual([
      ['net', 'net', ['net.Services'], ['net', 'net.Services']],
    ]);
  });

  test('on amd64, from its own install section, what extends its name, and what they need', () => {
    expect(summary(DEVICES, 'amd64')).toEqual([
      [
        'net',
        'net.NTamd64',
        ['net.NTamd64.Services', 'shared.Services'],
        [
          'net.NTamd64',
          'shared',
          'net.NTamd64.CoInstallers',
          'net.NTamd64.HW',
          'if.NT',
          'net.NTamd64.Services',
          'shared.Services',
        ],
      ],
      ['nothing', undefined, [], []],
    ]);
  });

  test('with the models that name the install section, whatever the case', () => {
    const [net] = installations(parse(DEVICES), 'amd64');
    expect(net?.models.map(({ hardwareId }) => hardwareId)).toEqual([
      'PCI\\VEN_1AF4&DEV_1041&REV_01',
      'PCI\\VEN_1AF4&DEV_1041',
    ]);
  });

  test('for the Windows that is asked for', () => {
    const windows10 = {
      name: 'Windows 10',
      majorVersion: 10,
      minorVersion: 0,
      productType: 1,
      suiteMask: 0x100,
      buildNumber: 19_045,
    };
    const names = (architecture: 'x86' | 'amd64') =>
      installations(parse(DEVICES), architecture, windows10).map(({ name }) => name);
    expect(names('amd64')).toEqual(['net10']);
    expect(names('x86')).toEqual(['net']);
  });

  test('nothing on an architecture that no models section is for', () => {
    expect(installations(parse(DEVICES.replace('NTx86.6.1, ', '')), 'x86')).toEqual([]);
  });
});

describe('rules 3: the install section that Windows finds', () => {
  const MODELS = '[Manufacturer]\nm=m,NTx86,NTamd64\n[m.NTx86]\nd=I,id\n[m.NTamd64]\nd=I,id\n';
  const found = (sections: string, architecture: 'x86' | 'amd64') =>
    installations(parse(MODELS + sections), architecture)[0]?.section?.name;

  test.each([
    ['[i]', 'i', 'i'],
    ['[i]\n[i.NT]', 'i.NT', 'i.NT'],
    ['[i]\n[I.NT]\n[I.NTAMD64]', 'I.NT', 'I.NTAMD64'],
    ['[i]\n[i.NTx86]', 'i.NTx86', 'i'],
    ['[i.NTia64]', undefined, undefined],
    ['[I.NTx86.6.1]\n[I.NTamd64.6.1]', undefined, undefined],
    ['[i]\n[I.NTx86.6.1]', 'i', 'i'],
    ['[i.Services]', undefined, undefined],
  ])('of %j is %s on x86 and %s on amd64', (sections, x86, amd64) => {
    expect([found(sections, 'x86'), found(sections, 'amd64')]).toEqual([x86, amd64]);
  });

  test('has the .Services section of the same extension only', () => {
    const inf = parse(`${MODELS}[i.NT]\n[i.Services]\nAddService = a, 2, s`);
    expect(installations(inf, 'x86')[0]?.serviceSections).toEqual([]);
  });
});
