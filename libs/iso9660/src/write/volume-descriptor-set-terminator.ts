import { volumeDescriptor } from './volume-descriptor';

/** Renders the volume descriptor that ends the set (ECMA-119, 8.3): one sector. */
export function volumeDescriptorSetTerminator(): Buffer {
  return volumeDescriptor(255);
}
