import { aeroCatalogVerify } from '../aero-catalog-verify';
import { main } from '../main';
import { runProgram } from '../run-program';

main('aero-catalog-verify', (invocation) => runProgram(aeroCatalogVerify, invocation));
