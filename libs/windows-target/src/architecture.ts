/** Architectures as the media name them, in byte order. */
export const ARCHITECTURES = ['amd64', 'arm64', 'x86'] as const;

export type Architecture = (typeof ARCHITECTURES)[number];
