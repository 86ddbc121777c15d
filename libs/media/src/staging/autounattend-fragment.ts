import { InputError } from '@aero-guest-tools/diagnostics';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import type { Architecture, GuestTarget } from '@aero-guest-tools/windows-target';
import { SETUP_DRIVERS_DIRECTORY } from '../checks/setup-media-path';
import { setupDrivers } from './setup-drivers';

/**
 * The path of the file on the media. Windows Setup looks for `Autounattend.xml` and `Unattend.xml`
 * at the root of removable drives ("Windows Setup Automation Overview", implicit answer file search
 * order). This file has neither name, since Setup would otherwise use it instead of an answer file
 * that the user has on another drive.
 */
export const AUTOUNATTEND_FRAGMENT_PATH = 'config/autounattend-fragment.xml';

/**
 * The drive letters that the media may have in Windows PE, where a disk without a driver has no
 * letter. X: is the RAM disk that Setup runs from.
 */
const SETUP_DRIVES = ['C', 'D', 'E', 'F', 'G', 'H', 'I'];

/** The same in the installed Windows, whose own drive is C:. */
const GUEST_DRIVES = Array.from('DEFGHIJKLMNOPQRSTUVWXYZ');

/** The `CommandLine` of a `SynchronousCommand` "is a string with a maximum length of 1024 characters". */
const MAXIMUM_COMMAND_LENGTH = 1024;

/**
 * The text of `config/autounattend-fragment.xml`: the parts of an answer file for Windows Setup
 * that concern these media, to copy into one. It names the folders of the drivers on the usual
 * drive letters. When the first administrator logs on, it runs `setup.cmd /quiet` from the drive
 * that has it. UTF-8, lines end with CR LF.
 *
 * Sources: "Unattended Windows Setup Reference", pages Microsoft-Windows-PnpCustomizationsWinPE
 * (DriverPaths, PathAndCredentials, Path; pass windowsPE) and Microsoft-Windows-Shell-Setup
 * (FirstLogonCommands, SynchronousCommand; pass oobeSystem). Setup takes the components whose
 * `processorArchitecture` is that of the Windows that it installs.
 */
export function autounattendFragment({
  target,
  drivers,
}: {
  readonly target: GuestTarget;
  readonly drivers: readonly DriverReport[];
}): string {
  const withDrivers = new Set(setupDrivers(drivers).map(({ architecture }) => architecture));
  const { windows, architectures } = target;
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<!--',
    `  Parts of an answer file for Windows Setup, generated for ${windows.name} on ${architectures.join(', ')}.`,
    '  Copy its components into the settings of the same pass in an answer file of your own, or use it as one:',
    '  Setup takes it if it stands as Autounattend.xml at the root of a removable drive.',
    '-->',
    '<unattend xmlns="urn:schemas-microsoft-com:unattend">',
    ...settings(
      'windowsPE',
      architectures
        .filter((one) => withDrivers.has(one))
        .flatMap((one) =>
          component('Microsoft-Windows-PnpCustomizationsWinPE', one, driverPaths(one)),
        ),
    ),
    ...settings(
      'oobeSystem',
      architectures.flatMap((one) =>
        component('Microsoft-Windows-Shell-Setup', one, firstLogonCommands()),
      ),
    ),
    '</unattend>',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

/**
 * Refuses a file of the user's own at the path of the generated one.
 *
 * @param files Paths on the media, and where the files are.
 * @throws InputError if there is one.
 */
export function refuseOwnFragment(
  files: readonly { readonly path: string; readonly place?: string | undefined }[],
): void {
  const own = files.find(({ path }) => path.toLowerCase() === AUTOUNATTEND_FRAGMENT_PATH);
  if (own === undefined) return;
  throw new InputError({
    file: own.place ?? own.path,
    id: 'setup.own-fragment',
    message: `${AUTOUNATTEND_FRAGMENT_PATH} is generated for Windows Setup, and is there already`,
    found: 'a file of your own',
    expected: 'no file of this name',
    remedy: 'rename yours, or leave the option out',
  });
}

function settings(pass: string, components: readonly string[]): readonly string[] {
  return [`  <settings pass="${pass}">`, ...components, '  </settings>'];
}

/**
 * The public key token is Microsoft's, the same for every component of Windows. The namespace of
 * `wcm:action` is declared here, so that a component that is copied brings the declaration along.
 */
function component(
  name: string,
  architecture: Architecture,
  contents: readonly string[],
): readonly string[] {
  return [
    `    <component name="${name}" processorArchitecture="${architecture}" publicKeyToken="31bf3856ad364e35" language="neutral" versionScope="nonSxS" xmlns:wcm="http://schemas.microsoft.com/WMIConfig/2002/State">`,
    ...contents.map((line) => `      ${line}`),
    '    </component>',
  ];
}

function driverPaths(architecture: Architecture): readonly string[] {
  return [
    '<DriverPaths>',
    ...SETUP_DRIVES.flatMap((drive, index) => [
      `  <PathAndCredentials wcm:action="add" wcm:keyValue="${String(index + 1)}">`,
      `    <Path>${drive}:\\${SETUP_DRIVERS_DIRECTORY}\\${architecture}</Path>`,
      '  </PathAndCredentials>',
    ]),
    '</DriverPaths>',
  ];
}

function firstLogonCommands(): readonly string[] {
  return [
    '<FirstLogonCommands>',
    '  <SynchronousCommand wcm:action="add">',
    `    <CommandLine>${escaped(setupCommand())}</CommandLine>`,
    '    <Description>Set up the Aero Guest Tools</Description>',
    '    <Order>1</Order>',
    '  </SynchronousCommand>',
    '</FirstLogonCommands>',
  ];
}

/**
 * Runs setup.cmd from a drive that has both files, since other media have a setup.cmd too. Media
 * for another Windows could only match by mistake, and their setup.cmd refuses to run.
 */
function setupCommand(): string {
  const command = String.raw`cmd.exe /c for %i in (${GUEST_DRIVES.join(' ')}) do if exist %i:\config\media.cmd if exist %i:\setup.cmd call %i:\setup.cmd /quiet`;
  if (command.length > MAXIMUM_COMMAND_LENGTH) throw new Error('the command is too long');
  return command;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
