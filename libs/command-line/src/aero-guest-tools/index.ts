import type { ExitStatus } from '../exit-status';
import type { Invocation } from '../invocation';
import { runCommands, subcommand, type CommandGroup } from '../run-commands';
import type * as build from './build';
import type * as verify from './verify';

/** The whole of this project without Nx: one program, a subcommand for each thing that people do. */
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
      'verify',
      'check an ISO, a zip or a directory against its manifest',
      () => (require('./verify') as typeof verify).verifyCommand,
    ),
  ],
};

export function aeroGuestTools(invocation: Invocation): Promise<ExitStatus> {
  return runCommands(AERO_GUEST_TOOLS, invocation);
}
