import { describe, expect, test } from '@jest/globals';
import { parseInf } from './parse';
import { catalogFiles, deviceClass, driverVersion, provider } from './version-section';

/** The version section of a driver package with a catalog for each platform. */
const VERSION = `
[version]
Signature   = "$Windows NT$"
Class       = Net
ClassGuid   = {4d36e972-e325-11ce-bfc1-08002be10318}
Provider    = %Vendor%
DriverVer   = 06/07/2019, 61.77.104.17200 ; date, version
CatalogFile = all.cat
CatalogFile.NTx86 = x86.cat
;CatalogFile.NTamd64 = amd64.cat

[Strings]
Vendor = "Aero, Inc."
`;

function parse(text: string) {
  return parseInf(Buffer.from(text), 'test.inf');
}

describe('[Version]', () => {
  test('DriverVer, Provider, Class and ClassGuid', () => {
    const inf = parse(VERSION);
    expect(driverVersion(inf)).toEqual({ date: '06/07/2019', version: '61.77.104.17200' });
    expect(provider(inf)).toBe('Aero, Inc.');
    expect(deviceClass(inf)).toEqual({
      name: 'Net',
      guid: '{4d36e972-e325-11ce-bfc1-08002be10318}',
    });
  });

  test('a date without a version', () => {
    expect(driverVersion(parse('[Version]\nDriverVer=01/29/2010'))).toEqual({ date: '01/29/2010' });
  });

  test.each(['', '[Version]', '[Version]\nDriverVer=\nProvider=\nClass=', '[a]\nDriverVer=1,2'])(
    'nothing in %j',
    (text) => {
      const inf = parse(text);
      expect([driverVersion(inf), provider(inf), deviceClass(inf)]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    },
  );
});

describe('rules 3: CatalogFile*', () => {
  test('the catalog of the architecture, and else the undecorated one', () => {
    const inf = parse(VERSION);
    expect(catalogFiles(inf, 'x86')).toEqual(['x86.cat']);
    expect(catalogFiles(inf, 'amd64')).toEqual(['all.cat']);
    expect(catalogFiles(inf)).toEqual(['all.cat', 'x86.cat']);
  });

  test('.nt stands between the two', () => {
    const inf = parse(VERSION.replace('all.cat', 'all.cat\nCatalogFile.nt = nt.cat'));
    expect(catalogFiles(inf, 'x86')).toEqual(['x86.cat']);
    expect(catalogFiles(inf, 'amd64')).toEqual(['nt.cat']);
  });
});
