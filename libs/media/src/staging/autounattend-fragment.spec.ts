import { describe, expect, test } from '@jest/globals';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import {
  guestTarget,
  WINDOWS_TARGETS,
  windowsTarget,
  type GuestTarget,
} from '@aero-guest-tools/windows-target';
import { DOMParser, type Element } from '@xmldom/xmldom';
import {
  AUTOUNATTEND_FRAGMENT_PATH,
  autounattendFragment,
  refuseOwnFragment,
} from './autounattend-fragment';

const UNATTEND = 'urn:schemas-microsoft-com:unattend';
const WMI_CONFIG = 'http://schemas.microsoft.com/WMIConfig/2002/State';

/** The contents of a setting: either exactly these settings, in this order, or a text. */
interface Setting {
  readonly attributes?: Readonly<Record<string, RegExp>>;
  readonly children?: Readonly<Record<string, Setting>>;
  readonly text?: RegExp;
  /** Whether it may be repeated; otherwise it may occur once. */
  readonly isList?: boolean;
}

/**
 * The components that the fragment configures, by pass. Microsoft's "Unattended Windows Setup
 * Reference" says in which passes they are valid, and gives the lengths and forms of texts. There
 * is no published schema: the one of Windows System Image Manager checks only passes and
 * components, and takes the rest from the image.
 */
const COMPONENTS: Readonly<Record<string, Readonly<Record<string, Setting>>>> = {
  windowsPE: {
    // microsoft-windows-pnpcustomizationswinpe-driverpaths
    'Microsoft-Windows-PnpCustomizationsWinPE': {
      children: {
        DriverPaths: {
          children: {
            PathAndCredentials: {
              isList: true,
              attributes: { action: /^add$/, keyValue: /^[0-9]+$/ },
              children: {
                Path: { text: /^(?=.{1,259}$)[A-Z]:\\\$WinPEDriver\$\\(?:x86|amd64|arm64)$/ },
              },
            },
          },
        },
      },
    },
  },
  oobeSystem: {
    // microsoft-windows-shell-setup-firstlogoncommands-synchronouscommand
    'Microsoft-Windows-Shell-Setup': {
      children: {
        FirstLogonCommands: {
          children: {
            SynchronousCommand: {
              isList: true,
              attributes: { action: /^add$/ },
              children: {
                CommandLine: { text: /^.{1,1024}$/ },
                Description: { text: /^.{0,256}$/ },
                Order: { text: /^(?:[1-9]|[1-9][0-9]|[1-4][0-9][0-9]|500)$/ },
              },
            },
          },
        },
      },
    },
  },
};

const IDENTITY: Readonly<Record<string, RegExp>> = {
  name: /^Microsoft-Windows-/,
  processorArchitecture: /^(?:x86|amd64|arm64)$/,
  publicKeyToken: /^31bf3856ad364e35$/,
  language: /^neutral$/,
  versionScope: /^nonSxS$/,
};

function report(name: string, architecture: DriverReport['architecture']): DriverReport {
  return {
    name,
    architecture,
    directory: `${architecture}/${name}`,
    infFiles: [{ path: `${name}.inf`, class: 'SCSIAdapter' }],
    devices: [],
    hardwareIds: [],
    services: [],
    files: [],
  };
}

function rootOf(xml: string): Element {
  const document = new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(xml, 'text/xml');
  if (document.documentElement === null) throw new Error('no root');
  return document.documentElement;
}

const childrenOf = (element: Element): readonly Element[] =>
  Array.from(element.childNodes).filter((node): node is Element => node.nodeType === 1);

const attributesOf = (
  element: Element,
  namespace: string | null,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from(element.attributes)
      .filter(({ namespaceURI }) => namespaceURI === namespace)
      .map(({ localName, value }) => [localName ?? '', value]),
  );

/** Everything in a setting that is not as documented. */
function problemsOf(element: Element, setting: Setting): readonly string[] {
  const { localName, namespaceURI, textContent } = element;
  const name = localName ?? '';
  const problems = namespaceURI === UNATTEND ? [] : [`${name} is in ${String(namespaceURI)}`];
  const attributes = attributesOf(element, WMI_CONFIG);
  const expected = setting.attributes ?? {};
  if (Object.keys(attributes).toSorted().join() !== Object.keys(expected).toSorted().join()) {
    problems.push(`${name} has the attributes ${Object.keys(attributes).join()}`);
  }
  for (const [key, pattern] of Object.entries(expected)) {
    if (!pattern.test(attributes[key] ?? ''))
      problems.push(`${name} has ${key} ${attributes[key]}`);
  }
  const children = childrenOf(element);
  if (setting.text !== undefined) {
    if (children.length > 0 || !setting.text.test(textContent ?? '')) {
      problems.push(`${name} is ${String(textContent)}`);
    }
    return problems;
  }
  const known = Object.entries(setting.children ?? {});
  const names = children.map((child) => child.localName ?? '');
  const inOrder = known.flatMap(([key, { isList = false }]) =>
    isList ? names.filter((one) => one === key) : [key],
  );
  if (names.join() !== inOrder.join() || names.length === 0) {
    problems.push(`${name} holds ${names.join()}`);
  }
  return [
    ...problems,
    ...children.flatMap((child) =>
      problemsOf(child, setting.children?.[child.localName ?? ''] ?? {}),
    ),
  ];
}

