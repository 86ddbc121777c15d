import { aeroIsoLs } from '../aero-iso-ls';
import { main } from '../main';
import { runProgram } from '../run-program';

main('aero-iso-ls', (invocation) => runProgram(aeroIsoLs, invocation));
