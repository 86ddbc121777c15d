import { describe, expect, test } from '@jest/globals';
import { bindings } from './bindings';
import { InfError } from './inf-error';
import { parseInf } from './parse';

function parse(text: string) {
  return parseInf(Buffer.from(text), 'test.inf');
}

/** A device with a function and a filter driver, a co-installer and an interface; amd64 has its own section. */
const DEVICE = `
[Manufacturer]
%Aero% = Aero, NTx86.6.1, NTamd64.6.1

[Aero.NTx86.6.1]
%Desc% = net, PCI\\VEN_1AF4&DEV_1041&REV_01, PCI\\VEN_1AF4&DEV_1041
[Aero.NTamd64.6.1]
%Desc% = net, PCI\\VEN_1AF4&DEV_1041&REV_01, PCI\\VEN_1AF4&DEV_1041
%Desc% = nothing,, PCI\\CC_0200

[net]
CopyFiles = net_files, @readme.txt
[net.Services]
AddService = aeronet, 2, net_service

[net.NTamd64]
CopyFiles = net_files
[net.NTamd64.Services]
AddService = aerofilter, 0, filter_service
AddService = AeroNet64, 0x802, net64_service
[net.NTamd64.CoInstallers]
CopyFiles = coinstaller_files
[net.NTamd64.Interfaces]
AddInterface = {6994ad04-93ef-11d0-a3cc-00a0c9223196},, net_interface

[net_files]
aeronet.sys, aeronet-source.sys
[coinstaller_files]
aeronetco.dll
[net_interface]
CopyFiles = @aeronetif.dll

[net_service]
ServiceBinary = %12%\\aeronet.sys
[net64_service]
ServiceBinary = %12%\\AERONET-SOURCE.sys
[filter_service]
ServiceBinary = %12%\\aerofilter.sys
`;

describe('rules 3: which hardware IDs an INF binds, to which service, with which files', () => {
  const inf = parse(DEVICE);

  test('on x86, from the undecorated install section', () => {
    expect(bindings(inf, 'x86')).toMatchObject([
      {
        hardwareId: 'PCI\\VEN_1AF4&DEV_1041&REV_01',
        kind: 'hardware',
        installSection: 'net',
        functionService: 'aeronet',
        services: ['aeronet'],
        files: ['readme.txt', 'aeronet-source.sys', 'aeronet.sys'],
        model: { section: 'Aero.NTx86.6.1', line: 6 },
      },
      { hardwareId: 'PCI\\VEN_1AF4&DEV_1041', kind: 'compatible', functionService: 'aeronet' },
    ]);
  });

  test('on amd64, from its own install section and what belongs to it', () => {
    expect(bindings(inf, 'amd64')[0]).toMatchObject({
      hardwareId: 'PCI\\VEN_1AF4&DEV_1041&REV_01',
      installSection: 'net.ntamd64',
      functionService: 'AeroNet64',
      services: ['aerofilter', 'AeroNet64'],
      files: ['aeronetif.dll', 'aeronet-source.sys', 'aeronetco.dll', 'aerofilter.sys'],
    });
  });

  test('an install section that does not exist binds all the same, to nothing', () => {
    expect(bindings(inf, 'amd64').at(-1)).toMatchObject({
      hardwareId: 'PCI\\CC_0200',
      kind: 'compatible',
      installSection: 'nothing',
      functionService: undefined,
      services: [],
      files: [],
    });
  });

  test('none on an architecture that no models section is for', () => {
    const amd64Only = parse(DEVICE.replace('NTx86.6.1, ', ''));
    expect(bindings(amd64Only, 'amd64')).not.toEqual([]);
    expect(bindings(amd64Only, 'x86')).toEqual([]);
  });
});

describe('the section that Windows installs from', () => {
  const MODELS = '[Manufacturer]\nm=m,NTx86,NTamd64\n[m.NTx86]\nd=I,id\n[m.NTamd64]\nd=I,id\n';

  test.each([
    ['[i]', 'i', 'i'],
    ['[i]\n[i.NT]', 'i.nt', 'i.nt'],
    ['[i]\n[I.NT]\n[I.NTAMD64]', 'i.nt', 'i.ntamd64'],
    ['[i]\n[i.NTx86]', 'i.ntx86', 'i'],
    ['[i.NTia64]', 'i', 'i'],
  ])('of %j is %s on x86 and %s on amd64', (sections, x86, amd64) => {
    const inf = parse(MODELS + sections);
    expect(bindings(inf, 'x86')[0]?.installSection).toBe(x86);
    expect(bindings(inf, 'amd64')[0]?.installSection).toBe(amd64);
  });

  test('has the .Services section of the same extension only', () => {
    const inf = parse(`${MODELS}[i.NT]\n[i.Services]\nAddService = a, 2, s`);
    expect(bindings(inf, 'x86')[0]?.services).toEqual([]);
  });
});

test('an INF that crosses many install sections with long file lists is refused', () => {
  const numbers = Array.from({ length: 3000 }, (_, index) => String(index));
  const inf = parse(
    [
      '[Manufacturer]\nm=m\n[m]',
      ...numbers.map((number) => `d=i${number},id`),
      ...numbers.map((number) => `[i${number}]\nCopyFiles=list`),
      '[list]',
      ...numbers,
    ].join('\n'),
  );
  expect(() => bindings(inf, 'x86')).toThrow(InfError);
  expect(() => bindings(inf, 'x86')).toThrow(/^test\.inf: .*\n {2}expected: .*\n {2}remedy: /);
});