/** Everything in an answer file that is not as documented. */
function answerFileProblems(xml: string): readonly string[] {
  const root = rootOf(xml);
  const problems: string[] = [];
  if (root.localName !== 'unattend' || root.namespaceURI !== UNATTEND)
    problems.push('no answer file');
  const passes = childrenOf(root);
  if (new Set(passes.map((one) => one.getAttribute('pass'))).size !== passes.length) {
    problems.push('a pass stands there twice');
  }
  for (const pass of passes) {
    const components = COMPONENTS[pass.getAttribute('pass') ?? ''] ?? {};
    const identities = new Set<string>();
    for (const component of childrenOf(pass)) {
      const attributes = attributesOf(component, null);
      identities.add(JSON.stringify(attributes));
      for (const [key, pattern] of Object.entries(IDENTITY)) {
        if (!pattern.test(attributes[key] ?? ''))
          problems.push(`component has ${key} ${attributes[key]}`);
      }
      const setting = components[attributes['name'] ?? ''];
      problems.push(
        ...(setting === undefined
          ? [`${attributes['name']} in pass ${String(pass.getAttribute('pass'))}`]
          : problemsOf(component, setting)),
      );
    }
    if (identities.size !== childrenOf(pass).length)
      problems.push('a component stands there twice');
  }
  return problems;
}

/** The texts of all elements of a name, in the order of the file. */
function textsOf(xml: string, name: string): readonly string[] {
  return Array.from(
    rootOf(xml).getElementsByTagNameNS(UNATTEND, name),
    ({ textContent }) => textContent ?? '',
  );
}

const fragmentFor = (target: GuestTarget, drivers = target.architectures): string =>
  autounattendFragment({ target, drivers: drivers.map((one) => report('viostor', one)) });

describe('rules 4: what an answer file for Windows Setup has to say of the media', () => {
  test.each(
    WINDOWS_TARGETS.map(
      (windows) => [windows.id, guestTarget(windows, windows.architectures)] as const,
    ),
  )('%s: the documented passes, components and settings, for each architecture', (_, target) => {
    const xml = fragmentFor(target);
    expect(answerFileProblems(xml)).toEqual([]);
    const architectures = Array.from(
      rootOf(xml).getElementsByTagNameNS(UNATTEND, 'component'),
      (component) => component.getAttribute('processorArchitecture'),
    );
    expect(architectures).toEqual([...target.architectures, ...target.architectures]);
    expect(xml).toContain(`${target.windows.name} on ${target.architectures.join(', ')}`);
    expect(xml.split('\r\n')).toEqual(xml.split(/\r?\n/));
  });

  test('the check finds what is not as documented', () => {
    const xml = fragmentFor(guestTarget(windowsTarget('w7')));
    for (const [from, to] of [
      ['pass="windowsPE"', 'pass="specialize"'],
      ['<Path>C:', '<Path>'],
      ['wcm:action="add" wcm:keyValue="1"', 'wcm:action="add"'],
      ['<Order>1</Order>', '<Order>0</Order>'],
      ['CommandLine>', 'Path>'],
      ['31bf3856ad364e35', '31bf3856ad364e36'],
      ['versionScope="nonSxS"', ''],
      ['urn:schemas-microsoft-com:unattend', 'urn:schemas-microsoft-com:asm.v3'],
      ['processorArchitecture="amd64"', 'processorArchitecture="x86"'],
      ['<DriverPaths>', '<DriverPaths/><DriverPaths>'],
    ] as const) {
      const changed = xml.replaceAll(from, to);
      expect(changed).not.toBe(xml);
      expect([from, answerFileProblems(changed)]).not.toEqual([from, []]);
    }
  });

  test('it names the folder of each architecture by the usual drive letters, each key once', () => {
    const xml = fragmentFor(guestTarget(windowsTarget('w11'), ['amd64']));
    expect(textsOf(xml, 'Path')).toEqual(
      ['C', 'D', 'E', 'F', 'G', 'H', 'I'].map((drive) => String.raw`${drive}:\$WinPEDriver$\amd64`),
    );
    const keys = Array.from(xml.matchAll(/wcm:keyValue="(\d+)"/g), ([, key]) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('an architecture without drivers for Setup has no paths, and setup.cmd all the same', () => {
    const xml = fragmentFor(guestTarget(windowsTarget('w7')), ['x86']);
    expect(answerFileProblems(xml)).toEqual([]);
    expect(textsOf(xml, 'Path').every((path) => path.endsWith('x86'))).toBe(true);
    expect(textsOf(xml, 'CommandLine')).toHaveLength(2);
  });

  test('setup.cmd runs quietly, from whichever drive has the media', () => {
    const [command] = textsOf(fragmentFor(guestTarget(windowsTarget('w7'))), 'CommandLine');
    expect(command).toMatch(
      /^cmd\.exe \/c for %i in \(D E F [A-Z ]+ Z\) do if exist %i:\\config\\media\.cmd if exist %i:\\setup\.cmd call %i:\\setup\.cmd \/quiet$/,
    );
  });

  test('it is not named as Windows Setup looks for answer files, and not at the root', () => {
    expect(AUTOUNATTEND_FRAGMENT_PATH).toMatch(/^config\/(?!(?:auto)?unattend\.xml$)/i);
  });

  test.each(['config/autounattend-fragment.xml', 'config/AutoUnattend-Fragment.XML'])(
    'a file of the user in its place is refused: %s',
    (path) => {
      expect(() => {
        refuseOwnFragment([{ path: 'setup.cmd' }, { path, place: `/mine/${path}` }]);
      }).toThrow(
        /^\/mine\/config.*: config\/autounattend-fragment\.xml is generated[^]*rename yours/,
      );
      expect(() => {
        refuseOwnFragment([{ path: 'config/Autounattend.xml' }]);
      }).not.toThrow();
    },
  );
});
