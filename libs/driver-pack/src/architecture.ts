/** Architectures as the media name them. */
export type Architecture = 'amd64' | 'x86';

export const ARCHITECTURES: readonly Architecture[] = ['amd64', 'x86'];
