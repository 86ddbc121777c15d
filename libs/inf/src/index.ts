export { bindings, type Binding } from './bindings';
export { bootStartServices } from './boot-start';
export { decodeInf, type DecodedInf, type InfEncoding } from './decode';
export { fileReferences, type FileDirective, type FileReference } from './file-references';
export type { Architecture, Inf, InfLine, InfSection } from './inf';
export { InfError } from './inf-error';
export { installedFiles } from './installed-files';
export { models, type Model } from './models';
export { parseInf } from './parse';
export { services, type ServiceInstallation } from './services';
export type { TargetOsDecoration } from './target-os-decoration';
export {
  catalogFiles,
  deviceClass,
  driverVersion,
  provider,
  type DeviceClass,
  type DriverVersion,
} from './version-section';
