export { bootStartServices, serviceStartType } from './boot-start';
export { compressedNames } from './compressed-name';
export { decodeInf, type DecodedInf, type InfEncoding } from './decode';
export { fileReferences, type FileDirective, type FileReference } from './file-references';
export { ARCHITECTURES, type Architecture, type Inf, type InfLine, type InfSection } from './inf';
export { InfError } from './inf-error';
export { installations, type Installation } from './installations';
export { installedFiles } from './installed-files';
export { models, type Model } from './models';
export { parseInf } from './parse';
export { serviceRegistration, type ServiceRegistration } from './service-registration';
export type { ServiceRegistryValue } from './service-registry-values';
export { services, type ServiceInstallation } from './services';
export { WINDOWS_7, type TargetOs } from './target-os';
export type { TargetOsDecoration } from './target-os-decoration';
export { uncopiedFiles, type UncopiedFile } from './uncopied-files';
export {
  catalogFiles,
  deviceClass,
  driverVersion,
  provider,
  type DeviceClass,
  type DriverVersion,
} from './version-section';
