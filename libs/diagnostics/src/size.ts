/** A number of bytes as people read it, whatever the locale: `294,912 bytes`. */
export function formatSize(bytes: number | bigint): string {
  return `${String(bytes).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')} ${Number(bytes) === 1 ? 'byte' : 'bytes'}`;
}
