import type { ExitStatus } from '../exit-status';
import type { Invocation } from '../invocation';
import { runCommands, subcommand, type CommandGroup } from '../run-commands';
import type * as build from './build';
import type * as completion from './completion';
import type * as diff from './diff';
import type * as inspect from './inspect';
import type * as lock from './lock';
import type * as report from './report';
import type * as schema from './schema';
import type * as store from './store';
import type * as verify from './verify';

/** The whole project without Nx: one program with a subcommand for each thing that people do. */
export const AERO_GUEST_TOOLS: CommandGroup = {
  name: 'aero-guest-tools',
  description: 'Builds driver media for Windows guests, and looks at what goes on them.',
  subcommands: [
    subcommand(
      'build',
      'build the ISO, the zip and the manifest from a source of drivers',
      () => (require('./build') as typeof build).buildCommand,
    ),
    subcommand(
      'inspect',
      'describe an image, media, a tree of drivers or a file of a driver',
      () => (require('./inspect') as typeof inspect).inspectCommand,
    ),
    subcommand(
      'diff',
      'compare the drivers of two images, media, manifests, trees or archives',
      () => (require('./diff') as typeof diff).diffCommand,
    ),
    subcommand(
      'lock',
      'pin an image on a server, or check the lock',
      () => (require('./lock') as typeof lock).lockCommand,
    ),
    subcommand(
      'store',
      'list what builds keep on this machine, or remove what is no longer used',
      () => (require('./store') as typeof store).storeCommand,
    ),
    subcommand(
      'verify',
      'check an ISO, a zip or a directory against its manifest',
      () => (require('./verify') as typeof verify).verifyCommand,
    ),
    subcommand(
      'report',
      'write a page about an ISO, a zip or a directory',
      () => (require('./report') as typeof report).reportCommand,
    ),
    subcommand(
      'schema',
      'print the JSON Schema of a spec, a contract or a lock',
      () => (require('./schema') as typeof schema).schemaCommand,
    ),
    subcommand('completion', 'print a script that makes your shell complete commands', () =>
      (require('./completion') as typeof completion).completionCommand(AERO_GUEST_TOOLS),
    ),
  ],
};

export function aeroGuestTools(invocation: Invocation): Promise<ExitStatus> {
  return runCommands(AERO_GUEST_TOOLS, invocation);
}
