export { portableExecutable, type Architecture, type ExecutableKind } from './portable-executable';
export { sampleVirtioWinFiles, type SampleFile } from './sample-files';
export { SAMPLE_VOLUME_ID, writeSampleVirtioWin } from './write-sample';
