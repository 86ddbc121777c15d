export type { ContractDevice, DeviceContract } from './device-contract';
export { devicesCmdVariables, generateDevicesCmd } from './devices-cmd';
export { parseDeviceContract } from './parse-device-contract';
