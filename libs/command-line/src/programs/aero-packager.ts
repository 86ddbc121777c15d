import { aeroPackager } from '../aero-packager';
import { main } from '../main';
import { runProgram } from '../run-program';

main('aero-packager', (invocation) => runProgram(aeroPackager, invocation));
