import { expect, test } from '@jest/globals';
import { bootStartServices } from './boot-start';
import { parseInf } from './parse';

const DRIVER = `
[Manufacturer]
a = Disk, NTx86, NTamd64
[Disk.NTx86]
d = disk32, PCI\\VEN_1AF4&DEV_1042
[Disk.NTamd64]
d = disk64, PCI\\VEN_1AF4&DEV_1042
[disk32]
[disk32.Services]
AddService = boots32, 2, boot
AddService = waits, , demand
[disk64]
[disk64.Services]
AddService = boots64, 2, boot
AddService = unsaid, , no_such_section
[boot]
StartType = %SERVICE_BOOT_START%
[demand]
StartType = 3
[Strings]
SERVICE_BOOT_START = 0x0
`;

test('the services that Windows starts from are those of the architecture', () => {
  const inf = parseInf(Buffer.from(DRIVER), 'a.inf');
  expect(bootStartServices(inf, 'x86')).toEqual(['boots32']);
  expect(bootStartServices(inf, 'amd64')).toEqual(['boots64']);
});
