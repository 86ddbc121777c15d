export * from './extract-drivers';
export * from './fetch-virtio-win';
export * from './generate-devices-cmd';
export * from './make-iso';
export * from './make-zip';
export * from './package';
export * from './stage-media';
export * from './validate-spec';
