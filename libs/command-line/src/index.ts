export { aeroCatalogVerify, type AeroCatalogVerifyOptions } from './aero-catalog-verify';
export { aeroGuestTools } from './aero-guest-tools/index';
export { aeroIso, type AeroIsoOptions } from './aero-iso';
export { aeroIsoLs, type AeroIsoLsOptions } from './aero-iso-ls';
export { aeroPackager, type AeroPackagerOptions } from './aero-packager';
export { ExitStatus } from './exit-status';
export type { Invocation } from './invocation';
export type { CommonOptions, JsonOutput, Program, ProgramContext, ProgramOutput } from './program';
export { runProgram } from './run-program';
