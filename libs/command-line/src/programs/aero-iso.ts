import { setFlagsFromString } from 'node:v8';
import { aeroIso } from '../aero-iso';
import { main } from '../main';
import { runProgram } from '../run-program';

// Has V8 not enlarge the young generation of its heap, which it does as objects survive. Of an image of ten thousand
// files nearly all do, until it is written: the larger generation takes 30 MiB and no less time.
setFlagsFromString('--semi-space-growth-factor=1');

main('aero-iso', (invocation) => runProgram(aeroIso, invocation));
